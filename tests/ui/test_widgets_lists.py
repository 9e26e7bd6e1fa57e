"""Lists: the outline of steps, the paged table, and what is drawn beside a number."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication, QListView
from pytestqt.qtbot import QtBot

from ui.theme import Theme, apply
from ui.widgets.data_model import Column, TableRow
from ui.widgets.data_table import DataTable
from ui.widgets.field import Field
from ui.widgets.limit_bar import LimitBar
from ui.widgets.limit_scale import LimitScale
from ui.widgets.outline import StepModel, StepOutline, StepRow
from ui.widgets.outline_paint import MARKS, word_of
from ui.widgets.timer_row import TimerFact, TimerRow

COLUMNS = (Column("name", "Name"), Column("size", "Size", 90, right=True))


class Source:
    """A table of numbers that filters, sorts and pages as SQL would."""

    def __init__(self, count: int) -> None:
        self.rows = [TableRow(at, (f"row {at}", str(at))) for at in range(count)]
        self.asked: list[tuple[int, int, str, str]] = []

    def fetch(self, offset: int, limit: int, words: str, order: str) -> Sequence[TableRow]:
        self.asked.append((offset, limit, words, order))
        found = [row for row in self.rows if words in row.cells[0]]
        if order:
            found.sort(key=lambda row: int(row.cells[1]), reverse=order.startswith("-"))
        return found[offset : offset + limit]


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    made = Theme()
    apply(qapp, made)
    return made


def table(theme: Theme, source: Source, qtbot: QtBot, page: int = 50) -> DataTable:
    made = DataTable(theme, COLUMNS, source.fetch, name="rows", empty="No rows", page=page)
    made.resize(600, 400)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_pages_are_fetched_as_somebody_scrolls(theme: Theme, qtbot: QtBot) -> None:
    source = Source(120)
    made = table(theme, source, qtbot)
    while made.model.canFetchMore(QModelIndex()):
        made.model.fetchMore(QModelIndex())
    assert made.model.rowCount() == 120
    assert [made.model.key_at(at) for at in range(120)] == list(range(120))


def test_columns_give_what_they_do_not_fill_to_the_one_that_takes_the_rest(theme: Theme, qtbot: QtBot) -> None:
    columns = (Column("name", "Name"), Column("size", "Size", 300), Column("state", "State", 200))
    rows = [TableRow(1, ("a name", "1", "A state in words"))]
    made = DataTable(theme, columns, lambda *_asked: rows, name="rows")
    qtbot.addWidget(made)
    made.resize(900, 300)
    made.show()
    qtbot.waitExposed(made)
    header = made.view.horizontalHeader()
    assert [header.sectionSize(at) for at in (1, 2)] == [theme.px(300), theme.px(200)], "as wished where there is room"
    made.resize(450, 300)
    QApplication.processEvents()
    assert header.sectionSize(0) >= theme.px(150)
    assert all(header.sectionSize(at) >= made.view.sizeHintForColumn(at) for at in (1, 2)), "no contents are cut for it"
    made.resize(900, 300)
    QApplication.processEvents()
    assert header.sectionSize(1) == theme.px(300)


def test_the_source_filters_and_sorts(theme: Theme, qtbot: QtBot) -> None:
    source = Source(30)
    made = table(theme, source, qtbot)
    made.set_filter("row 2")
    assert made.model.rowCount() == 11
    header = made.view.horizontalHeader()
    for order in ("size", "-size", ""):
        header.sectionClicked.emit(1)
        assert source.asked[-1] == (0, 50, "row 2", order)


def test_nothing_found_says_so(theme: Theme, qtbot: QtBot) -> None:
    made = table(theme, Source(3), qtbot)
    made.set_filter("nowhere")
    assert not made.view.isVisible()
    made.set_filter("")
    assert made.view.isVisible()


def test_keyboard_find_copy_and_choose(theme: Theme, qtbot: QtBot) -> None:
    made, chosen = table(theme, Source(5), qtbot), []
    made.chosen.connect(chosen.append)
    made.view.setFocus()
    made.select_key(3)
    qtbot.keyClick(made.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "row 3"
    qtbot.keyClick(made.view, Qt.Key.Key_Return)
    assert chosen == [3]
    qtbot.keyClick(made.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(QApplication.focusWidget(), Field)


def test_a_refresh_keeps_the_highlighted_row(theme: Theme, qtbot: QtBot) -> None:
    source = Source(5)
    made = table(theme, source, qtbot)
    made.select_key(4)
    source.rows.insert(0, TableRow(99, ("row 99", "99")))
    made.refresh()
    assert made.current_key() == 4


def test_every_state_has_its_own_shape_and_words() -> None:
    assert len({mark.icon for mark in MARKS.values()}) == len(MARKS)
    assert len({word_of(state) for state in MARKS}) == len(MARKS)


def test_the_outline_speaks_and_chooses(theme: Theme, qtbot: QtBot) -> None:
    outline, got = StepOutline(theme), []
    outline.chosen.connect(got.append)
    outline.resize(276, 400)
    qtbot.addWidget(outline)
    rows = (StepRow("s", "6", "Formulation", "section", "0 of 2"), StepRow("a", "6.1", "Dispense", "locked", "Needs 5"))
    outline.set_rows((*rows, StepRow("b", "6.2", "Fill")))
    outline.show()
    qtbot.waitExposed(outline)
    view = outline.findChild(QListView)
    assert view is not None
    index = view.model().index(1, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "6.1, Dispense, Locked, Needs 5"
    assert not view.model().index(0, 0).flags() & Qt.ItemFlag.ItemIsEnabled
    spot = view.visualRect(index).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert got == ["a"]


@pytest.mark.parametrize("rail", [False, True])
def test_the_outline_paints_every_state(theme: Theme, qtbot: QtBot, *, rail: bool) -> None:
    outline = StepOutline(theme)
    qtbot.addWidget(outline)
    outline.set_rows([StepRow(state, "1", "A step with a rather long name that wraps", state) for state in MARKS])
    outline.set_rail(rail=rail)
    outline.show_step("todo")
    outline.resize(outline.width(), 700)
    outline.show()
    qtbot.waitExposed(outline)
    assert outline.grab().toImage().pixelColor(30, 30).isValid()
    assert outline.width() == theme.size("rail" if rail else "outline")


def test_a_key_that_is_not_there_has_no_position() -> None:
    model = StepModel()
    model.set_rows((StepRow("a", "1", "A"),))
    assert (model.position("a"), model.position("z")) == (0, -1)


numbers = st.decimals(min_value=Decimal(-1000), max_value=Decimal(1000), allow_nan=False, places=3)


@given(st.none() | numbers, st.none() | numbers, st.none() | numbers, st.none() | numbers)
def test_the_span_holds_all_marks_and_is_never_empty(
    low: Decimal | None, high: Decimal | None, target: Decimal | None, value: Decimal | None
) -> None:
    first, last = LimitScale(low, high, target, value).span(0.45)
    assert first < last
    assert all(first <= mark <= last for mark in (low, high, target) if mark is not None)


@pytest.mark.parametrize(
    "scale",
    [
        LimitScale(),
        LimitScale(low=1, value=900, outside=True),
        LimitScale(high=8, value=-5),
        LimitScale(2, 8, 5, 6, "2", "8", "5"),
    ],
)
def test_open_sides_and_wild_values_are_drawn(theme: Theme, qtbot: QtBot, scale: LimitScale) -> None:
    bar = LimitBar(theme)
    qtbot.addWidget(bar)
    bar.set_scale(scale)
    bar.resize(300, 58)
    assert not bar.grab().isNull()


def test_a_timer_reads_as_a_sentence(theme: Theme, qtbot: QtBot) -> None:
    row = TimerRow(theme, TimerFact("h", "Hold", "0:06 left", "Limit 0:30", 0.8, "warn"))
    qtbot.addWidget(row)
    assert row.accessibleName() == "Hold, 0:06 left, Limit 0:30"
    assert row.key == "h"
