"""More out than in: containers, lots and yields of the batch (211.103, 211.184(c); EU GMP 5.8).

A yield above 100 % inside limits that the master sets above 100 % is what its author allowed for: it is listed. Where
the master gives no upper limit it is a departure. Living cells grow: where the least yield is 100 % or more, more comes
out by design.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ebr.domain.batch.rules.sweep.found import Entry, Found, Sight, decimal_of
from ebr.domain.batch.state.figures import SUBTRACTED
from ebr.domain.material.state.use import lot_in
from ebr.domain.units import UnitError, factor
from ebr.domain.values import plain

HUNDRED = Decimal(100)
Container = tuple[str, str]


def found(sight: Sight) -> Iterator[Found]:
    """Yield where more came out than went in."""
    drawn: dict[Container, Decimal] = {}
    returned: dict[Container, Decimal] = {}
    last: dict[Container, Entry] = {}
    for entry in sight.entries:
        if entry.slot.kind == "yield":
            yield from _yield(sight, entry)
        elif entry.slot.kind == "material":
            _count(entry, drawn, returned, last)
    for key, back in returned.items():
        taken, entry = drawn.get(key, Decimal(0)), last[key]
        if back > taken:
            params = {"slot": entry.slot.label, "lot": key[0], "container": key[1], "unit": sight.unit(entry.slot)}
            yield Found("returned_too_much", entry.address, {**params, "more": plain(back), "drawn": plain(taken)})
    yield from _received(sight, drawn, returned, last)


def _count(
    entry: Entry, drawn: dict[Container, Decimal], returned: dict[Container, Decimal], last: dict[Container, Entry]
) -> None:
    for row in entry.rows:
        key = (row.value.get("lot", ""), row.value.get("container", ""))
        amount = decimal_of(row.value.get("net", "")) or Decimal(0)
        into = returned if row.value.get("row") in SUBTRACTED else drawn
        into[key] = into.get(key, Decimal(0)) + amount
        last[key] = entry


def _received(
    sight: Sight, drawn: dict[Container, Decimal], returned: dict[Container, Decimal], last: dict[Container, Entry]
) -> Iterator[Found]:
    """Yield lots of which this batch alone took more than ever came."""
    lots = {lot: entry for (lot, _), entry in last.items()}
    for lot, entry in lots.items():
        receipt = lot_in(sight.facts, lot).receipt
        times = _factor(receipt.unit, sight.unit(entry.slot)) if receipt is not None else None
        if receipt is None or times is None:
            continue
        came = sum((decimal_of(one.quantity) or Decimal(0) for one in receipt.containers), Decimal(0)) * times
        took = sum((amount for (name, _), amount in drawn.items() if name == lot), Decimal(0))
        took -= sum((amount for (name, _), amount in returned.items() if name == lot), Decimal(0))
        if took > came:
            params = {"slot": entry.slot.label, "lot": lot, "drawn": plain(took), "received": plain(came)}
            yield Found("more_than_received", entry.address, {**params, "unit": sight.unit(entry.slot)})
            continue
        for one in receipt.containers:
            key = (lot, one.container)
            left = drawn.get(key, Decimal(0)) - returned.get(key, Decimal(0))
            if left > (held := (decimal_of(one.quantity) or Decimal(0)) * times):
                params = {"slot": last[key].slot.label, "lot": lot, "container": one.container}
                params["unit"] = sight.unit(entry.slot)
                amounts = {"drawn": plain(left), "received": plain(held)}
                yield Found("more_than_held", last[key].address, {**params, **amounts})


def _factor(received: str, used: str) -> Decimal | None:
    """Return what turns an amount as received into one as used; None where the units do not measure the same."""
    if received == used:
        return Decimal(1)
    try:
        return factor(received, used)
    except UnitError:
        return None


def _yield(sight: Sight, entry: Entry) -> Iterator[Found]:
    limits = sight.limits(entry.slot.limits, entry.rounds)
    low, high = (decimal_of(limits.get(name, "")) for name in ("low", "high"))
    for row in entry.rows:
        value = decimal_of(row.value.get("number", ""))
        if value is None or value <= HUNDRED or (low is not None and low >= HUNDRED):
            continue
        params = {"slot": entry.slot.label, "value": plain(value)}
        if high is None or value > high:
            yield Found("more_out_than_in", entry.address, params, item=row.item)
        else:
            yield Found("yield_over_hundred", entry.address, params, item=row.item)
