"""The room a step is done in: fit, clean, free and cleared for this batch at every entry (211.42, 211.130(e)).

A step that clears its room may record whatever uses nothing before the room is cleared; everything else waits, so an
uncleared line blocks the first use. Once its second person has looked, a clearance or cleaning recorded in the batch is
written to the use log of the room, or of the machine that it names, in the same action. A batch uses a room from the
first entry that is more than its preparation until no step of it asks for the room any more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ebr.domain import subjects
from ebr.domain.batch.rules import machines
from ebr.domain.batch.rules.guards import Where
from ebr.domain.batch.rules.known import Known
from ebr.domain.batch.rules.preview import preview
from ebr.domain.batch.state import BatchState, flow
from ebr.domain.batch.state.plan import Plan, last_id
from ebr.domain.batch.state.roomed import room_of, unit_of
from ebr.domain.batch.state.seconds import second_of
from ebr.domain.decision import Actor, Draft
from ebr.domain.equipment.events import CleanedInBatch, ClearedInBatch, UseEnded
from ebr.domain.equipment.state import began_already, cleared_after, equipment_in, room_blocked, roots_for
from ebr.domain.equipment.state.standing import dirty_until
from ebr.domain.equipment.state.times import later, moment, written
from ebr.domain.mbr.model import Phase, Slot, UnitProcedure
from ebr.domain.mbr.rooms import Asked, tends
from ebr.domain.refusal import Refusal
from ebr.domain.training.state import tasks_of
from ebr.domain.values import Instant, Value

EQUIPMENT = "equipment/"
USING = ("material", "qs", "labels")
"""Kinds of entries for which a room is cleared, in the step that clears it too."""
SECOND = ("verified", "witnessed")
WHEN = {"cleared": "before", "cleared_after": "after"}
PHOTOGRAPH = ("sha256", "name", "size", "media")


def roots(state: BatchState, plan: Plan, phase: Phase) -> Iterator[str]:
    """Yield the roots that an entry in a step, or its signature, relies on for its room and what it cleans."""
    found = room_of(state, plan, phase)
    if found is not None:
        yield from roots_for(found.code)
    for slot in plan.tending.get(phase.id, ()):
        if slot.of:
            for code in _named(state, plan, slot):
                yield from roots_for(code)


def refused(state: BatchState, known: Known, where: Where, value: Value, at: Instant) -> Refusal | None:
    """Return why nothing may be recorded in the room of a step, or the room that an entry names is none for it."""
    room = room_of(state, where.plan, where.phase) if where.slot.kind != "result" else None
    if room is None:
        return None
    names = machines.names_room(where)
    if names:
        room = Asked(value.get("equipment", "").strip(), room.grade)
    if not room.code:
        return Refusal("room_unscanned", step=where.phase.title, grade=room.grade)
    preparing = names or _preparing(state, known, where, room.code)
    found = room_blocked(known.facts, room.code, state.id, at, grade=room.grade, preparing=preparing)
    return None if found is not None and found.code == machines.NOT_KEPT and not known.kept("equipment") else found


def registered(state: BatchState, known: Known, where: Where, value: Value) -> str:
    """Return the registered room that an entry is made in, or says it is; "" for none (floor-rules 19)."""
    room = room_of(state, where.plan, where.phase) if where.slot.kind != "result" else None
    code = value.get("equipment", "").strip() if room is not None and machines.names_room(where) else ""
    code = code or (room.code if room is not None else "")
    return code if equipment_in(known.facts, code).entry else ""


def _preparing(state: BatchState, known: Known, where: Where, room: str) -> bool:
    if where.slot.kind in USING:
        return False
    clears = any(not slot.of for slot in where.plan.tending.get(where.phase.id, ()))
    return clears or cleared_after(known.facts, room, state.id)


def used(state: BatchState, known: Known, where: Where, person: str) -> Iterator[Draft]:
    """Yield that the batch uses the room of a step from now on, once; its preparation is no use."""
    room = room_of(state, where.plan, where.phase) if where.slot.kind != "result" else None
    if room is None or not room.code or machines.names_room(where):
        return
    if not _preparing(state, known, where, room.code):
        address = where.plan.address(where.slot.id, where.rounds)
        yield from machines.began(state, known, room.code, address, person)


def following(
    state: BatchState, known: Known, phase_address: str, drafts: Sequence[Draft], actor: Actor, at: Instant
) -> list[Draft]:
    """Return what the drafts of a step write besides: what it left cleared or clean, and the end of its room's use."""
    plan = state.plan
    phase = plan.phases.get(last_id(phase_address)) if plan is not None else None
    if plan is None or phase is None:
        return []
    if room_of(state, plan, phase) is None and phase.id not in plan.tending:
        return []
    own = [draft for draft in drafts if not draft.subject.startswith(EQUIPMENT)]
    then = preview(state, own, actor, at)
    left = list(_tended(state, then, known, phase_address, actor, at))
    ended = {draft.subject for draft in (*drafts, *left) if isinstance(draft.event, UseEnded)}
    return [*(draft for draft in _over(then, known, phase_address) if draft.subject not in ended), *left]


