"""Who may sign what, and what follows from it (floor-rules 5-7; 211.101(c)-(d); 11.10(f)-(g)).

"performed" is signed by everybody who performed an entry in the scope, once the scope is complete. The second person of either kind is nobody who
performed, recorded or signed as performer in it; a witness signs within the minutes of the policy, later is an exception. The meaning comes
from the MBR.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from ebr.domain import subjects
from ebr.domain.batch.commands import HandOver, NameScribe, SignStep
from ebr.domain.batch.events import ExceptionRaised, HandedOver, ScribeNamed, StepSigned
from ebr.domain.batch.rules import guards, rounds, timers
from ebr.domain.batch.rules.computed import next_exception
from ebr.domain.batch.rules.preview import preview
from ebr.domain.batch.state import BatchState, flow
from ebr.domain.batch.state.plan import last_id
from ebr.domain.decision import Actor, Decision, Draft
from ebr.domain.mbr.model import Phase, Slot
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant, clean_text

SECOND = ("witnessed", "verified")
PERFORMER_ROLES = frozenset({"operator", "supervisor", "laboratory"})
SECOND_ROLES = frozenset({"operator", "supervisor", "laboratory", "quality"})
APPROVER_ROLES = frozenset({"supervisor", "quality"})
MINUTE = Decimal(60)


def sign(state: BatchState, command: SignStep, actor: Actor, at: Instant, witness_minutes: int) -> Decision:
    """Sign a phase, an entry that needs a second person of its own, or a signature slot."""
    name = last_id(command.scope)
    plan = state.plan
    late = plan is not None and name in plan.slots and plan.slots[name].kind == "result"
    refusal = guards.running(state, results=late)
    if refusal is not None or plan is None:
        return Decision(refusal=refusal)
    if name in plan.phases:
        return _phase(state, command, actor, at, witness_minutes)
    where = guards.place(state, command.scope)
    refusal = _slot_refusal(state, where.slot, command, actor)
    if refusal is not None:
        return Decision(refusal=refusal)
    drafts = [Draft(_subject(state, name), StepSigned(state.id, command.scope, command.meaning))]
    drafts += timers.triggered(state, command.scope, at)
    return Decision(tuple(drafts), answer={"role": _role(actor, _slot_roles(where.slot))})


def _subject(state: BatchState, name: str) -> str:
    plan = state.plan
    assert plan is not None
    return subjects.unit(state.id, plan.places[name].path[0])


def _role(actor: Actor, roles: frozenset[str]) -> str:
    return next((role for role in ("operator", "laboratory", "supervisor", "quality", "qualified_person") if role in actor.roles & roles), "")


def _phase(state: BatchState, command: SignStep, actor: Actor, at: Instant, minutes: int) -> Decision:
    phase = guards.phase_place(state, command.scope)
    refusal = _phase_refusal(state, phase, command, actor)
    if refusal is not None:
        return Decision(refusal=refusal)
    hold = timers.blocking(state, command.scope, at) if command.meaning == "performed" else None
    if hold is not None:
        return Decision(tuple(timers.attempts(state, hold[0], hold[1], actor, at)), hold[1])
    drafts = [Draft(_subject(state, phase.id), StepSigned(state.id, command.scope, command.meaning))]
    drafts += _late_witness(state, phase, command, at, minutes)
    if command.meaning == "performed":
        drafts += timers.triggered(state, command.scope, at)
    then = preview(state, drafts, actor, at)
    if command.scope in then.passed and command.scope not in state.passed:
        drafts += rounds.after_signature(then, command.scope)
    roles = PERFORMER_ROLES if command.meaning == "performed" else _second_roles(command.meaning)
    return Decision(tuple(drafts), answer={"role": _role(actor, roles)})


def _second_roles(meaning: str) -> frozenset[str]:
    return SECOND_ROLES if meaning in SECOND else APPROVER_ROLES


def _phase_refusal(state: BatchState, phase: Phase, command: SignStep, actor: Actor) -> Refusal | None:
    if command.meaning not in phase.sign:
        return Refusal("meaning_not_asked", meaning=command.meaning, step=phase.title)
    found = flow.standing(state, command.scope, phase)
    if found.status in ("locked", "not_applicable"):
        return guards.step_open(state, command.scope, phase)
    if command.meaning == "performed":
        return _performed_refusal(state, phase, command, actor)
    return _second_refusal(state, phase, command, actor)


def _performed_refusal(state: BatchState, phase: Phase, command: SignStep, actor: Actor) -> Refusal | None:
    plan = state.plan
    assert plan is not None
    missing = flow.open_slots(state, command.scope, phase)
    missing = [address for address in missing if plan.slots[last_id(address)].kind != "signature"] or missing
    if missing:
        return Refusal("entries_missing", count=str(len(missing)), first=plan.slots[last_id(missing[0])].label)
    unseconded = flow.unseconded(state, command.scope, phase)
    if unseconded:
        return Refusal("second_person_missing", slot=plan.slots[last_id(unseconded[0][0])].label, meaning=unseconded[0][1])
    if not actor.roles & PERFORMER_ROLES:
        return Refusal("right_missing", person=actor.name or actor.person, needed=", ".join(sorted(PERFORMER_ROLES)))
    performers = flow.performers_in(state, command.scope)
    if performers and actor.person not in performers:
        return Refusal("not_the_performer", person=actor.name or actor.person, performers=", ".join(sorted(performers)))
    if any(s.signed.person == actor.person for s in state.valid_signatures(command.scope, "performed")):
        return Refusal("already_signed", step=phase.title)
    return None


def _second_refusal(state: BatchState, phase: Phase, command: SignStep, actor: Actor) -> Refusal | None:
    if "performed" in flow.missing_meanings(state, command.scope, phase):
        return Refusal("not_yet_performed", step=phase.title)
    if state.valid_signatures(command.scope, command.meaning):
        return Refusal("already_signed", step=phase.title)
    return _independent(state, command.scope, actor, _second_roles(command.meaning))


def _independent(state: BatchState, scope: str, actor: Actor, roles: frozenset[str]) -> Refusal | None:
    if not actor.roles & roles:
        return Refusal("right_missing", person=actor.name or actor.person, needed=", ".join(sorted(roles)))
    if actor.person in flow.people_in(state, scope):
        return Refusal("second_person_same", person=actor.name or actor.person)
    return None


def _slot_roles(slot: Slot) -> frozenset[str]:
    if slot.kind == "signature" and slot.role:
        return frozenset({slot.role})
    if slot.kind == "result":
        return frozenset({"laboratory"})
    return SECOND_ROLES


def _slot_refusal(state: BatchState, slot: Slot, command: SignStep, actor: Actor) -> Refusal | None:
    wanted = slot.meaning if slot.kind == "signature" else slot.second
    if not wanted or command.meaning != wanted:
        return Refusal("meaning_not_asked", meaning=command.meaning, step=slot.label)
    if state.valid_signatures(command.scope, wanted):
        return Refusal("already_signed", step=slot.label)
    if slot.kind == "signature":
        return _signature_slot_refusal(state, slot, command, actor)
    if not flow.filled(state, slot, command.scope):
        return Refusal("not_yet_performed", step=slot.label)
    return _independent(state, command.scope, actor, _slot_roles(slot))


def _signature_slot_refusal(state: BatchState, slot: Slot, command: SignStep, actor: Actor) -> Refusal | None:
    where = guards.place(state, command.scope)
    refusal = guards.step_open(state, where.phase_address, where.phase)
    if refusal is not None:
        return refusal
    if not actor.roles & _slot_roles(slot):
        return Refusal("right_missing", person=actor.name or actor.person, needed=slot.role or "operator")
    plan = where.plan
    pending = [a for a in flow.open_slots(state, where.phase_address, where.phase) if plan.slots[last_id(a)].kind != "signature"]
    if pending:
        return Refusal("entries_missing", count=str(len(pending)), first=plan.slots[last_id(pending[0])].label)
    if slot.meaning in (*SECOND, "approved"):
        return _independent(state, where.phase_address, actor, _slot_roles(slot))
    return None


def _late_witness(state: BatchState, phase: Phase, command: SignStep, at: Instant, minutes: int) -> list[Draft]:
    performed = state.valid_signatures(command.scope, "performed")
    if command.meaning != "witnessed" or not performed:
        return []
    began = datetime.fromisoformat(performed[-1].stamp.at.wall)
    late = Decimal(str((datetime.fromisoformat(at.wall) - began).total_seconds()))
    if late <= minutes * MINUTE:
        return []
    number = next_exception(state)
    params = {"minutes": str(minutes), "late": timers.spoken(late), "step": phase.title}
    event = ExceptionRaised(state.id, number, command.scope, 0, "witness_late", "major", "", "", params)
    return [Draft(subjects.exception(state.id, number), event)]


def name_scribe(state: BatchState, command: NameScribe, actor: Actor) -> Decision:
    """Name the performer of a step whose hands stay sterile; the person who asks is the scribe (floor-rules 6)."""
    phase = guards.phase_place(state, command.phase)
    refusal = guards.running(state) or guards.step_open(state, command.phase, phase)
    if refusal is None and not phase.scribe:
        refusal = Refusal("scribe_not_allowed", step=phase.title)
    if refusal is None and command.performer == actor.person:
        refusal = Refusal("scribe_same", person=actor.name or actor.person)
    if refusal is not None:
        return Decision(refusal=refusal)
    event = ScribeNamed(state.id, command.phase, command.performer, actor.person)
    return Decision((Draft(_subject(state, phase.id), event),))


def hand_over(state: BatchState, command: HandOver, actor: Actor) -> Decision:
    """Sign the own part of an open step and say who goes on."""
    phase = guards.phase_place(state, command.where)
    refusal = guards.running(state) or guards.step_open(state, command.where, phase)
    if refusal is None and command.to == actor.person:
        refusal = Refusal("hand_over_same", person=actor.name or actor.person)
    if refusal is not None:
        return Decision(refusal=refusal)
    event = HandedOver(state.id, command.where, command.to, clean_text(command.note))
    return Decision((Draft(_subject(state, phase.id), event),), answer={"role": _role(actor, PERFORMER_ROLES)})
