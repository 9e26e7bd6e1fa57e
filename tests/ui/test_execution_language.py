"""A master in two languages on a real station: confirmed, in force, read in German, signed so, and told so ever after."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ebr.domain.batch import commands as c
from ebr.domain.canonical import dumps
from ebr.domain.master.commands import AddMbr, MakeEffective, SignMbr
from ebr.domain.mbr.document import to_json
from ebr.station.questions import BatchQuestion, Masters, Preview, Who
from ebr.station.verifying import verify
from tests.domain.mbr_german import BILINGUAL, TEXTS
from tests.ui.real_station import Floor, signed
from ui.drafts import Drafts
from ui.execution.model import Screen
from ui.execution.presenter import ExecutionPresenter
from ui.main_window import MainWindow
from ui.masters.presenter import MasterDetail, MastersPresenter
from ui.theme import Theme, apply
from ui.widgets.button import Button

SALINE = "SAL-0001"
CLEARING = TEXTS["clearing.title"]


def in_force(floor: Floor) -> None:
    """Author, German, quality: then the version is in force and a batch of it issued."""
    station = floor.station
    floor.enter("auth")
    assert station.do(AddMbr("saline", "1", dumps(to_json(BILINGUAL)).decode()), by="auth").refusal is None
    row = next(row for row in station.ask(Masters()) if row.mbr == "saline")
    signed(station, SignMbr("saline", "1", row.hash, "performed"), "auth")
    floor.enter("sups")
    signed(station, SignMbr("saline", "1", row.hash, "translated", language="de"), "sups")
    floor.enter("qlee")
    signed(station, SignMbr("saline", "1", row.hash, "approved"), "qlee")
    signed(station, MakeEffective("saline", "1", "2026-11-01"), "qlee")
    floor.enter("sups")
    signed(station, c.IssueBatch(SALINE, "saline", "1", "5"), "sups")
    floor.enter("qlee")
    signed(station, c.CheckIssue(SALINE), "qlee")
    floor.enter("mchen")


def presenter(floor: Floor, drafts: Drafts, language: str = "") -> tuple[ExecutionPresenter, list[Screen]]:
    made = ExecutionPresenter(floor.desk, "mchen", ("operator",), drafts, language)
    screens: list[Screen] = []
    made.on_screen = screens.append
    made.open(SALINE)
    return made, screens


def test_the_sheet_of_a_language_has_each_text_beside_its_original(floor: Floor):
    station = floor.station
    floor.enter("auth")
    station.do(AddMbr("saline", "1", dumps(to_json(BILINGUAL)).decode()), by="auth")
    row = next(row for row in station.ask(Masters()) if row.mbr == "saline")
    assert row.languages_left == ("de",)
    signed(station, SignMbr("saline", "1", row.hash, "performed"), "auth")

    sheet = station.ask(Preview(SignMbr("saline", "1", row.hash, "translated", language="de"), "sups"))

    assert sheet.meaning == "translated"
    assert ("Trüb", "Hazy") in {(line.value, line.limits) for line in sheet.lines}


def test_the_screen_of_masters_offers_the_language_before_the_approval(floor: Floor):
    floor.enter("auth")
    floor.station.do(AddMbr("saline", "1", dumps(to_json(BILINGUAL)).decode()), by="auth")
    row = next(row for row in floor.station.ask(Masters()) if row.mbr == "saline")
    signed(floor.station, SignMbr("saline", "1", row.hash, "performed"), "auth")
    shown: list[MasterDetail | None] = []
    masters = MastersPresenter(floor.desk, "qlee", ("quality",))
    masters.on_detail = shown.append

    masters.refresh()
    masters.choose(("saline", "1"))

    detail = shown[-1]
    assert detail is not None
    assert "Confirm German" in [offer.text for offer in detail.offers]
    assert masters.act("translated/de") == SignMbr("saline", "1", row.hash, "translated", language="de")


def test_texts_change_with_the_language_and_the_person_s_choice_is_remembered(floor: Floor):
    in_force(floor)
    drafts = Drafts()
    work, screens = presenter(floor, drafts)
    assert screens[-1].step is not None
    assert (screens[-1].step.title, screens[-1].step.language) == ("Line clearance", "English")

    work.next_language()

    step = screens[-1].step
    assert step is not None
    assert (step.title, step.language) == (CLEARING, "Deutsch")
    assert step.instruction == TEXTS["clearing.instruction"]
    assert step.cards[0].title == "Raum und Kessel"
    assert screens[-1].product == TEXTS["header.product"]
    assert CLEARING in [line.text for line in screens[-1].outline]
    again, later = presenter(floor, drafts)
    assert later[-1].step is not None
    assert later[-1].step.title == CLEARING
    again.next_language()
    assert later[-1].step.title == "Line clearance"


def test_who_has_not_chosen_reads_the_terminal_s_language_where_the_batch_has_it(floor: Floor):
    in_force(floor)

    for language, title in (
        ("de", CLEARING),
        ("en", "Line clearance"),
        ("fr", "Line clearance"),
        ("", "Line clearance"),
    ):
        _, screens = presenter(floor, Drafts(), language)
        assert screens[-1].step is not None
        assert screens[-1].step.title == title


def test_a_batch_in_one_language_has_nothing_to_choose(floor: Floor):
    floor.enter("mchen")
    work = ExecutionPresenter(floor.desk, "mchen", ("operator",), Drafts(), "de")
    screens: list[Screen] = []
    work.on_screen = screens.append
    work.open("HR-0001")

    work.next_language()

    assert screens[-1].step is not None
    assert screens[-1].step.language == ""
    assert work.shown_in() == ""


def test_a_signature_given_in_german_says_so_in_sheet_record_report_and_check(floor: Floor):
    in_force(floor)
    work, screens = presenter(floor, Drafts(), "de")
    clearance, vessel, balance = work.entries()
    for entry, value in (
        (clearance, {item: "yes" for item, *_rest in clearance.items}),
        (vessel, {"equipment": "V-1"}),
        (balance, {"equipment": "B-1"}),
    ):
        command = c.RecordValue(SALINE, entry.address, value)
        assert floor.station.do(command, by="mchen").refusal is None, entry.label
    work.refresh()
    step = screens[-1].step
    assert step is not None
    command = c.SignStep(SALINE, step.key, "performed", work.shown_in())

    sheet = floor.station.ask(Preview(command, "mchen"))
    signed(floor.station, command, "mchen")

    assert sheet.instruction == TEXTS["clearing.instruction"]
    assert ("Instruction shown in", "German") in {(line.label, line.value) for line in sheet.lines}
    answer = floor.station.ask(BatchQuestion(SALINE, "mchen", step.key))
    assert answer.step is not None
    assert [(row.meaning, row.language) for row in answer.step.signatures] == [("performed", "de")]
    folder = floor.station.folder
    floor.station.close()
    report = verify(folder)
    assert report.ok, report.findings


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, floor: Floor) -> Iterator[MainWindow]:
    in_force(floor)
    theme = Theme("light")
    apply(qapp, theme)
    made = MainWindow(floor.desk, theme, qapp)
    made.resize(1280, 800)
    made.start()
    made.show()
    made.activateWindow()
    qtbot.waitActive(made)
    made.signed_in(floor.station.ask(Who()))
    made.show_screen("execution", {"batch": SALINE})
    for _at in range(4):
        qapp.processEvents()
    yield made
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()


def shown(window: MainWindow) -> Button:
    name = "Language of the instruction: "
    found = [one for one in window.findChildren(Button) if one.isVisible() and one.accessibleName().startswith(name)]
    assert len(found) == 1
    return found[0]


def test_the_language_changes_by_key_and_by_tap(window: MainWindow, qtbot: QtBot):
    assert shown(window).text() == "English"

    QTest.keyClick(window.windowHandle(), Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)

    qtbot.waitUntil(lambda: shown(window).text() == "Deutsch")
    QTest.mouseClick(shown(window), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shown(window).text() == "English")
    shown(window).setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: shown(window).text() == "Deutsch")
    assert shown(window).focusPolicy() & Qt.FocusPolicy.TabFocus
