"""Limits, attempts, repeated readings, exceptions and their weight (floor-rules 10-12)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ebr.domain.batch import commands as c
from ebr.domain.batch.rules.verdict import floor as least
from ebr.domain.batch.rules.verdict import how_of, judge, weighed
from ebr.domain.batch.state import flow
from ebr.domain.site.state import Policy, SiteState
from tests.domain.batch_floor import BATCH, Floor, code
from tests.domain.batch_small import at_step, fill


@pytest.fixture
def floor() -> Floor:
    return at_step("measure")


def verdict(floor: Floor, slot: str, item: int = 1) -> str:
    return floor.state.slot(floor.at(slot)).rows[item].verdict


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("20.0", "in"),
        ("10.0", "alert"),
        ("14.9", "alert"),
        ("15.0", "in"),
        ("25.0", "in"),
        ("25.1", "alert"),
        ("30.0", "alert"),
    ],
)
def test_inside_action_limits_a_value_stands(floor: Floor, value: str, wanted: str) -> None:
    assert code(floor.number(floor.at("temp"), value)) == ""
    assert verdict(floor, "temp") == wanted


def test_the_evaluated_limits_stand_with_the_value(floor: Floor) -> None:
    floor.number(floor.at("temp"), "20.0")
    assert floor.state.slot(floor.at("temp")).rows[1].limits == {
        "low": "10.0",
        "high": "30.0",
        "alert_low": "15.0",
        "alert_high": "25.0",
    }


@pytest.mark.parametrize(
    ("slot", "value", "ok"),
    [
        ("mass", "9.450", True),
        ("mass", "9.449", False),
        ("exact", "9.499", False),
        ("exact", "9.500", True),
        ("mass", "10.549", True),
        ("mass", "10.550", False),
    ],
)
def test_as_recorded_or_rounded_half_up_to_the_limits_decimals(
    floor: Floor, slot: str, value: str, *, ok: bool
) -> None:
    assert code(floor.number(floor.at(slot), value)) == ("" if ok else "out_of_limit")


def test_an_out_of_limit_value_is_an_attempt_with_its_limits_and_the_refusal_names_them(floor: Floor) -> None:
    decision = floor.number(floor.at("temp"), "31.0")
    assert decision.refusal is not None
    assert decision.refusal.params == {
        "slot": "Temperature",
        "unit": "degC",
        "value": "31.0",
        "bound": "high",
        "limit": "30.0",
        "low": "10.0",
        "high": "30.0",
    }
    (attempt,) = floor.state.slot(floor.at("temp")).attempts
    assert (attempt.value, attempt.limits["high"], attempt.attempt) == ({"number": "31.0"}, "30.0", 1)
    assert not floor.state.slot(floor.at("temp")).standing()


def test_the_next_reading_is_a_repeated_reading_and_documents_the_first(floor: Floor) -> None:
    floor.number(floor.at("temp"), "31.0")
    floor.number(floor.at("temp"), "30.5")
    floor.number(floor.at("temp"), "29.0")
    held = floor.state.slot(floor.at("temp"))
    assert [attempt.attempt for attempt in held.attempts] == [1, 2]
    assert held.rows[1].attempt == 3
    assert [(x.rule, x.params["attempts"]) for x in floor.state.exceptions.values()] == [("repeated_reading", "3")]
    assert {attempt.exception for attempt in held.attempts} == {"EX-001"}


def test_replicates_are_no_repeated_reading(floor: Floor) -> None:
    floor.number(floor.at("pair"), "4.0")
    floor.number(floor.at("pair"), "5.0")
    assert floor.rules_raised() == []
    assert code(floor.number(floor.at("pair"), "5.0")) == "rows_closed"


def test_a_further_reading_of_what_stands_is_an_attempt_and_a_departure(floor: Floor) -> None:
    floor.number(floor.at("temp"), "20.0")
    assert code(floor.number(floor.at("temp"), "21.0")) == "already_recorded"
    assert floor.value(floor.at("temp")) == "20.0"
    assert floor.rules_raised() == [("EX-001", "repeated_reading", "minor")]
    (attempt,) = floor.state.slot(floor.at("temp")).attempts
    assert (attempt.why, attempt.exception, attempt.value) == ("already_recorded", "EX-001", {"number": "21.0"})


def test_the_same_value_twice_is_a_double_tap_and_no_departure(floor: Floor) -> None:
    floor.number(floor.at("temp"), "20.0")
    assert code(floor.number(floor.at("temp"), "20.0")) == "already_recorded"
    assert floor.rules_raised() == []


def test_an_exception_lets_an_attempt_stand(floor: Floor) -> None:
    floor.number(floor.at("temp"), "31.0")
    decision = floor.accept(floor.at("temp"))
    assert decision.answer["exception"] == "EX-001"
    row = floor.state.slot(floor.at("temp")).rows[1]
    assert (row.value, row.verdict, row.exception, row.performed_by) == ({"number": "31.0"}, "out", "EX-001", "olga")
    assert code(floor.accept(floor.at("temp"))) == "already_recorded"


def test_an_accepted_value_is_computed_with(floor: Floor) -> None:
    floor.number(floor.at("mass"), "11.000")
    floor.accept(floor.at("mass"))
    assert floor.value(floor.at("doubled")) == "22.00"
    assert [rule for _, rule, _ in floor.rules_raised()] == ["person", "computed_out_of_limit"]
    assert [number for number, _, _ in floor.rules_raised()] == ["EX-001", "EX-002"]


@pytest.mark.parametrize(("slot", "given"), [("drum", {"scan": "RM-2"})])
def test_a_wrong_scan_never_stands(floor: Floor, slot: str, given: dict[str, str]) -> None:
    floor.record(floor.at(slot), **given)
    assert code(floor.accept(floor.at(slot))) == "attempt_never_stands"


def test_identity_never_stands_and_is_never_skipped() -> None:
    floor = at_step("clear")
    floor.record(floor.at("patient"), coi="COI-9", subject="SUBJECT-4711")
    assert code(floor.accept(floor.at("patient"))) == "attempt_never_stands"
    assert code(floor.accept(floor.at("patient"), 0)) == "identity_never_skipped"


def test_a_reading_of_what_stands_already_never_replaces_it(floor: Floor) -> None:
    floor.number(floor.at("temp"), "20.0")
    floor.number(floor.at("temp"), "21.0")
    assert code(floor.accept(floor.at("temp"), 2)) == "attempt_never_stands"


def test_an_entry_that_cannot_be_made_is_documented(floor: Floor) -> None:
    assert code(floor.accept(floor.at("picture"), 0)) == ""
    assert floor.state.plan is not None
    assert flow.filled(floor.state, floor.state.plan.slots["picture"], floor.at("picture"))
    assert code(floor.record(floor.at("picture"), sha256="a" * 64, size="1", name="p", media="")) == "entry_documented"


def test_an_attempt_of_one_item_is_told_from_that_of_another() -> None:
    floor = at_step("charge")
    floor.number(floor.at("weights"), "0.5")
    floor.number(floor.at("weights"), "5.0")
    floor.number(floor.at("weights"), "9.5")
    assert [(a.item, a.attempt) for a in floor.state.slot(floor.at("weights")).attempts] == [(1, 1), (2, 1)]
    floor.accept(floor.at("weights"), 1, item=2)
    assert floor.value(floor.at("weights"), item=2) == "9.5"


def test_the_last_reading_of_a_table_closes_it_and_a_statistic_out_of_limits_is_a_departure() -> None:
    floor = at_step("charge")
    for value in ("8.0", "8.0", "8.0"):
        floor.number(floor.at("weights"), value)
    held = floor.state.slot(floor.at("weights"))
    assert held.closed is not None
    assert (held.figures["mean"], held.verdict) == ("8.00", "out")
    assert floor.rules_raised() == [("EX-001", "statistic_out_of_limit", "major")]


def test_replicates_have_statistics_too(floor: Floor) -> None:
    floor.number(floor.at("pair"), "6.0")
    floor.number(floor.at("pair"), "5.0")
    assert floor.state.slot(floor.at("pair")).figures["mean"] == "5.50"
    assert [rule for _, rule, _ in floor.rules_raised()] == ["statistic_out_of_limit"]


def test_numbers_of_exceptions_of_one_action_differ(floor: Floor) -> None:
    floor.number(floor.at("mass"), "10.600")
    floor.accept(floor.at("mass"))  # EX-001, and 21.20 computed: EX-002
    floor.number(floor.at("exact"), "12.000")
    floor.record(floor.at("exact"), number="10.000", late="away", happened=floor.now().wall)
    assert [number for number, _, _ in floor.rules_raised()] == ["EX-001", "EX-002", "EX-003", "EX-004"]
    assert [rule for _, rule, _ in floor.rules_raised()][2:] == ["repeated_reading", "late_entry"]
    assert len(floor.state.exceptions) == 4


@pytest.mark.parametrize(
    ("value", "wanted"),
    [("10.600", "critical"), ("20.000", "critical")],
)
def test_the_policy_weighs_a_critical_entry(floor: Floor, value: str, wanted: str) -> None:
    decision = floor.number(floor.at("mass"), value)
    assert decision.answer["severity"] == wanted
    assert floor.accept(floor.at("mass")).answer["severity"] == wanted


def test_the_policy_can_be_changed_and_the_person_may_only_raise(floor: Floor) -> None:
    floor.site = SiteState("Riverside", settings={"severity_out": "minor"})
    floor.number(floor.at("exact"), "10.600")
    assert floor.accept(floor.at("exact"), severity="minor").answer["severity"] == "minor"
    floor.number(floor.at("temp"), "31.0")
    assert floor.accept(floor.at("temp"), severity="critical").answer["severity"] == "critical"


@pytest.mark.parametrize(
    ("how", "critical", "wanted"),
    [
        ("out", False, "minor"),
        ("far", False, "major"),
        ("other", True, "major"),
        ("out", True, "major"),
        ("far", True, "critical"),
    ],
)
def test_without_a_policy_the_weight_comes_from_criticality_and_distance(
    how: str, *, critical: bool, wanted: str
) -> None:
    assert least(how, critical=critical) == wanted


@pytest.mark.parametrize(
    ("value", "limits", "far"),
    [("10.6", {"low": "9", "high": "10"}, True), ("10.5", {"low": "9", "high": "10"}, False), ("8.4", {"low": "9", "high": "10"}, True),
     ("52", {"high": "45"}, False), ("68", {"high": "45"}, True), ("4", {"low": "10"}, True), ("1", {"high": "0"}, False)],
)  # fmt: skip
def test_far_is_half_the_band_or_half_the_only_limit(value: str, limits: dict[str, str], *, far: bool) -> None:
    how = how_of(judge(Decimal(value), limits))
    assert (weighed(how) == "far") is far


def test_far_is_what_the_policy_says(floor: Floor) -> None:
    ten = Policy({"far_percent": "10"})
    how = how_of(judge(Decimal("10.2"), {"low": "9", "high": "10"}))
    assert (weighed(how), weighed(how, ten)) == ("out", "far")
    floor.site.settings.update({"far_percent": "10", "severity_far": "critical", "severity_out": "minor"})
    floor.number(floor.at("temp"), "31.0")
    assert floor.accept(floor.at("temp")).answer["severity"] == "minor"
    floor.number(floor.at("exact"), "10.7")
    assert floor.accept(floor.at("exact")).answer["severity"] == "critical"


def test_severity_is_raised_by_anybody_and_lowered_by_quality_with_a_reason(floor: Floor) -> None:
    floor.do(c.RaiseException(BATCH, "", "noise", "", "minor"), "olga")
    assert floor.refused(c.ChangeSeverity(BATCH, "EX-001", "major", ""), "otto") == "reason_missing"
    assert floor.refused(c.ChangeSeverity(BATCH, "EX-001", "major", "loud"), "otto") == ""
    assert floor.refused(c.ChangeSeverity(BATCH, "EX-001", "minor", "quiet"), "sven") == "severity_lowered_by_quality"
    assert floor.refused(c.ChangeSeverity(BATCH, "EX-001", "minor", "quiet"), "quinn") == ""
    assert floor.refused(c.ChangeSeverity(BATCH, "EX-001", "minor", "quiet"), "quinn") == "severity_same"
    assert [change[:3] for change in floor.state.exceptions["EX-001"].changes] == [
        ("minor", "major", "loud"),
        ("major", "minor", "quiet"),
    ]


def decide(floor: Floor, who: str, decision: str = "accepted", comment: str = "seen") -> str:
    return floor.refused(c.DecideException(BATCH, "EX-001", decision, comment), who)


def test_minor_by_a_supervisor_major_by_quality_and_nobody_their_own(floor: Floor) -> None:
    floor.do(c.RaiseException(BATCH, floor.at("temp"), "noise", "", "major"), "sven")
    assert decide(floor, "sara") == "right_missing"
    assert decide(floor, "quinn", "perhaps") == "decision_unknown"
    assert decide(floor, "quinn", comment=" ") == "reason_missing"
    assert decide(floor, "quinn") == ""
    assert decide(floor, "quinn") == "exception_decided"
    assert floor.refused(c.DecideException(BATCH, "EX-009", "accepted", "x"), "quinn") == "exception_unknown"


def test_nobody_decides_what_they_raised_or_took_part_in(floor: Floor) -> None:
    floor.number(floor.at("temp"), "20.0", "sven")
    floor.do(c.RaiseException(BATCH, floor.at("temp"), "noise", "", "minor"), "sara")
    assert decide(floor, "sara") == "own_exception"
    assert decide(floor, "sven") == "own_exception"
    assert decide(floor, "quinn") == ""


def test_raising_needs_a_reason_a_class_and_a_place(floor: Floor) -> None:
    assert floor.refused(c.RaiseException(BATCH, "", " "), "olga") == "reason_missing"
    assert floor.refused(c.RaiseException(BATCH, "", "x", severity="huge"), "olga") == "severity_unknown"
    assert floor.refused(c.RaiseException(BATCH, "make/nowhere", "x"), "olga") == "step_unknown"
    assert floor.refused(c.AddComment(BATCH, "make/nowhere" * 1000, "x"), "olga") == "step_unknown"
    assert code(floor.accept(floor.at("temp"), 7)) == "attempt_unknown"


def test_a_late_entry_has_a_reason_and_a_past_time(floor: Floor) -> None:
    past = floor.now().wall
    floor.wait(600)
    assert code(floor.record(floor.at("temp"), number="20.0", happened=past)) == "reason_missing"
    assert (
        code(floor.record(floor.at("temp"), number="20.0", late="forgot", happened="2036-01-01T00:00:00+00:00"))
        == "time_in_future"
    )
    assert code(floor.record(floor.at("temp"), number="20.0", late="forgot", happened=past)) == ""
    assert floor.rules_raised() == [("EX-001", "late_entry", "minor")]
    assert floor.state.slot(floor.at("temp")).rows[1].late == "forgot"


def test_an_answer_that_is_not_acceptable_can_stand_by_exception(floor: Floor) -> None:
    floor.record(floor.at("closed"), check="no")
    floor.accept(floor.at("closed"))
    assert floor.value(floor.at("closed"), "check") == "no"


def test_filling_helper_is_honest(floor: Floor) -> None:
    fill(floor, "temp")
    assert floor.value(floor.at("temp")) == "20.0"
