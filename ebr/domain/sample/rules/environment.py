"""What a room's sample showed, told to the room in the same action: so its batches know (EU GMP annex 1, 9.14)."""

from __future__ import annotations

from ebr.domain import subjects
from ebr.domain.decision import Draft
from ebr.domain.equipment.events import EnvironmentRead
from ebr.domain.sample.state import OfRoom, Result, SampleState


def found(state: SampleState, told: OfRoom, value: str, verdict: str) -> Draft:
    """Return what the room is told of a result; verdict "" for one that counts no more."""
    taken, limit = state.taken_at, told.action
    event = EnvironmentRead(told.room, state.number, told.kind, told.place, taken, value, limit, told.unit, verdict)
    return Draft(subjects.equipment(told.room), event)


def set_aside(state: SampleState, result: Result) -> tuple[Draft, ...]:
    """Return that a result counts no more for its room; nothing for a sample of a batch."""
    told = state.of_room
    return (found(state, told, result.shown, ""),) if told is not None and result.stands else ()
