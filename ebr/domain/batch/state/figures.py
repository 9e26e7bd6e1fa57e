"""What one instance of an entry gives to a formula: its value, or one of its figures.

An entry with many rows gives nothing until it is complete (rows closed, all replicates read): a mean of half the
readings is not a mean, and would be a departure by mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from ebr.domain.batch.state.plan import compiled
from ebr.domain.batch.state.slots import Row, SlotState
from ebr.domain.formula import FormulaError, Value, evaluate
from ebr.domain.mbr.model import Slot

HUNDRED = Decimal(100)
FIGURES = ("mean", "sd", "rsd", "min", "max", "count")
SUBTRACTED = ("spilled", "returned")
"""A row of a material that takes away from what was used (floor-rules 13)."""


def read(slot: Slot, held: SlotState, attribute: str) -> Value | None:
    """Return one figure of one instance of a slot, or None when it is not there (yet) or contested."""
    if held.contested:
        return None
    if slot.kind == "timer":
        return Decimal(held.timer.elapsed) if held.timer and held.timer.elapsed else None
    rows = held.standing()
    if not rows or (slot.kind in READERS and held.closed is None) or len(rows) < slot.replicates:
        return None
    if slot.kind in READERS:
        return READERS[slot.kind](rows, attribute)
    if slot.replicates > 1:
        return _many(rows, attribute)
    return _single(rows[-1], attribute)


def _single(row: Row, attribute: str) -> Value | None:
    if attribute not in ("", "values"):
        text = row.value.get(attribute)
        return None if text is None else _scalar(text)
    for name in ("number", "choice", "check", "text", "time", "scan"):
        if name in row.value:
            value = _scalar(row.value[name]) if name == "number" else row.value[name]
            return (value,) if attribute == "values" else value
    return None


def _scalar(text: str) -> Decimal | str:
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def _numbers(rows: Sequence[Row], name: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(row.value[name]) for row in rows if row.value.get(name))


def _many(rows: Sequence[Row], attribute: str) -> Value | None:
    numbers = _numbers(rows, "number")
    if attribute in ("", "values"):
        return numbers or None
    return figure(attribute, numbers) if attribute in FIGURES else None


def figure(name: str, numbers: tuple[Decimal, ...]) -> Decimal | None:
    """Return one statistic of readings, as the formula language computes it; None where there is none (sd of one)."""
    formula = compiled(f"{name}(values)")
    try:
        value = None if formula is None else evaluate(formula, {"values": numbers})
    except FormulaError:
        return None
    return value if isinstance(value, Decimal) else None


def net(row: Row) -> Decimal:
    """Return what a row adds to the quantity used; what was spilled or returned takes away."""
    amount = Decimal(row.value.get("net", "0"))
    return -amount if row.value.get("row") in SUBTRACTED else amount


def active(row: Row) -> Decimal:
    """Return the same corrected for assay and loss on drying (percent)."""
    assay = Decimal(row.value.get("potency", "100"))
    loss = Decimal(row.value.get("lod", "0"))
    return net(row) * assay * (HUNDRED - loss) / (HUNDRED * HUNDRED)


def _material(rows: Sequence[Row], attribute: str) -> Value | None:
    if attribute in ("", "total"):
        return sum((net(row) for row in rows), Decimal(0))
    if attribute == "active":
        return sum((active(row) for row in rows), Decimal(0))
    if attribute == "count":
        return Decimal(len(rows))
    if attribute == "values":
        return tuple(net(row) for row in rows)
    text = rows[-1].value.get(attribute)
    return None if text is None else _scalar(text)


READERS: Mapping[str, Callable[[Sequence[Row], str], Value | None]] = {"table": _many, "material": _material}
