"""Comparing two versions on a real station: what is listed, folded, found and shown in full, by keys alone."""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ebr.domain.draft.rules import saving
from ebr.domain.master.commands import BeginDraft
from ebr.domain.refusal import Refusal
from ebr.paths import resources
from ebr.station.door import adding
from ebr.station.questions import DraftDocument, Who
from tests.ui.real_station import Floor
from ui.compare.listing import CompareLine
from ui.compare.marked import Marked
from ui.compare.presenter import CompareDetail, ComparePresenter, CompareScreen
from ui.compare.view import View
from ui.session import Session
from ui.theme import Theme, apply
from ui.theme.taps import TapGuard

RUB = (resources() / "mbr" / "handrub_f1.yaml").read_text(encoding="utf-8")
MBR = "handrub_f1"


def newer() -> str:
    """A second version: a longer shelf life, a wider tolerance, another instruction."""
    text = RUB.replace('version: "1"', 'version: "2"', 1).replace('"24 months"', '"36 months"', 1)
    text = text.replace('high: "1"', 'high: "2"', 1)
    at = text.index("instruction: ")
    end = text.index("\n", at)
    line = text[at:end]
    if line.endswith("|-"):
        end = text.index("\n", end + 1)
        line = text[at:end]
    return (
        text[:end] + " Slowly." + text[end:] if not line.endswith('"') else text[: end - 1] + ' Slowly."' + text[end:]
    )


class Compared:
    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        self.presenter = ComparePresenter(floor.desk, "auth")
        self.screens: list[CompareScreen] = []
        self.lists: list[tuple[CompareLine, ...]] = []
        self.details: list[CompareDetail | None] = []
        p = self.presenter
        p.on_screen, p.on_lines, p.on_detail = self.screens.append, self.lists.append, self.details.append

    @property
    def lines(self) -> list[tuple[str, ...]]:
        return [line.cells for line in self.lists[-1] if line.key[0] == "change"]


@pytest.fixture
def second(floor: Floor) -> Floor:
    floor.enter("auth")
    assert floor.station.do(adding(newer()), by="auth").refusal is None
    return floor


def test_with_one_version_there_is_nothing_to_compare(floor: Floor) -> None:
    found = Compared(floor)
    found.presenter.open(MBR)

    assert found.screens[-1].trouble
    assert found.lists[-1] == ()


def test_the_newest_is_compared_with_the_one_in_force(second: Floor) -> None:
    found = Compared(second)
    found.presenter.open(MBR)

    screen = found.screens[-1]
    assert screen.old is not None
    assert screen.new is not None
    assert (screen.old.version, screen.new.version) == ("1", "2")
    assert ("Header", "Shelf life", "24 months", "36 months", "") in found.lines
    assert screen.weaker == 1
    assert any(cells[1] == "Upper tolerance" and cells[4] == "Less strict" for cells in found.lines)


def test_what_is_unchanged_is_folded_with_its_approval_and_opens(second: Floor) -> None:
    found = Compared(second)
    found.presenter.open(MBR)
    folds = [line for line in found.lists[-1] if line.key[0] == "same"]
    assert folds
    assert all("Approved by Quinn Lee, version 1" in fold.cells[0] for fold in folds)
    before = len(found.lists[-1])

    found.presenter.toggle(folds[0].key[1])

    assert len(found.lists[-1]) > before
    opened = [line for line in found.lists[-1] if line.key[0] == "block"]
    assert opened[0].key[1] == folds[0].key[1]
    total = len(found.presenter.found.comparison.unchanged_blocks) if found.presenter.found else 0
    for fold in folds[1:]:
        found.presenter.toggle(fold.key[1])
    assert sum(line.key[0] == "block" for line in found.lists[-1]) == total


