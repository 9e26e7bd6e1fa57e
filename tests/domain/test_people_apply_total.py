"""`apply` neither raises nor refuses, whatever the entries and in whatever order: a replica must fold what others wrote."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebr.domain.decision import Recorded
from ebr.domain.people import events as people_events
from ebr.domain.people import state as people_state
from ebr.domain.signature import Signed
from ebr.domain.site import events as site_events
from ebr.domain.site import state as site_state
from ebr.domain.station import events as station_events
from ebr.domain.station import state as station_state
from ebr.domain.values import Stamp
from tests.domain.company import instant

EVENTS = [*people_events.EVENTS.values(), *site_events.EVENTS.values(), *station_events.EVENTS.values()]
STATES = {"person/p1": people_state, "site": site_state, "station/S1": station_state}

few = st.sampled_from(["", "p1", "p2", "S1", "lock", "yes", "-3", "x\ny", "2026-05-04T08:00:00+02:00"])
numbers = st.integers(-3, 3)
fields = {
    str: few,
    int: numbers,
    bool: st.booleans(),
    tuple[str, ...]: st.lists(few, max_size=3).map(tuple),
    Mapping[str, str]: st.dictionaries(few, few, max_size=3),
    Mapping[str, int]: st.dictionaries(few, numbers, max_size=3),
}
signatures = st.builds(lambda person, key: Signed(person, key, "", "", "", "", "", "", "", (), (), "", ""), few, few)
fields[Signed | None] = st.none() | signatures
events = st.one_of(
    [st.builds(event, **{name: fields[kind] for name, kind in get_type_hints(event).items()}) for event in EVENTS]
)
moments = st.builds(
    instant, st.integers(0, 10**6), boot=st.sampled_from(["b1", "b2"]), wall_off=st.integers(-(10**5), 10**5)
)


@st.composite
def histories(draw):
    found = draw(st.lists(st.tuples(events, moments), max_size=30))
    return [
        Recorded(event, Stamp(f"{seq:064x}", "log", seq, "any", "p1", "", at)) for seq, (event, at) in enumerate(found)
    ]


@pytest.mark.parametrize("root", STATES)
@given(history=histories())
def test_every_history_folds_and_every_question_has_an_answer(root, history):
    room = STATES[root]
    state = room.start(root)
    for recorded in history:
        state = room.apply(state, recorded)
    at = history[-1].stamp.at if history else instant()
    if root == "person/p1":
        assert (people_state.may_sign(state) is None) <= (people_state.may_act(state) is None)
    elif root == "site":
        assert all(state.policy.text(name) is not None for name in site_state.DEFAULTS)
    else:
        station_state.clock_drafts(state, at)
        assert (station_state.signing_trouble(state) is None) == (not state.clock_doubt)
        assert station_state.must_end(state, site_state.Policy(), at, at) in {"", "idle", "lock"}
        assert all(station_state.terminal_setting(state, name) is not None for name in station_state.DEFAULTS)


@pytest.mark.parametrize("root", STATES)
def test_an_event_of_another_aggregate_changes_nothing_but_the_time(root):
    room = STATES[root]
    stamp = Stamp("0" * 64, "log", 1, "any", "p1", "", instant())
    state = room.apply(room.start(root), Recorded(object(), stamp))
    assert not getattr(state, "known", False)
    assert not getattr(state, "begun", False)
