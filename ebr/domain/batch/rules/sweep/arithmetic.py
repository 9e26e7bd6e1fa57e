"""Arithmetic done again: net from gross and tare, label counts, every computed value (211.68(b), 211.103)."""

from __future__ import annotations

from collections.abc import Iterator

from ebr.domain.batch.rules.computed import recomputed
from ebr.domain.batch.rules.kinds import COUNTS
from ebr.domain.batch.rules.sweep.found import Entry, Found, Sight, decimal_of, spoken
from ebr.domain.batch.state.plan import COMPUTED
from ebr.domain.batch.state.slots import Row
from ebr.domain.values import plain


def found(sight: Sight) -> Iterator[Found]:
    """Yield what does not add up."""
    for entry in sight.entries:
        for row in entry.rows:
            if entry.slot.kind in ("material", "qs") and row.value.get("gross") and row.value.get("tare"):
                yield from _net(entry, row)
            elif entry.slot.kind == "labels":
                yield from _labels(entry, row)
            elif entry.slot.kind in COMPUTED and not entry.held.contested:
                yield from _computed(sight, entry, row)


def _net(entry: Entry, row: Row) -> Iterator[Found]:
    gross, tare, net = (decimal_of(row.value.get(name, "")) for name in ("gross", "tare", "net"))
    if gross is None or tare is None or net is None or gross - tare != net:
        expected = plain(gross - tare) if gross is not None and tare is not None else ""
        params = {"slot": entry.slot.label, "value": row.value.get("net", ""), "expected": expected}
        yield Found("net_wrong", entry.address, params, item=row.item)


def _labels(entry: Entry, row: Row) -> Iterator[Found]:
    counts = [decimal_of(row.value.get(name, "0")) for name in COUNTS]
    balance = decimal_of(row.value.get("balance", ""))
    if balance is None or None in counts:
        yield Found("value_unreadable", entry.address, {"slot": entry.slot.label, "value": spoken(row.value)})
        return
    issued, *rest = [count for count in counts if count is not None]
    expected = issued - sum(rest)
    params = {"slot": entry.slot.label, "value": plain(balance), "expected": plain(expected)}
    if balance != expected:
        yield Found("total_wrong", entry.address, params, item=row.item)
    if expected < 0:
        yield Found("labels_over", entry.address, {**params, "more": plain(-expected)}, item=row.item)


def _computed(sight: Sight, entry: Entry, row: Row) -> Iterator[Found]:
    anew = recomputed(sight.state, sight.plan, entry.slot.id, entry.rounds)
    if dict(anew) != dict(row.value):
        params = {"slot": entry.slot.label, "value": spoken(row.value), "expected": spoken(anew)}
        yield Found("calculation_wrong", entry.address, params, item=row.item)
