"""What came apart: different places merge, the same place is contested until quality decides (floor-rules 2; "Folding what came apart")."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ebr.domain.batch import commands as c
from ebr.domain.batch.state.apart import Contest
from tests.domain.batch_apart import CLOCK, MIXED, ROWS, SALT, SUGAR, TOTAL, WATER, WEIGHED, Station, folded, meet, two
from tests.domain.batch_floor import BATCH, code


@pytest.fixture
def stations() -> tuple[Station, Station]:
    """Two stations that both believe to hold the weighing: the room took it over without contact."""
    office, room = two()
    room.take_over("weigh")
    return office, room


def only(station: Station) -> Contest:
    (found,) = station.state.open_contests()
    return found


def test_work_in_parts_of_their_own_merges_by_itself() -> None:
    office, room = two()
    office.give("mix", room)
    office.tell(room)
    room.number(WATER, "2.0")
    office.number(SALT, "5.0")
    meet(office, room)
    assert office.state == room.state
    assert (office.value(SALT), office.value(WATER), office.state.contested) == ("5.0", "2.0", {})


def test_what_is_computed_from_both_is_computed_by_the_next_act_after_they_met() -> None:
    office, room = two()
    office.give("mix", room)
    office.tell(room)
    room.number(WATER, "2.0")
    office.number(SALT, "5.0")
    meet(office, room)
    assert office.value(TOTAL) == ""
    office.number(SUGAR, "1.0")
    assert office.value(TOTAL) == "7.0"


def test_values_computed_twice_alike_are_one() -> None:
    office, room = two()
    office.give("mix", room)
    office.tell(room)
    room.number(WATER, "2.0")
    office.number(SALT, "5.0")
    meet(office, room)
    office.number(SUGAR, "1.0")
    room.correct(WATER, number="3.0")
    meet(office, room)
    assert not office.state.open_contests()
    office.correct(SUGAR, number="1.1")
    assert office.value(TOTAL) == "8.0"


def test_different_slots_merge_and_the_same_one_is_contested(stations: tuple[Station, Station]) -> None:
    office, room = stations
    office.number(SALT, "5.0")
    office.number(SUGAR, "1.0")
    room.number(SALT, "6.0")
    meet(office, room)
    found = only(office)
    assert office.state == room.state
    assert (found.where, found.item) == (SALT, 1)
    assert [(side.stamp.log, dict(side.says)) for side in found.sides] == [
        ("log-S1", {"number": "5.0"}), ("log-S2", {"number": "6.0"}),
    ]  # fmt: skip
    assert (office.value(SALT), office.value(SUGAR)) == ("5.0", "1.0")


def test_what_needs_a_contested_value_is_refused_and_everything_else_goes_on(
    stations: tuple[Station, Station],
) -> None:
    office, room = stations
    office.number(WATER, "2.0")
    office.number(SALT, "5.0")
    assert office.value(TOTAL) == "7.0"
    room.number(SALT, "6.0")
    meet(office, room)
    assert code(room.correct(SALT, number="5.5")) == "contested"
    assert code(room.sign(WEIGHED, "performed", "olga")) == "contested"
    assert code(office.sign(MIXED, "performed", "olga")) == "contested", "it holds what is computed from the salt"
    assert office.refused(c.CompleteBatch(BATCH), "sven") == "contested"
    assert office.refused(c.ReviewBatch(BATCH), "quita") == "contested"
    assert office.refused(c.DecideBatch(BATCH, "certified"), "petra") == "contested"
    assert code(room.number(SUGAR, "1.0")) == ""
    assert room.value(TOTAL) == "", "a value computed from a contested one is withdrawn"


@pytest.mark.parametrize("kept", [0, 1])
def test_quality_keeps_one_side_and_both_stay_visible(stations: tuple[Station, Station], kept: int) -> None:
    office, room = stations
    office.number(WATER, "2.0")
    office.number(SALT, "5.0")
    room.number(SALT, "6.0")
    meet(office, room)
    side = only(office).sides[kept]
    assert code(office.resolve(SALT, 1, "f" * 64)) == "side_unknown"
    assert code(office.resolve(SALT, 1, side.stamp.hash, "sven")) == "right_missing"
    assert code(office.resolve(SALT, 1, side.stamp.hash)) == ""
    meet(office, room)
    assert office.state == room.state
    assert room.value(SALT) == ("5.0", "6.0")[kept]
    assert room.value(TOTAL) == ("7.0", "8.0")[kept]
    found = room.state.contested[SALT, 1]
    assert [side.says["number"] for side in found.sides] == ["5.0", "6.0"]
    assert (found.kept, found.reason, found.open) == (side.stamp.hash, "looked at the balance print", False)
    assert code(office.resolve(SALT, 1, side.stamp.hash)) == "conflict_resolved_before"
    assert code(room.correct(SALT, number="5.5")) == ""


def test_whoever_wrote_a_side_does_not_decide(stations: tuple[Station, Station]) -> None:
    office, room = stations
    office.number(SALT, "5.0")
    room.number(SALT, "6.0")
    meet(office, room)
    found = only(office)
    quality = {"olga": ("operator", "quality")}
    from tests.domain import batch_floor

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(batch_floor, "ROLES", {**batch_floor.ROLES, **quality})
        patched.setattr("tests.domain.batch_apart.ROLES", {**batch_floor.ROLES, **quality})
        assert code(office.resolve(SALT, 1, found.sides[0].stamp.hash, "olga")) == "not_independent"


def test_a_signature_over_the_side_that_lost_becomes_void(stations: tuple[Station, Station]) -> None:
    office, room = stations
    fill(office)
    office.sign(WEIGHED, "performed", "olga")
    room.number(SALT, "6.0")
    meet(office, room)
    (signed,) = office.state.valid_signatures(WEIGHED, "performed")
    lost, kept = (side.stamp for side in only(office).sides)
    assert lost.hash in signed.signed.covered
    office.resolve(SALT, 1, kept.hash)
    assert office.state.valid_signatures(WEIGHED, "performed") == []


def fill(station: Station) -> None:
    station.number(SALT, "5.0")
    station.number(SUGAR, "1.0")
    for item in (1, 2):
        station.number(ROWS, "4.0", item=item)
    station.done(c.CloseItems(BATCH, ROWS), "olga")
    station.done(c.StartTimer(BATCH, CLOCK), "olga")
    station.wait(60)
    station.done(c.StopTimer(BATCH, CLOCK), "olga")


def test_closing_timing_and_signing_on_both_sides_is_contested_each(stations: tuple[Station, Station]) -> None:
    office, room = stations
    for station in stations:
        fill(station)
        assert code(station.sign(WEIGHED, "performed", "olga")) == ""
    meet(office, room)
    assert office.state == room.state
    assert {(found.where, found.item) for found in office.state.open_contests()} == {
        (SALT, 1), (SUGAR, 1), (ROWS, 1), (ROWS, 2), (f"{ROWS}#closed", 0), (f"{CLOCK}#started", 0), (f"{CLOCK}#stopped", 0),
        (f"{WEIGHED}#performed", 0),
    }  # fmt: skip
    for found in office.state.open_contests():
        assert code(office.resolve(found.where, found.item, found.sides[1].stamp.hash)) == "", found.where
    assert office.state.open_contests() == []
    assert office.state.slot(ROWS).closed is not None
    held = office.state.slot(CLOCK)
    assert held.timer is not None
    assert held.timer.start.log == held.timer.stop.log == "log-S2"


def test_two_decisions_on_one_exception_are_contested(stations: tuple[Station, Station]) -> None:
    office, room = stations
    office.done(c.RaiseException(BATCH, "", "dropped"), "olga")
    meet(office, room)
    office.done(c.DecideException(BATCH, "EX-001", "accepted", "harmless"), "sven")
    room.done(c.DecideException(BATCH, "EX-001", "rejected", "not harmless"), "sara")
    meet(office, room)
    found = only(office)
    assert [side.says["decision"] for side in found.sides] == ["accepted", "rejected"]
    office.resolve(found.where, 0, found.sides[1].stamp.hash)
    assert office.state.exceptions["EX-001"].decision == "rejected"


def test_a_side_goes_on_in_its_own_branch(stations: tuple[Station, Station]) -> None:
    office, room = stations
    office.number(SALT, "5.0")
    room.number(SALT, "6.0")
    room.correct(SALT, number="6.5")
    office.correct(SALT, number="5.5")
    meet(office, room)
    found = only(office)
    assert [side.says["number"] for side in found.sides] == ["5.5", "6.5"]
    office.resolve(SALT, 1, found.sides[1].stamp.hash)
    row = office.state.slot(SALT).rows[1]
    assert row.value == {"number": "6.5"}
    assert [(change.old, change.new) for change in row.corrections] == [
        ({"number": "5.5"}, {"number": "6.5"}), ({"number": "6.0"}, {"number": "6.5"}),
    ]  # fmt: skip


def test_a_decision_that_did_not_know_a_third_side_decides_nothing(stations: tuple[Station, Station]) -> None:
    office, room = stations
    third = Station(office.here, "S3")
    office.number(SALT, "5.0")
    room.number(SALT, "6.0")
    third.entries, third.state = list(room.entries[:-1]), folded(room.entries[:-1])
    third.take_over("weigh")
    third.number(SALT, "7.0")
    meet(office, room)
    office.resolve(SALT, 1, only(office).sides[1].stamp.hash)
    meet(office, room, third)
    assert office.state == room.state == third.state
    salt = [found for found in office.state.open_contests() if found.where == SALT]
    assert len(salt) == 1
    assert "7.0" in {side.says["number"] for side in salt[0].sides}


def test_a_signature_that_did_not_know_a_correction_is_void(stations: tuple[Station, Station]) -> None:
    office, room = stations
    office, room = two()
    fill(office)
    office.tell(room)
    room.take_over("weigh")
    room.correct(SALT, number="6.0")
    office.sign(WEIGHED, "performed", "olga")
    meet(office, room)
    assert office.state == room.state
    assert office.state.valid_signatures(WEIGHED) == []


def test_what_was_recorded_before_a_hold_was_known_stands_and_review_sees_it() -> None:
    office, room = two()
    office.give("mix", room)
    office.tell(room)
    office.done(c.HoldBatch(BATCH, "smell"), "sven")
    assert code(room.number(WATER, "2.0")) == ""
    meet(office, room)
    assert code(room.number(SUGAR, "2.0")) == "held_elsewhere"
    assert [(one.what, one.stamp.log) for one in room.state.unaware] == [("hold", "log-S2")]
    assert room.value(WATER) == "2.0"
    assert code(room.correct(WATER, number="3.0")) == ""


# Whatever comes apart, the fold is one: a function of the set

ACTS = st.lists(
    st.tuples(st.sampled_from("ABMXRTSCKHDE"), st.integers(0, 1), st.integers(1, 4)), min_size=1, max_size=14
)


def act(stations: tuple[Station, Station], what: str, who: int, n: int) -> None:
    """Do something on one of the stations; what is refused is refused."""
    station = stations[who]
    match what:
        case "A":
            station.number(SALT, f"{n}.0")
        case "B":
            station.number(WATER, f"{n}.0")
        case "M":
            meet(*stations)
        case "X":
            station.correct(SALT, number=f"{n}.5")
        case "R":
            station.number(ROWS, f"{n}.0", item=n)
        case "T":
            station.take_over("weigh")
        case "S":
            station.sign(WEIGHED, "performed", "olga")
        case "C":
            station.do(c.CloseItems(BATCH, ROWS), "olga")
        case "K":
            for found in station.state.open_contests()[:1]:
                station.resolve(found.where, found.item, found.sides[n % len(found.sides)].stamp.hash)
        case "H":
            station.do(c.HoldBatch(BATCH, "smell") if n % 2 else c.LiftHold(BATCH, "fine"), "quinn")
        case "D":
            station.do(c.DecideException(BATCH, "EX-001", ("accepted", "rejected")[n % 2], "seen"), "quinn")
        case "E":
            station.do(c.RaiseException(BATCH, SUGAR, "lost", accepts=True), "olga")


@given(ACTS, st.integers())
@settings(max_examples=150, deadline=None)
def test_the_fold_does_not_depend_on_the_order_of_arrival(acts: list[tuple[str, int, int]], seed: int) -> None:
    office, room = two()
    for what, who, n in acts:
        act((office, room), what, who, n)
    meet(office, room)
    assert office.state == room.state
    shuffled = list(office.entries)
    random.Random(seed).shuffle(shuffled)
    assert folded(shuffled) == office.state
    assert office.state.entries == len(office.entries)


@given(ACTS)
@settings(max_examples=60, deadline=None)
def test_no_value_that_two_wrote_apart_is_lost(acts: list[tuple[str, int, int]]) -> None:
    office, room = two()
    room.take_over("weigh")
    for what, who, n in acts:
        if what in "ABXR":
            act((office, room), what, who, n)
    written = {
        (one.recorded.stamp.log, one.recorded.event.value.get("number"))
        for one in (*office.entries, *room.entries)
        if getattr(one.recorded.event, "slot", "") == SALT and hasattr(one.recorded.event, "performed_by")
    }
    meet(office, room)
    row = office.state.slot(SALT).rows.get(1)
    found = office.state.contested.get((SALT, 1))
    logs = {log for log, _ in written}
    if len(logs) > 1:
        assert found is not None
        assert {side.stamp.log for side in found.sides} == logs
    elif logs:
        assert found is None
        assert row is not None
