"""Readings: typed where a device should have read, or older than a minute when they were accepted (211.68(a))."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ebr.domain.batch.rules.readings import OLDEST_SECONDS, differs
from ebr.domain.batch.rules.sweep.found import Entry, Found, Sight, spoken, wall, when
from ebr.domain.batch.state.seconds import DEVICE, by_hand, devices_of
from ebr.domain.batch.state.slots import Row
from ebr.domain.values import shown_text

MOVING = re.compile(r"S D\s")
"""How a line of a balance begins whose weight had not settled (MT-SICS)."""


def found(sight: Sight) -> Iterator[Found]:
    """Yield what people typed instead of a device, and readings that were old."""
    for entry in sight.entries:
        if entry.slot.device and any(by_hand(row) for row in entry.rows):
            names = (one.name for one in sight.plan.mbr.equipment if one.id == entry.slot.device)
            params = {"slot": entry.slot.label, "device": next(names, entry.slot.device)}
            yield Found("manual_unsaid", entry.address, params)
        for row in entry.rows:
            if row.source.get("how") == DEVICE and row.source.get("at"):
                yield from _old(entry, row)
            if row.source.get("how") == DEVICE and row.source.get("raw") and not row.corrections:
                yield from _differs(sight, entry, row)
            if row.source.get("how") == DEVICE and entry.slot.device:
                yield from _bare(entry, row)


def _bare(entry: Entry, row: Row) -> Iterator[Found]:
    """Yield a reading that names no device, and one of a weight that the balance said was still moving."""
    if not devices_of(row.source):
        yield Found("reading_unnamed", entry.address, {"slot": entry.slot.label}, item=row.item)
    if MOVING.match(row.source.get("raw", "")):
        params = {"slot": entry.slot.label, "raw": shown_text(row.source["raw"])}
        yield Found("reading_unstable", entry.address, params, item=row.item)


def _differs(sight: Sight, entry: Entry, row: Row) -> Iterator[Found]:
    """Yield a value that is not the one number in the line that the device sent."""
    if differs(row.value, row.source["raw"], sight.plan.unit(entry.slot)):
        params = {"slot": entry.slot.label, "value": spoken(row.value), "raw": shown_text(row.source["raw"])}
        yield Found("reading_differs", entry.address, params, item=row.item)


def _old(entry: Entry, row: Row) -> Iterator[Found]:
    read, accepted = when(row.source["at"]), wall(row.first)
    age = (accepted - read).total_seconds() if read is not None else OLDEST_SECONDS + 1
    params = {"slot": entry.slot.label, "read": row.source["at"], "longest": str(OLDEST_SECONDS)}
    if age > OLDEST_SECONDS:
        yield Found("reading_stale", entry.address, params, item=row.item)
    elif age < -OLDEST_SECONDS:
        yield Found("time_in_future", entry.address, {**params, "time": row.source["at"]}, item=row.item)
