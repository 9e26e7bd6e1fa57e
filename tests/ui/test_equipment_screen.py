"""Equipment in the real window on a real station: the list, a scan, every form, the second person, the use log and its PDF."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ebr.domain import subjects
from ebr.domain.decision import Draft
from ebr.domain.equipment import commands as c
from ebr.domain.equipment import events as e
from ebr.domain.equipment.events import CheckLimit, Needs
from ebr.domain.equipment.state import CLASSES, needs_of_class
from ebr.domain.refusal import Refusal
from ebr.domain.site.commands import ChangePolicy
from ebr.station.questions import EquipmentAnswer, EquipmentList, EquipmentQuestion, UseLog
from tests.ui.real_station import BATCH, SECRET, Floor, signed
from tests.ui.test_blocks_screen import Window, settle
from tests.ui.test_widgets_clipping import clipped
from ui.ask import AskContent
from ui.equipment.form_values import SWITCHES, needs_of, texts_of
from ui.equipment.forms import Checklist, EquipmentForm
from ui.equipment.log_view import View as LogView
from ui.equipment.photograph import Photograph
from ui.equipment.presenter import ACTS, EquipmentDetail, EquipmentItem, EquipmentPresenter, next_act
from ui.equipment.view import View
from ui.theme import Theme
from ui.widgets.button import Button
from ui.widgets.field import Field
from ui.widgets.sheet import Sheet
from ui.widgets.wedge import Scan

VESSEL = Needs(cleaning=True, clean_hold_hours=72, dirty_hold_hours=24)
BALANCE = Needs(
    calibration_days=182, checks=(CheckLimit("Check weight", "g", "999.8", "1000.2"),), capacity="6", unit="kg"
)
ROOM = Needs(clearance=True, checklist=("Nothing is left", "No labels"), grade="C")


def register(floor: Floor, code: str, kind: str, needs: Needs, *, qualify: bool = True) -> None:
    floor.enter("sups")
    said = floor.station.do(c.AddEquipment(code, f"The {kind}", kind, "P-12", needs), by="sups")
    assert said.refusal is None, said.refusal
    if qualify:
        floor.enter("qlee")
        signed(floor.station, c.QualifyEquipment(code, "Report Q-1"), "qlee")


def use(floor: Floor, code: str, batch: str = BATCH) -> None:
    event = e.UseBegan(code, batch, "Hand rub", "a/b/c/d", "mchen")
    log, at = floor.station.store.log, floor.station.clock.now()
    log.append(secrets.token_hex(16), (Draft(subjects.equipment(code), event),), by="mchen", presence="", at=at)


def asked(floor: Floor, code: str) -> EquipmentAnswer:
    return floor.station.ask(EquipmentQuestion(code))


@pytest.fixture
def window(floor: Floor, qtbot: QtBot, qapp: QApplication) -> Iterator[Window]:
    register(floor, "VES-1", "vessel", VESSEL)
    register(floor, "BAL-1", "balance", BALANCE)
    register(floor, "ROOM-1", "room", ROOM)
    made = Window(floor, qtbot)
    yield made
    made.window.close()
    made.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()


class Presented:
    """A presenter and what it last said."""

    def __init__(self, floor: Floor, person: str, *roles: str) -> None:
        self.lines: tuple[EquipmentItem, ...] = ()
        self.detail: EquipmentDetail | None = None
        self.unknown = ""
        self.it = EquipmentPresenter(floor.desk, person, roles)
        self.it.on_lines = lambda lines: setattr(self, "lines", lines)
        self.it.on_detail = lambda detail: setattr(self, "detail", detail)
        self.it.on_unknown = lambda text: setattr(self, "unknown", text)
        self.it.refresh()

    def fact(self, name: str) -> Any:
        assert self.detail is not None
        return next(fact for fact in self.detail.facts if fact.name == name)


# -- the list and the details


def test_each_state_is_a_shape_and_a_word(floor: Floor) -> None:
    register(floor, "VES-1", "vessel", VESSEL)
    register(floor, "PRT-1", "printer", Needs())
    register(floor, "BAL-1", "balance", BALANCE)
    shown = Presented(floor, "mchen", "operator")
    state = {line.key: (line.cells[0], line.icon, line.tone) for line in shown.lines}
    assert state["VES-1"] == ("Dirty", "droplet", "warn")
    assert state["PRT-1"] == ("Ready", "circle-check", "")
    assert state["BAL-1"] == ("Not ready", "alert-triangle", "warn")
    floor.station.do(c.HoldEquipment("PRT-1", "smoke"), by="qlee")
    use(floor, "VES-1")
    shown.it.refresh()
    state = {line.key: (line.cells[0], line.icon, line.tone) for line in shown.lines}
    assert state["PRT-1"] == ("On hold", "hand-stop", "crit")
    assert state["VES-1"] == ("In use", "player-play", "")
    assert [line.cells[5] for line in shown.lines if line.key == "VES-1"] == [BATCH]
    assert [line.cells[4] for line in shown.lines if line.key == "BAL-1"] == ["Not calibrated"]


def test_the_details_say_why_the_next_batch_may_not_use_it(floor: Floor) -> None:
    register(floor, "BAL-1", "balance", BALANCE)
    shown = Presented(floor, "mchen", "operator")
    assert shown.fact("Next batch").value == "May not use it"
    assert "is not calibrated" in shown.fact("Next batch").detail
    floor.enter("qlee")
    signed(floor.station, c.CalibrateEquipment("BAL-1", "pass", "fine", "C-1", "2027-05-31"), "qlee")
    shown.it.refresh()
    assert "was not checked today" in shown.fact("Next batch").detail
    assert shown.fact("Calibrated").value == "Until the end of 2027-05-31"
    assert next_act(asked(floor, "BAL-1")) == "check"


def test_a_failed_calibration_names_the_batches_in_doubt(floor: Floor) -> None:
    register(floor, "BAL-1", "balance", BALANCE)
    use(floor, "BAL-1")
    floor.enter("qlee")
    signed(floor.station, c.CalibrateEquipment("BAL-1", "fail", "2 g off", "C-1"), "qlee")
    shown = Presented(floor, "qlee", "quality")
    assert shown.fact("Batches in doubt").value == BATCH
    assert shown.fact("Out of service").value == "The calibration failed"
    assert [offer.key for offer in shown.detail.offers][:1] == ["return"]


@pytest.mark.parametrize(
    ("person", "role", "able"),
    [
        ("mchen", "operator", {"check", "hold"}),
        ("sups", "supervisor", {"check", "calibrate", "hold", "out", "change"}),
        ("qlee", "quality", {"calibrate", "hold", "out", "qualify", "change"}),
        ("aroot", "administrator", set()),
    ],
)
def test_what_is_offered_is_what_the_rules_allow(floor: Floor, person: str, role: str, able: set[str]) -> None:
    register(floor, "BAL-1", "balance", BALANCE)
    use(floor, "BAL-1")
    shown = Presented(floor, person, role)
    found = set(shown.it.able(asked(floor, "BAL-1"))) - {"end"}
    assert found == able
    assert all(role in c.RIGHTS[ACTS[key].command] for key in found)


def test_a_scan_jumps_to_the_piece_or_says_that_there_is_none(window: Window) -> None:
    view = window.go("mchen", "equipment")
    assert isinstance(view, View)
    assert view.take_scan(Scan("VES-1"))
    assert view.presenter.chosen == "VES-1"
    said: list[str] = []
    window.window.session.say = lambda text, _tone: said.append(text)
    assert view.take_scan(Scan("VES-2"))
    assert view.presenter.chosen == "VES-1"
    assert "VES-2 is not registered here" in said[-1]
    assert not view.take_scan(Scan("B-mchen", badge=True))


# -- recording


def test_a_hold_is_recorded_with_its_reason(window: Window) -> None:
    window.go("mchen", "equipment", equipment="VES-1")
    window.press("Record something else")
    window.press("Put on hold")
    window.type("Odd noise")
    window.press("Put on hold")
    found = asked(window.floor, "VES-1")
    assert (found.row.status, found.bars[0].why, found.bars[0].by) == ("on_hold", "Odd noise", "Maria Chen")
    assert window.window.session.sheets == []


def test_a_daily_check_outside_its_limits_puts_it_on_hold(window: Window) -> None:
    window.go("mchen", "equipment", equipment="BAL-1")
    window.press("Record something else")
    window.press("Daily check")
    window.type("998")
    window.press("Record the check")
    assert asked(window.floor, "BAL-1").row.status == "on_hold"


def test_a_reading_that_is_no_number_is_said_in_the_form(window: Window) -> None:
    window.go("mchen", "equipment", equipment="BAL-1")
    window.press("Record something else")
    window.press("Daily check")
    window.type("1,0")
    window.press("Record the check")
    content = window.window.session.sheets[-1].content
    assert isinstance(content, AskContent)
    assert not content._error.isHidden()
    assert asked(window.floor, "BAL-1").checked is None


def test_a_cleaning_is_signed_by_who_looked(window: Window) -> None:
    window.go("mchen", "equipment", equipment="VES-1")
    window.press("Cleaning")
    window.type("SOP-7")
    window.press("Continue to the second person")
    second(window, "jdoe")
    window.qtbot.waitUntil(lambda: asked(window.floor, "VES-1").row.status == "clean", timeout=5000)
    cleaned = asked(window.floor, "VES-1").cleaned
    assert (cleaned.by, cleaned.checked_by) == ("Maria Chen", "John Doe")
    assert window.window.session.sheets == []


def test_nobody_checks_the_own_cleaning_and_the_form_stays(window: Window) -> None:
    window.go("mchen", "equipment", equipment="VES-1")
    window.press("Cleaning")
    window.type("SOP-7")
    window.press("Continue to the second person")
    window.type("mchen")
    window.key(Qt.Key.Key_Return)
    assert asked(window.floor, "VES-1").row.status == "dirty"
    assert len(window.window.session.sheets) == 2
    window.window.session.close_sheet()
    content = window.window.session.sheets[-1].content
    assert [field.text() for field in content.findChildren(Field)] == ["SOP-7"]


def test_a_cleaning_waits_for_the_photograph_that_the_policy_wants(window: Window, tmp_path: Path) -> None:
    floor = window.floor
    floor.enter("aroot")
    signed(floor.station, ChangePolicy({"cleaning_photo": "yes"}, "What is seen is kept", "qlee"), "qlee", "aroot")
    window.go("mchen", "equipment", equipment="VES-1")
    assert asked(floor, "VES-1").photographs == ("clean",)
    window.press("Cleaning")
    window.type("SOP-7")
    content = window.window.session.sheets[-1].content
    assert (content.button.isEnabled(), content._why.text()) == (False, "Add a photograph")
    (photograph,) = content.findChildren(Photograph)
    file = tmp_path / "vessel.png"
    file.write_bytes(b"\x89PNG\r\n\x1a\n a vessel")
    photograph._chosen(file, "image/png", content, Sheet(window.window.theme, window.window, "", QWidget()))
    window.qtbot.waitUntil(lambda: bool(photograph.sha256), timeout=5000)
    settle()
    window.press("Continue to the second person")
    second(window, "jdoe")
    window.qtbot.waitUntil(lambda: asked(floor, "VES-1").row.status == "clean", timeout=5000)
    assert (row := floor.station.ask(UseLog("VES-1"))[-1]).what == "cleaning_pictured"
    assert row.detail == photograph.sha256


def test_a_clearance_asks_every_line_and_a_second_person(window: Window) -> None:
    view = window.go("mchen", "equipment", equipment="ROOM-1")
    window.press("Line clearance")
    window.press("Before the batch")
    assert view.take_scan(Scan(BATCH))
    settle()
    window.press("Continue to the second person")
    content = window.window.session.sheets[-1].content
    assert "Nothing is left" in content._error.accessibleName() or not content._error.isHidden()
    lines = content.findChildren(Checklist)[0]
    for choice in lines._choices.values():
        choice._buttons["yes"].click()
    settle()
    window.press("Continue to the second person")
    second(window, "jdoe")
    window.qtbot.waitUntil(lambda: asked(window.floor, "ROOM-1").cleared is not None, timeout=5000)
    cleared = asked(window.floor, "ROOM-1").cleared
    assert (cleared.batch, cleared.when, cleared.passed, cleared.checked_by) == (BATCH, "before", True, "John Doe")
    assert cleared.product


def test_a_calibration_is_signed_by_who_records_it(window: Window) -> None:
    window.go("sups", "equipment", equipment="BAL-1")
    window.press("Calibration")
    window.press("Passed")
    for label, text in (
        ("What was found", "fine"),
        ("Certificate", "C-1"),
        ("Last day, such as 2027-05-31; empty if it failed", "2027-05-31"),
    ):
        field(window, label).setFocus()
        window.type(text)
    window.press("Continue to signature")
    window.type(SECRET)
    window.key(Qt.Key.Key_Return)
    window.qtbot.waitUntil(lambda: asked(window.floor, "BAL-1").row.calibration_due == "2027-05-31", timeout=5000)


def test_quality_returns_what_failed_after_it_passed_again(window: Window) -> None:
    floor = window.floor
    floor.enter("qlee")
    signed(floor.station, c.CalibrateEquipment("BAL-1", "fail", "off", "C-1"), "qlee")
    signed(floor.station, c.CalibrateEquipment("BAL-1", "pass", "adjusted", "C-2", "2027-05-31"), "qlee")
    window.go("qlee", "equipment", equipment="BAL-1")
    window.press("Return to service")
    window.type("Assessed in D-12")
    window.press("Continue to signature")
    window.type(SECRET)
    window.key(Qt.Key.Key_Return)
    window.qtbot.waitUntil(lambda: asked(floor, "BAL-1").row.status == "clean", timeout=5000)


def test_a_piece_is_registered_with_what_is_usual_for_its_class(window: Window) -> None:
    window.go("sups", "equipment")
    window.press("Register equipment")
    for label, text in (
        ("Code on its label", "MIX-1"),
        ("Name", "Mixer"),
        ("Class, as master batch records call it", "mixer"),
    ):
        field(window, label).setFocus()
        window.type(text)
    window.press("Take what is usual for this class")
    window.press("Register")
    found = asked(window.floor, "MIX-1")
    assert (found.row.name, found.needs) == ("Mixer", needs_of_class("mixer"))
    assert found.row.blocked.code == "equipment_not_qualified"


def test_a_need_that_is_no_number_is_said_in_the_form(window: Window) -> None:
    window.go("sups", "equipment")
    window.press("Register equipment")
    field(window, "Days between calibrations").setFocus()
    window.type("soon")
    window.press("Register")
    content = window.window.session.sheets[-1].content
    assert not content._error.isHidden()


def test_who_may_not_register_is_not_asked(window: Window) -> None:
    view = window.go("mchen", "equipment")
    assert not view.presenter.may_add()
    shown = [one.text() for one in window.window.findChildren(Button) if one.isVisible()]
    assert "Use log" in shown
    assert "Register equipment" not in shown


def field(window: Window, label: str) -> Field:
    return next(one for one in window.window.findChildren(Field) if one.isVisible() and one.accessibleName() == label)


def second(window: Window, person: str) -> None:
    window.type(person)
    window.key(Qt.Key.Key_Return)
    window.type(SECRET)
    window.key(Qt.Key.Key_Return)


# -- the use log


def test_the_use_log_shows_the_newest_first_and_is_saved_as_a_sealed_pdf(window: Window, tmp_path: Path) -> None:
    use(window.floor, "VES-1")
    window.go("mchen", "equipment", equipment="VES-1")
    window.press("Use log")
    view = window.window.frame.view
    assert isinstance(view, LogView)
    assert [row.cells[1] for row in view._listed.rows] == ["Use began", "Qualified", "Registered"]
    assert view._listed.rows[0].cells[2] == BATCH
    said: list[Any] = []
    view.presenter.print_log(tmp_path / "log.pdf", said.append)
    assert said[0].refusal is None, said[0].refusal
    data = (tmp_path / "log.pdf").read_bytes()
    assert data.startswith(b"%PDF")
    assert b"/ByteRange" in data
    assert len(window.floor.station.ask(UseLog("VES-1"))) == 3


def test_without_a_piece_the_log_leads_to_the_list(window: Window) -> None:
    window.go("mchen", "use_log")
    assert isinstance(window.window.frame.view, View)


# -- forms without a window


@pytest.mark.parametrize("kind", sorted(CLASSES))
def test_needs_go_through_the_form_unchanged(kind: str) -> None:
    needs = CLASSES[kind]
    assert needs_of(texts_of(needs), {name: getattr(needs, name) for name in SWITCHES}, needs) == needs


def test_what_the_form_has_no_room_for_stays() -> None:
    needs = Needs(
        clearance=True,
        checklist=tuple(f"Line {at}" for at in range(9)),
        checks=tuple(CheckLimit(f"r{at}", "g", "1", "2") for at in range(4)),
    )
    assert needs_of(texts_of(needs), {name: getattr(needs, name) for name in SWITCHES}, needs) == needs


@pytest.mark.parametrize("text", ["1.5", "-1", "x", "１", "123456"])
def test_days_are_whole_numbers(text: str) -> None:
    with pytest.raises(Refusal):
        needs_of({**texts_of(Needs()), "calibration_days": text}, dict.fromkeys(SWITCHES, False), Needs())


# -- looks


def test_an_empty_list_says_who_fills_it(floor: Floor, qtbot: QtBot) -> None:
    assert floor.station.ask(EquipmentList()) == ()
    made = Window(floor, qtbot)
    try:
        view = made.go("mchen", "equipment")
        assert view.detail.isHidden()
        assert clipped(made.window) == []
    finally:
        made.window.close()
        made.window.deleteLater()


@pytest.mark.parametrize("theme", ["light", "dark", "hc"])
def test_nothing_on_the_screens_is_cut(floor: Floor, qtbot: QtBot, theme: str) -> None:
    register(floor, "BAL-1", "balance", BALANCE)
    register(floor, "ROOM-1", "room", ROOM)
    made = Window(floor, qtbot, theme)
    try:
        made.go("sups", "equipment", equipment="BAL-1")
        assert clipped(made.window) == []
        made.press("Register equipment")
        assert isinstance(made.window.session.sheets[-1].content.findChildren(EquipmentForm)[0], EquipmentForm)
        assert clipped(made.window) == []
        made.go("mchen", "equipment", equipment="ROOM-1")
        made.press("Line clearance")
        assert clipped(made.window) == []
        made.go("mchen", "use_log", equipment="BAL-1")
        assert clipped(made.window) == []
    finally:
        made.window.close()
        made.window.deleteLater()


def test_a_checklist_of_the_line_clearance_may_be_longer_than_the_form_begins_with(qtbot: QtBot) -> None:
    form = EquipmentForm(Theme("light"))
    qtbot.addWidget(form)
    form.show_needs(Needs(clearance=True, checklist=tuple(f"Line {at}" for at in range(9))))
    assert len(form.needs().checklist) == 9
    form._more.click()
    form._fields["line9"].setText("One more")
    assert form.needs().checklist[-1] == "One more"