def _tended(
    state: BatchState, then: BatchState, known: Known, phase_address: str, actor: Actor, at: Instant
) -> Iterator[Draft]:
    """Yield what the clearances and cleanings of a step write, whose second person has looked in this action."""
    plan = then.plan
    phase = plan.phases.get(last_id(phase_address)) if plan is not None else None
    if plan is None or phase is None:
        return
    for slot in phase.slots:
        address = f"{phase_address}/{slot.id}"
        leaves = _leaves(plan, phase, slot) if tends(slot) else ""
        if not leaves or not _looked_at(then, phase, slot, address) or _looked_at(state, phase, slot, address):
            continue
        for code in _tended_things(then, plan, phase, slot):
            if equipment_in(known.facts, code).entry:
                yield from _written(then, known, code, slot, address, leaves, actor, at)


def _leaves(plan: Plan, phase: Phase, slot: Slot) -> str:
    """Return what an entry leaves behind; the first clearance of a unit that says nothing clears its room."""
    if slot.leaves or slot.of:
        return slot.leaves
    unit = unit_of(plan, phase)
    slots = (s for o in unit.operations for p in o.phases for s in p.slots) if unit is not None else ()
    return "cleared" if next((s.id for s in slots if s.kind == "clearance" and not s.of), "") == slot.id else ""


def _looked_at(state: BatchState, phase: Phase, slot: Slot, address: str) -> bool:
    held = state.slots.get(address)
    if held is None or held.skipped or not held.standing():
        return False
    wanted = second_of(state, slot, address)
    if wanted:
        return bool(state.valid_signatures(address, wanted))
    seconds = [meaning for meaning in phase.sign if meaning in SECOND]
    scope = address.rpartition("/")[0]
    return all(state.valid_signatures(scope, meaning) for meaning in seconds)


def _tended_things(state: BatchState, plan: Plan, phase: Phase, slot: Slot) -> list[str]:
    if slot.of:
        return list(_named(state, plan, slot))
    room = room_of(state, plan, phase)
    return [room.code] if room is not None and room.code else []


def _named(state: BatchState, plan: Plan, slot: Slot) -> Iterator[str]:
    """Yield the machines that the batch names for a requirement, each once."""
    entries = [held for held in state.slots.values() if plan.slots[last_id(held.address)].of == slot.of]
    named = [row.value.get("equipment", "") for held in entries for row in held.standing()]
    yield from dict.fromkeys(code for code in named if code)


def _written(
    then: BatchState, known: Known, code: str, slot: Slot, address: str, leaves: str, actor: Actor, at: Instant
) -> Iterator[Draft]:
    row, subject = then.slot(address).standing()[-1], subjects.equipment(code)
    checked_by = actor.person if _has_second(then, slot, address) else ""
    if leaves in WHEN:
        product = then.plan.mbr.header.product if then.plan is not None else ""
        answers = tuple((item.label, row.value.get(item.id, "")) for item in slot.items)
        photograph = _photograph(then, address.rpartition("/")[0])
        by = row.performed_by
        if leaves == "cleared_after" and began_already(known.facts, code, then.id):
            yield Draft(subject, UseEnded(code, then.id, address))
        yield Draft(
            subject, ClearedInBatch(code, then.id, product, WHEN[leaves], answers, address, by, checked_by, photograph)
        )
        return
    if "no" in row.value.values() or row.value.get("check", "yes") != "yes":
        return  # it was not cleaned
    piece = equipment_in(known.facts, code)
    if began_already(known.facts, code, then.id):
        yield Draft(subject, UseEnded(code, then.id, address))
    hours, limit = piece.needs.clean_hold_hours, dirty_until(piece)
    until = written(later(at, hours=hours)) if hours else ""
    overdue = limit if limit and moment(at.wall) > moment(limit) else ""
    procedure = ", ".join(tasks_of(_phase_of(then, address).sop))
    yield Draft(
        subject, CleanedInBatch(code, then.id, procedure, address, row.performed_by, checked_by, until, overdue)
    )


def _has_second(state: BatchState, slot: Slot, address: str) -> bool:
    return bool(second_of(state, slot, address)) or any(m in SECOND for m in _phase_of(state, address).sign)


def _phase_of(state: BatchState, address: str) -> Phase:
    assert state.plan is not None
    return state.plan.phases[state.plan.phase_of[last_id(address)]]


def _photograph(state: BatchState, phase_address: str) -> dict[str, str]:
    """Return the photograph that the step keeps, as a clearance names it; empty without one."""
    assert state.plan is not None
    phase = state.plan.phases[last_id(phase_address)]
    rows = [
        row
        for slot in phase.slots
        if slot.kind == "photo"
        for row in state.slot(f"{phase_address}/{slot.id}").standing()
    ]
    return {name: rows[-1].value[name] for name in PHOTOGRAPH if name in rows[-1].value} if rows else {}


def _over(then: BatchState, known: Known, phase_address: str) -> list[Draft]:
    """Return the end of the use of a step's room when no step of the batch asks for it any more."""
    plan = then.plan
    phase = plan.phases.get(last_id(phase_address)) if plan is not None else None
    room = room_of(then, plan, phase) if plan is not None and phase is not None else None
    if plan is None or room is None or not began_already(known.facts, room.code, then.id):
        return []
    units = [unit for unit in plan.mbr.procedure if unit.room_code in (room.code, "") and _asks(unit)]
    nodes = [plan.places[unit.id].node for unit in units]
    nodes += [plan.places[each.id].node for each in plan.phases.values() if each.room_code == room.code]
    if not all(node is None or flow.passed_all(then, plan, node, {}) for node in nodes):
        return []
    return [Draft(subjects.equipment(room.code), UseEnded(room.code, then.id, phase_address))]


def _asks(unit: UnitProcedure) -> bool:
    return bool(unit.room_code or unit.cleanroom)
