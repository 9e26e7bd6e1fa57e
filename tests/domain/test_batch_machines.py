"""Equipment, balances, swaps and training at the step; what the batch writes to use logs (211.63-211.68, 211.105, 211.182; floor-rules 3, 4)."""

from __future__ import annotations

import pytest

from ebr.domain import subjects
from ebr.domain.batch import commands as c
from ebr.domain.batch.events import AttemptRecorded, ValueRecorded
from ebr.domain.batch.events.relied import TrainingRelied
from ebr.domain.equipment import events as eq
from ebr.domain.material import events as m
from ebr.domain.training import events as tr
from tests.domain.batch_floor import BATCH, code
from tests.domain.batch_gated import BALANCE, FILL, MASS, SALT, SCAN, STANDING, TANK, WEIGH, Gated, ready

CALIBRATED = eq.Needs(calibration_days=182)


def tried(floor: Gated, address: str, **value: str) -> str:
    decision = floor.use(address, **value)
    assert isinstance(decision.drafts[0].event, AttemptRecorded)
    return code(decision)


def at_fill(floor: Gated) -> Gated:
    floor.use(TANK, equipment="TANK-1")
    floor.weigh(net="10.000")
    floor.done(c.CloseItems(BATCH, SALT), "olga")
    floor.done(c.StartTimer(BATCH, STANDING), "olga")
    floor.done(c.StopTimer(BATCH, STANDING), "olga")
    floor.done(c.SignStep(BATCH, WEIGH, "performed"), "olga")
    return floor


# Entries


def test_an_entry_begins_the_use_once_and_the_end_of_the_batch_ends_it() -> None:
    floor = ready()
    floor.use(TANK, equipment="TANK-1")
    assert floor.machine_state("TANK-1").batches == (BATCH,)
    floor.correct(TANK, equipment="TANK-1", state="clean")
    assert len(floor.machine_state("TANK-1").uses) == 1
    floor.done(c.AbortBatch(BATCH, "power is gone"), "quinn")
    assert floor.machine_state("TANK-1").batches == ()
    assert floor.machine_state("TANK-1").used_by == (BATCH,)


@pytest.mark.parametrize(
    ("event", "why"),
    [
        (eq.TakenOutOfService("TANK-1", "leaks"), "equipment_out_of_service"),
        (eq.EquipmentHeld("TANK-1", "smell"), "equipment_on_hold"),
        (eq.UseBegan("TANK-1", "B-9", "Sugar water", "a/b/c/d", "otto"), ""),
    ],
)
def test_what_is_not_fit_is_blocked(event: object, why: str) -> None:
    floor = ready()
    floor.tell(subjects.equipment("TANK-1"), event)
    assert code(floor.use(TANK, equipment="TANK-1")) == why


def test_a_vessel_that_another_batch_left_dirty_or_uses_is_blocked() -> None:
    floor = ready()
    floor.machine("TANK-3", "vessel", eq.Needs(cleaning=True))
    subject = subjects.equipment("TANK-3")
    assert tried(floor, TANK, equipment="TANK-3") == "equipment_dirty"
    floor.tell(subject, eq.EquipmentCleaned("TANK-3", "SOP-C", "otto"))
    floor.tell(subject, eq.UseBegan("TANK-3", "B-9", "Sugar water", "a/b/c/d", "otto"))
    assert tried(floor, TANK, equipment="TANK-3") == "equipment_in_use"
    floor.tell(subject, eq.UseEnded("TANK-3", "B-9"))
    assert tried(floor, TANK, equipment="TANK-3") == "equipment_dirty"
    floor.tell(subject, eq.EquipmentCleaned("TANK-3", "SOP-C", "otto"))
    assert code(floor.use(TANK, equipment="TANK-3")) == ""
    assert code(floor.accept(TANK, 1, "quinn")) == "attempt_never_stands"


def test_another_class_and_an_unknown_code_are_blocked() -> None:
    floor = ready()
    assert tried(floor, TANK, equipment="BAL-1") == "equipment_of_other_kind"
    assert tried(floor, TANK, equipment="TANK-9") == "equipment_unknown"


def test_where_equipment_is_not_kept_an_unknown_code_is_used_and_a_known_one_is_checked() -> None:
    floor = Gated({}).usual()
    floor.issue()
    decision = floor.use(TANK, equipment="TANK-9")
    assert code(decision) == ""
    assert [type(draft.event) for draft in decision.drafts] == [ValueRecorded, TrainingRelied]
    floor.tell(subjects.equipment("TANK-2"), eq.EquipmentHeld("TANK-2", "smell"))
    assert tried(floor, TANK, equipment="TANK-2") == "equipment_on_hold"


# Swaps


