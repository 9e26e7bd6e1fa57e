"""What was recorded and not asked for, or asked for and not so recorded (211.100(b), 211.188(b)).

More readings than the master has, entries whose condition is not met, samples too small, one machine in two places.

More readings than asked for are how a bad one is outvoted; an entry that does not apply was made for nothing, or its
condition was changed after it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ebr.domain.batch.rules.sweep.found import Entry, Found, Sight, decimal_of
from ebr.domain.batch.state.fill import condition
from ebr.domain.batch.state.plan import COMPUTED
from ebr.domain.mbr.model import Slot
from ebr.domain.values import plain

ANY_NUMBER = ("material", "equipment", "timer")
"""Kinds of which an entry has as many rows as it takes."""


def found(sight: Sight) -> Iterator[Found]:
    """Yield what nobody was asked to record."""
    seen: dict[tuple[str, str], Entry] = {}
    for entry in sight.entries:
        yield from _rows(entry)
        if entry.slot.when and entry.rows and condition(sight.state, entry.slot.when, entry.rounds) is False:
            yield Found("not_asked", entry.address, {"slot": entry.slot.label})
        if entry.slot.kind == "sample":
            yield from _sample(sight, entry)
        elif entry.slot.kind == "equipment":
            yield from _machine(entry, seen)
    for step in sight.steps:
        if step.status == "not_applicable" and step.address in sight.state.first_entry:
            yield Found("not_asked", step.address, {"slot": step.phase.title})


def most(slot: Slot) -> int:
    """Return how many rows an entry may have; 0 for as many as it takes."""
    if slot.kind in ANY_NUMBER:
        return 0
    if slot.kind == "table":
        return slot.most
    return 1 if slot.kind in COMPUTED else slot.replicates


def _rows(entry: Entry) -> Iterator[Found]:
    allowed = most(entry.slot)
    if allowed and len(entry.rows) > allowed and not entry.held.contested:
        params = {"slot": entry.slot.label, "rows": str(len(entry.rows)), "most": str(allowed)}
        yield Found("rows_too_many", entry.address, params, item=entry.rows[-1].item)


def _sample(sight: Sight, entry: Entry) -> Iterator[Found]:
    asked = decimal_of(entry.slot.quantity)
    for row in entry.rows:
        taken = decimal_of(row.value.get("quantity", ""))
        if asked is not None and taken is not None and taken < asked:
            amounts = {"value": plain(taken), "expected": plain(asked), "unit": sight.unit(entry.slot)}
            yield Found("sample_short", entry.address, {"slot": entry.slot.label, **amounts}, item=row.item)


def _machine(entry: Entry, seen: dict[tuple[str, str], Entry]) -> Iterator[Found]:
    """Yield one machine that a step names for two of which the master asks for each."""
    for row in entry.rows:
        code = row.value.get("equipment", "")
        first = seen.setdefault((entry.phase_address, code), entry)
        if code and first.slot.of != entry.slot.of:
            params = {"slot": entry.slot.label, "equipment": code, "other": first.slot.label}
            yield Found("equipment_twice", entry.address, params, item=row.item)
