"""Readings of devices: expected, typed by hand instead, or too old (211.68).

An entry with a `device` expects the reading of a machine. Typed by hand it stands, with a minor exception and a second
person (`ebr.domain.batch.state.seconds`). A reading older than a minute says nothing of what stands on the balance now:
it stands with an exception, as does a value that is not in the line that the device sent, and a line that another entry
had before. What a device could not read is an attempt (`ebr.domain.batch.rules.devices`).

`source` of a reading: {"how": "device", "device": number of the equipment, "raw": its line, "at": when it was received,
"lot": "scanned" where the lot came from its label}.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation

from ebr.domain.batch.commands import RecordValue
from ebr.domain.batch.rules.guards import Where
from ebr.domain.batch.rules.raised import raised
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.plan import last_id
from ebr.domain.batch.state.seconds import DEVICE, FORM
from ebr.domain.decision import Draft
from ebr.domain.units import UnitError, factor
from ebr.domain.values import Instant, Value, shown_text

OLDEST_SECONDS = 60
SENT = re.compile(r"([-+]?)\s*(\d+(?:\.\d+)?)\s*([A-Za-zµ%]*)")
READ = ("number", "net", "gross", "tare")
POWERS = (Decimal(1), Decimal(1000), Decimal("0.001"))
OF_A_LINE = ("device", "raw", "at")


def automatic(command: RecordValue) -> bool:
    """Tell whether a device sent the value."""
    return command.source.get("how") == DEVICE


def departures(state: BatchState, command: RecordValue, where: Where, at: Instant, item: int) -> list[Draft]:
    """Return the exceptions of a value that came by hand or too late."""
    if automatic(command):
        return _old(state, command, where, at, item) + _not_its_own(state, command, where, item)
    if not where.slot.device or command.source.get("how") == FORM or _said(state, command.slot):
        return []
    params = {"slot": where.slot.label, "device": _named(where)}
    return [raised(state, command.slot, "manual_reading", "minor", params, item=item)]


def differs(value: Value, raw: str, unit: str) -> bool:
    """Tell whether a value is no number in the line that a device sent.

    The line says its unit where that is one; where it says none, any power of a thousand may be meant.
    """
    sent = SENT.findall(raw)
    kept = [plain for name in READ if (plain := _decimal(value.get(name, ""))) is not None]
    return bool(kept) and not any(
        found in kept for sign, digits, own in sent for found in _meant(sign, digits, own, unit)
    )


def _meant(sign: str, digits: str, own: str, unit: str) -> list[Decimal]:
    """Return what a number of a line may say in the unit of the entry."""
    try:
        times = (factor(own, unit),) if own and unit else POWERS
    except UnitError:
        times = POWERS
    return [Decimal(f"{sign}{digits}") * each for each in times]


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _not_its_own(state: BatchState, command: RecordValue, where: Where, item: int) -> list[Draft]:
    """Return the exceptions of a value that the device did not send, and of a line that another entry had before."""
    raw, found = command.source.get("raw", ""), []
    if raw and differs(command.value, raw, where.plan.unit(where.slot)):
        said = ", ".join(command.value[name] for name in READ if command.value.get(name))
        params = {"slot": where.slot.label, "value": shown_text(said), "raw": shown_text(raw)}
        found.append(raised(state, command.slot, "reading_differs", "critical", params, item=item))
    tare, gross = (command.source.get(f"device_{part}", "") for part in ("tare", "gross"))
    if tare and gross and tare != gross:
        params = {"slot": where.slot.label, "tare": shown_text(tare), "gross": shown_text(gross)}
        found.append(raised(state, command.slot, "two_balances", "major", params, item=item))
    before = _had_before(state, command.source)
    if before:
        params = {"slot": where.slot.label, "raw": shown_text(raw), "time": command.source["at"], "other": before}
        found.append(raised(state, command.slot, "reading_taken_twice", "major", params, item=item))
    return found


def _had_before(state: BatchState, source: Mapping[str, str]) -> str:
    """Return the entry that keeps the very same line of the same device at the same moment, "" for none."""
    own = [source.get(name, "") for name in OF_A_LINE]
    if not all(own) or state.plan is None:
        return ""
    for address, held in state.slots.items():
        if any([row.source.get(name, "") for name in OF_A_LINE] == own for row in held.standing()):
            return state.plan.slots[last_id(address)].label
    return ""


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
