"""Mass balance: what came, what became of it, what is left (21 CFR 211.103, 211.184(c); EU GMP 6.16 for labels).

Amounts in units of one kind are added exactly (g and kg, mL and L); any other unit stands alone. What does not come out
is named, never smoothed:

    more_out_than_in     more was taken or made than ever came
    counted_less         somebody counted less than should be left
    counted_more         somebody counted more
    receipt_unknown      nothing says how much came: what is left cannot be known
    made_up              filled to a mark with something that was not weighed: in and out cannot be compared
    rest                 of a batch: what is not in the product stayed in the process, was discarded or lost
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Final, NamedTuple

COME: Final = ("received",)
GONE: Final = ("used", "destroyed", "lost", "split", "given", "made", "sampled")
BACK: Final = "returned"
SCALES: Final[Mapping[str, tuple[str, Decimal]]] = {
    "mg": ("g", Decimal("0.001")),
    "g": ("g", Decimal(1)),
    "kg": ("g", Decimal(1000)),
    "uL": ("mL", Decimal("0.001")),
    "mL": ("mL", Decimal(1)),
    "L": ("mL", Decimal(1000)),
}
"""Units that are added to each other: the one of the sum, and how much of it one is.

A sample in one of these was taken from the batch; a settle plate ("each") was not."""
ZERO: Final = Decimal(0)


class Moved(NamedTuple):
    """One amount: what was done ("received", "used", "returned", "destroyed", "counted" ...), with the batch or lot."""

    what: str
    quantity: str
    unit: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Balance:
    """The balance in one unit. `sums` holds each kind of movement; `came` and `left` are None where nobody can know.

    `difference`: of a lot, counted less left; of a batch, in less out.
    """

    unit: str
    sums: Mapping[str, Decimal] = field(default_factory=dict)
    came: Decimal | None = None
    gone: Decimal = ZERO
    left: Decimal | None = None
    counted: Decimal | None = None
    difference: Decimal | None = None
    reason: str = ""


def of_lot(moved: Sequence[Moved]) -> tuple[Balance, ...]:
    """Balance a lot: received, used by batches less what came back, destroyed, counted, left; by unit.

    What was spilled in a batch had been taken before, so it counts as used.
    """
    said = _said(moved)
    return tuple(_lot(said[unit], sums) for unit, sums in _summed(moved, said).items())


def _lot(unit: str, sums: Mapping[str, Decimal]) -> Balance:
    came = _total(sums, COME) if any(name in sums for name in COME) else None
    gone = _total(sums, GONE) - sums.get(BACK, ZERO)
    counted = sums.get("counted")
    left = None if came is None else came - gone
    difference = counted - left if counted is not None and left is not None else None
    return Balance(unit, sums, came, gone, left, counted, difference, _lot_reason(left, difference))


def _lot_reason(left: Decimal | None, difference: Decimal | None) -> str:
    if left is None:
        return "receipt_unknown"
    if left < 0:
        return "more_out_than_in"
    if not difference:
        return ""
    return "counted_less" if difference < 0 else "counted_more"


def of_batch(into: Sequence[Moved], out: Sequence[Moved], made_up: Collection[str] = ()) -> tuple[Balance, ...]:
    """Balance a batch: used less returned and spilled against bags, cartons and samples made of it, by unit.

    Only units in which something came out are compared: 3,000 mL of medium are not meant to come out as capsules.
    `made_up` are units in which something was filled to a mark.
    """
    taken = [one for one in out if one.what != "sampled" or one.unit in SCALES]
    said = _said([*taken, *into])
    came, gone = _summed(into, said), _summed(taken, said)
    marked = {_base(unit)[0] for unit in made_up}
    return tuple(_batch(said[unit], came.get(unit, {}), sums, made_up=unit in marked) for unit, sums in gone.items())


def _batch(unit: str, into: Mapping[str, Decimal], out: Mapping[str, Decimal], *, made_up: bool) -> Balance:
    came = into.get("used", ZERO) - into.get(BACK, ZERO) - into.get("spilled", ZERO)
    gone = sum(out.values(), ZERO)
    sums = {**into, **out}
    if not into:
        return Balance(unit, sums, None, gone, reason="receipt_unknown")
    difference = came - gone
    reason = "" if not difference else "made_up" if made_up else "rest" if difference > 0 else "more_out_than_in"
    return Balance(unit, sums, came, gone, None, None, difference, reason)


def _total(sums: Mapping[str, Decimal], names: Iterable[str]) -> Decimal:
    return sum((sums.get(name, ZERO) for name in names), ZERO)


def _base(unit: str) -> tuple[str, Decimal]:
    return SCALES.get(unit, (unit, Decimal(1)))


def _said(moved: Iterable[Moved]) -> dict[str, str]:
    """Return for each kind of unit the one in which an amount was said first: sums are shown in it."""
    found: dict[str, str] = {}
    for one in moved:
        found.setdefault(_base(one.unit)[0], one.unit)
    return found


def _summed(moved: Iterable[Moved], said: Mapping[str, str]) -> dict[str, dict[str, Decimal]]:
    """Return the amounts by kind of unit and of movement, in the unit said; of several counts the last stands."""
    found: dict[str, dict[str, Decimal]] = {}
    for one in moved:
        amount = _number(one.quantity)
        if amount is None:
            continue
        unit, scale = _base(one.unit)
        shown = amount if said[unit] == one.unit else amount * scale / _base(said[unit])[1]
        sums = found.setdefault(unit, {})
        sums[one.what] = shown + (ZERO if one.what == "counted" else sums.get(one.what, ZERO))
    return found


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None