def test_a_swap_inside_a_step_names_how_the_first_machine_is_left() -> None:
    floor = ready()
    floor.use(TANK, equipment="TANK-1")
    assert tried(floor, TANK, equipment="TANK-2") == "swap_state_missing"
    assert code(floor.use(TANK, equipment="TANK-2", ended="burnt", reason="seal")) == "swap_state_unknown"
    assert code(floor.use(TANK, equipment="TANK-2", ended="hold")) == "reason_missing"
    assert code(floor.use(TANK, equipment="TANK-2", ended="out_of_service", reason="seal gone")) == ""
    assert (floor.machine_state("TANK-1").status, floor.machine_state("TANK-1").batches) == ("out_of_service", ())
    assert floor.machine_state("TANK-2").batches == (BATCH,)
    assert floor.raised() == [("equipment_swapped", "minor")]


def test_a_swap_is_for_the_same_class_and_through_the_same_gates() -> None:
    floor = ready()
    floor.use(TANK, equipment="TANK-1")
    assert tried(floor, TANK, equipment="BAL-1", ended="dirty", reason="seal") == "equipment_of_other_kind"
    floor.tell(subjects.equipment("TANK-2"), eq.EquipmentHeld("TANK-2", "smell"))
    assert tried(floor, TANK, equipment="TANK-2", ended="dirty", reason="seal") == "equipment_on_hold"


def test_a_scan_expects_the_machine_that_is_in_use_now() -> None:
    floor = ready()
    floor.use(TANK, equipment="TANK-1")
    floor.use(TANK, equipment="TANK-2", ended="dirty", reason="too small")
    assert code(floor.use(SCAN, scan="TANK-1")) == "wrong_scan"
    assert code(floor.use(SCAN, scan="TANK-2")) == ""


def test_a_correction_to_another_machine_ends_the_use_that_was_none() -> None:
    floor = ready()
    floor.use(TANK, equipment="TANK-1")
    assert code(floor.correct(TANK, equipment="TANK-2")) == ""
    assert (floor.machine_state("TANK-1").batches, floor.machine_state("TANK-2").batches) == ((), (BATCH,))
    assert code(floor.correct(TANK, equipment="BAL-1")) == "equipment_of_other_kind"
    floor.tell(subjects.equipment("TANK-1"), eq.EquipmentHeld("TANK-1", "smell"))
    assert code(floor.correct(TANK, equipment="TANK-1")) == ""
    assert ("corrected_to_blocked", "critical") in floor.raised()


# Balances


def test_a_balance_out_of_range_or_too_coarse_for_the_weight_is_blocked() -> None:
    floor = ready()
    needs = eq.Needs(capacity="6", minimum="0.020", resolution="0.001", unit="kg")
    floor.machine("BAL-2", "balance", needs)
    source = {**BALANCE, "device": "BAL-2"}
    assert code(floor.weigh(net="6.001", source=source)) == "balance_out_of_range"
    assert code(floor.weigh(net="0.019", source=source)) == "balance_too_coarse"
    assert code(floor.weigh(net="6.000", source=source)) == ""
    grams = c.RecordValue(BATCH, MASS, {"number": "19.99"}, source=source)
    assert code(floor.do(grams, "olga")) == "balance_too_coarse"  # 19.99 g


def test_a_balance_that_was_not_checked_today_is_blocked() -> None:
    floor = ready()
    floor.machine("BAL-2", "balance", eq.Needs(checks=(eq.CheckLimit("50 g", "g", "49.99", "50.01"),)))
    source = {**BALANCE, "device": "BAL-2"}
    assert code(floor.weigh(net="1.000", source=source)) == "daily_check_missing"
    floor.tell(subjects.equipment("BAL-2"), eq.DailyChecked("BAL-2", (("50 g", "50.00"),), "pass"))
    assert code(floor.weigh(net="1.000", source=source)) == ""
    floor.wait(hours=24)
    assert code(floor.weigh(net="1.000", source=source)) == "daily_check_missing"


def test_a_reading_of_the_wrong_class_or_of_no_device_is_blocked() -> None:
    floor = ready()
    assert code(floor.weigh(net="1.000", source={**BALANCE, "device": "T-1"})) == "equipment_of_other_kind"
    assert code(floor.weigh(net="1.000", source={**BALANCE, "device": ""})) == "device_unnamed"
    assert code(floor.weigh(net="1.000", source={**BALANCE, "device": "BAL-9"})) == "equipment_unknown"


def test_every_balance_of_a_row_is_checked_also_beside_a_typed_weight() -> None:
    floor = ready()
    floor.machine("BAL-2", "balance", CALIBRATED, calibrated="2026-05-01")
    row = {"lot": "L-1", "container": "1", "gross": "5.000", "tare": "0.500"}
    two = {**BALANCE, "device_tare": "BAL-2"}
    assert code(floor.do(c.RecordValue(BATCH, SALT, row, source=two), "olga")) == "calibration_overdue"
    typed = {"how": "typed", "device": "BAL-2"}
    assert code(floor.do(c.RecordValue(BATCH, SALT, row, source=typed), "olga")) == "calibration_overdue"


