"""Timers and holds: minimum and maximum, declared, across steps and restarts (floor-rules 15)."""

from __future__ import annotations

import pytest

from ebr.domain.batch import commands as c
from ebr.domain.batch.rules import lifecycle, sheet
from ebr.domain.batch.rules.sheet import unconfirmed
from tests.domain.batch_floor import BATCH, Floor, code
from tests.domain.batch_small import at_step, fill


def mixing(floor: Floor) -> str:
    return floor.at("mixing")


@pytest.fixture
def floor() -> Floor:
    return at_step("hold_in", clock="system")


def tapped(floor: Floor, minutes: float) -> str:
    floor.done(c.StartTimer(BATCH, mixing(floor)), "olga")
    floor.wait(minutes=minutes)
    return floor.refused(c.StopTimer(BATCH, mixing(floor)), "olga")


def test_a_timer_runs_from_tap_to_tap(floor: Floor) -> None:
    assert tapped(floor, 6) == ""
    timer = floor.state.slot(mixing(floor)).timer
    assert timer is not None
    assert (timer.elapsed, timer.confirmed, floor.state.slot(mixing(floor)).verdict) == ("360.0", True, "in")
    assert floor.refused(c.StopTimer(BATCH, mixing(floor)), "olga") == "timer_not_running"
    assert floor.refused(c.StartTimer(BATCH, mixing(floor)), "olga") == "already_recorded"


def test_a_minimum_that_is_not_over_is_an_attempt(floor: Floor) -> None:
    assert tapped(floor, 4) == "hold_not_over"
    (attempt,) = floor.state.slot(mixing(floor)).attempts
    assert (attempt.why, attempt.params["remaining"], attempt.params["minimum"]) == (
        "hold_not_over",
        "0:01:00",
        "0:05:00",
    )
    floor.wait(minutes=1)
    assert floor.refused(c.StopTimer(BATCH, mixing(floor)), "olga") == ""


def test_an_early_stop_can_stand_by_exception_with_the_time_it_had(floor: Floor) -> None:
    tapped(floor, 4)
    floor.wait(minutes=30)
    assert code(floor.accept(mixing(floor), 1)) == ""
    timer = floor.state.slot(mixing(floor)).timer
    assert timer is not None
    assert (timer.elapsed, floor.state.slot(mixing(floor)).verdict) == ("240.0", "out")
    assert floor.rules_raised() == [("EX-001", "person", "major")]


def test_too_long_is_a_departure_by_rule(floor: Floor) -> None:
    assert tapped(floor, 16) == ""
    assert floor.rules_raised() == [("EX-001", "time_limit", "major")]


def test_a_restart_in_between_leaves_time_unconfirmed_and_a_minimum_open(floor: Floor) -> None:
    floor.done(c.StartTimer(BATCH, mixing(floor)), "olga")
    floor.wait(minutes=6).restart()
    assert floor.refused(c.StopTimer(BATCH, mixing(floor)), "olga") == "hold_unconfirmed"
    assert code(floor.accept(mixing(floor), 1, "olga")) == "second_person_same"
    assert code(floor.accept(mixing(floor), 1, "otto")) == ""
    timer = floor.state.slot(mixing(floor)).timer
    assert timer is not None
    assert (timer.elapsed, timer.confirmed) == ("360.0", False)
    assert unconfirmed(floor.state) == [mixing(floor)]


def test_a_release_names_unconfirmed_time(floor: Floor) -> None:
    from ebr.domain.batch.events import BatchDecided

    floor.done(c.StartTimer(BATCH, mixing(floor)), "olga")
    floor.wait(minutes=6).restart()
    floor.do(c.StopTimer(BATCH, mixing(floor)), "olga")
    floor.accept(mixing(floor), 1, "otto")
    found = sheet(floor.state, BatchDecided(BATCH, "certified", ""))
    assert found is not None
    assert isinstance(found.document, dict)
    assert found.document["unconfirmed"] == [mixing(floor)]


