"""What entries about samples and results write to the samples, and what samples say to the batch (floor-rules 14).

The batch's slots stay the record: a sample that is taken, a result, its second check are entries of the batch, and the
same action writes them to the sample. A retest is the sample's alone until quality found the first result invalid;
only then a correction of the batch's entry puts what a checked retest found in its place. Batches that were begun
before samples had a course of their own know nothing of this, and go on as they were.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ebr.domain import subjects
from ebr.domain.batch.commands import CorrectValue, RecordRetest, RecordValue
from ebr.domain.batch.rules import guards, kinds
from ebr.domain.batch.rules.guards import Where
from ebr.domain.batch.rules.known import Known
from ebr.domain.batch.rules.verdict import Compared, compare
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.inputs import instances
from ebr.domain.batch.state.plan import Plan, last_id, rounds_of
from ebr.domain.batch.state.slots import Row
from ebr.domain.decision import Actor, Decision, Draft
from ebr.domain.mbr.model import Slot
from ebr.domain.refusal import Refusal
from ebr.domain.sample import events as e
from ebr.domain.sample.state import SampleState, days_after, may_replace, sample_in, untestable
from ebr.domain.values import Instant, Value, clean_text

DUE_DAYS = 14
"""Days to the results where the policy is not known."""


def roots(state: BatchState, plan: Plan, address: str, value: Value) -> Iterator[str]:
    """Yield the samples that an entry names: the one that is taken, or those that a result speaks of."""
    slot = plan.slots.get(last_id(address)) if address else None
    if slot is None:
        return
    if slot.kind == "sample":
        standing = (row.value.get("sample", "") for row in state.slot(address).standing())
        numbers = {value.get("sample", "").strip(), *standing} - {""}
        yield from (subjects.sample(number) for number in sorted(numbers))
    elif slot.kind == "result":
        yield from (subjects.sample(number) for number in samples_of(state, plan, slot, rounds_of(address)))


def samples_of(state: BatchState, plan: Plan, slot: Slot, rounds: Mapping[str, str]) -> tuple[str, ...]:
    """Return the numbers of the samples that a result is found in, in the order of their rounds."""
    sample = plan.slots.get(slot.of)
    if sample is None:
        return ()
    known = {node: part for node, part in rounds.items() if node in plan.places[sample.id].repeating}
    held = (state.slot(plan.address(sample.id, each)) for each in instances(state, sample.id, known))
    numbers = (row.value.get("sample", "") for one in held for row in one.standing())
    return tuple(dict.fromkeys(number for number in numbers if number))


def refused(state: BatchState, known: Known, where: Where, command: RecordValue, value: Value) -> Refusal | None:
    """Return why a number cannot be a new sample's, or why a sample cannot have a result."""
    if where.slot.kind == "sample":
        return _number_taken(state, known, value.get("sample", ""), command.slot)
    if where.slot.kind != "result":
        return None
    received = known.policy is not None and known.policy.yes("samples_received")
    each = (untestable(one, received=received) for one in _samples(state, known, where))
    return next((found for found in each if found is not None), None)


def _number_taken(state: BatchState, known: Known, number: str, address: str) -> Refusal | None:
    found = sample_in(known.facts, number)
    if found is None or (found.batch == state.id and found.slot == address and found.withdrawn is None):
        return None
    planned = found.taken is None and found.withdrawn is None
    if planned and found.batch == state.id and found.slot in ("", last_id(address)):
        return None
    if found.room:
        return Refusal("sample_number_of_room", sample=number, room=found.room, label=found.label)
    return Refusal("sample_number_taken", sample=number, batch=found.batch, label=found.label)


def _samples(state: BatchState, known: Known, where: Where) -> Iterator[SampleState]:
    for number in samples_of(state, where.plan, where.slot, where.rounds):
        found = sample_in(known.facts, number)
        if found is not None and found.taken is not None:
            yield found


def recorded(
    state: BatchState,
    known: Known,
    where: Where,
    command: RecordValue,
    value: Value,
    compared: Compared,
    item: int,
    actor: Actor,
    at: Instant,
) -> Iterator[Draft]:
    """Yield what an entry that stands writes to samples."""
    person = command.performed_by or actor.person
    if where.slot.kind == "sample":
        yield from _taken(state, known, where, command.slot, value, person, at)
    elif where.slot.kind == "result":
        for one in _samples(state, known, where):
            yield _entered(where, command.slot, one, item, value, compared, person, "")


