"""What samples of a room showed, and which uses of the room a result outside its action limit puts in doubt.

EU GMP annex 1, 9.14: the batches between the monitoring and its report count too. So a result doubts every use since
the last result inside its action limit at the same place, up to the next such one; without a next one, up to now.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ebr.domain.equipment.events import EnvironmentRead
from ebr.domain.equipment.state.model import EquipmentState, Reading, Use
from ebr.domain.equipment.state.times import moment

GOOD = ("in", "alert")
WORST = ("out", "alert", "in", "")


@dataclass(frozen=True, slots=True)
class Span:
    """From which good result up to which next one a result speaks; "" where there is none."""

    since: str
    until: str


def readings(state: EquipmentState) -> tuple[Reading, ...]:
    """Return what each sample showed last, the oldest first; of two that did not know of each other the worse."""
    held = (tuple(known.values()) for known in state.environment.values())
    worst = (min(each, key=lambda one: (WORST.index(one.event.verdict), one.stamp.hash)) for each in held if each)
    return tuple(sorted(worst, key=lambda one: (moment(one.event.taken), one.stamp.hash)))


def span(state: EquipmentState, event: EnvironmentRead) -> Span:
    """Return from where to where a result of this place speaks."""
    same = [one.event for one in readings(state) if _same_place(one.event, event) and one.event.verdict in GOOD]
    taken = moment(event.taken)
    before = [one.taken for one in same if moment(one.taken) < taken and one.sample != event.sample]
    after = [one.taken for one in same if moment(one.taken) > taken and one.sample != event.sample]
    return Span(before[-1] if before else "", after[0] if after else "")


def in_doubt(state: EquipmentState, event: EnvironmentRead) -> tuple[Use, ...]:
    """Return the uses that a result of this place speaks of."""
    found = span(state, event)
    return tuple(use for use in state.uses if _touches(use, found))


def out_for(state: EquipmentState, batch: str) -> Iterator[Reading]:
    """Yield the results outside their action limit that speak of a use by this batch."""
    for one in readings(state):
        if one.event.verdict == "out" and any(use.batch == batch for use in in_doubt(state, one.event)):
            yield one


def last_before(state: EquipmentState, wall: str) -> Reading | None:
    """Return the newest sample that was taken by a time and counts."""
    known = [one for one in readings(state) if one.event.verdict and moment(one.event.taken) <= moment(wall)]
    return known[-1] if known else None


def last_good(state: EquipmentState, wall: str) -> str:
    """Return when the newest sample was taken before a time that was inside its action limit; "" for none."""
    good = (one.event.taken for one in readings(state) if one.event.verdict in GOOD)
    return max((taken for taken in good if moment(taken) < moment(wall)), key=moment, default="")


def _same_place(one: EnvironmentRead, other: EnvironmentRead) -> bool:
    return (one.kind, one.place.casefold()) == (other.kind, other.place.casefold())


def _touches(use: Use, found: Span) -> bool:
    lasted = not found.since or use.ended is None or moment(use.ended.at.wall) >= moment(found.since)
    return lasted and (not found.until or moment(use.began.at.wall) <= moment(found.until))
