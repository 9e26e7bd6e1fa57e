"""What a batch used and should not have, as came to light when logs met; facts that are too old (floor-rules 19; features.md, traps 2 and 3)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ebr.domain import subjects
from ebr.domain.batch import commands as c
from ebr.domain.batch.rules import weakness
from ebr.domain.equipment import events as eq
from ebr.domain.material import events as m
from ebr.domain.training import events as tr
from tests.domain.batch_floor import BATCH, code
from tests.domain.batch_gated import SALT, TANK, Gated, ready

OTHER = ("B-9", "a/b/c/d", "1", "S9")


def weak(floor: Gated) -> list[tuple[str, bool]]:
    facts = weakness.facts_of(floor.state, floor.facts.get)
    return [(one.code, one.blocking) for one in weakness.weaknesses(floor.state, facts)]


def earlier(floor: Gated, subject: str, event: object) -> None:
    """Something written on another station half an hour before the use here, and heard of now."""
    now, floor.passed = floor.passed, floor.passed - timedelta(minutes=30)
    floor.tell(subject, event)
    floor.passed = now


def used() -> Gated:
    floor = ready()
    floor.wait(hours=1)
    floor.use(TANK, equipment="TANK-1")
    floor.weigh(net="5.000")
    assert weak(floor) == []
    return floor


@pytest.mark.parametrize("event", [m.LotRejected("L-1", "glass"), m.LotQuarantined("L-1", "complaint")])
def test_a_lot_that_was_not_good_any_more_as_another_station_knew_blocks_release(event: object) -> None:
    floor = used()
    earlier(floor, subjects.lot("L-1"), event)
    ((found, blocking),) = weak(floor)
    assert (found, blocking) == ("lot_rejected" if isinstance(event, m.LotRejected) else "lot_quarantined", True)
    facts = weakness.facts_of(floor.state, floor.facts.get)
    (one,) = weakness.weaknesses(floor.state, facts)
    assert one.params["when"] == "before"


def test_a_lot_that_is_rejected_after_its_use_is_named_too() -> None:
    floor = used().wait(hours=1)
    floor.tell(subjects.lot("L-1"), m.LotRejected("L-1", "glass"))
    (one,) = weakness.weaknesses(floor.state, weakness.facts_of(floor.state, floor.facts.get))
    assert (one.code, one.params["when"], one.blocking) == ("lot_rejected", "since", True)


def test_a_lot_that_two_stations_drew_empty_is_an_exception_at_the_merge() -> None:
    floor = used()
    earlier(floor, subjects.lot("L-1"), m.LotUsed("L-1", "1", "8.000", "kg", *OTHER))
    assert weak(floor) == [("lot_overdrawn", True)]


def test_what_somebody_documented_as_overdrawn_is_not_said_again() -> None:
    floor = ready()
    floor.weigh(net="12.500")
    floor.accept(SALT)
    assert weak(floor) == []


def test_a_supplier_that_was_disqualified_before_blocks_and_one_after_does_not() -> None:
    floor = used()
    disqualified = m.SupplierStatusSet("SUP-1", "disqualified", "fraud")
    earlier(floor, subjects.supplier("SUP-1"), disqualified)
    assert weak(floor) == [("supplier_disqualified", True)]
    later = used().wait(hours=1)
    later.tell(subjects.supplier("SUP-1"), disqualified)
    assert weak(later) == []


def test_a_calibration_that_fails_since_touches_the_batch() -> None:
    floor = used().wait(hours=5)
    floor.tell(subjects.equipment("BAL-1"), eq.EquipmentCalibrated("BAL-1", "fail", "2 % off", "C-2"))
    assert weak(floor) == [("calibration_failed", True)]
    floor.tell(subjects.equipment("BAL-1"), eq.EquipmentCalibrated("BAL-1", "pass", "ok", "C-3", "2027-01-01"))
    assert weak(floor) == [("calibration_failed", True)]  # it does not go away by a good one


def test_a_failure_before_the_last_good_calibration_does_not_touch_it() -> None:
    floor = ready()
    floor.tell(subjects.equipment("BAL-1"), eq.EquipmentCalibrated("BAL-1", "fail", "2 % off", "C-2"))
    floor.tell(subjects.equipment("BAL-1"), eq.ReturnedToService("BAL-1", "mended"))
    floor.tell(subjects.equipment("BAL-1"), eq.EquipmentCalibrated("BAL-1", "pass", "ok", "C-3", "2027-01-01"))
    floor.wait(hours=1)
    floor.weigh(net="5.000")
    assert weak(floor) == []


def test_equipment_that_was_stopped_before_is_named() -> None:
    floor = used()
    earlier(floor, subjects.equipment("TANK-1"), eq.EquipmentHeld("TANK-1", "smell"))
    assert weak(floor) == [("equipment_stopped", False)]


def test_training_that_was_withdrawn_before_is_named_and_withdrawn_after_is_not() -> None:
    floor = used()
    earlier(floor, subjects.training("olga"), tr.TrainingWithdrawn("olga", "SOP-1", "moved"))
    assert weak(floor) == [("training_withdrawn", False)]
    later = used().wait(hours=1)
    later.tell(subjects.training("olga"), tr.TrainingWithdrawn("olga", "SOP-1", "moved"))
    assert weak(later) == []


def test_the_review_waits_for_quality_to_decide_about_a_rejected_lot() -> None:
    floor = used()
    earlier(floor, subjects.lot("L-1"), m.LotRejected("L-1", "glass"))
    floor.done(c.AbortBatch(BATCH, "glass"), "quinn")
    assert floor.refused(c.ReviewBatch(BATCH), "quita") == "weakness_undecided"
    (name,) = [one.name for one in weakness.weaknesses(floor.state, weakness.facts_of(floor.state, floor.facts.get))]
    floor.done(c.DecideWeakness(BATCH, name, "the batch is destroyed"), "quinn")
    assert floor.refused(c.ReviewBatch(BATCH), "quita") != "weakness_undecided"


# Facts that are too old


def test_a_lot_known_too_long_ago_is_used_by_quality_s_exception_only() -> None:
    floor = ready().leased(lots=3)
    floor.wait(hours=71)
    assert code(floor.weigh(net="1.000")) == ""
    floor.wait(hours=2)
    assert code(floor.weigh(net="1.000")) == "lot_stale"
    assert code(floor.accept(SALT, 1, "sven", item=2)) == "right_missing"
    assert code(floor.accept(SALT, 1, "quinn", item=2)) == ""
    assert str(floor.lot_state().left) == "18.000"


def test_a_rejected_lot_is_never_used_on_old_facts_either() -> None:
    floor = ready().leased(lots=3)
    floor.tell(subjects.lot("L-1"), m.LotRejected("L-1", "glass"))
    floor.wait(hours=80)
    assert code(floor.weigh(net="1.000")) == "lot_rejected"
    assert code(floor.accept(SALT, 1, "quinn")) == "attempt_never_stands"


def test_equipment_known_too_long_ago_is_used_by_a_supervisor_s_exception() -> None:
    floor = ready().leased(equipment=7)
    floor.wait(hours=24 * 8)
    assert code(floor.use(TANK, equipment="TANK-1")) == "equipment_stale"
    assert code(floor.accept(TANK, 1, "olga")) == "right_missing"
    assert code(floor.accept(TANK, 1, "sven")) == ""
    assert floor.machine_state("TANK-1").batches == (BATCH,)


def test_where_nothing_is_registered_old_facts_are_no_matter() -> None:
    floor = Gated({})
    floor.issue()
    floor.leased(lots=1).wait(hours=48)
    assert code(floor.weigh(net="1.000", potency="99.0", lod="0.5")) == ""
