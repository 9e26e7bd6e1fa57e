"""Faster than a person can work: a step signed too soon, many entries in one minute (EU GMP 4.8).

Only what people typed counts: a device reads as fast as it likes. A pace is a hint to look, so nobody on the floor has
to answer for it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ebr.domain.batch.rules.sweep.found import Found, Sight, wall
from ebr.domain.batch.rules.sweep.watching import Typed

LEAST = 3
"""Entries of a step below which its pace says nothing."""
SECOND = 1_000_000
MINUTE = 60 * SECOND
WALK = 5 * SECOND
"""Nobody leaves one station, signs in at another and types there within this time."""


def found(sight: Sight) -> Iterator[Found]:
    """Yield steps done and entries made faster than the policy says a person can."""
    yield from _steps(sight)
    most = sight.policy.whole("entries_per_minute")
    for person, own in sight.watched.typed.items():
        own.in_order()
        yield from _bursts(person, own, most)
        if len(sight.watched.logs) > 1:
            yield from _places(person, own)


def _steps(sight: Sight) -> Iterator[Found]:
    least = sight.policy.whole("entry_seconds")
    for step in sight.steps:
        times = sight.watched.steps.get(step.address, [])
        if len(times) < LEAST or not step.performed:
            continue
        took = (max(times) - min(times)) / SECOND
        if took < least * (len(times) - 1):
            params = {"step": step.phase.title, "entries": str(len(times)), "took": str(round(took))}
            yield Found("too_fast", step.address, params)


def _bursts(person: str, typed: Typed, most: int) -> Iterator[Found]:
    first = said = 0
    for place, made in enumerate(typed.made):
        while made - typed.made[first] >= MINUTE:
            first += 1
        if place - first + 1 > most and first >= said:
            said = place + 1
            at = wall(typed.rows[first].first).isoformat()
            params = {"person": person, "entries": str(place - first + 1), "at": at}
            yield Found("many_in_a_minute", typed.where[place], params)


def _places(person: str, typed: Typed) -> Iterator[Found]:
    """Yield what one person typed at two stations at once; said once for each pair of stations."""
    said: set[frozenset[str]] = set()
    for place in range(1, len(typed.made)):
        earlier, later = typed.rows[place - 1].first, typed.rows[place].first
        logs = frozenset((earlier.log, later.log))
        if len(logs) > 1 and logs not in said and typed.made[place] - typed.made[place - 1] < WALK:
            said.add(logs)
            yield Found("two_places", typed.where[place], {"person": person, "at": wall(later).isoformat()})
