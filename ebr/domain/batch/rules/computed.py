"""Values the program computes: calculations and yields, as soon as all they need is there, and anew after a change.

A computed value outside its limits cannot be measured again: it stands, and an exception is raised by rule (211.103,
211.192). One that can no longer be computed, because what it came from was withdrawn, is emptied. Where a change
moves the limits of something else, that is judged anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from ebr.domain import subjects
from ebr.domain.batch import events as e
from ebr.domain.batch.rules import rows
from ebr.domain.batch.rules.preview import extend, preview
from ebr.domain.batch.rules.raised import raised
from ebr.domain.batch.rules.verdict import NOTHING, Compared, compare, how_of
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.inputs import Outcome, decimal, instances, outcome
from ebr.domain.batch.state.plan import COMPUTED, Plan, Rounds, last_id, limits_of, parse_address, references, rounds_of
from ebr.domain.decision import Actor, Draft
from ebr.domain.formula import GRAMMAR_VERSION
from ebr.domain.mbr.model import Slot
from ebr.domain.values import Instant, plain, rounded

HUNDRED = Decimal(100)
VALUES = (e.ValueRecorded, e.ValueCorrected, e.ValueCalculated, e.ItemsClosed, e.TimerStopped)


def following(state: BatchState, drafts: Sequence[Draft], actor: Actor, at: Instant) -> list[Draft]:
    """Return the events of everything computed that these events complete or change, in the order of dependence."""
    plan = state.plan
    if plan is None:
        return []
    addresses = [address for draft in drafts for address in _changed(plan, draft.event)]
    changed = {last_id(address) for address in addresses}
    names = {follower for name in changed for follower in plan.dependents.get(name, ())} | _begun(
        state, plan, addresses
    )
    if len({log for log, _ in state.acted if log}) > 1:
        names |= _everything(plan)
    if not names and not any(name in plan.limited for name in changed):
        return []
    shared = {node: part for address in addresses for node, part in rounds_of(address).items()}
    then = preview(state, drafts, actor, at)
    found: list[Draft] = []
    for name in sorted(names, key=plan.order.__getitem__):
        for rounds in instances(then, name, shared):
            more = _computed(then, plan, name, rounds)
            found += more
            extend(then, more, actor, at)
    return found + _judged_anew(
        then, plan, changed | {last_id(a) for d in found for a in _changed(plan, d.event)}, shared
    )


def _everything(plan: Plan) -> set[str]:
    """Return all that is computed from entries: where several stations wrote, inputs may have met in the meantime."""
    return set(plan.order).difference(*plan.constants.values())


def of_changed(
    state: BatchState, drafts: Sequence[Draft], phases: Iterable[str], actor: Actor, at: Instant
) -> list[Draft]:
    """Return what is computed in steps that these events brought or changed, from what was entered long before."""
    then = preview(state, drafts, actor, at)
    plan = then.plan
    if plan is None:
        return []
    wanted = set(phases)
    later = {name for phase, found in plan.constants.items() if not _pure(plan, phase) for name in found}
    found: list[Draft] = []
    for name in sorted((name for name in plan.order if plan.phase_of[name] in wanted), key=plan.order.__getitem__):
        for rounds in instances(then, name, {}):
            if name not in later or plan.address(name, rounds) in then.slots:
                more = _computed(then, plan, name, rounds)
                found += more
                extend(then, more, actor, at)
    return found + _judged_anew(then, plan, {last_id(a) for d in found for a in _changed(plan, d.event)}, {})


def _pure(plan: Plan, phase: str) -> bool:
    """Tell whether nobody records anything in a step."""
    return all(slot.kind in COMPUTED for slot in plan.phases[phase].slots)


def of_constants(state: BatchState, plan: Plan) -> list[Draft]:
    """Return what can be computed as soon as the batch is issued, in steps where nobody records anything."""
    names = [name for phase, found in plan.constants.items() if _pure(plan, phase) for name in found]
    return [draft for name in names if not plan.places[name].repeating for draft in _computed(state, plan, name, {})]


def _changed(plan: Plan, event: object) -> list[str]:
    if isinstance(event, VALUES):
        return [event.slot]
    if isinstance(event, e.ConflictResolved):
        address = event.where.partition("#")[0]
        return [address] if address and last_id(address) in plan.slots else []
    if isinstance(event, e.ExceptionRaised) and event.accepts:
        return [event.where] if last_id(event.where) in plan.slots else []
    if isinstance(event, (e.RoundOpened, e.RoundsEnded)):
        node = last_id(event.node)
        inside = (slot for slot in plan.slots if slot in plan.dependents and node in plan.places[slot].path)
        return [f"{event.node}/{slot}" for slot in inside]
    return []


def _begun(state: BatchState, plan: Plan, addresses: Iterable[str]) -> set[str]:
    """Return the computed slots without recorded inputs of steps that are begun now."""
    begun = {address.rpartition("/")[0] for address in addresses} - set(state.first_entry) if plan.constants else set()
    return {name for phase in begun if phase for name in plan.constants.get(parse_address(phase)[-1][0], ())}


def _computed(state: BatchState, plan: Plan, name: str, rounds: Rounds) -> list[Draft]:
    slot, address = plan.slots[name], plan.address(name, rounds)
    result = _result(state, slot, rounds)
    value = _value(state, plan, slot, rounds, result)
    standing = state.slot(address).rows.get(1)
    if not value and (standing is None or standing.withdrawn):
        return []
    compared = compare(state, slot, value, rounds) if value else NOTHING
    if standing is not None and (standing.value, standing.inputs, standing.limits) == (
        value,
        result.inputs,
        compared.limits,
    ):
        return []
    subject = subjects.unit(state.id, plan.places[name].path[0])
    formula = f"({slot.formula}) / ({slot.theoretical}) * 100" if slot.kind == "yield" else slot.formula
    event = e.ValueCalculated(
        state.id, address, value, formula, result.inputs, GRAMMAR_VERSION, compared.verdict, compared.limits
    )
    return [Draft(subject, event), *_departure(state, address, compared, "computed_out_of_limit")]


def recomputed(state: BatchState, plan: Plan, name: str, rounds: Rounds) -> Mapping[str, str]:
    """Return what an entry comes to when it is computed again from what stands; empty when it cannot be."""
    slot = plan.slots[name]
    return _value(state, plan, slot, rounds, _result(state, slot, rounds))


def _value(state: BatchState, plan: Plan, slot: Slot, rounds: Rounds, result: Outcome) -> Mapping[str, str]:
    if not isinstance(result.value, Decimal) or not _limits_known(state, plan, slot, rounds):
        return {}
    try:
        return {"number": plain(rounded(result.value, slot.decimals, slot.rounding))}
    except InvalidOperation:  # more digits than a number of the record may have
        return {}


def _limits_known(state: BatchState, plan: Plan, slot: Slot, rounds: Rounds) -> bool:
    """Tell whether every limit can be told, or never will be because what it names counts as not made."""
    pending = [text for text in limits_of(slot) if decimal(state, text, rounds) is None]
    names = [name for name in references(pending) if name in plan.slots]
    instance = (plan.address(name, each) for name in names for each in instances(state, name, rounds))
    return not pending or any(state.slot(address).skipped for address in instance)


def _result(state: BatchState, slot: Slot, rounds: Rounds) -> Outcome:
    actual = outcome(state, slot.formula, rounds)
    if slot.kind != "yield":
        return actual
    theoretical = outcome(state, slot.theoretical, rounds)
    inputs = {**actual.inputs, **theoretical.inputs}
    if not isinstance(actual.value, Decimal) or not isinstance(theoretical.value, Decimal) or not theoretical.value:
        return Outcome(None, inputs)
    return Outcome(actual.value / theoretical.value * HUNDRED, inputs)


def _departure(state: BatchState, address: str, compared: Compared, rule: str) -> list[Draft]:
    return [raised(state, address, rule, how_of(compared), compared.missed)] if compared.verdict == "out" else []


def _judged_anew(state: BatchState, plan: Plan, changed: Iterable[str], shared: Rounds) -> list[Draft]:
    found: list[Draft] = []
    for name in sorted({name for each in changed for name in plan.limited.get(each, ())}):
        for rounds in instances(state, name, shared):
            found += _anew(state, plan, name, rounds)
    return found


def _anew(state: BatchState, plan: Plan, name: str, rounds: Rounds) -> list[Draft]:
    slot, address = plan.slots[name], plan.address(name, rounds)
    held = state.slots.get(address)
    if held is None:
        return []
    if held.closed is not None:
        drafts = rows.closed(state, slot, held, rounds)
        event = drafts[0].event
        same = isinstance(event, e.ItemsClosed) and (event.limits, event.value) == (held.limits, held.figures)
        return [] if same else drafts
    for row in held.standing():
        compared = compare(state, slot, row.value, rounds)
        if compared.verdict == "out" and row.verdict != "out":
            return _departure(state, address, compared, "limit_moved")
    return []