@pytest.mark.parametrize(("hours", "why"), [(5, "hold_not_over"), (-5, "hold_not_over")])
def test_setting_the_wall_clock_moves_no_timer(floor: Floor, hours: float, why: str) -> None:
    floor.done(c.StartTimer(BATCH, mixing(floor)), "olga")
    floor.set_clock(hours)
    assert floor.refused(c.StopTimer(BATCH, mixing(floor)), "olga") == why
    floor.wait(minutes=6)
    assert floor.refused(c.StopTimer(BATCH, mixing(floor)), "olga") == ""


def test_time_that_ran_backwards_over_a_restart_counts_as_none(floor: Floor) -> None:
    floor.done(c.StartTimer(BATCH, mixing(floor)), "olga")
    floor.wait(minutes=6).set_clock(-5).restart()
    assert floor.refused(c.StopTimer(BATCH, mixing(floor)), "olga") == "hold_not_over"


def test_a_declared_start_is_a_past_time_with_a_zone_and_is_verified(floor: Floor) -> None:
    age = floor.at("age")
    fill(floor, "hold_start")
    assert floor.refused(c.StartTimer(BATCH, age, "2026-05-04T06:00:00"), "olga") == "time_without_zone"
    assert floor.refused(c.StartTimer(BATCH, age, "2036-05-04T06:00:00+02:00"), "olga") == "time_in_future"
    assert (
        floor.refused(c.StartTimer(BATCH, mixing(floor), "2026-05-04T06:00:00+02:00"), "olga")
        == "declared_start_not_allowed"
    )
    assert floor.refused(c.StartTimer(BATCH, age, "2026-05-03T20:00:00+00:00"), "olga") == ""
    tapped(floor, 6)
    assert code(floor.sign(floor.at("hold_in"), "performed", "olga")) == "second_person_missing"
    assert code(floor.sign(age, "verified", "olga")) == "second_person_same"
    assert code(floor.sign(age, "verified", "sven")) == ""
    assert code(floor.sign(floor.at("hold_in"), "performed", "olga")) == ""


def held() -> Floor:
    return at_step("hold_out")


def test_a_timer_that_runs_on_does_not_keep_its_step_from_being_signed_but_the_batch_from_being_complete() -> None:
    floor = held()
    assert floor.status(floor.at("hold_in")) == "done"
    assert (floor.at("age"), "running") in lifecycle.unfinished(floor.state)


def test_a_timer_started_and_stopped_by_entries_is_not_tapped() -> None:
    floor = held()
    assert floor.refused(c.StartTimer(BATCH, floor.at("hold")), "olga") == "timer_running"
    assert floor.refused(c.StopTimer(BATCH, floor.at("hold")), "olga") == "timer_stops_by_itself"
    assert floor.status(floor.at("hold_out")) == "open"


def test_a_hold_across_steps_is_not_ended_early_and_the_attempt_is_kept() -> None:
    floor = held()
    assert code(floor.record(floor.at("hold_open"), time=floor.now().wall)) == "hold_not_over"
    assert not floor.state.slot(floor.at("hold_open")).standing()
    assert [a.why for a in floor.state.slot(floor.at("hold")).attempts] == ["hold_not_over"]
    floor.wait(minutes=61)
    assert code(floor.record(floor.at("hold_open"), time=floor.now().wall)) == ""
    timers = [floor.state.slot(floor.at(name)).timer for name in ("hold", "age")]
    assert all(timer is not None and timer.stopped for timer in timers)


def test_an_exception_lets_a_hold_end_early() -> None:
    floor = held()
    floor.record(floor.at("hold_open"), time=floor.now().wall)
    assert code(floor.accept(floor.at("hold"), 1)) == ""
    assert floor.rules_raised() == [("EX-001", "person", "critical")]
    assert code(floor.record(floor.at("hold_open"), time=floor.now().wall)) == ""


def test_an_overdue_age_is_told_when_it_stops() -> None:
    floor = held()
    floor.wait(hours=50)
    floor.record(floor.at("hold_open"), time=floor.now().wall)
    assert {(x.where, x.rule) for x in floor.state.exceptions.values()} == {
        (floor.at("age"), "time_limit"),
        (floor.at("hold"), "time_limit"),
    }
    assert [number for number, _, _ in floor.rules_raised()] == ["EX-001", "EX-002"]
