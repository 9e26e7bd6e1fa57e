from __future__ import annotations

from dataclasses import replace

import pytest

from ebr.domain import subjects
from ebr.domain.batch import commands as c
from ebr.domain.batch.rules import blockers
from ebr.domain.decision import Actor, Recorded
from ebr.domain.sample import commands as s
from ebr.domain.sample import events as e
from ebr.domain.sample import rules as sample_rules
from ebr.domain.sample import state as sample
from ebr.domain.sample.state import SampleState, overdue, stages
from ebr.domain.values import Instant, Stamp
from tests.domain.batch_floor import BATCH
from tests.domain.sampled import ASSAY, BECAUSE, BULK, COUNT, KEPT, PH, PLATE, STERILE, Sampled, code


def begun(policy: dict[str, str] | None = None) -> Sampled:
    floor = Sampled(policy)
    floor.issue()
    return floor


def taken(policy: dict[str, str] | None = None) -> Sampled:
    floor = begun(policy)
    assert code(floor.record(BULK, sample="S-1", quantity="5")) == ""
    assert code(floor.record(PLATE, sample="P-1")) == ""
    assert code(floor.record(KEPT, sample="R-1")) == ""
    return floor


def failed() -> Sampled:
    """An assay out of its limits, checked by the second person."""
    floor = taken()
    floor.record(ASSAY, "lena", number="93.0")
    floor.do(c.SignStep(BATCH, ASSAY, "verified"), "luis")
    return floor


def against(floor: Sampled, decision: str) -> list[str]:
    facts = {**floor.facts, **{root: floor.facts.get(root) for root in blockers.roots(floor.state)}}
    return [found.code for found in blockers.blockers(floor.state, facts, c.DecideBatch(BATCH, decision))]


# What the batch records is the course of the sample too


def test_taking_a_sample_writes_it_with_what_is_expected_of_it_and_by_when():
    floor = taken()
    found = floor.of()
    assert (found.batch, found.slot, found.label, found.product) == (BATCH, BULK, "Bulk", "Salt water")
    assert (found.quantity, found.unit, found.status) == ("5", "mL", "taken")
    assert [(t.label, t.late, t.second) for t in found.tests] == [
        ("Assay", False, True),
        ("pH", False, False),
        ("Sterility", True, False),
    ]
    assert found.due == "2026-05-18"  # fourteen days after the fourth of May
    assert floor.of("R-1").tests == ()
    assert floor.of("R-1").due == ""


def test_the_days_to_the_results_are_the_policys():
    assert taken({"results_due": "3"}).of().due == "2026-05-07"


def test_a_number_is_one_samples_alone_and_the_try_is_kept():
    floor = taken()
    decision = floor.record(f"{KEPT}", sample="S-1")
    assert code(decision) == "already_recorded"
    floor = begun()
    floor.record(BULK, sample="S-1")
    decision = floor.record(PLATE, sample="S-1")
    assert code(decision) == "sample_number_taken"
    assert [type(d.event).__name__ for d in decision.drafts] == ["AttemptRecorded"]
    assert floor.of().label == "Bulk"


def test_a_number_that_was_planned_is_for_its_own_entry():
    floor = begun()
    floor.sample(s.PlanSample("S-9", BATCH, "bulk", "Bulk", "2026-05-05"), "lena")
    assert (floor.of("S-9").status, floor.of("S-9").planned_on) == ("planned", "2026-05-05")
    assert code(floor.record(PLATE, sample="S-9")) == "sample_number_taken"
    assert code(floor.record(BULK, sample="S-9")) == ""
    assert floor.of("S-9").status == "taken"


def test_a_planned_sample_waits_to_be_taken_until_its_day_is_over():
    floor = begun()
    today = floor.now().wall[:10]
    assert code(floor.sample(s.PlanSample("S-9", BATCH, "bulk", "Bulk", "2020-01-01"), "lena")) == "sample_day_over"
    assert code(floor.sample(s.PlanSample("S-9", BATCH, "bulk", "Bulk", today), "lena")) == ""
    assert (stages(floor.of("S-9")), overdue(floor.of("S-9"), floor.now())) == (("take",), False)
    assert overdue(floor.of("S-9"), replace(floor.now(), wall="2099-01-01T08:00:00+01:00"))