def _taken(
    state: BatchState, known: Known, where: Where, address: str, value: Value, person: str, at: Instant
) -> Iterator[Draft]:
    number = value.get("sample", "")
    before = sample_in(known.facts, number)
    if not number or (before is not None and before.taken is not None and not before.replaced):
        return
    plan, slot = where.plan, where.slot
    tests = tuple(_expected(one) for one in plan.slots.values() if one.kind == "result" and one.of == slot.id)
    days = known.policy.whole("results_due") if known.policy is not None else DUE_DAYS
    event = e.SampleTaken(
        number,
        state.id,
        address,
        slot.label,
        plan.mbr.header.product,
        value.get("quantity", slot.quantity),
        plan.unit(slot),
        person,
        tests,
        days_after(at.wall, days) if tests else "",
    )
    yield Draft(subjects.sample(number), event)


def _expected(slot: Slot) -> e.Expected:
    return e.Expected(slot.id, slot.label, slot.after_release, bool(slot.second))


def _entered(
    where: Where,
    address: str,
    sample: SampleState,
    item: int,
    value: Value,
    compared: Compared,
    person: str,
    reason: str,
) -> Draft:
    event = e.ResultEntered(
        sample.number,
        sample.batch,
        address,
        item,
        where.slot.label,
        value,
        shown(where.slot, value),
        where.plan.unit(where.slot),
        compared.verdict,
        compared.limits,
        person,
        reason,
    )
    return Draft(subjects.sample(sample.number), event)


def shown(slot: Slot, value: Value) -> str:
    """Return a result as people read it: a chosen option by its label."""
    labels = {option.id: option.label for option in slot.options}
    found = next((text for name in ("number", "choice", "text") if (text := value.get(name))), "")
    return labels.get(found, found)


def seconded(state: BatchState, known: Known, where: Where, address: str, actor: Actor) -> Iterator[Draft]:
    """Yield that a second person of the laboratory checked a result."""
    if where.slot.kind == "result":
        for one in _samples(state, known, where):
            if one.first(address) is not None:
                yield Draft(subjects.sample(one.number), e.ResultSeconded(one.number, address, actor.person))


def uncorrectable(state: BatchState, known: Known, where: Where, command: CorrectValue, value: Value) -> Refusal | None:
    """Return why a number of a sample, or a result, may not be put in the place of the one that stands."""
    if where.slot.kind == "sample" and value:
        return _number_taken(state, known, value.get("sample", ""), command.slot)
    if where.slot.kind != "result" or not value:
        return None
    each = (may_replace(one, command.slot, command.item, value) for one in _samples(state, known, where))
    return next((found for found in each if found is not None), None)


def corrected(
    state: BatchState,
    known: Known,
    where: Where,
    command: CorrectValue,
    row: Row,
    value: Value,
    compared: Compared,
    actor: Actor,
    at: Instant,
) -> Iterator[Draft]:
    """Yield what a correction writes to samples: another number, or the result that now stands."""
    reason = clean_text(command.reason)
    if where.slot.kind == "sample":
        before, number = row.value.get("sample", ""), value.get("sample", "")
        old = sample_in(known.facts, before)
        if before != number and old is not None and old.taken is not None and not old.replaced:
            event = e.SampleReplaced(before, state.id, command.slot, number, reason)
            yield Draft(subjects.sample(before), event)
        if value:
            yield from _taken(state, known, where, command.slot, value, row.performed_by, at)
    elif where.slot.kind == "result" and value:
        for one in _samples(state, known, where):
            # A correction always has its reason: that tells it from a first result.
            yield _entered(where, command.slot, one, command.item, value, compared, actor.person, reason)


def retest(state: BatchState, known: Known, command: RecordRetest, actor: Actor, at: Instant) -> Decision:
    """Record a retest that quality ordered: compared with the limits of the batch's entry, kept in the sample alone."""
    where = guards.place(state, command.slot)
    refusal = guards.running(state, results=True)
    if refusal is not None:
        return Decision(refusal=refusal)
    sample = next((one for one in _samples(state, known, where) if one.number == command.sample), None)
    if where.slot.kind != "result" or sample is None:
        return Decision(refusal=Refusal("sample_result_unknown", sample=command.sample))
    if not any(order.slot == command.slot for order, _ in sample.owed):
        return Decision(refusal=Refusal("retest_not_ordered", sample=sample.number, test=where.slot.label))
    refusal = untestable(sample, received=False)
    if refusal is not None:
        return Decision(refusal=refusal)
    value = kinds.accepted(state, where.slot, command.value, at.wall)
    compared = compare(state, where.slot, value, where.rounds)
    number = 1 + sum(one.slot == command.slot and one.number > 0 for one in sample.results)
    event = e.RetestEntered(
        sample.number,
        state.id,
        command.slot,
        number,
        where.slot.label,
        value,
        shown(where.slot, value),
        where.plan.unit(where.slot),
        compared.verdict,
        compared.limits,
        actor.person,
    )
    answer = {"verdict": compared.verdict, "number": str(number)}
    return Decision((Draft(subjects.sample(sample.number), event),), answer=answer)
