"""Answers about samples of a room: what the plan says, what is expected, which batches a result speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ebr.domain import subjects
from ebr.domain.batch.state import BatchState
from ebr.domain.equipment.state import EquipmentState
from ebr.domain.equipment.state.environment import in_doubt, readings, span
from ebr.domain.equipment.state.use import ROOM
from ebr.domain.sample.state import OfRoom, SampleState
from ebr.domain.sample.state.rooms import COUNT, KINDS, highest
from ebr.station.answers.names import name_of
from ebr.station.questions.samples import IncubationRow, OfRoomRow, RoomsToSample, RoomToSample, TestRow
from ebr.storage.views import equipment as equipment_view
from ebr.wording import unit_words
from ebr.wording.lines import limits_line
from ebr.wording.samples import kind_word

if TYPE_CHECKING:
    from ebr.station.inside import Inside


def rooms_to_sample(station: Inside, _question: RoomsToSample) -> tuple[RoomToSample, ...]:
    """Answer `RoomsToSample`."""
    with station.store.reading() as connection:
        rooms = [line.equipment for line in equipment_view.lines(connection) if line.kind.casefold() == ROOM]
    states = (_room(station, code) for code in rooms)
    return tuple(_to_sample(state) for state in states if state is not None)


def _to_sample(state: EquipmentState) -> RoomToSample:
    grade = state.needs.grade
    most = tuple((kind, "" if (found := highest(kind, grade)) is None else str(found)) for kind in KINDS)
    return RoomToSample(state.id, state.name, grade, most)


def _room(station: Inside, code: str) -> EquipmentState | None:
    found = station.store.state(subjects.equipment(code))
    return found if isinstance(found, EquipmentState) and found.entry else None


def of_room(station: Inside, state: SampleState) -> OfRoomRow | None:
    """Return what makes it a sample of a room; None for a sample of a batch."""
    told = state.of_room
    if told is None:
        return None
    room, concluded = _room(station, told.room), state.concluded
    since, batches = _in_doubt(room, state)
    return OfRoomRow(
        told.room,
        room.name if room is not None else "",
        room.needs.grade if room is not None else "",
        told.kind,
        told.place,
        state.activity,
        told.sop,
        tuple(
            IncubationRow(one.place, one.condition, one.mark.at, one.until, name_of(station, one.mark.by))
            for one in state.incubations
        ),
        concluded.investigation if concluded is not None else "",
        concluded.note if concluded is not None else "",
        name_of(station, concluded.by) if concluded is not None else "",
        since,
        batches,
        tuple(batch for batch in batches if not _here(station, batch)),
    )


def _here(station: Inside, batch: str) -> bool:
    found = station.store.state(subjects.batch(batch))
    return isinstance(found, BatchState) and found.issued is not None


def _in_doubt(room: EquipmentState | None, state: SampleState) -> tuple[str, tuple[str, ...]]:
    """Return since which good result, and which batches, a result above its action limit speaks of."""
    known = readings(room) if room is not None else ()
    one = next((one.event for one in known if one.event.sample == state.number), None)
    if room is None or one is None or one.verdict != "out":
        return "", ()
    return span(room, one).since, tuple(dict.fromkeys(use.batch for use in in_doubt(room, one)))


def test_of(state: SampleState, told: OfRoom) -> TestRow:
    """Return the one count that is expected."""
    return TestRow(
        COUNT,
        "",
        kind_word(told.kind),
        limits_line(told.limits, told.unit),
        unit_words(told.unit),
        0,
        "number",
        (),
        _status(state),
        late=False,
        second="verified",
        owed=0,
    )


def _status(state: SampleState) -> str:
    if state.taken is None:
        return "awaited"
    if not state.results:
        return "pending"
    found = state.reading
    if found is None:
        return "invalid"
    return "done" if found.checked is not None else "to_check"