def test_a_result_and_its_check_reach_the_sample():
    floor = taken()
    floor.record(ASSAY, "lena", number="99.5")
    one = floor.of().results[0]
    assert (one.shown, one.unit, one.verdict, one.analyst, one.limits["low"]) == ("99.5", "%", "in", "lena", "95.0")
    assert stages(floor.of()) == ("receive", "check")
    floor.do(c.SignStep(BATCH, ASSAY, "verified"), "luis")
    assert floor.of().results[0].checked.by == "luis"
    floor.record(STERILE, "lena", choice="negative")
    floor.record(PH, "lena", number="7.0")
    assert floor.of().results[1].shown == "Negative"
    assert floor.of().status == "tested"
    assert stages(floor.of()) == ()


def test_a_corrected_number_moves_the_sample():
    floor = taken()
    assert code(floor.correct(BULK, "olga", sample="S-2", quantity="5")) == ""
    assert (floor.of("S-1").status, floor.of("S-1").replaced) == ("withdrawn", "S-2")
    assert (floor.of("S-2").status, floor.of("S-2").label) == ("taken", "Bulk")
    assert code(floor.correct(BULK, "olga", sample="P-1")) == "sample_number_taken"
    assert code(floor.correct(BULK, "olga", sample="S-1")) == ""  # and back again
    assert floor.of("S-1").status == "taken"


def test_a_batch_that_was_begun_before_samples_had_a_course_goes_on():
    floor = taken()
    floor.states.clear()
    assert code(floor.record(ASSAY, "lena", number="99.5")) == ""
    assert code(floor.correct(ASSAY, "lena", number="99.4")) == ""
    assert floor.states == {}


def test_only_received_samples_are_tested_where_the_policy_says_so():
    floor = taken({"samples_received": "yes"})
    assert code(floor.record(ASSAY, "lena", number="99.5")) == "sample_not_received"
    floor.sample(s.ReceiveSample("S-1", "Laboratory 2"), "lena")
    assert code(floor.record(ASSAY, "lena", number="99.5")) == ""


def test_a_sample_that_is_not_fit_is_tested_no_more_and_another_takes_its_place():
    floor = taken()
    assert code(floor.sample(s.ReceiveSample("S-1", "Laboratory 2", fit=False), "lena")) == "sample_text"
    floor.sample(s.ReceiveSample("S-1", "Laboratory 2", "Vial broken", fit=False), "lena")
    assert code(floor.record(ASSAY, "lena", number="99.5")) == "sample_unfit"
    assert "sample_unfit" in against(floor, "certified")
    assert stages(floor.of()) == ("decide",)
    floor.sample(s.WithdrawSample("S-1", **BECAUSE), "quinn")
    assert code(floor.record(ASSAY, "lena", number="99.5")) == "sample_withdrawn"
    floor.correct(BULK, "olga", "Taken again", sample="S-2")
    assert code(floor.record(ASSAY, "lena", number="99.5")) == ""


# Where it is


def test_the_way_of_a_sample():
    floor = taken()
    floor.sample(s.SendSample("S-1", "Laboratory 2", "2 to 8 °C"), "olga")
    assert (floor.of().status, floor.of().sent_to) == ("sent", "Laboratory 2")
    floor.sample(s.ReceiveSample("S-1", "Refrigerator 3"), "lena")
    assert (floor.of().status, floor.of().place) == ("received", "Refrigerator 3")
    assert code(floor.sample(s.SendSample("S-1", "Elsewhere"), "olga")) == "sample_received_already"
    floor.sample(s.SetDue("S-1", "2026-06-01", "The incubator was repaired"), "lena")
    assert floor.of().due == "2026-06-01"
    assert code(floor.sample(s.DiscardSample("S-1", "autoclaved"), "lena")) == "sample_still_open"
    for slot, value in ((ASSAY, {"number": "99.0"}), (PH, {"number": "7.0"}), (STERILE, {"choice": "negative"})):
        floor.record(slot, "lena", **value)
    floor.do(c.SignStep(BATCH, ASSAY, "verified"), "luis")
    floor.sample(s.StoreSample("S-1", "Freezer 1", "2027-05-04"), "lena")
    assert (floor.of().status, floor.of().stored_until) == ("stored", "2027-05-04")
    floor.sample(s.DiscardSample("S-1", "autoclaved"), "lena")
    assert floor.of().status == "discarded"
    assert [what for what, _, _ in floor.of().history] == [
        "taken", "sent", "received", "due", "result", "result", "result", "seconded", "stored", "discarded",
    ]  # fmt: skip


