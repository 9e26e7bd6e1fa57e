"""Equipment: given what happened to it, when somebody asks, then it is recorded, refused, or stopped."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ebr.domain.decision import Actor
from ebr.domain.equipment import commands as c
from ebr.domain.equipment import events as e
from ebr.domain.equipment.events import CheckLimit, Needs
from ebr.domain.equipment.rules import sheet, signer
from ebr.domain.equipment.rules.registering import checked_needs
from ebr.domain.equipment.state import needs_of_class, touched
from ebr.domain.equipment.state.classes import CLASSES
from ebr.domain.equipment.state.standing import in_doubt
from ebr.domain.people.state.roles import ROLES
from ebr.domain.refusal import Refusal
from tests.domain.equipment_rooms import BALANCE, CHECKLIST, LENA, MARIA, OLGA, QUINN, ROOM, SAM, TUBING, VESSEL, Floor


@pytest.fixture
def floor() -> Floor:
    return Floor()


# -- registering and qualifying


def test_a_piece_is_registered_with_what_it_needs(floor: Floor):
    floor.do(c.AddEquipment("VES-1", "Vessel 600 L", "vessel", "P-12", VESSEL, serial="SN 4"), SAM)
    state = floor.state("VES-1")
    assert (state.id, state.name, state.kind, state.place, state.serial) == (
        "VES-1",
        "Vessel 600 L",
        "vessel",
        "P-12",
        "SN 4",
    )
    assert state.needs == VESSEL
    assert state.status == "dirty"  # never cleaned


def test_a_code_is_given_once(floor: Floor):
    floor.ready("VES-1", "vessel", VESSEL)
    assert floor.refused(c.AddEquipment("VES-1", "Other", "mill", "", VESSEL), SAM) == "equipment_code_used"


@pytest.mark.parametrize("text", ["", " ", "-1", "A/B", "x" * 41, "Ä1", "A\n1", " A1"])
def test_a_code_can_stand_on_a_label_and_in_a_subject(floor: Floor, text: str):
    assert floor.refused(c.AddEquipment(text, "Vessel", "vessel", "", VESSEL), SAM) == "equipment_code"


@pytest.mark.parametrize(
    ("needs", "code"),
    [
        (replace(VESSEL, calibration_days=-1), "need_time"),
        (replace(VESSEL, clean_hold_hours=99999), "need_time"),
        (Needs(clean_hold_hours=3), "need_hold_without_cleaning"),
        (Needs(grade="E"), "need_grade"),
        (Needs(clearance=True), "need_checklist"),
        (Needs(clearance=True, checklist=("a", "a")), "need_checklist"),
        (Needs(checks=(CheckLimit("", "g", "1", "2"),)), "need_check_names"),
        (Needs(checks=(CheckLimit("w", "g"),)), "need_check_limits"),
        (Needs(checks=(CheckLimit("w", "g", "3", "2"),)), "need_check_limits"),
        (Needs(checks=(CheckLimit("w", "stone", "1", "2"),)), "need_unit_unknown"),
        (Needs(capacity="6"), "need_unit"),
        (Needs(capacity="six", unit="kg"), "number_unreadable"),
        (Needs(capacity="6", minimum="7", unit="kg"), "need_weight"),
        (Needs(capacity="0", unit="kg"), "need_weight"),
    ],
)
def test_needs_that_make_no_sense_are_refused(needs: Needs, code: str):
    with pytest.raises(Refusal) as caught:
        checked_needs(needs)
    assert caught.value.code == code


def test_the_classes_propose_needs_that_can_be_registered_once_limits_are_given():
    for kind, needs in CLASSES.items():
        checked_needs(replace(needs, checks=()))
        assert needs_of_class(f" {kind.upper()} ") == needs
    assert needs_of_class("never heard of").cleaning


def test_a_single_use_assembly_has_a_lot(floor: Floor):
    assert floor.refused(c.AddEquipment("TUB-1", "Tubing", "tubing_set", "", TUBING), SAM) == "assembly_lot_missing"


def test_who_registered_it_never_qualifies_it(floor: Floor):
    both = Actor("quinn", "Quinn", frozenset({"quality", "supervisor"}))
    floor.do(c.AddEquipment("VES-1", "Vessel", "vessel", "", VESSEL), both)
    assert floor.refused(c.QualifyEquipment("VES-1", "Report"), QUINN) == "equipment_own_qualification"


def test_a_qualification_names_evidence_and_a_day_to_come(floor: Floor):
    floor.do(c.AddEquipment("VES-1", "Vessel", "vessel", "", VESSEL), SAM)
    assert floor.refused(c.QualifyEquipment("VES-1", " "), QUINN) == "equipment_evidence_missing"
    assert floor.refused(c.QualifyEquipment("VES-1", "R", "2026-05-03"), QUINN) == "equipment_day_past"
    assert floor.refused(c.QualifyEquipment("VES-1", "R", "tomorrow"), QUINN) == "equipment_day"
    floor.do(c.QualifyEquipment("VES-1", "R", "2026-05-04"), QUINN)  # today is not over


def test_what_is_unknown_is_refused_by_every_command(floor: Floor):
    for command in COMMANDS:
        if not isinstance(command, c.AddEquipment):
            assert (
                floor.refused(replace(command, equipment="NONE"), ACTORS[c.RIGHTS[type(command)][0]])
                == "equipment_unknown"
            )


def test_nothing_is_changed_without_a_change_and_a_reason(floor: Floor):
    floor.ready("VES-1", "vessel", VESSEL)
    same = c.ChangeEquipment("VES-1", "The vessel", "Room 1", VESSEL, "why")
    assert floor.refused(same, SAM) == "equipment_unchanged"
    assert floor.refused(replace(same, name="Vessel", reason=""), SAM) == "equipment_reason_missing"


# -- calibration


def test_a_calibration_that_failed_stops_the_balance_and_lists_what_it_touched(floor: Floor):
    floor.balance()
    for batch in ("B-1", "B-2", "B-1"):
        floor.use("BAL-1", batch)
    floor.end("BAL-1", "B-1")
    decision = floor.do(c.CalibrateEquipment("BAL-1", "fail", "2.1 g off", "C-2"), LENA)
    assert decision.answer == {"touched": "B-1, B-2"}
    state = floor.state("BAL-1")
    assert state.status == "out_of_service"
    assert state.calibrations[-1].touched == ("B-1", "B-2")


def test_a_use_that_ended_before_the_last_good_calibration_is_not_in_doubt(floor: Floor):
    floor.balance()
    floor.use("BAL-1", "B-1")
    floor.end("BAL-1", "B-1")
    floor.use("BAL-1", "B-2")  # goes on across the calibration: it was weighed with before and after it
    floor.pass_hours(1)
    floor.do(c.CalibrateEquipment("BAL-1", "pass", "fine", "C-2", "2026-11-02"), LENA)
    floor.pass_hours(1)
    floor.use("BAL-1", "B-3")
    assert [use.batch for use in touched(floor.state("BAL-1"))] == ["B-2", "B-3"]
    assert [use.batch for use in touched(floor.state("BAL-1"), "2026-05-04T08:00:00+02:00")] == ["B-1", "B-2", "B-3"]


def test_what_was_never_calibrated_doubts_everything(floor: Floor):
    floor.ready("BAL-1", "balance", BALANCE)
    floor.use("BAL-1", "B-1")
    assert [use.batch for use in touched(floor.state("BAL-1"))] == ["B-1"]


def test_passing_later_does_not_put_it_back_quality_does(floor: Floor):
    floor.balance()
    floor.do(c.CalibrateEquipment("BAL-1", "fail", "2.1 g off", "C-2"), LENA)
    assert floor.refused(c.ReturnToService("BAL-1", "repaired"), QUINN) == "return_needs_calibration"
    floor.do(c.CalibrateEquipment("BAL-1", "pass", "fine", "C-3", "2026-11-02"), LENA)
    assert floor.state("BAL-1").status == "out_of_service"
    floor.do(c.ReturnToService("BAL-1", "adjusted, no batch harmed"), QUINN)
    assert floor.state("BAL-1").status == "clean"
    assert floor.refused(c.ReturnToService("BAL-1", "again"), QUINN) == "equipment_in_service"


def test_a_calibration_says_what_was_found_and_until_when_it_holds(floor: Floor):
    floor.ready("BAL-1", "balance", BALANCE)
    good = c.CalibrateEquipment("BAL-1", "pass", "fine", "C-1", "2026-11-02")
    assert floor.refused(replace(good, due=""), LENA) == "calibration_due_missing"
    assert floor.refused(replace(good, due="2026-05-03"), LENA) == "equipment_day_past"
    assert floor.refused(replace(good, result="good"), LENA) == "equipment_result"
    assert floor.refused(replace(good, as_found=" "), LENA) == "equipment_field_missing"
    assert floor.refused(replace(good, certificate=""), LENA) == "equipment_field_missing"


def test_what_was_in_doubt_is_so_until_quality_returned_it(floor: Floor):
    floor.balance()
    floor.use("BAL-1", "B-1")
    floor.pass_hours(1)
    floor.do(c.CalibrateEquipment("BAL-1", "fail", "off", "C-2"), LENA)
    floor.use("BAL-1", "B-2")  # another station had not heard of it
    floor.pass_hours(1)
    floor.do(c.CalibrateEquipment("BAL-1", "pass", "adjusted", "C-3", "2026-11-02"), LENA)
    assert in_doubt(floor.state("BAL-1")) == ("B-1", "B-2")
    floor.do(c.ReturnToService("BAL-1", "assessed"), QUINN)
    assert in_doubt(floor.state("BAL-1")) == ()


# -- daily check


@pytest.mark.parametrize(
    ("reading", "status"), [("999.8", "clean"), ("1000.2", "clean"), ("999.7", "on_hold"), ("1000.21", "on_hold")]
)
def test_a_daily_check_is_judged_by_its_limits(floor: Floor, reading: str, status: str):
    floor.ready("BAL-1", "balance", BALANCE)
    floor.check(reading)
    assert floor.state("BAL-1").status == status


def test_a_good_check_after_a_failed_one_does_not_lift_the_hold(floor: Floor):
    floor.ready("BAL-1", "balance", BALANCE)
    floor.check("900")
    floor.check("1000.0")
    assert floor.state("BAL-1").status == "on_hold"
    floor.do(c.ReleaseEquipment("BAL-1", "it stood unlevel"), QUINN)
    assert floor.state("BAL-1").status == "clean"


def test_a_reading_that_is_missing_unknown_or_no_number_is_refused(floor: Floor):
    floor.ready("BAL-1", "balance", BALANCE)
    assert floor.refused(c.CheckDaily("BAL-1", ()), MARIA) == "daily_check_reading"
    name = BALANCE.checks[0].name
    assert floor.refused(c.CheckDaily("BAL-1", ((name, "1,0"),)), MARIA) == "number_comma"
    assert floor.refused(c.CheckDaily("BAL-1", ((name, "1000"), ("other", "1"))), MARIA) == "daily_check_unknown"
    floor.ready("VES-1", "vessel", VESSEL)
    assert floor.refused(c.CheckDaily("VES-1", ()), MARIA) == "daily_check_none"


# -- cleaning, hold times, maintenance


def test_a_used_vessel_is_dirty_until_it_was_cleaned_and_looked_at(floor: Floor):
    floor.ready("VES-1", "vessel", VESSEL)
    floor.use("VES-1", "B-1")
    assert floor.state("VES-1").status == "in_use"
    assert floor.refused(c.CleanEquipment("VES-1", "SOP-7", "olga"), MARIA) == "equipment_in_use"
    floor.do(c.EndUse("VES-1", "B-1"), MARIA)
    assert floor.state("VES-1").status == "dirty"
    assert floor.refused(c.CleanEquipment("VES-1", "SOP-7", "maria"), MARIA) == "second_person_is_same"
    assert floor.refused(c.CleanEquipment("VES-1", "SOP-7", ""), MARIA) == "second_person_missing"
    assert floor.refused(c.CleanEquipment("VES-1", "", "olga"), MARIA) == "equipment_field_missing"
    floor.clean("VES-1")
    assert floor.state("VES-1").status == "clean"


def test_a_cleaning_after_the_dirty_hold_time_waits_for_quality(floor: Floor):
    floor.ready("VES-1", "vessel", VESSEL)
    floor.use("VES-1", "B-1")
    floor.end("VES-1", "B-1")
    floor.pass_hours(24)
    floor.clean("VES-1")
    assert floor.state("VES-1").status == "clean"  # the last moment of the time
    floor.use("VES-1", "B-2")
    floor.end("VES-1", "B-2")
    floor.pass_hours(24 + 1 / 3600)
    floor.clean("VES-1")
    assert floor.state("VES-1").status == "on_hold"
    floor.do(c.ReleaseEquipment("VES-1", "swabs are clean"), QUINN)
    assert floor.state("VES-1").status == "clean"


def test_what_needs_no_cleaning_is_not_cleaned(floor: Floor):
    floor.balance()
    assert floor.refused(c.CleanEquipment("BAL-1", "SOP-7", "olga"), MARIA) == "cleaning_none"


def test_after_maintenance_it_is_dirty_and_quality_may_have_to_qualify_it_again(floor: Floor):
    floor.ready("VES-1", "vessel", VESSEL)
    work = c.MaintainEquipment("VES-1", "New seal", "olga", "2027-05-04")
    assert floor.refused(replace(work, due=""), MARIA) == "maintenance_due_missing"
    floor.do(work, MARIA)
    assert floor.state("VES-1").status == "dirty"
    assert not floor.state("VES-1").barred("unfit")
    floor.do(replace(work, requalify=True), MARIA)
    assert floor.state("VES-1").barred("unfit")
    floor.do(c.QualifyEquipment("VES-1", "Report Q-2"), QUINN)
    assert not floor.state("VES-1").barred("unfit")


# -- stopping


def test_two_stops_need_one_decision_of_quality_each(floor: Floor):
    floor.ready("VES-1", "vessel", VESSEL)
    floor.do(c.HoldEquipment("VES-1", "odd noise"), MARIA)
    floor.do(c.TakeOutOfService("VES-1", "motor taken out"), SAM)
    assert floor.state("VES-1").status == "out_of_service"
    assert floor.refused(c.ReleaseEquipment("VES-1", " "), QUINN) == "equipment_reason_missing"
    floor.do(c.ReturnToService("VES-1", "motor is back"), QUINN)
    assert floor.state("VES-1").status == "on_hold"
    floor.do(c.ReleaseEquipment("VES-1", "noise gone"), QUINN)
    assert floor.state("VES-1").status == "clean"
    assert floor.refused(c.ReleaseEquipment("VES-1", "again"), QUINN) == "equipment_not_held"


def test_equipment_exchanged_in_a_step_is_left_as_its_end_state_says(floor: Floor):
    for number, (end, status) in enumerate(
        (("dirty", "dirty"), ("hold", "on_hold"), ("out_of_service", "out_of_service"))
    ):
        name = f"VES-{number}"
        floor.ready(name, "vessel", VESSEL)
        floor.use(name, "B-1")
        floor.write(e.EquipmentSwapped(name, "B-1", "up/op/ph", "VES-9", end, "motor stopped"))
        state = floor.state(name)
        assert state.status == status
        assert (state.uses[0].swapped, state.uses[0].ended is not None) == ("VES-9", True)


# -- rooms and assemblies


def test_a_clearance_answers_every_line_and_is_checked_by_another(floor: Floor):
    floor.ready("ROOM-1", "room", ROOM)
    good = c.ClearLine("ROOM-1", "B-1", "Aromet", "before", tuple((line, "yes") for line in CHECKLIST), "olga")
    assert floor.refused(replace(good, answers=()), MARIA) == "clearance_line_missing"
    assert floor.refused(replace(good, answers=(*good.answers, ("x", "yes"))), MARIA) == "clearance_line_unknown"
    assert floor.refused(replace(good, batch=""), MARIA) == "clearance_batch_missing"
    assert floor.refused(replace(good, when="during"), MARIA) == "clearance_when"
    assert floor.refused(replace(good, photograph="no hash"), MARIA) == "clearance_photograph"
    assert floor.refused(replace(good, checked_by="maria"), MARIA) == "second_person_is_same"
    assert floor.refused(replace(good, checked_by="nobody"), MARIA) == "second_person_unknown"
    floor.do(replace(good, photograph="ab" * 32), MARIA)
    assert floor.state("ROOM-1").clearances[0].photograph == "ab" * 32
    floor.ready("VES-1", "vessel", VESSEL)
    assert floor.refused(replace(good, equipment="VES-1"), MARIA) == "clearance_none"


def test_a_line_answered_no_is_recorded_and_clears_nothing(floor: Floor):
    floor.ready("ROOM-1", "room", ROOM)
    floor.clear("ROOM-1", "B-1", answer="no")
    (made,) = floor.state("ROOM-1").clearances
    assert not made.passed
    assert floor.state("ROOM-1").log[-1].what == "not_cleared"


def test_a_room_in_use_is_not_cleared_for_another_batch(floor: Floor):
    floor.ready("ROOM-1", "room", ROOM)
    floor.clear("ROOM-1", "B-1")
    floor.use("ROOM-1", "B-1")
    command = c.ClearLine("ROOM-1", "B-2", "Aromet", "before", tuple((line, "yes") for line in CHECKLIST), "olga")
    assert floor.refused(command, MARIA) == "equipment_in_use"


def test_an_assembly_that_failed_its_test_never_comes_back(floor: Floor):
    floor.ready("TUB-1", "tubing_set", TUBING, lot="L-7")
    test = c.CheckIntegrity("TUB-1", "Pressure hold", "0.2 kPa/min", "fail")
    assert floor.refused(replace(test, result="ok"), MARIA) == "equipment_result"
    assert floor.refused(replace(test, method=""), MARIA) == "equipment_field_missing"
    floor.do(test, MARIA)
    assert floor.state("TUB-1").status == "out_of_service"
    assert floor.refused(c.ReturnToService("TUB-1", "it looks fine"), QUINN) == "assembly_integrity_failed"
    floor.ready("VES-1", "vessel", VESSEL)
    assert floor.refused(replace(test, equipment="VES-1"), MARIA) == "integrity_none"


def test_a_use_is_ended_for_the_batch_that_has_it(floor: Floor):
    floor.ready("VES-1", "vessel", VESSEL)
    assert floor.refused(c.EndUse("VES-1", "B-1"), MARIA) == "equipment_not_in_use"


# -- the use log


def test_the_use_log_says_what_was_done_for_which_batch_by_whom_and_who_checked(floor: Floor):
    floor.ready("VES-1", "vessel", VESSEL)
    floor.use("VES-1", "B-1")
    floor.do(c.EndUse("VES-1", "B-1"), OLGA)
    floor.clean("VES-1")
    floor.do(c.MaintainEquipment("VES-1", "New seal", "olga", "2027-05-04"), MARIA)
    rows = [(row.what, row.product, row.batch, row.by, row.checked_by, row.detail) for row in floor.state("VES-1").log]
    assert rows == [
        ("registered", "", "", "sam", "", "The vessel"),
        ("qualified", "", "", "quinn", "", "Report Q-1"),
        ("cleaned", "", "", "maria", "olga", "SOP-7"),
        ("use_began", "Aromet", "B-1", "maria", "", ""),
        ("use_ended", "Aromet", "B-1", "olga", "", ""),
        ("cleaned", "", "", "maria", "olga", "SOP-7"),
        ("maintained", "", "", "maria", "olga", "New seal"),
    ]


# -- rights and signatures

ALLOWED = {
    c.AddEquipment: {"supervisor", "quality"},
    c.ChangeEquipment: {"supervisor", "quality"},
    c.QualifyEquipment: {"quality"},
    c.CalibrateEquipment: {"supervisor", "laboratory", "quality"},
    c.CheckDaily: {"operator", "supervisor", "laboratory"},
    c.CleanEquipment: {"operator", "supervisor", "laboratory"},
    c.EndUse: {"operator", "supervisor", "laboratory"},
    c.HoldEquipment: {"operator", "supervisor", "laboratory", "quality"},
    c.ReleaseEquipment: {"quality"},
    c.TakeOutOfService: {"supervisor", "laboratory", "quality"},
    c.ReturnToService: {"quality"},
    c.MaintainEquipment: {"operator", "supervisor", "laboratory"},
    c.CheckIntegrity: {"operator", "supervisor", "laboratory"},
    c.ClearLine: {"operator", "supervisor", "laboratory"},
}
COMMANDS = (
    c.AddEquipment("VES-2", "Vessel", "vessel", "", VESSEL),
    c.ChangeEquipment("VES-1", "Vessel", "", VESSEL, "moved"),
    c.QualifyEquipment("VES-1", "Report"),
    c.CalibrateEquipment("VES-1", "pass", "fine", "C-1", "2026-11-02"),
    c.CheckDaily("VES-1", (("w", "1"),)),
    c.CleanEquipment("VES-1", "SOP-7", "olga"),
    c.EndUse("VES-1", "B-1"),
    c.HoldEquipment("VES-1", "noise"),
    c.ReleaseEquipment("VES-1", "fine"),
    c.TakeOutOfService("VES-1", "broken"),
    c.ReturnToService("VES-1", "mended"),
    c.MaintainEquipment("VES-1", "oil", "olga", "2027-01-01"),
    c.CheckIntegrity("VES-1", "pressure", "0", "pass"),
    c.ClearLine("VES-1", "B-1", "Aromet", "before", (), "olga"),
)
ACTORS = {
    "operator": MARIA,
    "supervisor": SAM,
    "laboratory": LENA,
    "quality": QUINN,
    **{
        role: Actor(role, role, frozenset({role}))
        for role in ("qualified_person", "author", "administrator", "recovery", "sponsor", "inspector")
    },
    "": Actor(""),
}


def test_every_command_has_a_row_and_is_asked_here():
    assert set(c.RIGHTS) == set(ALLOWED) == {type(command) for command in COMMANDS}
    assert {role for roles in (*c.RIGHTS.values(), *c.SIGNED_BY.values()) for role in roles} <= set(ROLES)


@pytest.mark.parametrize("role", ["", *ROLES])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: type(command).__name__)
def test_a_command_is_for_the_roles_of_the_rules_and_nobody_else(floor: Floor, command, role: str):
    refusal = floor.asked(command, ACTORS[role]).refusal
    assert (refusal is not None and refusal.code == "right_missing") == (role not in ALLOWED[type(command)])


def test_quality_signs_what_lets_go_on_and_the_second_person_what_was_done():
    for command in COMMANDS:
        who, roles = signer(command, MARIA)
        expected = getattr(command, "checked_by", "") or ("maria" if type(command) in c.SIGNED_BY else "")
        assert (who, roles) == (expected, c.SIGNED_BY.get(type(command), ()))
    for decides in (c.QualifyEquipment, c.ReleaseEquipment, c.ReturnToService):
        assert c.SIGNED_BY[decides] == ("quality",)


def test_every_signed_event_has_a_sheet_and_no_other(floor: Floor):
    floor.ready("VES-1", "vessel", VESSEL)
    state = floor.state("VES-1")
    signed = {
        e.EquipmentQualified("VES-1", "R"): "approved",
        e.EquipmentCalibrated("VES-1", "fail", "off", "C-1", touched=("B-1",)): "performed",
        e.EquipmentCleaned("VES-1", "SOP-7", "olga"): "verified",
        e.EquipmentMaintained("VES-1", "oil", "olga"): "verified",
        e.EquipmentReleased("VES-1", "fine"): "approved",
        e.ReturnedToService("VES-1", "fine"): "approved",
    }
    for event, meaning in signed.items():
        made = sheet(state, event)
        assert made is not None
        assert made.meaning == meaning
        assert made.covered[0] == state.entry
        assert all(len(row) == 2 for row in made.document["rows"])
    assert sheet(state, e.EquipmentHeld("VES-1", "noise")) is None
    assert sheet(state, e.UseBegan("VES-1", "B", "P", "", "maria")) is None


def test_who_returns_it_to_service_sees_why_it_was_out_and_what_it_touched(floor: Floor):
    floor.balance()
    floor.use("BAL-1", "B-1")
    floor.do(c.CalibrateEquipment("BAL-1", "fail", "2.1 g off", "C-2"), LENA)
    floor.do(c.CalibrateEquipment("BAL-1", "pass", "fine", "C-3", "2026-11-02"), LENA)
    made = sheet(floor.state("BAL-1"), e.ReturnedToService("BAL-1", "adjusted"))
    assert ["touched", "B-1"] in made.document["rows"]
    assert any(row[0] == "stopped" and "calibration_failed" in row[1] for row in made.document["rows"])
    assert len(made.covered) == 2


def test_a_sheet_of_a_cleaning_is_the_same_a_minute_later(floor: Floor):
    # What is signed is compared with what was seen: nothing in it may run with the clock.
    floor.ready("VES-1", "vessel", VESSEL)
    command = c.CleanEquipment("VES-1", "SOP-7", "olga")
    seen = sheet(floor.state("VES-1"), floor.asked(command, MARIA).drafts[0].event)
    floor.pass_hours(1 / 60)
    assert sheet(floor.state("VES-1"), floor.asked(command, MARIA).drafts[0].event) == seen
