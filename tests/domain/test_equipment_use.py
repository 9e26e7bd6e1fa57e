"""May a batch use it now? Each seeded fault of equipment is blocked and named; the border is the second."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from ebr.domain.equipment import commands as c
from ebr.domain.equipment.events import Needs
from ebr.domain.equipment.state import began_already, blocked, lapsed_during, roots_for
from ebr.domain.equipment.state.standing import dirty_until, status_at
from ebr.domain.values import Instant
from tests.domain.equipment_rooms import BALANCE, LENA, MARIA, QUINN, ROOM, SAM, TUBING, VESSEL, Floor, code, instant


@pytest.fixture
def floor() -> Floor:
    return Floor()


def why(
    floor: Floor, equipment: str, kind: str = "", batch: str = "B-1", at: Instant | None = None, **more: Any
) -> str:
    return code(blocked(floor.facts, equipment, kind, batch, at or floor.at, **more))


def test_what_is_in_order_may_be_used(floor: Floor):
    floor.ready("VES-1", "vessel", VESSEL)
    assert why(floor, "VES-1", "vessel") == ""
    assert roots_for("VES-1") == ("equipment/VES-1",)
    assert roots_for(" ") == ()


@pytest.mark.parametrize("name", ["", " ", "VES-2", "ves-1"])
def test_a_code_that_nobody_registered_is_unknown(floor: Floor, name: str):
    floor.ready("VES-1", "vessel", VESSEL)
    assert why(floor, name) == "equipment_unknown"


@pytest.mark.parametrize(
    ("wanted", "found"), [("vessel", ""), ("Vessel ", ""), ("", ""), ("mill", "equipment_of_other_kind")]
)
def test_the_class_has_to_be_the_one_asked_for(floor: Floor, wanted: str, found: str):
    floor.ready("VES-1", "vessel", VESSEL)
    assert why(floor, "VES-1", wanted) == found


def test_out_of_service_comes_before_on_hold_and_each_says_since_when(floor: Floor):
    floor.ready("VES-1", "vessel", VESSEL)
    floor.do(c.HoldEquipment("VES-1", "odd noise"), MARIA)
    found = blocked(floor.facts, "VES-1", "", "B-1", floor.at)
    assert found is not None
    assert (found.code, found.params["reason"], found.params["since"]) == (
        "equipment_on_hold",
        "odd noise",
        floor.at.wall,
    )
    floor.do(c.TakeOutOfService("VES-1", "broken"), SAM)
    assert why(floor, "VES-1") == "equipment_out_of_service"


def test_only_what_quality_qualified_as_it_is_may_be_used(floor: Floor):
    floor.do(c.AddEquipment("PRT-1", "Printer", "printer", "", Needs()), SAM)
    assert why(floor, "PRT-1") == "equipment_not_qualified"
    floor.do(c.QualifyEquipment("PRT-1", "Report", "2026-05-05"), QUINN)
    assert why(floor, "PRT-1") == ""
    assert why(floor, "PRT-1", at=instant(wall="2026-05-06T00:00:00+02:00")) == "equipment_not_qualified"
    floor.do(c.ChangeEquipment("PRT-1", "Printer 2", "", Needs(), "renamed"), SAM)
    assert why(floor, "PRT-1") == ""  # another name changes nothing that was qualified
    floor.do(c.ChangeEquipment("PRT-1", "Printer 2", "", Needs(grade="C"), "moved"), SAM)
    assert why(floor, "PRT-1") == "equipment_not_qualified"
    floor.do(c.QualifyEquipment("PRT-1", "Report 2"), QUINN)
    assert why(floor, "PRT-1") == ""


# -- calibration, at the second and across zones


@pytest.mark.parametrize(
    ("wall", "zone", "found"),
    [
        ("2026-11-02T23:59:59+01:00", "Europe/Berlin", ""),
        ("2026-11-02T23:59:59.999999+01:00", "Europe/Berlin", ""),
        ("2026-11-03T00:00:00+01:00", "Europe/Berlin", "calibration_overdue"),
        # A station on a machine of another zone finds the same second: the date is the site's.
        ("2026-11-02T22:59:59+00:00", "UTC", ""),
        ("2026-11-02T23:00:00+00:00", "UTC", "calibration_overdue"),
        ("2026-11-02T17:59:59-05:00", "America/New_York", ""),
        ("2026-11-02T18:00:00-05:00", "America/New_York", "calibration_overdue"),
        ("2026-11-03T07:59:59+09:00", "Asia/Tokyo", ""),
        ("2026-11-03T08:00:00+09:00", "Asia/Tokyo", "calibration_overdue"),
    ],
)
def test_a_calibration_holds_through_its_last_day_in_the_zone_of_the_site(
    floor: Floor, wall: str, zone: str, found: str
):
    floor.ready("SCA-1", "balance", replace(BALANCE, checks=()))
    floor.do(c.CalibrateEquipment("SCA-1", "pass", "fine", "C-1", "2026-11-02"), LENA)
    assert why(floor, "SCA-1", at=instant(zone=zone, wall=wall)) == found


def test_a_last_day_on_which_the_clocks_change_has_25_hours(floor: Floor):
    floor.ready("SCA-1", "balance", replace(BALANCE, checks=()))
    floor.do(c.CalibrateEquipment("SCA-1", "pass", "fine", "C-1", "2026-10-25"), LENA)
    assert why(floor, "SCA-1", at=instant(wall="2026-10-25T22:59:59+00:00", zone="UTC")) == ""
    assert why(floor, "SCA-1", at=instant(wall="2026-10-25T23:00:00+00:00", zone="UTC")) == "calibration_overdue"


def test_a_zone_that_this_machine_does_not_know_is_read_by_its_offset(floor: Floor):
    floor.at = instant(wall="2026-05-04T08:00:00+05:45", zone="Nowhere/Atall")
    floor.ready("SCA-1", "balance", replace(BALANCE, checks=()))
    floor.do(c.CalibrateEquipment("SCA-1", "pass", "fine", "C-1", "2026-11-02"), LENA)
    assert why(floor, "SCA-1", at=instant(wall="2026-11-02T18:14:59+00:00", zone="UTC")) == ""
    assert why(floor, "SCA-1", at=instant(wall="2026-11-02T18:15:00+00:00", zone="UTC")) == "calibration_overdue"


def test_never_calibrated_and_failed_are_named(floor: Floor):
    floor.ready("BAL-1", "balance", BALANCE)
    assert why(floor, "BAL-1") == "calibration_overdue"
    floor.do(c.CalibrateEquipment("BAL-1", "fail", "off", "C-1"), LENA)
    assert why(floor, "BAL-1") == "calibration_failed"


def test_a_calibration_that_ends_in_the_middle_of_a_batch_is_named(floor: Floor):
    floor.balance()
    state = floor.state("BAL-1")
    began = floor.at
    before, after = instant(wall="2026-11-02T23:59:59+01:00"), instant(wall="2026-11-03T00:00:00+01:00")
    assert lapsed_during(state, began, before) is None
    assert code(lapsed_during(state, began, after)) == "calibration_lapsed"
    floor.at = before
    floor.do(c.CalibrateEquipment("BAL-1", "pass", "fine", "C-2", "2027-05-02"), LENA)
    assert lapsed_during(floor.state("BAL-1"), began, after) is None  # renewed in time
    floor.at = instant(wall="2026-12-01T08:00:00+01:00")
    floor.do(c.CalibrateEquipment("BAL-1", "fail", "off", "C-3"), LENA)
    late = instant(wall="2026-12-02T08:00:00+01:00")
    assert code(lapsed_during(floor.state("BAL-1"), began, late)) == "calibration_failed_during"
    assert code(lapsed_during(floor.state("BAL-1"), late, late)) == "calibration_overdue"


def test_what_needs_no_calibration_never_lapses(floor: Floor):
    floor.ready("VES-1", "vessel", VESSEL)
    assert lapsed_during(floor.state("VES-1"), instant(), instant(9999)) is None


def test_maintenance_that_is_due_blocks(floor: Floor):
    floor.ready("VES-1", "vessel", VESSEL)
    floor.do(c.MaintainEquipment("VES-1", "seal", "olga", "2026-05-04"), MARIA)
    floor.clean("VES-1")
    assert why(floor, "VES-1", at=instant(wall="2026-05-04T23:59:59+02:00")) == ""
    assert why(floor, "VES-1", at=instant(wall="2026-05-05T00:00:00+02:00")) == "maintenance_overdue"


# -- daily check


def test_a_check_counts_on_its_day_only(floor: Floor):
    floor.balance()
    assert why(floor, "BAL-1", at=instant(wall="2026-05-04T23:59:59+02:00")) == ""
    assert why(floor, "BAL-1", at=instant(wall="2026-05-05T00:00:00+02:00")) == "daily_check_missing"
    assert why(floor, "BAL-1", at=instant(wall="2026-05-03T23:59:59+02:00")) == "daily_check_missing"


def test_a_failed_check_blocks(floor: Floor):
    floor.balance()
    floor.check("990")
    assert why(floor, "BAL-1") == "daily_check_failed"


# -- free, clean, proved


def test_a_vessel_of_another_batch_is_in_use_and_then_dirty(floor: Floor):
    floor.ready("VES-1", "vessel", VESSEL)
    floor.use("VES-1", "B-1")
    assert began_already(floor.facts, "VES-1", "B-1")
    assert why(floor, "VES-1", batch="B-1") == ""  # its own batch goes on
    assert why(floor, "VES-1", batch="B-2") == "equipment_in_use"
    floor.end("VES-1", "B-1")
    assert why(floor, "VES-1", batch="B-2") == "equipment_dirty"
    assert why(floor, "VES-1", batch="B-1") == "equipment_dirty"


def test_a_balance_serves_several_batches_at_a_time(floor: Floor):
    floor.balance()
    floor.use("BAL-1", "B-1")
    assert why(floor, "BAL-1", batch="B-2") == ""


def test_the_clean_hold_time_ends_at_its_second_and_runs_through_a_change_of_the_clocks(floor: Floor):
    floor.at = instant(wall="2026-10-24T12:00:00+02:00")
    floor.ready("VES-1", "vessel", replace(VESSEL, maintenance_days=0))
    # 72 hours later the wall clock in Berlin shows an hour less: the clocks went back on the 25th.
    before, after = instant(wall="2026-10-27T10:59:59+01:00"), instant(wall="2026-10-27T11:00:00+01:00")
    assert why(floor, "VES-1", at=before) == ""
    assert why(floor, "VES-1", at=after) == "clean_hold_over"
    assert (status_at(floor.state("VES-1"), before), status_at(floor.state("VES-1"), after)) == ("clean", "dirty")


def test_the_dirty_hold_time_begins_when_the_use_ends(floor: Floor):
    floor.ready("VES-1", "vessel", VESSEL)
    floor.use("VES-1", "B-1")
    assert dirty_until(floor.state("VES-1")) == ""
    floor.pass_hours(30)
    floor.end("VES-1", "B-1")
    assert dirty_until(floor.state("VES-1")) == "2026-05-06T14:00:00+02:00"
    floor.pass_hours(25)
    floor.clean("VES-1")
    assert why(floor, "VES-1") == "dirty_hold_over"


def test_a_single_use_assembly_needs_its_test_and_serves_one_batch(floor: Floor):
    floor.ready("TUB-1", "tubing_set", TUBING, lot="L-7")
    assert why(floor, "TUB-1") == "assembly_integrity_missing"
    floor.do(c.CheckIntegrity("TUB-1", "Pressure hold", "0.01", "pass"), MARIA)
    assert why(floor, "TUB-1") == ""
    floor.use("TUB-1", "B-1")
    assert why(floor, "TUB-1", batch="B-1") == ""
    assert why(floor, "TUB-1", batch="B-2") == "assembly_used"
    floor.end("TUB-1", "B-1")
    assert why(floor, "TUB-1", batch="B-2") == "assembly_used"


def test_an_assembly_that_failed_is_named(floor: Floor):
    floor.ready("TUB-1", "tubing_set", TUBING, lot="L-7")
    floor.do(c.CheckIntegrity("TUB-1", "Pressure hold", "0.9", "fail"), MARIA)
    assert why(floor, "TUB-1") == "assembly_integrity_failed"


# -- balances


@pytest.mark.parametrize(
    ("target", "unit", "found"),
    [
        ("6.000", "kg", ""),
        ("6000", "g", ""),
        ("6.0001", "kg", "balance_out_of_range"),
        ("6000.1", "g", "balance_out_of_range"),
        ("100", "g", ""),
        ("99.9", "g", "balance_too_coarse"),
        ("0", "g", "balance_too_coarse"),
        ("1", "L", "balance_unit"),
        ("1", "stone", "balance_unit"),
        ("5", "", ""),
    ],
)
def test_a_balance_fits_the_weight(floor: Floor, target: str, unit: str, found: str):
    floor.balance()
    assert why(floor, "BAL-1", balance_for=Decimal(target), unit=unit) == found


def test_a_smallest_weight_of_its_own_counts_before_the_step(floor: Floor):
    floor.ready("SCA-1", "balance", Needs(capacity="6", minimum="0.25", resolution="0.0001", unit="kg"))
    assert why(floor, "SCA-1", balance_for=Decimal("0.25"), unit="kg") == ""
    assert why(floor, "SCA-1", balance_for=Decimal("0.2499"), unit="kg") == "balance_too_coarse"


def test_a_balance_without_a_range_takes_any_weight(floor: Floor):
    floor.ready("SCA-1", "balance", Needs())
    assert why(floor, "SCA-1", balance_for=Decimal(1), unit="L") == ""


# -- rooms


def test_a_room_is_cleared_for_one_batch_until_another_comes_or_it_is_cleared_after(floor: Floor):
    floor.ready("ROOM-1", "room", ROOM)
    assert why(floor, "ROOM-1") == "room_not_cleared"
    floor.clear("ROOM-1", "B-1")
    assert why(floor, "ROOM-1") == ""
    assert why(floor, "ROOM-1", batch="B-2") == "room_not_cleared"
    floor.use("ROOM-1", "B-1")
    assert why(floor, "ROOM-1") == ""
    floor.end("ROOM-1", "B-1")
    floor.clear("ROOM-1", "B-1", "after")
    assert why(floor, "ROOM-1") == "room_not_cleared"
    floor.clear("ROOM-1", "B-2")
    assert why(floor, "ROOM-1", batch="B-2") == ""


def test_a_clearance_with_a_no_takes_an_earlier_one_back(floor: Floor):
    floor.ready("ROOM-1", "room", ROOM)
    floor.clear("ROOM-1", "B-1")
    floor.clear("ROOM-1", "B-1", answer="no")
    assert why(floor, "ROOM-1") == "room_not_cleared"


@pytest.mark.parametrize(
    ("wanted", "found"), [("", ""), ("D", ""), ("c", ""), ("B", "room_grade"), ("A", "room_grade")]
)
def test_a_room_is_at_least_of_the_grade_asked_for(floor: Floor, wanted: str, found: str):
    floor.ready("ROOM-1", "room", ROOM)
    floor.clear("ROOM-1", "B-1")
    assert why(floor, "ROOM-1", grade=wanted) == found


def test_a_room_without_a_grade_is_of_none(floor: Floor):
    floor.ready("ROOM-1", "room", replace(ROOM, grade="", clearance=False, checklist=()))
    assert why(floor, "ROOM-1", grade="D") == "room_grade"