def test_a_plate_is_open_for_a_stated_time_and_not_longer_than_the_policy_without_a_reason():
    floor = taken()
    floor.sample(s.BeginExposure("P-1", "Cabinet 1"), "olga")
    assert stages(floor.of("P-1"))[0] == "close"
    assert code(floor.record(COUNT, "lena", number="0")) == "sample_exposed"
    assert "sample_exposed" in against(floor, "conditional")
    floor.wait(hours=4, minutes=1)
    assert code(floor.sample(s.EndExposure("P-1"), "olga")) == "exposure_too_long"
    assert code(floor.sample(s.EndExposure("P-1", "2026-05-04T11:00:00+02:00"), "olga")) == ""
    assert (floor.of("P-1").exposures[0].minutes, floor.of("P-1").exposed) == (180, None)
    assert code(floor.sample(s.EndExposure("P-1"), "olga")) == "sample_not_exposed"
    assert (
        code(floor.sample(s.BeginExposure("P-1", "Cabinet 1", "2026-05-04T10:00:00+02:00"), "olga"))
        == "exposure_before_start"
    )
    assert code(floor.sample(s.BeginExposure("P-1", "Cabinet 1", "2027-05-04T10:00:00+02:00"), "olga")) == "sample_time"


def test_a_plate_that_was_open_too_long_counts_only_with_words():
    floor = taken()
    floor.sample(s.BeginExposure("P-1", "Cabinet 1"), "olga")
    floor.wait(hours=5)
    assert code(floor.sample(s.EndExposure("P-1", reason="Agar still moist, growth control good"), "olga")) == ""
    assert (floor.of("P-1").exposures[0].minutes, floor.of("P-1").exposures[0].reason) == (
        300,
        "Agar still moist, growth control good",
    )


# Nobody tests into compliance


def test_a_typing_error_before_the_check_is_corrected_by_the_analyst():
    floor = taken()
    floor.record(ASSAY, "lena", number="99.5")
    assert code(floor.correct(ASSAY, "lena", number="99.6")) == ""
    assert [(one.shown, bool(one.replaced)) for one in floor.of().results] == [("99.5", True), ("99.6", False)]


@pytest.mark.parametrize("who", ["lena", "luis"])
def test_a_failing_result_is_never_simply_corrected(who):
    floor = taken()
    floor.record(ASSAY, "lena", number="93.0")
    assert code(floor.correct(ASSAY, who, number="99.6")) == "result_needs_investigation"


def test_a_checked_result_is_never_simply_corrected():
    floor = taken()
    floor.record(ASSAY, "lena", number="99.5")
    floor.do(c.SignStep(BATCH, ASSAY, "verified"), "luis")
    assert code(floor.correct(ASSAY, "lena", number="99.6")) == "result_needs_investigation"


