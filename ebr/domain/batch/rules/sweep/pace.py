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


def found(sight: Sight) -> Iterator[Found]:
    """Yield steps done and entries made faster than the policy says a person can."""
    yield from _steps(sight)
    most = sight.policy.whole("entries_per_minute")
    for person, own in sight.watched.typed.items():
        own.in_order()
        yield from _bursts(person, own, most)


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
