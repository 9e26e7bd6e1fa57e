"""What samples of the rooms say about a batch that was made there (EU GMP annex 1, 9.14; 21 CFR 211.42(c)(10)(iv)).

room_out_of_limits  a sample was outside its action limit, and no good one lies between it and the use: waits for
                    quality, however late the result came
room_not_sampled    no sample that is good was taken so many days before the use (policy `room_sampled`, 0: not asked)
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from ebr.domain.batch.rules.weak import Weakness
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.equipped import equipment_of
from ebr.domain.decision import Facts
from ebr.domain.equipment.state import EquipmentState, equipment_in
from ebr.domain.equipment.state.environment import last_good, out_for
from ebr.domain.equipment.state.use import ROOM, same_kind
from ebr.domain.site.state import site_in

SHORT = 12


def found(state: BatchState, facts: Facts) -> Iterator[Weakness]:
    """Yield what is weak about the rooms that a batch was made in."""
    days = site_in(facts).policy.whole("room_sampled")
    for code in sorted(equipment_of(state)):
        room = equipment_in(facts, code)
        if room.entry and same_kind(room.kind, ROOM):
            yield from _out(state, room)
            yield from _old(state, room, days)


def _out(state: BatchState, room: EquipmentState) -> Iterator[Weakness]:
    for one in out_for(room, state.id):
        said = one.event
        params = {"equipment": room.id, "name": room.name, "sample": said.sample, "place": said.place}
        params |= {"value": said.value, "limit": said.limit, "unit": said.unit, "at": said.taken}
        name = f"room_out_of_limits/{room.id}/{one.stamp.hash[:SHORT]}"
        yield Weakness(name, "room_out_of_limits", params, blocking=True)


def _old(state: BatchState, room: EquipmentState, days: int) -> Iterator[Weakness]:
    """A room that is graded or was ever sampled is sampled often enough before each use, where the policy asks."""
    if not days or not (room.needs.grade or room.environment):
        return
    for use in room.uses_of.get(state.id, ()):
        began = use.began.at.wall
        last = last_good(room, began)
        if not last or datetime.fromisoformat(last) + timedelta(days=days) < datetime.fromisoformat(began):
            params = {"equipment": room.id, "name": room.name, "at": began, "since": last, "days": str(days)}
            yield Weakness(f"room_not_sampled/{room.id}/{use.began.hash[:SHORT]}", "room_not_sampled", params)
