"""Values the program computes: calculations and yields, as soon as everything they need is there, and anew after a change.

A computed value outside its limits cannot be measured again: it stands, and an exception is raised by rule (211.103, 211.192).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ebr.domain import subjects
from ebr.domain.batch.events import ExceptionRaised, ValueCalculated
from ebr.domain.batch.rules.preview import preview
from ebr.domain.batch.rules.verdict import Compared, compare, severity_floor
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.inputs import Outcome, instances, outcome
from ebr.domain.batch.state.plan import Plan, Rounds, last_id, rounds_of
from ebr.domain.decision import Actor, Draft
from ebr.domain.formula import GRAMMAR_VERSION
from ebr.domain.mbr.model import Slot
from ebr.domain.values import Instant, plain, rounded

HUNDRED = Decimal(100)


def following(state: BatchState, drafts: Sequence[Draft], actor: Actor, at: Instant) -> list[Draft]:
    """Return the events of every computed value that these events complete or change."""
    plan = state.plan
    changed = {last_id(address) for draft in drafts if (address := getattr(draft.event, "slot", ""))}
    if plan is None or not any(name in plan.dependents for name in changed):
        return []
    addresses = [address for draft in drafts if (address := getattr(draft.event, "slot", ""))]
    found: list[Draft] = []
    for name in _in_order(plan, changed):
        then = preview(state, [*drafts, *found], actor, at)
        for rounds in instances(then, name, _shared_rounds(plan, name, addresses)):
            found += _computed(then, plan, name, rounds)
    return found


def _in_order(plan: Plan, changed: set[str]) -> list[str]:
    ordered: dict[str, None] = {}
    for name in sorted(changed):
        for follower in plan.dependents.get(name, ()):
            ordered.pop(follower, None)
            ordered[follower] = None
    return list(ordered)


def _shared_rounds(plan: Plan, name: str, addresses: Sequence[str]) -> Rounds:
    # A computed slot in the same round as the changed one is computed for that round alone; one outside looks at all rounds.
    repeating = plan.places[name].repeating
    return {node: part for address in addresses for node, part in rounds_of(address).items() if node in repeating}


def _computed(state: BatchState, plan: Plan, name: str, rounds: Rounds) -> list[Draft]:
    slot = plan.slots[name]
    result = _result(state, slot, rounds)
    if not isinstance(result.value, Decimal):
        return []
    address = plan.address(name, rounds)
    value = {"number": plain(rounded(result.value, slot.decimals, slot.rounding))}
    standing = state.slot(address).rows.get(1)
    if standing is not None and dict(standing.value) == value and dict(standing.inputs) == dict(result.inputs):
        return []
    compared = compare(state, slot, value, rounds)
    subject = subjects.unit(state.id, plan.places[name].path[0])
    formula = f"({slot.formula}) / ({slot.theoretical}) * 100" if slot.kind == "yield" else slot.formula
    event = ValueCalculated(
        state.id, address, value, formula, result.inputs, GRAMMAR_VERSION, compared.verdict, compared.limits
    )
    return [Draft(subject, event), *_departure(state, slot, address, compared)]


def _result(state: BatchState, slot: Slot, rounds: Rounds) -> Outcome:
    actual = outcome(state, slot.formula, rounds)
    if slot.kind != "yield":
        return actual
    theoretical = outcome(state, slot.theoretical, rounds)
    inputs = {**actual.inputs, **theoretical.inputs}
    if not isinstance(actual.value, Decimal) or not isinstance(theoretical.value, Decimal) or not theoretical.value:
        return Outcome(None, inputs)
    return Outcome(actual.value / theoretical.value * HUNDRED, inputs)


def _departure(state: BatchState, slot: Slot, address: str, compared: Compared) -> list[Draft]:
    already = any(x.open and x.where == address and x.rule == "computed_out_of_limit" for x in state.exceptions.values())
    if compared.verdict != "out" or already:
        return []
    number = next_exception(state)
    event = ExceptionRaised(
        state.id, number, address, 1, "computed_out_of_limit", severity_floor(slot, compared), "", "", compared.missed
    )
    return [Draft(subjects.exception(state.id, number), event)]


def next_exception(state: BatchState, drafts: Sequence[Draft] = ()) -> str:
    """Return the next free number of an exception of this batch."""
    more = sum(1 for draft in drafts if isinstance(draft.event, ExceptionRaised))
    return f"EX-{len(state.exceptions) + more + 1:03d}"
