"""The form of what stands: a value as its kind has it, its decimals, the limits beside it, rows and attempts in a row.

The rules of the moment accept nothing else (`ebr.domain.batch.rules.kinds`), so the same readers are asked again: what
they refuse was written by a station that was changed (21 CFR 11.10(a), 11.10(f)).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ebr.domain.batch.rules.kinds import READERS, accepted
from ebr.domain.batch.rules.sweep.found import Entry, Found, Sight, plainly_limited, spoken
from ebr.domain.batch.rules.sweep.limits import written
from ebr.domain.batch.rules.verdict import compare
from ebr.domain.batch.state.plan import COMPUTED
from ebr.domain.batch.state.slots import Row
from ebr.domain.refusal import Refusal

SAID_APART = ("wrong_scan", "identity_mismatch", "time_in_future", "wrong_unit", "net_disagrees")
"""What other rules say in words of their own."""
LIMITED = ("number", "qs", "table", "result")
NUMBERS = ("number", "gross", "tare", "net")
WRITTEN = re.compile(r"-?[0-9]+(\.[0-9]+)?")
"""How the record writes a number; what else reads as one ("+22.0", "2_2.0") no screen kept so."""
FOLLOWING = (*COMPUTED, "environment")
ANSWERED = ("check", "clearance")


def found(sight: Sight) -> Iterator[Found]:
    """Yield what no screen could have entered like that."""
    for entry in sight.entries:
        yield from _beside(sight, entry)
        if entry.slot.kind not in READERS:
            continue
        fixed = entry.slot.kind in LIMITED and not sight.state.amendments and plainly_limited(entry.slot.limits)
        for row in entry.rows:
            yield from _read(sight, entry, row)
            if fixed and not row.exception:
                yield from _limits(sight, entry, row)
            yield from _attempts(entry, row)
        if len(entry.held.rows) > 1 and not entry.held.contested:
            yield from _gap(entry)


def _read(sight: Sight, entry: Entry, row: Row) -> Iterator[Found]:
    told = {"slot": entry.slot.label, "value": spoken(row.value)}
    try:
        accepted(sight.state, entry.slot, row.value, row.stamp.at.wall)
    except Refusal as refused:
        if refused.code == "number_decimals":
            params = {**told, "decimals": refused.params["decimals"]}
            yield Found("too_many_decimals", entry.address, params, item=row.item)
        elif refused.code not in SAID_APART:
            yield Found("value_unreadable", entry.address, told, item=row.item)
        return
    if any(not WRITTEN.fullmatch(row.value[name]) for name in NUMBERS if row.value.get(name)):
        yield Found("value_unreadable", entry.address, told, item=row.item)
    if entry.slot.kind in ANSWERED and "na" in row.value.values():
        yield Found("answer_na", entry.address, {**told, "reason": row.value.get("reason", "")}, item=row.item)


def _limits(sight: Sight, entry: Entry, row: Row) -> Iterator[Found]:
    """Yield limits beside a value that are not the master's, whether the value fits or not."""
    master = sight.limits(entry.slot.limits, entry.rounds)
    if dict(row.limits) != dict(master):
        params = {"slot": entry.slot.label, "limits": _written(row.limits), "expected": _written(master)}
        yield Found("limits_differ", entry.address, params, item=row.item)


def _beside(sight: Sight, entry: Entry) -> Iterator[Found]:
    """Yield limits beside what is computed, or measured in a room, that are not those of now: they follow a change."""
    if entry.slot.kind not in FOLLOWING or entry.held.contested or sight.state.amendments:
        return
    for row in entry.rows:
        now = _of_items(sight, entry, row) if entry.slot.items else sight.limits(entry.slot.limits, entry.rounds)
        if now is not None and not row.exception and dict(row.limits) != dict(now):
            params = {"slot": entry.slot.label, "limits": written(row.limits), "expected": written(now)}
            yield Found("limits_differ", entry.address, params, item=row.item)


def _of_items(sight: Sight, entry: Entry, row: Row) -> Mapping[str, str] | None:
    if not all(plainly_limited(item.limits) for item in entry.slot.items):
        return None
    try:
        return compare(sight.state, entry.slot, row.value, entry.rounds).limits
    except (KeyError, ArithmeticError):  # a value that cannot be read is said above
        return None


def _written(limits: Mapping[str, str]) -> str:
    low, high = limits.get("low", ""), limits.get("high", "")
    return f"{low}–{high}" if low and high else low or high or "–"


def _attempts(entry: Entry, row: Row) -> Iterator[Found]:
    """Yield a value that was the second attempt or a later one, where the earlier ones are not in the record."""
    if row.attempt > 1:
        known = 1 + len(row.corrections) + sum(one.item == row.item for one in entry.held.attempts)
        if row.attempt > known:
            params = {"slot": entry.slot.label, "attempt": str(row.attempt)}
            yield Found("attempt_missing", entry.address, params, item=row.item)


def _gap(entry: Entry) -> Iterator[Found]:
    """Yield a row that is missing between others: rows are numbered one by one, and a withdrawn one stays."""
    known = {*entry.held.rows, *(one.item for one in entry.held.attempts)}
    missing = next((item for item in range(1, max(known)) if item not in known), 0)
    if missing:
        yield Found("row_missing", entry.address, {"slot": entry.slot.label, "row": str(missing)})
