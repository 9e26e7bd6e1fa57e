"""Values of a batch as formulas see them (the references of `ebr.domain.mbr.model`).

A reference finds the slot in the rounds of whoever asks; where the slot stands in a repeating node the asker does not
stand in, it is the list over all rounds, and there only when the rounds have ended and every one of them has its
entry. What is not there yet is simply absent: the formula language then says which value is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from ebr.domain.batch.state.figures import read
from ebr.domain.batch.state.model import BatchState
from ebr.domain.batch.state.plan import Plan, Rounds, compiled
from ebr.domain.formula import FormulaError, Value, evaluate
from ebr.domain.mbr.model import Limits, Slot
from ebr.domain.values import plain


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
            pending = [
                {**rounds, repeating: name} for rounds in pending for name in opened(state, plan, repeating, rounds)
            ]
    yield from pending


def opened(state: BatchState, plan: Plan, node: str, rounds: Rounds) -> tuple[str, ...]:
    """Return the names of the rounds of a repeating node; a loop has its first round without an entry."""
    found = plan.places[node].node
    names = state.rounds.get(base_of(plan, node, rounds), ())
    return ("1", *names) if found is not None and found.flow.repeat is not None else names


def base_of(plan: Plan, node: str, rounds: Rounds) -> str:
    """Return the address of a repeating node without its own round."""
    return plan.address(node, {name: part for name, part in rounds.items() if name != node})


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
        ("target", limits.target),
        ("low", limits.low),
        ("high", limits.high),
        ("alert_low", limits.alert_low),
        ("alert_high", limits.alert_high),
    )
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
    """Return the value of a reference, or None when it is not there (yet), or is no number where one is to be."""
    try:
        return _lookup(state, reference, rounds)
    except InvalidOperation:  # written by a station that was changed: said where it stands
        return None


def _lookup(state: BatchState, reference: str, rounds: Rounds) -> Value | None:
    first, _, rest = reference.partition(".")
    plan = state.plan
    if plan is None or state.issued is None:
        return None
    if first == "batch":
        return Decimal(state.issued.size) if rest == "size" else None
    if first == "round":
        return _round(state, plan, rounds)
    if first == "material":
        name, _, attribute = rest.partition(".")
        return state.quantities.get(name) if attribute in ("", "quantity") else None
    if first not in plan.slots:
        return None
    return _slot_value(state, plan, plan.slots[first], rest, rounds)


def _round(state: BatchState, plan: Plan, rounds: Rounds) -> Value | None:
    if not rounds:
        return None
    node, name = list(rounds.items())[-1]
    if name.isdigit():
        return Decimal(name)
    names = opened(state, plan, node, rounds)
    return Decimal(names.index(name) + 1) if name in names else None


def _slot_value(state: BatchState, plan: Plan, slot: Slot, attribute: str, rounds: Rounds) -> Value | None:
    repeating = plan.places[slot.id].repeating
    if all(node in rounds for node in repeating):
        return read(slot, state.slot(plan.address(slot.id, rounds)), "" if attribute == "last" else attribute)
    known = {node: part for node, part in rounds.items() if node in repeating}
    return _over_rounds(state, plan, slot, attribute, known)


def _over_rounds(state: BatchState, plan: Plan, slot: Slot, attribute: str, known: Rounds) -> Value | None:
    if not _rounds_over(state, plan, plan.places[slot.id].repeating, known):
        return None
    values: list[Value] = []
    for each in instances(state, slot.id, known):
        held = state.slot(plan.address(slot.id, each))
        value = read(slot, held, "" if attribute == "last" else attribute)
        if value is not None:
            values.append(value)
        elif not (held.skipped or slot.optional or (slot.when and outcome(state, slot.when, each).value is not True)):
            return None
    if not values or attribute == "last":
        return values[-1] if values else None
    return tuple(part for value in values for part in (value if isinstance(value, tuple) else (value,)))


def _rounds_over(state: BatchState, plan: Plan, repeating: tuple[str, ...], known: Rounds) -> bool:
    pending = [dict(known)]
    for node in repeating:
        if node not in known:
            if any(base_of(plan, node, rounds) not in state.ended for rounds in pending):
                return False
            pending = [{**rounds, node: name} for rounds in pending for name in opened(state, plan, node, rounds)]
    return True
