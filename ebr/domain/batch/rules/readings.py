"""Readings of devices: expected, typed by hand instead, or too old (211.68).

An entry with a `device` expects the reading of a machine. Typed by hand it stands, with a minor exception and a second
person (`ebr.domain.batch.state.seconds`). A reading older than a minute says nothing of what stands on the balance now:
it stands with an exception. What a device could not read is an attempt (`ebr.domain.batch.rules.devices`).

`source` of a reading: {"how": "device", "device": number of the equipment, "raw": its line, "at": when it was received,
"lot": "scanned" where the lot came from its label}.
"""

from __future__ import annotations

from datetime import datetime

from ebr.domain.batch.commands import RecordValue
from ebr.domain.batch.rules.guards import Where
from ebr.domain.batch.rules.raised import raised
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.seconds import DEVICE, FORM
from ebr.domain.decision import Draft
from ebr.domain.values import Instant, shown_text

OLDEST_SECONDS = 60


def automatic(command: RecordValue) -> bool:
    """Tell whether a device sent the value."""
    return command.source.get("how") == DEVICE


def departures(state: BatchState, command: RecordValue, where: Where, at: Instant, item: int) -> list[Draft]:
    """Return the exceptions of a value that came by hand or too late."""
    if automatic(command):
        return _old(state, command, where, at, item)
    if not where.slot.device or command.source.get("how") == FORM or _said(state, command.slot):
        return []
    params = {"slot": where.slot.label, "device": _named(where)}
    return [raised(state, command.slot, "manual_reading", "minor", params, item=item)]


def _said(state: BatchState, address: str) -> bool:
    """One exception speaks of all rows of an entry."""
    return any(state.exceptions[number].rule == "manual_reading" for number in state.excepted.get(address, ()))


def _named(where: Where) -> str:
    return next((one.name for one in where.plan.mbr.equipment if one.id == where.slot.device), where.slot.device)


def _old(state: BatchState, command: RecordValue, where: Where, at: Instant, item: int) -> list[Draft]:
    read = command.source.get("at", "")
    try:
        age = (datetime.fromisoformat(at.wall) - datetime.fromisoformat(read)).total_seconds() if read else 0
    except (ValueError, TypeError):  # no time, or one without an offset: nobody can tell how old the reading is
        age = OLDEST_SECONDS + 1
    if -OLDEST_SECONDS <= age <= OLDEST_SECONDS:  # nor one that says that it was read later than it came
        return []
    told = shown_text(read) if age > 0 else ""
    params = {"slot": where.slot.label, "read": told, "longest": str(OLDEST_SECONDS)}
    return [raised(state, command.slot, "reading_old", "other", params, item=item)]
