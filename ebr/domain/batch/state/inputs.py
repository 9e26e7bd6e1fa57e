"""Values of a batch as formulas see them (the references of `ebr.domain.mbr.model`).

A reference finds the slot in the rounds of whoever asks; where the slot stands in a repeating node the asker does not stand in, it is the
list over all rounds. What is not there yet is simply absent: the formula language then says which value is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from ebr.domain.batch.state.model import BatchState, Row, SlotState
from ebr.domain.batch.state.plan import Plan, Rounds, compiled
from ebr.domain.formula import FormulaError, Value, evaluate
from ebr.domain.mbr.model import Limits, Slot
from ebr.domain.values import plain

HUNDRED = Decimal(100)
LIST_KINDS = ("table",)
FIGURES = ("mean", "sd", "rsd", "min", "max", "count")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an expression gave, with the inputs it used as text; `missing` names what is not there yet."""

    value: Value | None
    inputs: Mapping[str, str]
    error: FormulaError | None = None


def instances(state: BatchState, node: str, known: Rounds) -> Iterator[dict[str, str]]:
    """Yield the rounds of every instance of a node or slot, keeping the rounds already known."""
    plan = state.plan
    if plan is None:
        return
    pending: list[dict[str, str]] = [{}]
    for repeating in plan.places[node].repeating:
        if repeating in known:
            pending = [{**rounds, repeating: known[repeating]} for rounds in pending]
        else:
            pending = [{**rounds, repeating: name} for rounds in pending for name in opened(state, plan, repeating, rounds)]
    yield from pending


def opened(state: BatchState, plan: Plan, node: str, rounds: Rounds) -> list[str]:
    """Return the names of the rounds of a repeating node; a loop has its first round without an entry."""
    found = plan.places[node].node
    base = plan.address(node, {name: part for name, part in rounds.items() if name != node})
    names = state.rounds.get(base, [])
    if found is not None and found.flow.repeat is not None:
        return ["1", *names]
    return list(names)


def outcome(state: BatchState, source: str, rounds: Rounds) -> Outcome:
    """Evaluate an expression in these rounds; never raises."""
    formula = compiled(source)
    if formula is None:
        return Outcome(None, {}, FormulaError("unreadable", {}, None))
    values: dict[str, Value] = {}
    for reference in formula.references:
        found = lookup(state, reference, rounds)
        if found is not None:
            values[reference] = found
    inputs = {name: written(value) for name, value in values.items()}
    try:
        return Outcome(evaluate(formula, values), inputs)
    except FormulaError as error:
        return Outcome(None, inputs, error)


def decimal(state: BatchState, source: str | None, rounds: Rounds) -> Decimal | None:
    """Return the number an expression gives, or None."""
    if not source:
        return None
    try:
        return Decimal(source)
    except InvalidOperation:
        value = outcome(state, source, rounds).value
        return value if isinstance(value, Decimal) else None


def limits_now(state: BatchState, limits: Limits, rounds: Rounds) -> dict[str, str]:
    """Return the limits that have a value now, as text: {"low": ..., "high": ..., "target": ..., "rule": ...}."""
    sources = (
        ("target", limits.target), ("low", limits.low), ("high", limits.high),
        ("alert_low", limits.alert_low), ("alert_high", limits.alert_high),
    )  # fmt: skip
    found = {name: plain(value) for name, source in sources if (value := decimal(state, source, rounds)) is not None}
    if found and limits.rule != "as_recorded":
        found["rule"] = limits.rule
    return found