def test_from_a_failing_result_to_the_one_that_counts():
    floor = failed()
    first = floor.of().results[0]
    assert "result_failed" in against(floor, "certified")
    retest = c.RecordRetest(BATCH, ASSAY, "S-1", {"number": "99.1"})
    assert code(floor.do(retest, "luis")) == "retest_not_ordered"

    floor.sample(s.OrderRetest("S-1", ASSAY, 2, **BECAUSE), "quinn")
    assert against(floor, "certified").count("retest_owed") == 1
    assert code(floor.sample(s.OrderRetest("S-1", ASSAY, 1, **BECAUSE), "quinn")) == "retest_ordered_already"
    assert code(floor.do(retest, "luis")) == ""
    assert code(floor.do(c.RecordRetest(BATCH, ASSAY, "S-1", {"number": "99.3"}), "luis")) == ""
    assert code(floor.do(retest, "luis")) == "retest_not_ordered"  # two were ordered, two were made
    assert floor.state.slot(ASSAY).rows[1].value["number"] == "93.0"  # the batch still says what was found first
    one, two = floor.of().retests(ASSAY)
    assert [one.number, two.number, one.verdict] == [1, 2, "in"]

    floor.sample(s.InvalidateResult("S-1", first.entry, **BECAUSE), "quinn")
    assert "result_invalid" in against(floor, "certified")
    assert code(floor.correct(ASSAY, "lena", number="100.0")) == "result_is_no_retest"
    assert code(floor.correct(ASSAY, "lena", number="99.1")) == "result_is_no_retest"  # nobody checked it yet
    assert code(floor.sample(s.CheckRetest("S-1", one.entry), "luis")) == "retest_checked_by_analyst"
    for each in (one, two):
        assert code(floor.sample(s.CheckRetest("S-1", each.entry), "lena")) == ""
    assert code(floor.correct(ASSAY, "lena", "Retest, DEV-26-007", number="99.1")) == ""

    assert floor.state.slot(ASSAY).rows[1].value["number"] == "99.1"
    found = floor.of()
    assert [(r.shown, r.number, r.stands) for r in found.results] == [
        ("93.0", 0, False),
        ("99.1", 1, True),
        ("99.3", 2, True),
        ("99.1", 0, True),
    ]
    assert found.results[0].invalid.investigation == "DEV-26-007"
    assert not {"result_invalid", "result_failed", "retest_owed", "retest_unchecked"} & set(against(floor, "certified"))


def test_a_retest_that_fails_blocks_as_the_first_result_did():
    floor = failed()
    floor.sample(s.OrderRetest("S-1", ASSAY, 1, **BECAUSE), "quinn")
    floor.do(c.RecordRetest(BATCH, ASSAY, "S-1", {"number": "92.0"}), "luis")
    assert {"retest_unchecked", "retest_failed"} <= set(against(floor, "certified"))
    assert stages(floor.of()) == ("receive", "check", "decide")


def test_who_found_or_checked_a_result_never_judges_it():
    floor = failed()
    entry = floor.of().results[0].entry
    for who in ("lena", "luis"):
        both = Actor(who, who.title(), frozenset({"laboratory", "quality"}))
        for command in (s.InvalidateResult("S-1", entry, **BECAUSE), s.OrderRetest("S-1", ASSAY, 1, **BECAUSE)):
            assert code(sample_rules.decide(floor.of(), {}, command, both, floor.now())) == "result_judged_by_tester"


@pytest.mark.parametrize("missing", ["investigation", "reason"])
def test_nothing_is_set_aside_without_an_investigation_and_a_reason(missing):
    floor = failed()
    entry = floor.of().results[0].entry
    because = {**BECAUSE, missing: " "}
    assert code(floor.sample(s.InvalidateResult("S-1", entry, **because), "quinn")) == "sample_text"
    assert code(floor.sample(s.OrderRetest("S-1", ASSAY, 1, **because), "quinn")) == "sample_text"


def test_where_deviations_are_kept_here_the_investigation_is_one_of_them():
    floor = taken({"deviations_kept": "yes"})
    floor.record(ASSAY, "lena", number="93.0")
    order = s.OrderRetest("S-1", ASSAY, 1, **BECAUSE)
    assert code(floor.sample(order, "quinn")) == "investigation_unknown"
    floor.states[subjects.deviation(BECAUSE["investigation"])] = SampleState(
        "any state that is known", planned=floor.of().taken
    )
    assert code(floor.sample(order, "quinn")) == ""


def test_a_sample_with_results_is_not_withdrawn_around_them():
    floor = failed()
    assert code(floor.sample(s.WithdrawSample("S-1", **BECAUSE), "quinn")) == "sample_has_results"


@pytest.mark.parametrize(("count", "expected"), [(0, "retest_count"), (1, ""), (12, ""), (13, "retest_count")])
def test_the_number_of_retests_is_fixed_beforehand(count, expected):
    assert code(failed().sample(s.OrderRetest("S-1", ASSAY, count, **BECAUSE), "quinn")) == expected


# Release


