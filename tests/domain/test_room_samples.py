"""Samples of a room without a batch: limits first, then taken, incubated, read, checked; what they say about batches.

EU GMP annex 1, 9.12 to 9.31; 21 CFR 211.42(c)(10)(iv); floor-rules 14.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from ebr.domain import subjects
from ebr.domain.batch.rules import weakness
from ebr.domain.decision import Decision
from ebr.domain.equipment import events as eq
from ebr.domain.equipment.state.environment import in_doubt, readings
from ebr.domain.sample import commands as s
from ebr.domain.sample import events as e
from ebr.domain.sample import rules
from ebr.domain.sample.state import SampleState, stages
from ebr.wording import refusal_words
from ebr.wording.rules import record_weakness_words
from tests.domain.batch_floor import BATCH, actor, code
from tests.domain.batch_gated import Gated
from tests.domain.sampled import BULK, Sampled
from tests.domain.test_batch_rooms import ROOM, TANK, Roomed, begun

ROOM_CODE = "C-05"
WHY = {"investigation": "DEV-26-007", "reason": "A glove was torn; the room was sanitised again"}


def of(floor: Gated, number: str = "E-1") -> SampleState:
    found = floor.states.get(subjects.sample(number)) or SampleState(number)
    assert isinstance(found, SampleState)
    return found


def ask(floor: Gated, command: s.ReadRoomSample | object, who: str) -> Decision:
    """Ask the rules of samples with what they name, and write what they answer."""
    state, asker = of(floor, command.sample), actor(who)
    named = [*rules.needs(command, state), *rules.further(command, state, {}, asker)]
    facts = {root: floor.facts[root] for root in named if root in floor.facts}
    decision = rules.decide(state, facts, command, asker, floor.now())
    for draft in decision.drafts:
        sheet = rules.sheet(state, draft.event)
        signed = bool(rules.signer(command, asker)[0]) and draft.subject.startswith("sample/")
        assert (sheet is not None) == signed
        floor.tell(draft.subject, draft.event, who)
    return decision


def done(floor: Gated, command: object, who: str) -> Decision:
    decision = ask(floor, command, who)
    assert code(decision) == ""
    return decision


def plan(**changes: str) -> s.PlanRoomSample:
    first = s.PlanRoomSample("E-1", ROOM_CODE, "settle", "By the door", "5", "3")
    return replace(first, **changes)


def site(policy: dict[str, str] | None = None) -> Roomed:
    return Roomed(policy=policy).room()


def taken(floor: Roomed, number: str = "E-1", kind: str = "settle", place: str = "By the door") -> Roomed:
    done(floor, plan(sample=number, kind=kind, place=place), "lena")
    done(floor, s.TakeRoomSample(number, "in_operation"), "olga")
    if kind == "settle":
        done(floor, s.BeginExposure(number, place), "olga")
        floor.wait(hours=1)
        done(floor, s.EndExposure(number), "olga")
    return floor


def incubated(floor: Roomed, number: str = "E-1", **how: str) -> Roomed:
    taken(floor, number, **how)
    done(floor, s.ReceiveSample(number, "Laboratory"), "lena")
    done(floor, s.IncubateSample(number, "Incubator 2", "20 to 25 °C", 72), "lena")
    floor.wait(hours=72)
    return floor


def shown(floor: Roomed, count: str, number: str = "E-1", **how: str) -> Roomed:
    incubated(floor, number, **how)
    done(floor, s.ReadRoomSample(number, count), "lena")
    return floor


def weak(floor: Gated) -> list[str]:
    facts = weakness.facts_of(floor.state, floor.facts.get)
    return [one.code for one in weakness.weaknesses(floor.state, facts)]


# The course


def test_a_sample_of_a_room_goes_its_way_without_any_batch() -> None:
    floor = site()
    done(floor, plan(on=floor.now().wall[:10]), "sven")
    assert (of(floor).room, of(floor).batch, stages(of(floor))) == (ROOM_CODE, "", ("take",))
    taken(floor, "E-2")
    assert stages(of(floor, "E-2")) == ("receive",)
    done(floor, s.ReceiveSample("E-2", "Laboratory"), "lena")
    assert stages(of(floor, "E-2")) == ("incubate",)
    done(floor, s.IncubateSample("E-2", "Incubator 2", "20 to 25 °C", 72), "lena")
    assert stages(of(floor, "E-2")) == ("test",)
    floor.wait(hours=72)
    answer = done(floor, s.ReadRoomSample("E-2", "2", "Micrococcus"), "lena").answer
    assert answer["verdict"] == "in"
    assert stages(of(floor, "E-2")) == ("check",)
    entry = of(floor, "E-2").reading.entry
    done(floor, s.CheckRoomResult("E-2", entry), "luis")
    assert (of(floor, "E-2").status, stages(of(floor, "E-2"))) == ("tested", ())
    (read,) = readings(floor.machine_state(ROOM_CODE))
    assert (read.event.sample, read.event.value, read.event.limit, read.event.verdict) == ("E-2", "2", "5", "in")
    assert floor.machine_state(ROOM_CODE).log[-1].what == "environment_in"


@pytest.mark.parametrize(
    ("count", "verdict"), [("0", "in"), ("3", "in"), ("4", "alert"), ("5", "alert"), ("6", "out"), ("99999", "out")]
)
def test_a_count_at_its_limit_is_inside(count: str, verdict: str) -> None:
    assert of(shown(site(), count)).reading.verdict == verdict


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"action": "6"}, "room_limit_wide"),  # grade B: 5 on a settle plate
        ({"kind": "air", "action": "11"}, "room_limit_wide"),
        ({"kind": "surface", "action": "6"}, "room_limit_wide"),
        ({"alert": "6"}, "room_limit_order"),
        ({"action": "-1"}, "room_count"),
        ({"action": "1.5"}, "room_count"),
        ({"action": ""}, "room_count"),
        ({"alert": "few"}, "room_count"),
        ({"room": "Z-9"}, "sample_room_unknown"),
        ({"room": "TANK-1"}, "sample_room_unknown"),
        ({"kind": "rinse"}, "sample_text"),
        ({"place": " "}, "sample_text"),
        ({"sample": " E 1 "}, "sample_number"),
        ({"on": "2020-01-01"}, "sample_day_over"),
        ({"alert": ""}, ""),
        ({"room": "c-05"}, ""),
    ],
)
def test_what_a_plan_has_to_say(changes: dict[str, str], why: str) -> None:
    floor = site()
    floor.machine("TANK-1", "vessel")
    decision = ask(floor, plan(**changes), "lena")
    assert code(decision) == why
    assert why == "" or refusal_words(decision.refusal) != why


def test_grade_a_knows_no_growth() -> None:
    floor = Roomed().room(needs=replace(ROOM, grade="A"))
    assert code(ask(floor, plan(action="1", alert=""), "lena")) == "room_limit_wide"
    done(floor, plan(action="0", alert=""), "lena")


def test_a_number_is_one_samples_alone_whoever_has_it() -> None:
    floor = begun()
    done(floor, plan(), "lena")
    assert code(ask(floor, plan(), "sven")) == "sample_known_of_room"
    assert code(ask(floor, s.PlanSample("E-1", BATCH, "bulk", "Bulk"), "lena")) == "sample_known_of_room"
    done(floor, s.PlanSample("S-1", BATCH, "bulk", "Bulk"), "lena")
    assert code(ask(floor, plan(sample="S-1"), "lena")) == "sample_known"
    assert code(ask(floor, s.TakeRoomSample("S-1", "at_rest"), "olga")) == "sample_of_batch"


def test_nothing_is_skipped_on_the_way_to_the_result() -> None:
    floor = site()
    read = s.ReadRoomSample("E-1", "0")
    assert code(ask(floor, read, "lena")) == "sample_not_known"
    done(floor, plan(), "lena")
    assert code(ask(floor, read, "lena")) == "room_not_taken"
    assert code(ask(floor, s.BeginExposure("E-1", "x"), "olga")) == "room_not_taken"
    assert code(ask(floor, s.TakeRoomSample("E-1", "asleep"), "olga")) == "sample_text"
    done(floor, s.TakeRoomSample("E-1", "at_rest"), "olga")
    assert code(ask(floor, s.TakeRoomSample("E-1", "at_rest"), "olga")) == "room_taken_already"
    assert code(ask(floor, read, "lena")) == "sample_not_received"
    assert code(ask(floor, s.IncubateSample("E-1", "I", "x", 72), "lena")) == "sample_not_received"
    done(floor, s.ReceiveSample("E-1", "Laboratory"), "lena")
    assert code(ask(floor, read, "lena")) == "room_not_opened"
    floor = taken(site())
    done(floor, s.ReceiveSample("E-1", "Laboratory"), "lena")
    assert code(ask(floor, read, "lena")) == "room_not_incubated"
    assert code(ask(floor, s.IncubateSample("E-1", "I", "x", 0), "lena")) == "room_hours"
    done(floor, s.IncubateSample("E-1", "Incubator 2", "20 to 25 °C", 72), "lena")
    floor.wait(hours=71)
    assert code(ask(floor, read, "lena")) == "room_incubating"
    done(floor, s.IncubateSample("E-1", "Incubator 3", "30 to 35 °C", 48), "lena")
    floor.wait(hours=48)
    assert code(ask(floor, s.ReadRoomSample("E-1", "two"), "lena")) == "room_count"
    done(floor, read, "lena")
    assert code(ask(floor, s.IncubateSample("E-1", "I", "x", 24), "lena")) == "room_read_already"


def test_an_air_sample_is_no_plate_that_is_opened() -> None:
    assert of(shown(site(), "0", kind="air")).reading.unit == "CFU/m3"


def test_what_arrived_unfit_is_not_read() -> None:
    floor = taken(site())
    done(floor, s.ReceiveSample("E-1", "Laboratory", "Lid broken", fit=False), "lena")
    assert code(ask(floor, s.IncubateSample("E-1", "I", "x", 72), "lena")) == "sample_unfit"


def test_who_takes_and_reads_is_trained_in_the_procedures_of_the_plan() -> None:
    floor = site()
    floor.task("SOP-EM")
    done(floor, plan(sop="SOP-EM"), "lena")
    take = s.TakeRoomSample("E-1", "at_rest")
    assert code(ask(floor, take, "olga")) == "training_missing"
    floor.trained("olga", task="SOP-EM")
    done(floor, take, "olga")
    done(floor, s.ReceiveSample("E-1", "Laboratory"), "lena")
    assert code(ask(floor, s.IncubateSample("E-1", "I", "x", 72), "lena")) == "training_missing"
    unknown = Roomed(policy={"training_kept": "yes"}).room()
    done(unknown, plan(sop="SOP-9"), "lena")
    assert code(ask(unknown, take, "olga")) == "task_unknown"
    free = Roomed(policy={"training_kept": "no"}).room()
    done(free, plan(sop="SOP-9"), "lena")
    done(free, take, "olga")


# Results that stand, and those that do not


def test_a_typing_error_is_put_right_by_the_next_reading_before_anybody_checked_it() -> None:
    floor = shown(site(), "2")
    again = s.ReadRoomSample("E-1", "3")
    assert code(ask(floor, again, "lena")) == "sample_text"
    done(floor, replace(again, reason="Typing error"), "lena")
    assert [(one.shown, one.stands) for one in of(floor).results] == [("2", False), ("3", True)]
    (read,) = readings(floor.machine_state(ROOM_CODE))
    assert read.event.value == "3"


@pytest.mark.parametrize("count", ["2", "9"])
def test_a_result_that_is_checked_or_out_is_never_typed_over(count: str) -> None:
    floor = shown(site(), count)
    again = s.ReadRoomSample("E-1", "0", reason="Typing error")
    if count == "2":
        done(floor, s.CheckRoomResult("E-1", of(floor).reading.entry), "luis")
    assert code(ask(floor, again, "lena")) == "room_needs_investigation"
    done(floor, s.InvalidateResult("E-1", of(floor).reading.entry, **WHY), "quinn")
    assert of(floor).reading is None
    assert [one.event.verdict for one in readings(floor.machine_state(ROOM_CODE))] == [""]
    done(floor, replace(again, reason="Read again from the photograph"), "luis")
    assert [one.event.value for one in readings(floor.machine_state(ROOM_CODE))] == ["0"]


def test_nobody_checks_or_judges_what_is_his_own() -> None:
    floor = shown(site(), "9")
    entry = of(floor).reading.entry
    assert code(ask(floor, s.CheckRoomResult("E-1", entry), "lena")) == "room_result_own"
    assert code(ask(floor, s.ConcludeRoomResult("E-1", entry, **WHY), "quinn")) == "room_result_unchecked"
    done(floor, s.CheckRoomResult("E-1", entry), "luis")
    assert code(ask(floor, s.CheckRoomResult("E-1", entry), "luis")) == "room_result_checked"
    assert stages(of(floor)) == ("decide",)
    done(floor, s.ConcludeRoomResult("E-1", entry, **WHY), "quinn")
    assert stages(of(floor)) == ()
    assert code(ask(floor, s.ConcludeRoomResult("E-1", entry, **WHY), "quinn")) == "room_result_settled"
    assert readings(floor.machine_state(ROOM_CODE))[0].event.verdict == "out"


def test_the_investigation_is_a_deviation_kept_here_where_the_policy_says_so() -> None:
    floor = shown(site({"deviations_kept": "yes"}), "9")
    entry = of(floor).reading.entry
    done(floor, s.CheckRoomResult("E-1", entry), "luis")
    assert code(ask(floor, s.ConcludeRoomResult("E-1", entry, **WHY), "quinn")) == "investigation_unknown"


def test_a_plate_is_not_tested_into_compliance() -> None:
    floor = shown(site(), "9")
    assert code(ask(floor, s.OrderRetest("E-1", "count", 2, **WHY), "quinn")) == "room_sample_again"
    done(floor, s.InvalidateResult("E-1", of(floor).reading.entry, **WHY), "quinn")
    done(floor, s.WithdrawSample("E-1", **WHY), "quinn")
    assert of(floor).status == "withdrawn"


# What it says about batches


def used(policy: dict[str, str] | None = None) -> Roomed:
    floor = begun(policy=policy).cleared()
    assert code(floor.use(TANK, equipment="TANK-3")) == ""
    return floor


def test_a_result_above_its_action_limit_waits_for_quality_at_every_batch_of_the_room() -> None:
    floor = shown(used(), "9")
    assert weak(floor) == ["room_out_of_limits"]
    facts = weakness.facts_of(floor.state, floor.facts.get)
    (one,) = weakness.undecided(floor.state, facts)
    words = record_weakness_words(one.code, one.params)
    assert words.startswith("Room C-05 (C-05): sample E-1 at By the door of ")
    assert words.endswith("showed 9 CFU, more than 5 CFU")
    done(floor, s.InvalidateResult("E-1", of(floor).reading.entry, **WHY), "quinn")
    assert weak(floor) == []


def test_an_alert_and_a_good_result_say_nothing_against_a_batch() -> None:
    assert weak(shown(used(), "4")) == []


def test_it_speaks_of_the_time_since_the_last_good_result_of_its_place_and_up_to_the_next() -> None:
    floor = shown(site(), "0", "E-1")
    for number, batch in (("E-2", "B-1"), ("E-3", "B-2"), ("E-4", "B-3")):
        floor.tell(subjects.equipment(ROOM_CODE), eq.UseBegan(ROOM_CODE, batch, "P", "x", "olga"))
        shown(floor, "9" if number == "E-3" else "0", number)
        floor.tell(subjects.equipment(ROOM_CODE), eq.UseEnded(ROOM_CODE, batch))
        floor.wait(hours=1)
    room = floor.machine_state(ROOM_CODE)
    bad = next(one for one in readings(room) if one.event.verdict == "out")
    assert [use.batch for use in in_doubt(room, bad.event)] == ["B-1", "B-2", "B-3"]  # B-1 lasted until E-2 was read
    floor.tell(subjects.equipment(ROOM_CODE), eq.UseBegan(ROOM_CODE, "B-4", "P", "x", "olga"))
    assert "B-4" not in [use.batch for use in in_doubt(floor.machine_state(ROOM_CODE), bad.event)]


def test_another_place_says_nothing_about_this_one() -> None:
    floor = shown(shown(used(), "9", "E-1"), "0", "E-2", place="By the window")
    assert weak(floor) == ["room_out_of_limits"]


def test_a_room_that_nobody_sampled_in_time_is_named_where_the_policy_asks() -> None:
    assert weak(used()) == []
    policy = {"equipment_kept": "yes", "room_sampled": "30"}
    assert weak(used(policy)) == ["room_not_sampled"]
    floor = begun(policy=policy)
    shown(floor, "0")
    floor.tell(subjects.equipment(ROOM_CODE), eq.EquipmentCleaned(ROOM_CODE, "SOP-C", "otto"))
    floor.tell(subjects.equipment("TANK-3"), eq.EquipmentCleaned("TANK-3", "SOP-C", "otto"))
    floor.cleared()
    floor.use(TANK, equipment="TANK-3")
    assert weak(floor) == []


def test_two_stations_that_read_one_sample_leave_the_worse_result() -> None:
    from ebr.domain.decision import Recorded
    from ebr.domain.equipment import state as equipment

    floor = shown(site(), "0")
    room = floor.machine_state(ROOM_CODE)
    (known,) = readings(room)
    worse = replace(known.event, value="9", verdict="out")
    beside = Recorded(worse, replace(known.stamp, hash="f" * 64), frozenset({known.stamp.hash}))
    assert [one.event.verdict for one in readings(equipment.apply(room, beside))] == ["out"]


@pytest.mark.parametrize("turned", [False, True])
def test_one_number_for_a_room_and_for_a_batch_is_left_to_quality(*, turned: bool) -> None:
    planned = e.RoomSamplePlanned("E-1", ROOM_CODE, "settle", "By the door", "CFU", "", "5", "", "")
    of_room = e.RoomSampleTaken("E-1", ROOM_CODE, "at_rest", "2026-05-04T08:00:00+02:00", "olga", "2026-05-18")
    of_batch = e.SampleTaken("E-1", BATCH, "a/b/c/d", "Bulk", "P", "5", "mL", "olga", (), "")
    floor = site()
    for event in (of_batch, planned, of_room) if turned else (planned, of_room, of_batch):
        floor.tell(subjects.sample("E-1"), event)
    assert of(floor).contested is not None
    assert stages(of(floor)) == ("decide",)
    assert (of(floor).room, of(floor).batch) == (("", BATCH) if turned else (ROOM_CODE, ""))


def test_a_batch_takes_no_number_that_a_room_has() -> None:
    floor = Sampled()
    floor.issue()
    floor.tell(
        subjects.sample("E-1"), e.RoomSamplePlanned("E-1", ROOM_CODE, "air", "Middle", "CFU/m3", "", "10", "", "")
    )
    assert code(floor.record(BULK, sample="E-1")) == "sample_number_of_room"