def written(value: Value) -> str:
    """Return a formula's value as the record keeps it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, tuple):
        return "[" + ", ".join(written(part) for part in value) + "]"
    return str(value)


def lookup(state: BatchState, reference: str, rounds: Rounds) -> Value | None:
    """Return the value of a reference, or None when it is not there (yet)."""
    first, _, rest = reference.partition(".")
    plan = state.plan
    if plan is None or state.issued is None:
        return None
    if first == "batch":
        return Decimal(state.issued.size) if rest == "size" else None
    if first == "round":
        return _round(plan, rounds)
    if first == "material":
        return _material(plan, rest, Decimal(state.issued.size))
    if first not in plan.slots:
        return None
    return _slot_value(state, plan, first, rest, rounds)


def _round(plan: Plan, rounds: Rounds) -> Value | None:
    numbers = [name for name in rounds.values() if name.isdigit()]
    return Decimal(numbers[-1]) if numbers else None


def _material(plan: Plan, rest: str, size: Decimal) -> Value | None:
    name, _, attribute = rest.partition(".")
    found = next((m for m in plan.mbr.materials if m.id == name), None)
    if found is None or attribute not in ("", "quantity"):
        return None
    quantity = Decimal(found.quantity or "0")
    if found.scaling == "proportional":
        quantity = quantity * size / Decimal(plan.mbr.header.size.nominal)
    return quantity * (1 + Decimal(found.overage or "0") / HUNDRED)


def _slot_value(state: BatchState, plan: Plan, slot_id: str, attribute: str, rounds: Rounds) -> Value | None:
    slot = plan.slots[slot_id]
    place = plan.places[slot_id]
    known = {name: part for name, part in rounds.items() if name in place.repeating}
    spread = any(node not in known for node in place.repeating)
    found = [
        value
        for each in instances(state, slot_id, known)
        if (value := read(slot, state.slot(plan.address(slot_id, each)), "" if attribute == "last" else attribute)) is not None
    ]
    if spread and attribute != "last":
        flat = [part for value in found for part in (value if isinstance(value, tuple) else (value,))]
        return tuple(flat) if flat else None
    return found[-1] if found else None


def read(slot: Slot, held: SlotState, attribute: str) -> Value | None:
    """Return one figure of one instance of a slot."""
    if slot.kind == "timer":
        return Decimal(held.timer.elapsed) if held.timer and held.timer.elapsed else None
    rows = held.standing()
    if not rows:
        return None
    reader = READERS.get(slot.kind)
    if reader is not None:
        return reader(rows, attribute)
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
            return (value,) if attribute == "values" and value is not None else value
    return None


def _scalar(text: str) -> Value | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def _numbers(rows: list[Row], name: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(row.value[name]) for row in rows if row.value.get(name))


def _many(rows: list[Row], attribute: str) -> Value | None:
    numbers = _numbers(rows, "number")
    if attribute in ("", "values"):
        return numbers or None
    if attribute == "count":
        return Decimal(len(numbers))
    if attribute in FIGURES:
        return figure(attribute, numbers)
    return None


def figure(name: str, numbers: tuple[Decimal, ...]) -> Decimal | None:
    """Return one statistic of a table, as the formula language computes it."""
    formula = compiled(f"{name}(values)")
    try:
        value = None if formula is None else evaluate(formula, {"values": numbers})
    except FormulaError:
        return None
    return value if isinstance(value, Decimal) else None


def active(row: Row) -> Decimal:
    """Return a row's net quantity corrected for assay and loss on drying (percent)."""
    net = Decimal(row.value.get("net", "0"))
    assay = Decimal(row.value.get("potency", "100"))
    loss = Decimal(row.value.get("lod", "0"))
    return net * assay * (HUNDRED - loss) / (HUNDRED * HUNDRED)


def _material_rows(rows: list[Row], attribute: str) -> Value | None:
    if attribute in ("", "total"):
        return sum(_numbers(rows, "net"), Decimal(0))
    if attribute == "active":
        return sum((active(row) for row in rows), Decimal(0))
    if attribute == "count":
        return Decimal(len(rows))
    if attribute == "values":
        return _numbers(rows, "net")
    text = rows[-1].value.get(attribute)
    return None if text is None else _scalar(text)


READERS: Mapping[str, Callable[[list[Row], str], Value | None]] = {
    "table": _many,
    "material": _material_rows,
}
