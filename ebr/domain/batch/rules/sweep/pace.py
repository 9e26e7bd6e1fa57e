"""Faster than a person can work: a step signed too soon, many entries in one minute (EU GMP 4.8).

Only what people typed counts: a device reads as fast as it likes. A pace is a hint to look, so nobody on the floor has
to answer for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from ebr.domain.batch.rules.sweep.found import Entry, Found, Sight, wall
from ebr.domain.batch.state.seconds import DEVICE, FORM

BY_ITSELF = (DEVICE, FORM, "calculated", "clock", "scanned")
LEAST = 3
"""Entries of a step below which its pace says nothing."""
MINUTE = timedelta(minutes=1)


def found(sight: Sight) -> Iterator[Found]:
    """Yield steps done and entries made faster than the policy says a person can."""
    typed: dict[str, list[tuple[datetime, Entry]]] = {}
    inside: dict[str, list[datetime]] = {}
    for entry in sight.entries:
        for row in entry.held.rows.values():
            if row.performed_by and row.source.get("how") not in BY_ITSELF and not row.late:
                made = wall(row.first)
                typed.setdefault(row.first.by, []).append((made, entry))
                inside.setdefault(entry.phase_address, []).append(made)
    yield from _steps(sight, inside)
    most = sight.policy.whole("entries_per_minute")
    for person, entries in typed.items():
        yield from _bursts(person, sorted(entries, key=lambda pair: pair[0]), most)


def _steps(sight: Sight, inside: dict[str, list[datetime]]) -> Iterator[Found]:
    least = sight.policy.whole("entry_seconds")
    for step in sight.steps:
        times = inside.get(step.address, [])
        if len(times) < LEAST or not step.performed:
            continue
        took = (max(times) - min(times)).total_seconds()
        if took < least * (len(times) - 1):
            params = {"step": step.phase.title, "entries": str(len(times)), "took": str(round(took))}
            yield Found("too_fast", step.address, params)


def _bursts(person: str, entries: list[tuple[datetime, Entry]], most: int) -> Iterator[Found]:
    first = said = 0
    for place, (made, entry) in enumerate(entries):
        while made - entries[first][0] >= MINUTE:
            first += 1
        if place - first + 1 > most and first >= said:
            said = place + 1
            params = {"person": person, "entries": str(place - first + 1), "at": entries[first][0].isoformat()}
            yield Found("many_in_a_minute", entry.address, params)
