"""Stations that did not know of each other: their entries commute, and the most restrictive status wins."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ebr.domain.decision import Recorded
from ebr.domain.equipment import events as e
from ebr.domain.equipment.state import EquipmentState, apply, blocked, start
from ebr.domain.equipment.state.standing import calibration_due, clean_until, is_qualified
from ebr.domain.values import Stamp
from tests.domain.equipment_rooms import ROOM, VESSEL, code, instant

ID = "VES-1"
ROOT = f"equipment/{ID}"
EVENTS: tuple[Any, ...] = (
    e.UseBegan(ID, "B-1", "Aromet", "a", "maria"),
    e.UseBegan(ID, "B-2", "Aromet", "a", "olga"),
    e.UseEnded(ID, "B-1"),
    e.UseEnded(ID, "B-2"),
    e.EquipmentCleaned(ID, "SOP", "olga", "2026-06-01T00:00:00+00:00"),
    e.EquipmentCleaned(ID, "SOP", "olga", "2026-05-20T00:00:00+00:00"),
    e.EquipmentHeld(ID, "noise"),
    e.EquipmentReleased(ID, "fine"),
    e.TakenOutOfService(ID, "broken"),
    e.ReturnedToService(ID, "mended"),
    e.EquipmentQualified(ID, "R", "2026-12-31"),
    e.EquipmentMaintained(ID, "seal", "olga", "2027-01-01", requalify=True),
    e.EquipmentMaintained(ID, "oil", "olga", "2026-08-01"),
    e.EquipmentCalibrated(ID, "pass", "fine", "C", "2026-11-02"),
    e.EquipmentCalibrated(ID, "pass", "fine", "C", "2026-09-02"),
    e.EquipmentCalibrated(ID, "fail", "off", "C"),
    e.DailyChecked(ID, (("w", "1"),), "pass"),
    e.DailyChecked(ID, (("w", "9"),), "fail", "w"),
    e.LineCleared(ID, "B-1", "Aromet", "before", (("x", "yes"),), "olga"),
    e.LineCleared(ID, "B-2", "Aromet", "before", (("x", "yes"),), "olga"),
    e.LineCleared(ID, "B-1", "Aromet", "after", (("x", "yes"),), "olga"),
    e.IntegrityTested(ID, "m", "1", "pass"),
    e.IntegrityTested(ID, "m", "9", "fail"),
    e.EquipmentSwapped(ID, "B-1", "a", "VES-2", "hold", "stopped"),
)
FIRST = e.EquipmentAdded(ID, "Vessel", "vessel", "", VESSEL)


class Graph:
    """Entries and what each writer knew; folded in any order that puts an entry behind what it knew."""

    def __init__(self) -> None:
        self.events: dict[str, Any] = {}
        self.known: dict[str, frozenset[str]] = {}

    def add(self, event: Any, *after: str) -> str:
        name = f"e{len(self.events)}"
        self.events[name] = event
        self.known[name] = frozenset(after).union(*(self.known[one] for one in after))
        return name

    def folded(self, order: list[str]) -> EquipmentState:
        state, before = start(ROOT), []
        for name in order:
            at = instant(int(name[1:]))
            stamp = Stamp(name, "log", int(name[1:]), ROOT, "maria", "", at)
            beside = frozenset(before) - self.known[name]
            state = apply(state, Recorded(self.events[name], stamp, beside))
            before.append(name)
        return state

    def possible(self, order: tuple[str, ...]) -> bool:
        place = {name: at for at, name in enumerate(order)}
        return all(place[one] < place[name] for name in order for one in self.known[name])


def truth(state: EquipmentState) -> dict[str, object]:
    """Return what decides about use, whatever the order of the fold."""
    at = instant(24)
    return {
        "status": state.status,
        "marks": {(mark.bar, mark.why, mark.stamp.hash) for mark in state.marks.values()},
        "open": {(use.batch, use.began.hash) for use in state.open.values()},
        "uses": {(use.batch, use.began.hash, use.ended.hash if use.ended else "") for use in state.uses},
        "clean": clean_until(state),
        "due": getattr(calibration_due(state), "day", ""),
        "qualified": is_qualified(state, at),
        "cleared": {(made.batch, made.when, made.stamp.hash) for made in state.cleared.values()},
        "checked": {(made.result, made.stamp.hash) for made in state.checked.values()},
        "integrity": {(made.result, made.stamp.hash) for made in state.integrity.values()},
        "maintained": {made.stamp.hash for made in state.maintained.values()},
        "log": {(row.what, row.stamp.hash) for row in state.log},
        "may": [code(blocked({ROOT: state}, ID, "", batch, at)) for batch in ("B-1", "B-2", "B-3")],
    }


@st.composite
def graphs(draw: st.DrawFn) -> tuple[Graph, list[str], list[str]]:
    """Two stations write after a common beginning, now and then hearing of each other; and two orders of the fold."""
    graph = Graph()
    heads = {"A": graph.add(FIRST), "B": "e0"}
    for _ in range(draw(st.integers(1, 9))):
        who = draw(st.sampled_from("AB"))
        hears = draw(st.booleans()) and draw(st.booleans())
        after = tuple(heads.values()) if hears else (heads[who],)
        heads[who] = graph.add(draw(st.sampled_from(EVENTS)), *after)
    for name, known in list(graph.known.items()):
        graph.known[name] = known.union(*(graph.known[one] for one in known)) if known else known
    return graph, _order(draw, graph), _order(draw, graph)


def _order(draw: st.DrawFn, graph: Graph) -> list[str]:
    order: list[str] = []
    while len(order) < len(graph.events):
        ready = sorted(name for name in graph.events if name not in order and graph.known[name] <= set(order))
        order.append(draw(st.sampled_from(ready)))
    return order


@given(graphs())
@settings(max_examples=400, deadline=None)
def test_whatever_the_order_the_same_is_true(made: tuple[Graph, list[str], list[str]]):
    graph, one, other = made
    assert truth(graph.folded(one)) == truth(graph.folded(other))


def every_order(graph: Graph) -> list[EquipmentState]:
    orders = [list(order) for order in permutations(graph.events) if graph.possible(order)]
    assert len(orders) > 1
    return [graph.folded(order) for order in orders]


def test_a_cleaning_does_not_cover_a_use_that_it_did_not_know_of():
    graph = Graph()
    root = graph.add(FIRST)
    began = graph.add(e.UseBegan(ID, "B-1", "Aromet", "a", "maria"), root)
    graph.add(e.UseEnded(ID, "B-1"), began)
    graph.add(e.EquipmentCleaned(ID, "SOP", "olga"), root)
    assert {state.status for state in every_order(graph)} == {"dirty"}


def test_a_hold_beside_a_release_stays():
    graph = Graph()
    root = graph.add(FIRST)
    held = graph.add(e.EquipmentHeld(ID, "noise"), root)
    graph.add(e.EquipmentReleased(ID, "fine"), held)
    graph.add(e.EquipmentHeld(ID, "smell"), held)
    for state in every_order(graph):
        assert [mark.why for mark in state.barred("hold")] == ["smell"]


def test_a_failed_calibration_beside_a_good_one_takes_it_out_of_service():
    graph = Graph()
    root = graph.add(FIRST)
    graph.add(e.EquipmentCalibrated(ID, "pass", "fine", "C", "2026-11-02"), root)
    graph.add(e.EquipmentCalibrated(ID, "fail", "off", "C"), root)
    for state in every_order(graph):
        assert state.status == "out_of_service"
        assert calibration_due(state) is None


def test_the_earlier_of_two_due_dates_counts():
    graph = Graph()
    root = graph.add(FIRST)
    graph.add(e.EquipmentCalibrated(ID, "pass", "fine", "C", "2026-11-02"), root)
    graph.add(e.EquipmentCalibrated(ID, "pass", "fine", "C", "2026-09-02"), root)
    assert {getattr(calibration_due(state), "day", "") for state in every_order(graph)} == {"2026-09-02"}


@pytest.mark.parametrize(
    "other", [e.UseBegan(ID, "B-2", "P", "a", "olga"), e.LineCleared(ID, "B-2", "P", "before", (("x", "yes"),), "olga")]
)
def test_a_room_cleared_for_two_batches_at_once_is_cleared_for_none(other: Any):
    graph = Graph()
    root = graph.add(e.EquipmentAdded(ID, "Room", "room", "", ROOM))
    qualified = graph.add(e.EquipmentQualified(ID, "R"), root)
    graph.add(e.LineCleared(ID, "B-1", "P", "before", (("x", "yes"),), "olga"), qualified)
    graph.add(other, qualified)
    for state in every_order(graph):
        assert code(blocked({ROOT: state}, ID, "", "B-1", instant(24))) in {"room_not_cleared", "equipment_in_use"}


def test_two_uses_beside_each_other_both_last_until_each_ends():
    graph = Graph()
    root = graph.add(FIRST)
    one = graph.add(e.UseBegan(ID, "B-1", "P", "a", "maria"), root)
    graph.add(e.UseBegan(ID, "B-2", "P", "a", "olga"), root)
    graph.add(e.UseEnded(ID, "B-1"), one)
    assert {state.batches for state in every_order(graph)} == {("B-2",)}


def test_a_second_registration_of_a_code_is_kept_and_passed_over():
    state = start(ROOT)
    for number, name in enumerate(("Vessel", "Mill")):
        stamp = Stamp(f"e{number}", f"log-{number}", 1, ROOT, "sam", "", instant())
        state = apply(state, Recorded(e.EquipmentAdded(ID, name, name.lower(), "", VESSEL), stamp))
    assert (state.name, [other.name for other in state.others]) == ("Vessel", ["Mill"])


@given(st.lists(st.sampled_from(EVENTS), max_size=12), st.booleans())
def test_folding_never_fails_whatever_comes_first(events: list[Any], registered: bool):
    state = start(ROOT)
    for number, event in enumerate([FIRST, *events] if registered else events):
        moment = (datetime.fromisoformat(instant().wall) + timedelta(seconds=number)).isoformat()
        stamp = Stamp(f"e{number}", "log", number, ROOT, "x", "", instant(wall=moment))
        state = apply(state, Recorded(event, stamp))
    assert truth(state)["status"] == state.status