def test_a_reading_holds_the_balance_until_its_step_is_signed() -> None:
    floor = ready()
    floor.weigh(net="1.000")
    assert floor.machine_state("BAL-1").batches == (BATCH,)
    at_fill(floor)
    assert floor.machine_state("BAL-1").batches == ()
    assert floor.machine_state("TANK-1").batches == (BATCH,)
    assert floor.status(FILL) == "open"


def test_a_calibration_that_ends_in_the_middle_of_a_batch_is_an_exception_at_the_next_use() -> None:
    floor = Gated()
    floor.usual().machine("BAL-2", "balance", CALIBRATED, calibrated="2026-05-04")
    floor.issue()
    source = {**BALANCE, "device": "BAL-2"}
    floor.wait(hours=15, minutes=59, seconds=59)
    assert code(floor.weigh(net="1.000", source=source)) == ""
    floor.wait(seconds=1)
    assert code(floor.weigh(net="1.000", source=source)) == "calibration_overdue"
    assert code(floor.weigh(net="1.000", source=source)) == "calibration_overdue"
    assert floor.raised() == [("calibration_lapsed", "major")]
    assert code(floor.accept(SALT, 1, "quinn", item=2)) == "attempt_never_stands"


def test_a_calibration_that_ended_during_the_use_is_said_at_the_end_at_the_latest() -> None:
    floor = Gated()
    floor.usual().machine("TANK-3", "vessel", CALIBRATED, calibrated="2026-05-04")
    floor.issue()
    floor.use(TANK, equipment="TANK-3")
    floor.wait(hours=30)
    floor.done(c.AbortBatch(BATCH, "late"), "quinn")
    assert floor.raised() == [("calibration_lapsed", "major")]


# Training


def test_who_is_not_trained_records_starts_and_signs_nothing_in_the_step() -> None:
    floor = ready()
    floor.tell(subjects.training("olga"), tr.TrainingWithdrawn("olga", "SOP-2", "moved"))
    decision = floor.weigh(net="1.000")
    assert code(decision) == "training_missing"
    assert decision.refusal is not None
    assert (decision.refusal.params["task"], decision.refusal.params["version"]) == ("SOP-2", "3")
    assert floor.whys(SALT) == ["training_missing"]
    assert code(floor.do(c.StartTimer(BATCH, STANDING), "olga")) == "training_missing"
    assert floor.whys(STANDING) == ["training_missing"]
    assert code(floor.weigh("otto", net="1.000")) == ""


def test_who_signs_for_a_step_is_trained_for_it() -> None:
    floor = ready()
    floor.use(TANK, equipment="TANK-1")
    floor.do(c.RecordValue(BATCH, MASS, {"number": "5.00"}), "olga")  # by hand: asks for a second person
    floor.tell(subjects.training("otto"), tr.TrainingWithdrawn("otto", "SOP-1", "moved"))
    assert code(floor.sign(MASS, "verified", "otto")) == "training_missing"
    assert code(floor.sign(MASS, "verified", "oona")) == ""


def test_reading_without_the_confirmation_of_a_trainer_is_not_enough() -> None:
    floor = ready()
    floor.tell(subjects.training("olga"), tr.TrainingWithdrawn("olga", "SOP-1", "moved"))
    floor.trained("olga", confirmed=False)
    refusal = floor.weigh(net="1.000").refusal
    assert refusal is not None
    assert (refusal.code, refusal.params["missing"]) == ("training_missing", "confirmed")


def test_a_task_that_nobody_keeps_is_done_by_everybody_unless_training_is_kept() -> None:
    floor = Gated({}).lot().machine("BAL-1", "balance")
    floor.issue()
    assert code(floor.weigh(net="1.000")) == ""
    kept = Gated({"training_kept": "yes"}).lot().machine("BAL-1", "balance")
    kept.issue()
    assert code(kept.weigh(net="1.000")) == "task_unknown"


# What the record says of it later


def test_the_record_keeps_what_was_known_when_it_was_used() -> None:
    floor = ready()
    floor.machine("TANK-3", "vessel", eq.Needs(cleaning=True))
    floor.tell(subjects.equipment("TANK-3"), eq.EquipmentCleaned("TANK-3", "SOP-C", "otto"))
    forged = {**BALANCE, "lot_status": "golden"}  # nobody but the rules writes this part
    floor.do(c.RecordValue(BATCH, SALT, {"lot": "L-1", "container": "1", "net": "5.000"}, source=forged), "olga")
    row = floor.state.slot(SALT).rows[1]
    assert (row.source["lot_status"], row.source["calibration_due"]) == ("released", "2026-12-31")
    floor.use(TANK, equipment="TANK-3")
    assert floor.state.slot(TANK).rows[1].source["equipment_status"] == "clean"
    floor.tell(subjects.lot("L-1"), m.LotRejected("L-1", "glass"))
    assert floor.state.slot(SALT).rows[1].source["lot_status"] == "released"
