"""The instructions of a running batch change by quality's signature, never where something was done (211.100, 211.115)."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from ebr.domain import subjects
from ebr.domain.batch import commands as c
from ebr.domain.batch import rules
from ebr.domain.batch.events import BatchAmended, StepSigned
from ebr.domain.batch.rules.amending import blocks_for
from ebr.domain.batch.rules.weakness import undecided
from ebr.domain.batch.state.plan import prepared
from ebr.domain.decision import Draft
from ebr.domain.mbr.model import SEQUENCE, Flow, Limits, Mbr, Phase, Series, Slot
from tests.domain.batch_apart import WEIGHED, Station, apart, meet, two
from tests.domain.batch_floor import BATCH, Floor, example
from tests.domain.batch_small import at_step
from tests.domain.batch_walk import Walk
from tests.domain.mbr_amended import REWORK, behind, phases, step, tighter


def amend(floor: Floor, new: Mbr, kind: str = "safety", who: str = "quinn", reason: str = "supplier's alert") -> str:
    assert floor.state.plan is not None
    return floor.refused(c.AmendBatch(BATCH, kind, blocks_for(floor.state.plan.mbr, new), reason), who)


@pytest.fixture
def rub() -> Floor:
    """A hand rub whose first step is done."""
    floor = Floor(example("handrub_f1")).issue()
    walk = Walk(floor)
    walk._step()
    walk._step()
    assert floor.status("preparation/prep_start/prep_clear") == "done"
    return floor


def plan_of(floor: Floor) -> Mbr:
    assert floor.state.plan is not None
    return floor.state.plan.mbr


def test_a_limit_of_a_step_to_come_is_tightened_and_holds_at_once(rub: Floor) -> None:
    assert amend(rub, tighter(plan_of(rub), "bulk_temp", "28.0")) == ""
    amended = next(slot for _, slot in plan_of(rub).slots() if slot.id == "bulk_temp")
    assert amended.limits.high == "28.0"
    (one,) = rub.state.amendments
    assert (one.event.number, one.phases) == (1, {"alcohol_check"})
    assert rub.state.issued is not None
    assert prepared(rub.state.issued.document).mbr != plan_of(rub), "what was issued stays as it was"


def test_every_amendment_is_an_exception_and_its_signature_shows_each_leaf(rub: Floor) -> None:
    amend(rub, tighter(plan_of(rub), "bulk_temp", "28.0"))
    (found,) = [x for x in rub.state.exceptions.values() if x.rule == "amended"]
    assert (found.severity, found.where, found.open) == ("critical", "", True)
    assert found.params["steps"] == "4.1 Alcohol after mixing"
    (signature,) = [one for one in rub.state.signatures if one.meaning == "amended"]
    changes = json.loads(signature.signed.document)["changes"]
    assert [line[0] for line in changes] == ["phase/alcohol_check/slots/bulk_temp/limits/high"]
    assert changes[0][2] == "28.0"


def test_what_is_signed_later_names_the_instructions_in_force(rub: Floor) -> None:
    amend(rub, tighter(plan_of(rub), "bulk_temp", "28.0"))
    rub.wait(minutes=1)
    walk = Walk(rub)
    walk._step()
    last = [one for one in rub.state.signatures if one.meaning == "performed"][-1]
    assert json.loads(last.signed.document)["amended"] == rub.state.amendments[0].event.hash


def test_a_rework_step_behind_one_that_is_done_is_to_be_done_and_the_batch_waits_for_it(rub: Floor) -> None:
    Walk(rub).run()
    assert amend(rub, behind(plan_of(rub), "mix", REWORK), "rework") == ""
    address = rub.at("mix_again")
    assert rub.status(address) == "open"
    assert rub.refused(c.CompleteBatch(BATCH), "sven") == "steps_open"
    rub.record(f"{address}/mixed_again", check="yes")
    assert rub.sign(address, "performed", "olga").refusal is None
    assert rub.wait(minutes=1).sign(address, "verified", "sven").refusal is None
    again = [one for one in rub.state.signatures if not one.valid]
    assert {one.void_by for one in again} == {address}, "who signed for the whole has not seen the new step"
    assert rub.refused(c.CompleteBatch(BATCH), "sven") == "steps_open"
    for one in again:
        assert rub.sign(one.scope, one.meaning, one.signed.person).refusal is None
    assert rub.refused(c.CompleteBatch(BATCH), "sven") == ""
    assert rub.refolded() == rub.state


LOOK = Slot("looked", "check", "Looked at")


def extra(*slots: Slot, flow: Flow = SEQUENCE) -> Phase:
    return Phase("extra_look", "Look once more", "Look.", slots, flow=flow)


def test_what_a_new_step_computes_from_what_stands_is_there_at_once_and_within_limits_or_an_exception() -> None:
    floor = at_step("figures")
    triple = Slot("triple", "calculation", "Triple", unit="g", decimals=1, formula="mass * 3", limits=Limits(high="4"))
    rest = Slot("rest", "calculation", "Rest", unit="g", decimals=1, formula="triple - mass")
    assert amend(floor, behind(plan_of(floor), "measure", extra(LOOK, triple, rest)), "rework") == ""
    assert (floor.value(floor.at("triple")), floor.value(floor.at("rest"))) == ("30.0", "20.0")
    assert [x.where for x in floor.state.exceptions.values() if x.rule == "computed_out_of_limit"] == [
        floor.at("triple")
    ]
    floor.record(floor.at("looked"), check="yes")
    assert floor.sign(floor.at("extra_look"), "performed", "olga").refusal is None
    assert floor.status(floor.at("extra_look")) == "done"


def test_what_is_computed_beforehand_does_not_begin_a_step_and_is_computed_anew() -> None:
    floor = at_step("figures")
    triple = Slot("triple", "calculation", "Triple", unit="g", decimals=1, formula="mass * 3")
    assert amend(floor, behind(plan_of(floor), "measure", extra(LOOK, triple)), "rework") == ""
    other = replace(triple, formula="mass * 4")
    assert amend(floor, step(plan_of(floor), "extra_look", slots=(LOOK, other)), "rework") == ""
    assert floor.value(floor.at("triple")) == "40.0"
    typed = Slot("triple", "number", "Triple", unit="g", decimals=1)
    assert amend(floor, step(plan_of(floor), "extra_look", slots=(LOOK, typed)), "rework") == "amend_begun"
    assert floor.refolded() == floor.state


@pytest.mark.parametrize(
    "step_",
    [
        extra(LOOK, Slot("late_timer", "timer", "Timer", unit="min", starts="press_begin", stops="looked")),
        extra(LOOK, Slot("late_timer", "timer", "Timer", unit="min", stops="press_begin")),
        extra(LOOK, flow=Flow(series=Series("press", 15, 3, 4))),
    ],
    ids=["timer that would have started", "timer that would have ended", "series beside a step that is done"],
)
def test_what_would_wait_for_ever_for_something_that_is_over_is_refused(step_: Phase) -> None:
    floor = at_step("figures")
    assert amend(floor, behind(plan_of(floor), "checks", step_), "rework") == "amend_too_late"


def test_room_and_note_of_what_has_begun_stand() -> None:
    floor = at_step("figures")
    mbr = plan_of(floor)
    make, finish = mbr.procedure
    assert amend(floor, replace(mbr, procedure=(replace(make, room="R-9"), finish))) == "amend_begun"
    assert amend(floor, replace(mbr, procedure=(make, replace(finish, room="R-9")))) == ""


def test_who_amends_does_not_review(rub: Floor) -> None:
    amend(rub, tighter(plan_of(rub), "bulk_temp", "28.0"))
    Walk(rub).run()
    rub.done(c.CompleteBatch(BATCH), "sven")
    assert rub.refused(c.ReviewBatch(BATCH), "quinn") == "not_independent"
    assert rub.refused(c.ReviewBatch(BATCH), "quita") == "exception_open"


def gone(mbr: Mbr, name: str) -> Mbr:
    return phases(mbr, lambda op: tuple(p for p in op.phases if p.id != name))


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (lambda mbr: mbr, "amend_nothing"),
        (lambda mbr: replace(mbr, header=replace(mbr.header, strength="Ethanol 70 % v/v")), "amend_header"),
        (lambda mbr: replace(mbr, materials=mbr.materials[1:]), "amend_fixed"),
        (lambda mbr: replace(mbr, equipment=mbr.equipment[:-1]), "amend_fixed"),
        (lambda mbr: gone(mbr, "mix"), "amend_removes"),
        (lambda mbr: replace(mbr, procedure=mbr.procedure[::-1]), "amend_removes"),
        (lambda mbr: phases(mbr, lambda op: op.phases[::-1]), "amend_removes"),
        (lambda mbr: step(mbr, "prep_clear", instruction="Another instruction."), "amend_begun"),
        (lambda mbr: tighter(mbr, "bulk_temp", "no_such_entry * 2"), "mbr_has_errors"),
    ],
)
def test_what_stands_while_the_batch_runs(rub: Floor, change: Callable[[Mbr], Mbr], refusal: str) -> None:
    before = rub.state.document
    assert amend(rub, change(plan_of(rub))) == refusal
    assert (rub.state.document, rub.state.amendments) == (before, ())


def test_only_quality_amends_with_a_reason_while_the_batch_runs(rub: Floor) -> None:
    new = tighter(plan_of(rub), "bulk_temp", "28.0")
    assert amend(rub, new, who="sven") == "right_missing"
    assert amend(rub, new, reason=" ") == "reason_missing"
    assert amend(rub, new, kind="wish") == "amend_kind"
    rub.done(c.HoldBatch(BATCH, "smell"), "sven")
    assert amend(rub, new) == "batch_held"


def test_blocks_that_are_no_document_change_nothing(rub: Floor) -> None:
    for blocks in ({"phase/mix": "{"}, {"phase/mix": '{"id":"mix"}'}, {"procedure": "7"}):
        assert rub.refused(c.AmendBatch(BATCH, "safety", blocks, "alert"), "quinn") == "mbr_document"
    assert rub.state.amendments == ()


def test_the_sheet_of_an_amendment_is_made_again_from_the_record(rub: Floor) -> None:
    before = rub.state
    document = before.document
    amend(rub, tighter(plan_of(rub), "bulk_temp", "28.0"))
    event = rub.state.amendments[0].event
    rub.state.amendments, rub.state.document = (), document
    rub.state.plan = prepared(document)
    again = rules.sheet(rub.state, dataclasses.replace(event, signed=None))
    assert again is not None
    assert event.signed is not None
    assert again.document == json.loads(event.signed.document)


# -- on two stations (floor-rules 2)


def amended_apart(station: Station, high: str, who: str) -> None:
    """Write an amendment as it would come from a station, its limit as the reason."""
    blocks = blocks_for(apart(), tighter(apart(), "sugar", high))
    station.write((Draft(subjects.batch(BATCH), BatchAmended(BATCH, 1, "safety", blocks, "0" * 64, high)),), who)


def test_what_another_station_recorded_in_an_amended_step_without_knowing_waits_for_quality() -> None:
    office, room = two()
    office.give("weigh", room)
    meet(office, room)
    amended_apart(office, "3.0", "quinn")
    room.number(f"{WEIGHED}/sugar", "5.0")
    meet(office, room)
    assert [one.code for one in undecided(office.state, office.facts)] == ["unaware"]
    assert undecided(office.state, office.facts)[0].params["what"] == "amendment"
    assert office.state.document == room.state.document


def test_what_was_recorded_in_other_steps_is_no_concern_of_an_amendment() -> None:
    office, room = two()
    office.give("mix", room)
    meet(office, room)
    amended_apart(office, "3.0", "quinn")
    room.number("mix/mixing/second/water", "5.0")
    meet(office, room)
    assert undecided(office.state, office.facts) == []


def test_two_amendments_apart_are_shown_side_by_side_and_quality_says_which_stands() -> None:
    office, room = two()
    amended_apart(office, "3.0", "quinn")
    amended_apart(room, "4.0", "quinn")
    meet(office, room)
    (contest,) = office.state.open_contests()
    assert (contest.where, len(contest.sides)) == ("#amended", 2)
    assert office.refused(c.AmendBatch(BATCH, "safety", {}, "alert"), "quinn") != ""
    kept = next(one for one in contest.sides if one.says["reason"] == "4.0")
    assert office.resolve("#amended", 0, kept.stamp.hash).refusal is None
    meet(office, room)
    in_force = hashlib.sha256(office.state.document.encode()).hexdigest()
    hold = rules.sheet(office.state, StepSigned(BATCH, WEIGHED, "performed"))
    assert hold is not None
    assert hold.document["amended"] == in_force, "never that of the one quality dropped"
    for station in (office, room):
        sugar = next(slot for _, slot in plan_of(station).slots() if slot.id == "sugar")
        assert sugar.limits.high == "4.0"
