"""Which states a command relies on that only other states lead to: a lot to its supplier, a step to its training.

`roots` is asked again with what it named before until nothing new comes; so it names what is used at this step and no
more, and an entry that uses nothing costs nothing. It is total: what does not exist leads nowhere. Completion raises
what nobody raised before, so it looks at everything that the batch used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ebr.domain.batch import commands as c
from ebr.domain.batch.rules import handing, of_use, rooms, sampling, stock, trained
from ebr.domain.batch.rules.known import Known
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.equipped import equipment_of, read_in
from ebr.domain.batch.state.plan import Plan, last_id
from ebr.domain.batch.state.seconds import devices_of
from ebr.domain.decision import Actor, Facts
from ebr.domain.equipment.state import roots_for as equipment_roots
from ebr.domain.mbr.model import Phase, Slot
from ebr.domain.values import Value


def roots(command: object, state: BatchState, facts: Facts, actor: Actor) -> Iterable[str]:
    """Return the roots that a command relies on, as far as the facts so far lead to them."""
    plan = state.plan
    if plan is None:
        return ()
    match command:
        case c.RecordValue():
            return _recorded(state, plan, command, Known(facts), actor)
        case c.CorrectValue():
            return _corrected(state, plan, command, Known(facts))
        case c.RecordRetest():
            return sampling.roots(state, plan, command.slot, command.value)
        case c.StartTimer():
            phase = _phase(plan, command.slot)
            if phase is None:
                return ()
            return (*trained.roots(phase, actor.person), *rooms.roots(state, plan, phase))
        case c.SignStep():
            return _signed(state, plan, command, actor)
        case c.HandOver():
            return handing.roots(state, command.where, command.to.strip())
        case c.GivePart():
            return handing.roots(state, command.part, command.to.strip())
        case c.TakeOver():
            return handing.roots(state, command.part, handing.goes_on(command.to, actor))
        case c.RaiseException() if command.accepts and command.attempt:
            return _accepted(state, plan, command, Known(facts))
        case c.CompleteBatch():
            return (*_equipment(equipment_of(state)), *of_use.roots(state, facts))
        case c.AbortBatch():
            return _equipment(equipment_of(state))
        case c.ResolveConflict():
            return _contested(state, plan, command, Known(facts))
    return ()


def _phase(plan: Plan, address: str) -> Phase | None:
    name = last_id(address) if address else ""
    return plan.phases.get(plan.phase_of.get(name, name))


def _recorded(state: BatchState, plan: Plan, command: c.RecordValue, known: Known, actor: Actor) -> Iterator[str]:
    phase, slot = _phase(plan, command.slot), plan.slots.get(last_id(command.slot))
    if phase is None or slot is None:
        return
    if phase.sop:
        yield from trained.roots(phase, command.performed_by or actor.person)
    yield from rooms.roots(state, plan, phase)
    yield from _named(plan, slot, command.value, known)
    if slot.kind == "equipment":
        yield from _equipment(row.value.get("equipment", "") for row in state.slot(command.slot).standing())
    yield from _equipment(devices_of(command.source))
    yield from sampling.roots(state, plan, command.slot, command.value)


def _named(plan: Plan, slot: Slot, value: Value, known: Known) -> Iterator[str]:
    """Yield the roots of what a value names."""
    if slot.kind == "material":
        material = plan.materials.get(slot.of)
        yield from stock.roots(known, material.code if material is not None else "", value.get("lot", "").strip())
        yield from equipment_roots(stock.place_of(known, value))
    elif slot.kind == "equipment":
        yield from equipment_roots(value.get("equipment", "").strip())
    elif slot.kind == "scan" and slot.of.startswith("equipment:"):
        yield from equipment_roots(value.get("scan", "").strip())


def _corrected(state: BatchState, plan: Plan, command: c.CorrectValue, known: Known) -> Iterator[str]:
    slot, row = plan.slots.get(last_id(command.slot)), state.slot(command.slot).rows.get(command.item)
    if slot is not None and row is not None:
        yield from _named(plan, slot, row.value, known)
        yield from _named(plan, slot, command.value, known)
        yield from sampling.roots(state, plan, command.slot, command.value)


def _signed(state: BatchState, plan: Plan, command: c.SignStep, actor: Actor) -> Iterator[str]:
    phase = _phase(plan, command.scope)
    if phase is None:
        return
    yield from rooms.roots(state, plan, phase)
    if command.meaning in trained.OF_TRAINED:
        yield from trained.roots(phase, actor.person)
    yield from sampling.roots(state, plan, command.scope, {})
    if command.meaning == "performed" and last_id(command.scope) == phase.id:
        yield from _equipment(read_in(state, command.scope))


def _accepted(state: BatchState, plan: Plan, command: c.RaiseException, known: Known) -> Iterator[str]:
    slot = plan.slots.get(last_id(command.where)) if command.where else None
    for attempt in state.slot(command.where).attempts if slot is not None else ():
        if slot is not None and attempt.attempt == command.attempt:
            yield from rooms.roots(state, plan, plan.phases[plan.phase_of[slot.id]])
            yield from _named(plan, slot, attempt.value, known)
            yield from _equipment(devices_of(attempt.source))


def _contested(state: BatchState, plan: Plan, command: c.ResolveConflict, known: Known) -> Iterator[str]:
    slot = plan.slots.get(last_id(command.where.partition("#")[0]))
    found = state.contested.get((command.where, command.item))
    for side in found.sides if found is not None and slot is not None and slot.kind == "material" else ():
        if slot is not None:
            yield from _named(plan, slot, side.says, known)


def _equipment(codes: Iterable[str]) -> Iterator[str]:
    for code in codes:
        yield from equipment_roots(code)