def test_pending_results_are_named_with_their_samples():
    floor = taken()
    facts = {**floor.facts, **{root: floor.facts.get(root) for root in blockers.roots(floor.state)}}
    found = blockers.blockers(floor.state, facts, c.DecideBatch(BATCH, "certified"))
    named = {r.params["slot"]: r.params["sample"] for r in found if r.code == "result_pending"}
    assert named == {ASSAY: "S-1", PH: "S-1", STERILE: "S-1", COUNT: "P-1"}


def test_what_may_come_after_release_does_not_block_a_conditional_one():
    floor = taken()
    floor.record(STERILE, "lena", choice="growth")
    floor.sample(s.OrderRetest("S-1", STERILE, 1, **BECAUSE), "quinn")
    assert "retest_owed" in against(floor, "certified")
    assert "retest_owed" not in against(floor, "conditional")


# Rights and form


ROLES = (
    "operator",
    "supervisor",
    "laboratory",
    "quality",
    "qualified_person",
    "author",
    "administrator",
    "recovery",
    "sponsor",
    "inspector",
)
ASKS = {
    s.PlanSample: s.PlanSample("N-1", BATCH, "bulk", "Bulk"),
    s.SendSample: s.SendSample("S-1", "Laboratory"),
    s.ReceiveSample: s.ReceiveSample("S-1", "Laboratory"),
    s.SetDue: s.SetDue("S-1", "2026-06-01", "late"),
    s.BeginExposure: s.BeginExposure("S-1", "Room"),
    s.EndExposure: s.EndExposure("S-1"),
    s.OrderRetest: s.OrderRetest("S-1", ASSAY, 1, **BECAUSE),
    s.CheckRetest: s.CheckRetest("S-1", "x"),
    s.InvalidateResult: s.InvalidateResult("S-1", "x", **BECAUSE),
    s.StoreSample: s.StoreSample("S-1", "Freezer", "2027-01-01"),
    s.DiscardSample: s.DiscardSample("S-1", "burnt"),
    s.WithdrawSample: s.WithdrawSample("S-1", **BECAUSE),
    s.PlanRoomSample: s.PlanRoomSample("N-1", "ROOM-1", "settle", "Position 1", "50"),
    s.TakeRoomSample: s.TakeRoomSample("S-1", "at_rest"),
    s.IncubateSample: s.IncubateSample("S-1", "Incubator", "20 to 25 °C", 72),
    s.ReadRoomSample: s.ReadRoomSample("S-1", "0"),
    s.CheckRoomResult: s.CheckRoomResult("S-1", "x"),
    s.ConcludeRoomResult: s.ConcludeRoomResult("S-1", "x", **BECAUSE),
}


PLANS = (s.PlanSample, s.PlanRoomSample)


def test_the_table_of_rights_has_every_command():
    assert set(ASKS) == set(s.RIGHTS)
    assert set(s.SIGNED) <= set(s.RIGHTS)


@pytest.mark.parametrize("command", sorted(ASKS, key=lambda each: each.__name__))
def test_who_may_ask(command):
    floor = taken()
    refused = {
        role
        for role in ROLES
        if code(
            sample_rules.decide(floor.of(), {}, ASKS[command], Actor("some", "Some", frozenset({role})), floor.now())
        )
        == "right_missing"
    }
    assert set(ROLES) - refused == set(s.RIGHTS[command])


@pytest.mark.parametrize(
    "command", [each for kind, each in ASKS.items() if kind not in PLANS], ids=lambda each: type(each).__name__
)
def test_nothing_happens_to_a_sample_that_nobody_took(command):
    floor = begun()
    role = s.RIGHTS[type(command)][0]
    state = SampleState("S-1")
    decision = sample_rules.decide(state, {}, command, Actor("some", "Some", frozenset({role})), floor.now())
    assert code(decision) in ("sample_not_known", "sample_result_unknown")
    assert decision.drafts == ()


@pytest.mark.parametrize("command", [
    s.SendSample("S-1", "  "), s.ReceiveSample("S-1", ""), s.SetDue("S-1", "2026-06-01", ""), s.BeginExposure("S-1", " "), s.PlanSample("N-1", "", "bulk", "Bulk"),
])  # fmt: skip
def test_a_text_that_is_asked_for_has_to_be_there(command):
    who = "olga" if isinstance(command, (s.SendSample, s.BeginExposure)) else "lena"
    assert code(taken().sample(command, who)) == "sample_text"


