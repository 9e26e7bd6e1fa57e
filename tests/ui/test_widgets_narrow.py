"""A small or much enlarged screen: nothing of an identity is cut, and what has no column opens as a drawer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.test_widgets_clipping import clipped
from ui.queue.presenter import WorkCard
from ui.queue.view import CardRow
from ui.theme import Theme, apply
from ui.theme.geometry import RAIL, THREE_COLUMNS
from ui.widgets import gallery_parts as parts
from ui.widgets.button import Button
from ui.widgets.columns import Columns
from ui.widgets.header import HeaderBar, Identifier, IdentifierText, Identity, Person
from ui.widgets.sign_bar import Action, SignBar

IDENTIFIERS = (
    Identifier("Batch", "CT-2026-007"),
    Identifier("Chain of identity (COI)", "COI-7Q4M-2B81-K"),
    Identifier("Subject / treatment number", "CART20-DE01-014"),
)


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    made = Theme("light", 1.5)
    apply(qapp, made)
    return made


@pytest.fixture
def columns(qapp: QApplication) -> Iterator[Columns]:
    theme = Theme()
    apply(qapp, theme)
    made = Columns(theme, parts.outline(theme), parts.centre(theme, [parts.bag_done(theme)]), parts.context(theme))
    made.resize(RAIL - 60, 600)
    made.show()
    settle()
    yield made
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def settle() -> None:
    for _at in range(6):
        QApplication.processEvents()


def shown(widget: QWidget, qtbot: QtBot, width: int) -> QWidget:
    qtbot.addWidget(widget)
    widget.resize(width, widget.sizeHint().height())
    widget.show()
    settle()
    return widget


def press(columns: Columns, name: str) -> None:
    button = next(one for one in columns.findChildren(Button) if one.accessibleName() == name and one.isVisible())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    settle()


def test_every_button_of_the_header_has_a_name_before_the_station_has_said_how_it_is(
    theme: Theme, qtbot: QtBot
) -> None:
    header = HeaderBar(theme)
    shown(header, qtbot, 1280)
    assert [one for one in header.findChildren(Button) if one.isVisible() and not one.accessibleName()] == []


@pytest.mark.parametrize("width", [1280, 1536, 1920])
def test_three_identities_stand_whole_in_the_header(theme: Theme, qtbot: QtBot, width: int) -> None:
    header = HeaderBar(theme)
    header.set_profile("Demonstration")
    header.set_sync("630 not witnessed")
    header.set_clock("07:46")
    header.set_person(Person("AK", "Aisha Khan", "Operator"))
    header.set_identity(Identity("Autologous anti-CD20 CAR-T cells", IDENTIFIERS))
    shown(header, qtbot, width)
    ids = header.findChildren(IdentifierText)
    assert len([one for one in ids if one.isVisible()]) == len(IDENTIFIERS)
    assert clipped(header) == []
    for one in ids:
        box = one.parentWidget()
        assert box is not None
        assert box.width() >= one.x() + one.width()
        assert header.rect().contains(one.mapTo(header, one.rect().bottomRight()))


def test_a_narrow_bar_keeps_its_reason_and_names_its_icons(theme: Theme, qtbot: QtBot) -> None:
    bar = SignBar(theme)
    bar.set_actions(
        (Action("back", "Back", "arrow-left", plain=True), Action("report", "Report exception", "alert-triangle"))
    )
    bar.set_primary("Sign step", "signature", enabled=False, reason="1 entry needs an exception", detail="Long " * 20)
    shown(bar, qtbot, 1280)
    assert clipped(bar) == []
    names = {(one.text(), one.accessibleName()) for one in bar.findChildren(Button) if one.isVisible()}
    assert ("", "Back") in names
    assert ("Report exception", "Report exception") in names


@pytest.mark.parametrize("narrow", [True, False])
def test_a_piece_of_work_is_whole(theme: Theme, qtbot: QtBot, *, narrow: bool) -> None:
    ids = tuple((one.caption, one.value) for one in IDENTIFIERS[1:])
    card = CardRow(
        theme,
        WorkCard(
            "CT-2026-007",
            "p",
            "Autologous anti-CD20 CAR-T cells",
            "6.2 Add the vector",
            ids,
            "open",
            "Continue",
            "Vector out of the freezer: 1:40:29 left",
            "",
        ),
        first=True,
    )
    card.set_narrow(narrow=narrow)
    shown(card, qtbot, 1180 if narrow else 1900)
    assert card.width() == (1180 if narrow else 1900)
    assert clipped(card) == []


def test_the_rail_opens_as_a_drawer_and_a_choice_closes_it(columns: Columns) -> None:
    got: list[object] = []
    columns.opened.connect(got.append)
    outline = columns.findChild(QListView)
    assert outline is not None
    lean = outline.width()
    press(columns, "All steps")
    assert outline.width() > 2 * lean
    assert QApplication.focusWidget() is outline
    QTest.mouseClick(
        outline.viewport(), Qt.MouseButton.LeftButton, pos=outline.visualRect(outline.model().index(1, 0)).center()
    )
    settle()
    assert outline.width() == lean
    assert got == ["outline", ""]


def test_the_context_lies_over_the_step_until_it_is_closed_or_has_room(columns: Columns) -> None:
    words = "Buffer out of fridge"
    there = next(one for one in columns.findChildren(QWidget) if getattr(one, "text", str)() == words)
    assert not there.isVisible()
    columns.show_context(open_=True)
    settle()
    assert there.isVisible()
    columns.show_context(open_=False)
    assert not there.isVisible()
    columns.show_context(open_=True)
    columns.resize(THREE_COLUMNS, 600)
    settle()
    assert there.isVisible()
    assert not columns.context_open
