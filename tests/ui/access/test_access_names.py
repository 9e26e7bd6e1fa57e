"""Who hears a screen instead of seeing it finds every control by a name, and hears what is painted."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QHeaderView, QTableView, QWidget

from tests.ui.access.conftest import Screens, seen
from ui.theme import Theme
from ui.widgets.choice import Choice, Option
from ui.widgets.data_model import Column, PagedModel, TableRow
from ui.widgets.data_table import DataTable
from ui.widgets.entry_card import CardRow, EntryCard
from ui.widgets.focus_ring import FocusRing
from ui.widgets.label import Chip, Label
from ui.widgets.outline_paint import MARKS, word_of

SILENT = (FocusRing, Label)
"""Painted, and nothing to say: the ring lies round what is spoken, a label's text is its name."""


def name_of(widget: QWidget) -> str:
    found: Any = QAccessible.queryAccessibleInterface(widget)
    return str(found.text(QAccessible.Text.Name)).strip() if found is not None else ""


def said(widget: QWidget) -> tuple[str, str]:
    return name_of(widget), widget.accessibleDescription()


def unnamed(widgets: list[QWidget]) -> list[str]:
    return [
        type(one).__name__
        for one in widgets
        if not name_of(one)
        and not isinstance(one, SILENT)
        and (one.focusPolicy() != Qt.FocusPolicy.NoFocus or _painted(one))
    ]


def _painted(widget: QWidget) -> bool:
    own = type(widget)
    return own.__module__.startswith("ui.") and "paintEvent" in vars(own)


def alike(widgets: list[QWidget]) -> list[tuple[str, str]]:
    """Buttons that can be pressed and that nobody could tell apart by ear."""
    count: dict[tuple[str, str], int] = defaultdict(int)
    for one in widgets:
        if isinstance(one, QAbstractButton) and one.isEnabled():
            count[said(one)] += 1
    return [what for what, times in count.items() if times > 1]


def mute(widgets: list[QWidget]) -> list[str]:
    """Rows of lists of which a screen reader would say nothing."""
    found = []
    for view in widgets:
        if isinstance(view, QAbstractItemView) and not isinstance(view, QHeaderView):
            interface: Any = QAccessible.queryAccessibleInterface(view)
            words = [interface.child(at) for at in range(interface.childCount())]
            if interface.childCount() == 0 or not any(one and one.text(QAccessible.Text.Name) for one in words):
                found.append(view.accessibleName())
    return found


def coloured(widgets: list[QWidget]) -> list[str]:
    """States told by a colour alone: a chip without a word, a tone without a shape, rows that differ in tone only."""
    wrong = ["a chip without a word" for one in widgets if isinstance(one, Chip) and not one.text().strip()]
    for one in widgets:
        model = one.model() if isinstance(one, QAbstractItemView) else None
        rows = model._rows if isinstance(model, PagedModel) else []
        tones: dict[tuple[str, tuple[str, ...]], set[str]] = defaultdict(set)
        for row in rows:
            tones[row.icon, row.cells].add(row.tone)
        wrong += [f"no shape: {row.cells}" for row in rows if row.tone in ("warn", "crit") and not row.icon]
        wrong += [f"told by its colour: {what}" for what, found in tones.items() if len(found) > 1]
    return wrong


def test_every_control_of_every_screen_has_a_name_of_its_own_and_no_state_is_a_colour(screens: Screens) -> None:
    wrong: dict[str, Any] = {}
    count = rows = chips = 0
    for name, window in screens():
        widgets = seen(window)
        count += len(widgets)
        chips += sum(isinstance(one, Chip) for one in widgets)
        rows += sum(one.model().rowCount() for one in widgets if isinstance(one, QTableView))
        if found := [*unnamed(widgets), *alike(widgets), *mute(widgets), *coloured(widgets)]:
            wrong[name] = found
    assert wrong == {}
    assert count > 45 * 30, "the screens were shown"
    assert rows > 100
    assert chips > 3


def test_a_tone_alone_is_found(qapp: object) -> None:
    rows = [TableRow(1, ("A",), "warn"), TableRow(2, ("B",), "crit", "lock"), TableRow(3, ("B",), "", "lock")]
    table = DataTable(Theme(), [Column("a", "A")], lambda at, _n, _text, _sort: rows[at:], name="things")
    assert coloured([table.view, Chip(Theme())]) == [
        "a chip without a word",
        "no shape: ('A',)",
        "told by its colour: ('lock', ('B',))",
    ]


def test_the_walk_hears_what_is_missing(screens: Screens) -> None:
    (_name, window), *_ = screens(("queue",))
    buttons = [one for one in seen(window) if isinstance(one, QAbstractButton) and one.isEnabled()]
    buttons[0].setAccessibleName("")
    buttons[0].setText("")
    buttons[0].setToolTip("")
    assert unnamed(seen(window)) == ["Button"]
    buttons[0].setAccessibleName(buttons[1].accessibleName())
    buttons[0].setAccessibleDescription(buttons[1].accessibleDescription())
    assert alike(seen(window)) == [said(buttons[1])]


def test_an_answer_is_heard_with_its_question(qapp: object) -> None:
    choice = Choice(Theme(), "Is the room clear?", [Option("yes", "Yes"), Option("no", "No", detail="Say why")])
    yes, no = choice._buttons["yes"], choice._buttons["no"]
    assert said(yes) == ("Yes", "Is the room clear?")
    assert said(no) == ("No", "Is the room clear?, Say why")


@pytest.mark.parametrize("state", ["todo", "done", "locked", "na"])
def test_a_folded_card_says_its_state_in_a_word_and_in_a_shape(qapp: object, state: str) -> None:
    card = EntryCard(Theme(), CardRow("k", "Mass", state, value="250.1 g"))
    assert word_of(state) in card.accessibleDescription()
    assert "250.1 g" in card.accessibleDescription()


def test_an_open_card_says_why_it_is_out_of_limit(qapp: object) -> None:
    card = EntryCard(Theme(), CardRow("k", "Mass", "out", message="Above the limit of 251 g"))
    assert "Above the limit of 251 g" in card.accessibleDescription()


def test_each_state_of_a_step_has_its_own_shape_and_its_own_word() -> None:
    assert len({mark.icon for mark in MARKS.values()}) == len(MARKS)
    assert len({word_of(state) for state in MARKS}) == len(MARKS)