def test_finding_and_narrowing_leave_only_changes_under_their_steps(second: Floor) -> None:
    found = Compared(second)
    found.presenter.open(MBR)

    found.presenter.narrow("weaker")
    assert [line.key[0] for line in found.lists[-1]] == ["step", "change"]
    found.presenter.narrow("")
    rows = found.presenter.rows("shelf MONTHS")
    assert [line.cells[:2] for line in rows] == [("Header", ""), ("Header", "Shelf life")]
    assert found.presenter.rows("no such word") == []


def test_a_change_in_full_has_both_values_and_a_text_word_by_word(second: Floor) -> None:
    found = Compared(second)
    found.presenter.open(MBR)
    key = next(line.key for line in found.lists[-1] if line.cells[1] == "Instruction")

    found.presenter.highlight(key)

    detail = found.details[-1]
    assert detail is not None
    assert "".join(p.text for p in detail.pieces if p.kind != "new") == detail.was
    assert any(p.kind == "new" and "Slowly." in p.text for p in detail.pieces)


def test_the_other_way_round_swaps_the_values(second: Floor) -> None:
    found = Compared(second)
    found.presenter.open(MBR)

    found.presenter.swap()

    assert ("Header", "Shelf life", "36 months", "24 months", "") in found.lines


def test_the_changes_are_printed_with_a_seal(second: Floor, tmp_path: Any) -> None:
    found = Compared(second)
    found.presenter.open(MBR)
    said: list[Any] = []

    found.presenter.print_changes(tmp_path / "changes.pdf", said.append)

    assert not isinstance(said[0], Refusal)
    assert b"StationSeal" in (tmp_path / "changes.pdf").read_bytes()


class Shown:
    """The screen in a session without a main window."""

    def __init__(self, floor: Floor, qtbot: QtBot, size: tuple[int, int]) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme = Theme("light", 1.0, TapGuard(itertools.count().__next__))
        apply(app, theme)
        floor.enter("auth")
        self.host = QWidget()
        qtbot.addWidget(self.host)
        self.session = Session(floor.desk, theme, self.host, floor.station.ask(Who()))
        self.view = View(floor.desk, self.session)
        qtbot.addWidget(self.view)
        self.view.resize(*size)
        self.view.show()
        self.view.show_params(mbr=MBR)
        QApplication.processEvents()


def test_the_first_change_is_shown_and_keys_go_from_step_to_step(second: Floor, qtbot: QtBot) -> None:
    view = Shown(second, qtbot, (1280, 728)).view
    first = view.table.current_key()
    assert first == ("change", "0")

    QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    view.step(1)
    after = view.table.current_key()

    assert after != first
    view.step(-1)
    view.step(-1)
    assert view.table.current_key() == first


def test_it_fits_the_small_window(second: Floor, qtbot: QtBot) -> None:
    view = Shown(second, qtbot, (1280, 728)).view

    assert view.minimumSizeHint().width() <= 1280
    assert view.width() == 1280


def test_words_gone_and_new_are_told_apart_without_colour(second: Floor, qtbot: QtBot) -> None:
    view = Shown(second, qtbot, (1920, 1008)).view
    key = next(line.key for line in view._rows if line.cells[1] == "Instruction")

    view.table.select_key(key)
    QApplication.processEvents()

    marked = view.detail.findChildren(Marked)[-1]
    assert "underline" in marked.text()
    assert "new: " in marked.accessibleDescription()


def test_a_draft_is_compared_as_it_stands_and_again_when_it_is_saved(floor: Floor) -> None:
    floor.enter("auth")
    assert floor.station.do(BeginDraft(MBR, "2", "1"), by="auth").refusal is None
    found = Compared(floor)
    found.presenter.open(MBR, old="1", new="2")
    assert [cells[:4] for cells in found.lines] == [("Header", "Version", "1", "2")]
    assert not found.screens[-1].printable
    answer = floor.station.ask(DraftDocument(MBR, "2"))
    document = json.loads(answer.document)
    document["header"]["shelf_life"] = ""
    floor.desk.do(
        saving(MBR, "2", answer.seen, json.loads(answer.document), document), by="auth", then=lambda _said: None
    )

    assert ("Header", "Shelf life", "24 months", "", "") in found.lines
