"""The library in the real window on a real station: saved from a draft, approved, taken, taken over, withdrawn."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ebr.domain.block.commands import ApproveBlock
from ebr.domain.master.commands import BeginDraft
from ebr.domain.mbr.document import from_json, to_json
from ebr.domain.mbr.editing import Editing, SetField
from ebr.domain.mbr.library import part_from, taken_parts
from ebr.domain.mbr.model import Mbr
from ebr.station.door import adding_block, saving
from ebr.station.questions import Blocks, BlockUse, DraftDocument, LibraryRow, Who
from tests.ui.real_station import SECRET, Floor, signed
from tests.ui.real_window import real_window, settle
from tests.ui.test_widgets_clipping import clipped
from ui.blocks.presenter import BlockDetail, BlocksPresenter
from ui.blocks.view import View as BlocksView
from ui.editor.preview import PreviewContent
from ui.editor.side import SideLine
from ui.editor.view import View as EditorView
from ui.pages.list_line import ListLine
from ui.widgets.button import Button

RUB = ("handrub_f1", "2")
STEP, BLOCK = "strength_test", "measure_strength"


class Window:
    """The real window, and hands to work with it."""

    def __init__(self, floor: Floor, qtbot: QtBot, theme: str = "light") -> None:
        self.floor, self.qtbot = floor, qtbot
        self.window = real_window(floor.desk, qtbot, theme)

    def go(self, person: str, screen: str, **params: str) -> Any:
        self.floor.enter(person)
        self.window.signed_in(self.floor.station.ask(Who()))
        self.window.show_screen(screen, params)
        settle()
        return self.window.frame.view

    def press(self, words: str) -> None:
        found = [
            one
            for one in self.window.findChildren(Button)
            if one.isVisible() and words in (one.text(), one.accessibleName())
        ]
        assert found, words
        assert found[0].isEnabled(), found[0].accessibleDescription()
        QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)
        settle()

    def type(self, text: str) -> None:
        QTest.keyClicks(QApplication.focusWidget(), text)
        settle()

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget(), key, modifier)
        settle()


@pytest.fixture
def floor_with_draft(floor: Floor) -> Floor:
    floor.enter("auth")
    assert floor.station.do(BeginDraft(*RUB, base="1"), by="auth").refusal is None
    return floor


@pytest.fixture
def window(floor_with_draft: Floor, qtbot: QtBot, qapp: QApplication) -> Iterator[Window]:
    made = Window(floor_with_draft, qtbot)
    yield made
    made.window.close()
    made.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()


def rows(floor: Floor) -> dict[str, LibraryRow]:
    return {row.version: row for row in floor.station.ask(Blocks())}


def document(floor: Floor) -> Mbr:
    return from_json(json.loads(floor.station.ask(DraftDocument(*RUB)).document), unfinished=True)


def approve(floor: Floor, version: str) -> None:
    floor.enter("qlee")
    signed(floor.station, ApproveBlock(BLOCK, version, rows(floor)[version].hash), "qlee")


def add(floor: Floor, version: str, **fields: Any) -> None:
    """A version of the step of the draft in the library."""
    part = next(phase for _, _, phase in document(floor).phases() if phase.id == STEP)
    floor.enter("auth")
    said = floor.station.do(adding_block(BLOCK, version, replace(part, **fields)), by="auth")
    assert said.refusal is None, said.refusal


def operation_of(view: EditorView, step: str) -> str:
    part = view.presenter.work.parts.get(step)
    assert part is not None
    return part.inside


def taken_line(view: EditorView, kind: str) -> SideLine:
    return next(one for one in view.side._shown[1] if one.value[0] == kind)


def test_a_step_is_saved_as_a_building_block_and_approved_on_the_screen(window: Window) -> None:
    editor = window.go("auth", "editor", mbr=RUB[0], version=RUB[1], show=STEP)
    window.press("Building blocks")
    window.press("Save this step as a building block")
    window.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    window.type(BLOCK)
    window.press("Save")

    assert (rows(window.floor)["1"].status, rows(window.floor)["1"].authors) == ("added", ("auth",))
    assert editor.presenter.work.parts.by_key[STEP].it.block == f"{BLOCK}@1"
    editor.presenter.save()
    assert [one.block for one in taken_parts(document(window.floor))] == [BLOCK]

    shelf = window.go("qlee", "blocks")
    assert isinstance(shelf, BlocksView)
    assert window.window.session.sheets == []
    window.press("Approve")
    window.type(SECRET)
    window.key(Qt.Key.Key_Return)
    window.qtbot.waitUntil(lambda: rows(window.floor)["1"].status == "approved", timeout=5000)
    assert rows(window.floor)["1"].approver == "Quinn Lee"


def test_a_block_is_taken_with_ids_of_its_own(window: Window) -> None:
    add(window.floor, "1")
    approve(window.floor, "1")
    editor = window.go("auth", "editor", mbr=RUB[0], version=RUB[1], show=STEP)
    operation = operation_of(editor, STEP)
    before = len(editor.presenter.work.parts.inside(operation))
    editor.presenter.show(operation)
    settle()

    window.press("Building blocks")
    editor.side.pressed.emit(("library", taken_line(editor, "take").value))
    settle()

    inside = [one.it for one in editor.presenter.work.parts.inside(operation)]
    assert len(inside) == before + 1
    assert (inside[-1].block, inside[-1].id) != ("", STEP)
    assert inside[-1].block == f"{BLOCK}@1"
    editor.presenter.save()
    (use,) = window.floor.station.ask(BlockUse(BLOCK))
    assert (use.likeness, use.part) == ("same", inside[-1].id)
    editor.presenter.undo()
    assert len(editor.presenter.work.parts.inside(operation)) == before


def test_a_newer_version_is_told_and_taken_over_and_undone(window: Window) -> None:
    add(window.floor, "1")
    approve(window.floor, "1")
    editor = window.go("auth", "editor", mbr=RUB[0], version=RUB[1], show=STEP)
    editor.presenter.typed(STEP, "block", f"{BLOCK}@1", left=True)
    assert editor.bar._buttons["library"].accessibleName() == "Building blocks"
    editor.presenter.save()
    add(window.floor, "2", title="Measure the strength twice")
    approve(window.floor, "2")

    editor = window.go("auth", "editor", mbr=RUB[0], version=RUB[1], show=STEP)
    window.press("1 newer block")
    line = taken_line(editor, "newer")
    assert "version 2 is approved" in line.detail
    window.press("Take over")

    now = editor.presenter.work.parts.by_key[STEP].it
    assert (now.title, now.block) == ("Measure the strength twice", f"{BLOCK}@2")
    assert editor.bar._buttons["library"].accessibleName() == "Building blocks"
    editor.presenter.undo()
    assert editor.presenter.work.parts.by_key[STEP].it.block == f"{BLOCK}@1"


def test_what_was_changed_here_is_said_when_it_is_replaced(window: Window) -> None:
    add(window.floor, "1")
    approve(window.floor, "1")
    add(window.floor, "2", title="Measure the strength twice")
    approve(window.floor, "2")
    editor = window.go("auth", "editor", mbr=RUB[0], version=RUB[1], show=STEP)
    editor.presenter.typed(STEP, "block", f"{BLOCK}@1", left=True)
    editor.presenter.typed(STEP, "title", "My own title", left=True)
    said: list[str] = []
    editor.lines.library.session.say = lambda text, _tone: said.append(text)

    (newer,) = editor.lines.library.newer()
    editor.lines.library._take_over(newer)

    assert "What was changed here is gone" in said[-1]
    assert editor.presenter.work.parts.by_key[STEP].it.title == "Measure the strength twice"


def test_a_name_that_cannot_be_is_refused_in_the_sheet(window: Window) -> None:
    window.go("auth", "editor", mbr=RUB[0], version=RUB[1], show=STEP)
    window.press("Building blocks")
    window.press("Save this step as a building block")
    window.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    window.type("Measure It")
    window.press("Save")
    assert rows(window.floor) == {}
    assert len(window.window.session.sheets) == 1


def test_only_an_author_saves_a_block(window: Window) -> None:
    editor = window.go("qlee", "editor", mbr=RUB[0], version=RUB[1], show=STEP)
    window.press("Building blocks")
    assert editor.side.button.isHidden()
    editor.lines.library.save()
    assert window.window.session.sheets == []


def test_a_block_is_previewed_on_the_operators_screen(window: Window) -> None:
    add(window.floor, "1")
    window.go("qlee", "blocks")
    window.press("Preview")
    assert isinstance(window.window.session.sheets[-1].content, PreviewContent)


@pytest.mark.parametrize("theme", ["light", "dark", "hc"])
def test_nothing_on_the_screen_is_cut(floor_with_draft: Floor, qtbot: QtBot, theme: str) -> None:
    add(floor_with_draft, "1")
    made = Window(floor_with_draft, qtbot, theme)
    try:
        made.go("qlee", "blocks")
        assert clipped(made.window) == []
    finally:
        made.window.close()
        made.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


# -- without the looks


class Shelf:
    def __init__(self, floor: Floor, person: str, *roles: str) -> None:
        floor.enter(person)
        self.presenter = BlocksPresenter(floor.desk, person, roles)
        self.lines: list[tuple[ListLine[tuple[str, str]], ...]] = []
        self.details: list[BlockDetail | None] = []
        self.presenter.on_lines, self.presenter.on_detail = self.lines.append, self.details.append
        self.presenter.refresh()

    @property
    def detail(self) -> BlockDetail:
        found = self.details[-1]
        assert found is not None
        return found

    @property
    def offers(self) -> dict[str, str]:
        return {offer.key: offer.reason for offer in self.detail.offers}


def test_an_empty_library_shows_nothing(floor: Floor) -> None:
    shelf = Shelf(floor, "auth", "author")
    assert shelf.lines == [()]
    assert shelf.details == [None]


def test_the_impact_list_stands_before_the_approval_and_all_uses_after_it(floor_with_draft: Floor) -> None:
    floor = floor_with_draft
    add(floor, "1")
    approve(floor, "1")
    floor.enter("auth")
    answer = floor.station.ask(DraftDocument(*RUB))
    old = json.loads(answer.document)
    editing = Editing(from_json(old, unfinished=True))
    editing.apply(SetField(STEP, "block", f"{BLOCK}@1"))
    said = floor.station.do(saving(*RUB, answer.seen, old, to_json(editing.document)), by="auth")
    assert said.refusal is None, said.refusal
    add(floor, "2", title="Measure the strength twice")

    shelf = Shelf(floor, "qlee", "quality")
    shelf.presenter.choose((BLOCK, "2"))
    assert shelf.detail.uses_title == "Uses an earlier version"
    (use,) = shelf.detail.uses
    assert use.name == f"{document(floor).header.title}, version 2"
    assert use.detail == f"Draft · {BLOCK}@1 · As in the block"
    assert "approve" in shelf.offers
    approve(floor, "2")
    shelf.presenter.refresh()
    assert shelf.detail.uses_title == "Where it is used"
    assert "version 2 is approved" in shelf.detail.uses[0].detail
    assert shelf.detail.text[0].name == "instruction"
    assert "approve" not in shelf.offers
    assert part_from("phase", json.loads(rows(floor)["2"].part)).title == "Measure the strength twice"


@pytest.mark.parametrize(
    ("person", "roles", "offers"),
    [
        ("auth", ("author",), {"preview", "approve"}),
        ("qlee", ("quality",), {"preview", "approve", "withdraw"}),
        ("mchen", ("operator",), {"preview", "approve"}),
    ],
)
def test_who_may_not_approve_is_told_why(
    floor_with_draft: Floor, person: str, roles: tuple[str, ...], offers: set[str]
) -> None:
    add(floor_with_draft, "1")
    shelf = Shelf(floor_with_draft, person, *roles)
    assert set(shelf.offers) == offers
    assert bool(shelf.offers["approve"]) == ("quality" not in roles)


def test_who_wrote_it_does_not_approve_it(floor_with_draft: Floor) -> None:
    add(floor_with_draft, "1")
    shelf = Shelf(floor_with_draft, "auth", "author", "quality")
    assert "You wrote" in shelf.offers["approve"]
