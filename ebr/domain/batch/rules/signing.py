"""Who may sign what, and what follows from it (floor-rules 5-7; 211.101(c)-(d); 11.10(f)-(g)).

"performed" is signed by everybody who performed an entry in the scope, once the scope is complete. The second person
of either kind is nobody who performed, recorded or signed as performer in it; a witness signs within the minutes of
the policy, later is an exception. The meaning comes from the MBR.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from ebr.domain import subjects
from ebr.domain.batch.commands import HandOver, NameScribe, SignStep
from ebr.domain.batch.events import HandedOver, ScribeNamed, StepSigned
from ebr.domain.batch.rules import guards, handing, machines, rooms, rounds, sampling, timers, trained
from ebr.domain.batch.rules.computed import following
from ebr.domain.batch.rules.guards import Where
from ebr.domain.batch.rules.known import NOTHING_KNOWN, Known
from ebr.domain.batch.rules.preview import preview
from ebr.domain.batch.rules.raised import raised
from ebr.domain.batch.state import BatchState, flow
from ebr.domain.batch.state.plan import last_id
from ebr.domain.batch.state.seconds import second_of
from ebr.domain.batch.state.spoken import language_shown
from ebr.domain.decision import Actor, Decision, Draft
from ebr.domain.mbr.model import Phase, Slot
from ebr.domain.mbr.rooms import tends
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant, Stamp, clean_text, shown_text

SECOND = ("witnessed", "verified")
PERFORMER_ROLES = frozenset({"operator", "supervisor", "laboratory"})
SECOND_ROLES = frozenset({"operator", "supervisor", "laboratory", "quality"})
APPROVER_ROLES = frozenset({"supervisor", "quality"})
MINUTE = Decimal(60)
WITNESS_MINUTES = 10
"""Where the policy is not known (floor-rules 5)."""
ROLE_ORDER = ("operator", "laboratory", "supervisor", "quality", "qualified_person")


def _again(meaning: str) -> tuple[str, ...]:
    """Return which void signatures one with this meaning gives again."""
    return (meaning, "handed_over") if meaning == "performed" else (meaning,)


def sign(state: BatchState, command: SignStep, actor: Actor, at: Instant, known: Known = NOTHING_KNOWN) -> Decision:
    """Sign a phase, an entry that needs a second person of its own, or a signature slot.

    A signature that a correction made void can be given again after completion: the review waits for it.
    """
    name = last_id(command.scope)
    plan = state.plan
    result = plan is not None and name in plan.slots and plan.slots[name].kind == "result"
    again = (
        state.completed is not None
        and not (state.hold or state.left)
        and any(flow.voided(state, command.scope, meaning) for meaning in _again(command.meaning))
    )
    refusal = guards.running(state, results=result or again)
    if refusal is not None or plan is None:
        return Decision(refusal=refusal)
    if name in plan.phases:
        return _phase(state, command, actor, at, known)
    return _slot(state, command, actor, at, known)


def _witness_minutes(known: Known) -> int:
    return known.policy.minutes("witness") if known.policy is not None else WITNESS_MINUTES


def _untrained(known: Known, phase: Phase, command: SignStep, actor: Actor, at: Instant) -> Refusal | None:
    trains = command.meaning in trained.OF_TRAINED
    return trained.untrained(known, phase, actor.person, at) if trains else None


def _slot(state: BatchState, command: SignStep, actor: Actor, at: Instant, known: Known) -> Decision:
    where = guards.place(state, command.scope)
    refusal = _slot_refusal(state, where, command, actor) or _untrained(known, where.phase, command, actor, at)
    if refusal is not None:
        return Decision(refusal=refusal)
    drafts = [Draft(_subject(state, where.slot.id), _signed(state, command))]
    made = _made(state, command.scope) if where.slot.kind != "signature" else None
    drafts += _late_witness(command, where.slot.label, made, at, _witness_minutes(known), state)
    if where.slot.kind == "signature":
        drafts += timers.triggered(state, command.scope, at)
    drafts += following(state, drafts, actor, at)
    if tends(where.slot):
        drafts += rooms.following(state, known, where.phase_address, drafts, actor, at)
    drafts += sampling.seconded(state, known, where, command.scope, actor)
    return Decision(tuple(drafts), answer={"role": _role(actor, _slot_roles(where.slot))})


def _signed(state: BatchState, command: SignStep) -> StepSigned:
    return StepSigned(state.id, command.scope, command.meaning, language=language_shown(state, command.language))


def _made(state: BatchState, address: str) -> Stamp | None:
    held = state.slot(address)
    stamps = [row.first for row in held.standing()] + [stamp for stamp in (held.closed,) if stamp is not None]
    return max(stamps, key=lambda stamp: stamp.at.wall, default=None)


def _subject(state: BatchState, name: str) -> str:
    plan = state.plan
    assert plan is not None
    return subjects.unit(state.id, plan.places[name].path[0])


def _role(actor: Actor, roles: frozenset[str]) -> str:
    return next((role for role in ROLE_ORDER if role in actor.roles & roles), "")


def _phase(state: BatchState, command: SignStep, actor: Actor, at: Instant, known: Known) -> Decision:
    phase = guards.phase_place(state, command.scope)
    refusal = _phase_refusal(state, phase, command, actor) or _untrained(known, phase, command, actor, at)
    if refusal is not None:
        return Decision(refusal=refusal)
    hold = timers.blocking(state, command.scope, at) if command.meaning == "performed" else None
    if hold is not None:
        return Decision((timers.attempt(state, hold[0], hold[1], actor, at),), hold[1])
    drafts = [Draft(_subject(state, phase.id), _signed(state, command))]
    performed, minutes = state.valid_signatures(command.scope, "performed"), _witness_minutes(known)
    drafts += _late_witness(command, phase.title, performed[-1].stamp if performed else None, at, minutes, state)
    if command.meaning == "performed":
        drafts += timers.triggered(state, command.scope, at)
    then = preview(state, drafts, actor, at)
    if command.scope in then.passed and command.scope not in state.passed:
        drafts += rounds.after_signature(then, command.scope, actor, at)
    drafts += following(state, drafts, actor, at)
    if command.meaning == "performed":
        drafts += machines.step_over(state, known, command.scope)
    drafts += rooms.following(state, known, command.scope, drafts, actor, at)
    return Decision(tuple(drafts), answer={"role": _role(actor, _phase_roles(command.meaning))})


def _phase_roles(meaning: str) -> frozenset[str]:
    if meaning in ("performed", "recorded"):
        return PERFORMER_ROLES
    return SECOND_ROLES if meaning in SECOND else APPROVER_ROLES


def _phase_refusal(state: BatchState, phase: Phase, command: SignStep, actor: Actor) -> Refusal | None:
    if command.meaning not in phase.sign:
        return Refusal("meaning_not_asked", meaning=shown_text(command.meaning), step=phase.title)
    if flow.standing(state, command.scope, phase).status in ("locked", "not_applicable"):
        return guards.step_open(state, command.scope, phase)
    if not actor.roles & _phase_roles(command.meaning):
        return _without_right(actor, _phase_roles(command.meaning))
    if command.meaning in ("performed", "recorded"):
        return _own_refusal(state, phase, command, actor)
    return _second_refusal(state, phase, command, actor)


def _own_refusal(state: BatchState, phase: Phase, command: SignStep, actor: Actor) -> Refusal | None:
    """Refuse the signature of somebody who speaks of own entries while entries are missing, or who has none."""
    refusal = _incomplete(state, phase, command.scope)
    if refusal is not None:
        return refusal
    people = flow.performers_in if command.meaning == "performed" else flow.recorders_in
    own = people(state, command.scope)
    if own and actor.person not in own and not state.waived(command.scope, "performer_gone"):
        return Refusal("not_the_performer", person=actor.name or actor.person, performers=", ".join(sorted(own)))
    if any(s.signed.person == actor.person for s in state.valid_signatures(command.scope, command.meaning)):
        return Refusal("already_signed", step=phase.title)
    return None


def _incomplete(state: BatchState, phase: Phase, scope: str) -> Refusal | None:
    plan = state.plan
    assert plan is not None
    missing = flow.open_slots(state, scope, phase)
    missing = [address for address in missing if plan.slots[last_id(address)].kind != "signature"] or missing
    if missing:
        return Refusal("entries_missing", count=str(len(missing)), first=plan.slots[last_id(missing[0])].label)
    unseconded = flow.unseconded(state, scope, phase)
    if unseconded:
        label = plan.slots[last_id(unseconded[0][0])].label
        return Refusal("second_person_missing", slot=label, meaning=unseconded[0][1])
    return None


def _second_refusal(state: BatchState, phase: Phase, command: SignStep, actor: Actor) -> Refusal | None:
    if "performed" in flow.missing_meanings(state, command.scope, phase):
        return Refusal("not_yet_performed", step=phase.title)
    if state.valid_signatures(command.scope, command.meaning):
        return Refusal("already_signed", step=phase.title)
    return _independent(state, command.scope, actor)


def _independent(state: BatchState, scope: str, actor: Actor) -> Refusal | None:
    if actor.person in flow.people_in(state, scope):
        return Refusal("second_person_same", person=actor.name or actor.person)
    return None


def _without_right(actor: Actor, roles: frozenset[str]) -> Refusal:
    return Refusal("right_missing", person=actor.name or actor.person, needed=", ".join(sorted(roles)))


def _slot_roles(slot: Slot) -> frozenset[str]:
    if slot.kind == "signature" and slot.role:
        return frozenset({slot.role})
    return frozenset({"laboratory"}) if slot.kind == "result" else SECOND_ROLES


def _slot_refusal(state: BatchState, where: Where, command: SignStep, actor: Actor) -> Refusal | None:
    slot = where.slot
    wanted = slot.meaning if slot.kind == "signature" else second_of(state, slot, command.scope)
    if not wanted or command.meaning != wanted:
        return Refusal("meaning_not_asked", meaning=shown_text(command.meaning), step=slot.label)
    if state.valid_signatures(command.scope, wanted):
        return Refusal("already_signed", step=slot.label)
    if not actor.roles & _slot_roles(slot):
        return _without_right(actor, _slot_roles(slot))
    if slot.kind == "signature":
        return _signature_slot_refusal(state, where, actor)
    if state.slot(command.scope).skipped or not flow.ready_for_second(state, slot, command.scope):
        return Refusal("not_yet_performed", step=slot.label)
    return _independent(state, command.scope, actor)


def _signature_slot_refusal(state: BatchState, where: Where, actor: Actor) -> Refusal | None:
    refusal = guards.entry_open(state, where)
    if refusal is not None:
        return refusal
    plan, slots = where.plan, [slot.id for slot in where.phase.slots]
    earlier = set(slots[: slots.index(where.slot.id)])
    pending = [
        address
        for address in flow.open_slots(state, where.phase_address, where.phase)
        if plan.slots[last_id(address)].kind != "signature" or last_id(address) in earlier
    ]
    if pending:
        return Refusal("entries_missing", count=str(len(pending)), first=plan.slots[last_id(pending[0])].label)
    if where.slot.meaning in (*SECOND, "approved"):
        return _independent(state, where.phase_address, actor)
    return None


def _late_witness(
    command: SignStep, title: str, made: Stamp | None, at: Instant, minutes: int, state: BatchState
) -> list[Draft]:
    if command.meaning != "witnessed" or made is None:
        return []
    late = Decimal(str((datetime.fromisoformat(at.wall) - datetime.fromisoformat(made.at.wall)).total_seconds()))
    if late <= minutes * MINUTE:
        return []
    params = {"minutes": str(minutes), "late": timers.spoken(late), "step": title}
    return [raised(state, command.scope, "witness_late", "major", params)]


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
    performer = clean_text(command.performer, 120)
    if not performer:
        return Decision(refusal=Refusal("receiver_missing", slot=phase.title))
    event = ScribeNamed(state.id, command.phase, performer, actor.person)
    return Decision((Draft(_subject(state, phase.id), event),))


def hand_over(
    state: BatchState, command: HandOver, actor: Actor, at: Instant, known: Known = NOTHING_KNOWN
) -> Decision:
    """Sign the own part of an open step and say who goes on, who is trained in it."""
    phase = guards.phase_place(state, command.where)
    refusal = guards.running(state) or guards.step_open(state, command.where, phase)
    if refusal is None and command.to == actor.person:
        refusal = Refusal("hand_over_same", person=actor.name or actor.person)
    if refusal is not None:
        return Decision(refusal=refusal)
    to = clean_text(command.to, 120)
    if not to:
        return Decision(refusal=Refusal("receiver_missing", slot=phase.title))
    refusal, later = handing.receiver(state, known, command.where, to, at)
    if refusal is not None:
        return Decision(refusal=refusal)
    event = HandedOver(state.id, command.where, to, clean_text(command.note))
    answer = {"role": _role(actor, PERFORMER_ROLES), "untrained": later}
    return Decision((Draft(_subject(state, phase.id), event),), answer=answer)