@pytest.mark.parametrize("day", ["", "tomorrow", "2026-13-01", "01.06.2026"])
def test_a_day_is_a_day(day):
    assert code(taken().sample(s.SetDue("S-1", day, "late"), "lena")) == "sample_day"


EVERY = [
    e.SamplePlanned("S", BATCH, "bulk", "Bulk", ""),
    e.SampleTaken(
        "S", BATCH, BULK, "Bulk", "P", "5", "mL", "ann", (e.Expected("assay", "Assay", False, True),), "2026-05-18"
    ),
    e.SampleSent("S", "Lab", ""),
    e.SampleReceived("S", "Lab", "", True),
    e.DueSet("S", "2026-06-01", "late"),
    e.ExposureBegan("S", "Room", "2026-05-04T08:00:00+02:00"),
    e.ExposureEnded("S", "2026-05-04T09:00:00+02:00", 60, ""),
    e.ResultEntered("S", BATCH, ASSAY, 1, "Assay", {"number": "99"}, "99", "%", "in", {}, "ann", ""),
    e.ResultSeconded("S", ASSAY, "ben"),
    e.RetestOrdered("S", ASSAY, "Assay", 1, "D-1", "why"),
    e.RetestEntered("S", BATCH, ASSAY, 1, "Assay", {"number": "98"}, "98", "%", "in", {}, "ann"),
    e.RetestChecked("S", "x", "Assay"),
    e.ResultInvalidated("S", "x", ASSAY, "Assay", "D-1", "why"),
    e.SampleStored("S", "Freezer", "2027-01-01"),
    e.SampleDiscarded("S", "burnt"),
    e.SampleWithdrawn("S", "D-1", "why"),
    e.SampleReplaced("S", BATCH, BULK, "S-2", "why"),
    e.RoomSamplePlanned("S", "ROOM-1", "settle", "Position 1", "CFU", "25", "50", "SOP-1", ""),
    e.RoomSampleTaken("S", "ROOM-1", "at_rest", "2026-05-04T08:00:00+02:00", "ann", "2026-05-18"),
    e.SampleIncubated("S", "Incubator", "20 to 25 °C", "2026-05-07T08:00:00+02:00"),
    e.ResultChecked("S", "x", "Position 1"),
    e.ResultConcluded("S", "x", "Position 1", "D-1", "why"),
]


def stamped(n: int, log: str = "a") -> Stamp:
    return Stamp(
        f"{log}{n}",
        log,
        n,
        subjects.sample("S"),
        "ann",
        "p",
        Instant("2026-05-04T08:00:00+02:00", "Europe/Berlin", "b", n, "system"),
    )


def test_every_event_is_here():
    assert {type(event) for event in EVERY} == set(e.EVENTS.values())


@pytest.mark.parametrize("event", EVERY, ids=lambda event: type(event).__name__)
def test_a_fold_takes_any_event_at_any_place(event):
    for before in ([], EVERY, EVERY[:2]):
        state = sample.start(subjects.sample("S"))
        for n, each in enumerate([*before, event]):
            state = sample.apply(state, Recorded(each, stamped(n)))
        assert isinstance(state, SampleState)
        stages(state)


def test_two_stations_that_gave_one_number_leave_it_to_quality():
    state = sample.start(subjects.sample("S"))
    state = sample.apply(state, Recorded(EVERY[1], stamped(1)))
    other = e.SampleTaken("S", "B-0002", "x/y", "Other", "P", "1", "mL", "ben", (), "")
    state = sample.apply(state, Recorded(other, stamped(1, "b"), frozenset({"a1"})))
    assert (state.batch, state.contested) == (BATCH, ("B-0002", "b1"))
    assert stages(state) == ("decide",)
    assert (
        code(
            sample_rules.decide(
                state, {}, s.WithdrawSample("S", **BECAUSE), Actor("q", "Q", frozenset({"quality"})), stamped(1).at
            )
        )
        == ""
    )
