"""What an exception with `accepts` lets stand, how heavy it is at least, and what follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ebr.domain.batch.commands import RaiseException
from ebr.domain.batch.rules import admitted, guards, rounds, rows, timers
from ebr.domain.batch.rules.computed import following
from ebr.domain.batch.rules.guards import Where
from ebr.domain.batch.rules.known import Known
from ebr.domain.batch.rules.preview import preview
from ebr.domain.batch.rules.raised import heavier
from ebr.domain.batch.rules.verdict import compare, floor, severity_floor
from ebr.domain.batch.state import BatchState, flow
from ebr.domain.batch.state.plan import last_id, rounds_of
from ebr.domain.batch.state.seconds import second_of
from ebr.domain.batch.state.slots import Attempt
from ebr.domain.batch.state.stands import STANDS
from ebr.domain.decision import Actor, Draft
from ebr.domain.mbr.model import Slot
from ebr.domain.refusal import Refusal
from ebr.domain.site.state import Policy
from ebr.domain.values import Instant

OF_LOTS = ("lot_overdrawn", "lot_stale", "lot_not_first")
SECOND = ("witnessed", "verified", "approved")


@dataclass(frozen=True, slots=True)
class Found:
    """What an exception is about: the engine's rule or "person", the least class, the attempt if there is one."""

    rule: str
    floor: str
    attempt: Attempt | None = None


def of_result(state: BatchState, address: str) -> bool:
    """Tell whether the place is a result, which may come after completion."""
    slot = state.plan.slots.get(last_id(address)) if state.plan else None
    return slot is not None and slot.kind == "result"


def found(state: BatchState, command: RaiseException, actor: Actor, policy: Policy | None) -> Found | Refusal:
    """Return what the exception is about, or why it cannot be; raises `Refusal` for a round that is not there."""
    plan = state.plan
    assert plan is not None
    name = last_id(command.where) if command.where else ""
    if name in plan.slots:
        where = guards.place(state, command.where)
        attempt = _attempt(state, command)
        if command.attempt and attempt is None:
            return Refusal("attempt_unknown", attempt=str(command.attempt), slot=where.slot.label)
        return _slot(state, command, where, attempt, actor, policy)
    if not command.accepts:
        return Found("person", floor("other", critical=False, policy=policy))
    return _phase(state, command)


def _attempt(state: BatchState, command: RaiseException) -> Attempt | None:
    tried = [a for a in state.slot(command.where).attempts if command.attempt and a.attempt == command.attempt]
    tried = [a for a in tried if command.item in (0, a.item)]
    fresh = [a for a in tried if not a.exception]
    return next(reversed(fresh or tried), None)


def _slot(
    state: BatchState,
    command: RaiseException,
    where: Where,
    attempt: Attempt | None,
    actor: Actor,
    policy: Policy | None,
) -> Found | Refusal:
    least = _floor(state, where.slot, command.where, attempt, policy)
    if not command.accepts:
        return Found("person", least, attempt)
    if _lacks_second(state, where.slot, command) and attempt is None:
        return Found("unwitnessed", "critical")
    refusal = _enterable(state, where) or _acceptable(state, command, where.slot, attempt, actor)
    return refusal or Found("person", least, attempt)


def _enterable(state: BatchState, where: Where) -> Refusal | None:
    # A result comes when it comes; a hold may end in a later step than the one its timer stands in.
    return None if where.slot.kind in ("result", "timer") else guards.entry_open(state, where)


def _lacks_second(state: BatchState, slot: Slot, command: RaiseException) -> bool:
    asked = bool(second_of(state, slot, command.where))
    return asked and flow.filled(state, slot, command.where) and not flow.seconded(state, slot, command.where)


def _acceptable(
    state: BatchState, command: RaiseException, slot: Slot, attempt: Attempt | None, actor: Actor
) -> Refusal | None:
    held = state.slot(command.where)
    if attempt is not None and attempt.why not in STANDS:
        return Refusal("attempt_never_stands", slot=slot.label)
    if attempt is None and slot.kind in ("identity", "signature"):
        return Refusal("identity_never_skipped", slot=slot.label)
    if held.skipped or (attempt is None and flow.filled(state, slot, command.where)):
        return Refusal("already_recorded", slot=slot.label)
    if attempt is None:
        return None
    row = held.rows.get(attempt.item)
    if (row is not None and not row.withdrawn) or (held.timer is not None and held.timer.stopped):
        return Refusal("already_recorded", slot=slot.label)
    if attempt.why == "hold_unconfirmed" and attempt.stamp.by == actor.person:
        # A second person has read an independent clock (floor-rules 15).
        return Refusal("second_person_same", person=actor.name or actor.person)
    return None


def never(state: BatchState, known: Known, command: RaiseException, what: Found, actor: Actor) -> Refusal | None:
    """Refuse to let an attempt stand that nothing lets stand by what is known now, or that another role decides."""
    if what.attempt is None or not command.accepts:
        return None
    return admitted.never(state, known, guards.place(state, command.where), what.attempt, actor)


def used(state: BatchState, known: Known, command: RaiseException, what: Found, actor: Actor) -> list[Draft]:
    """Return what an attempt that stands now writes to lots and equipment."""
    attempt = what.attempt
    if attempt is None or not command.accepts or last_id(command.where) not in (state.plan.slots if state.plan else {}):
        return []
    asked, where = admitted.as_asked(state, command.where, attempt), guards.place(state, command.where)
    return list(admitted.used(state, known, where, asked, attempt.value, attempt.item, actor))


def _floor(state: BatchState, slot: Slot, address: str, attempt: Attempt | None, policy: Policy | None) -> str:
    if attempt is not None and attempt.why in ("out_of_limit", "not_acceptable"):
        return severity_floor(slot, compare(state, slot, attempt.value, rounds_of(address)), policy)
    if attempt is not None and attempt.why in ("hold_not_over", "hold_unconfirmed"):
        return heavier("major", floor("out", critical=slot.critical, policy=policy))
    if attempt is not None and attempt.why in OF_LOTS:
        return heavier("major", floor("other", critical=slot.critical, policy=policy))
    return floor("other", critical=slot.critical, policy=policy)


def _phase(state: BatchState, command: RaiseException) -> Found | Refusal:
    phase = guards.phase_place(state, command.where)
    missing = flow.missing_meanings(state, command.where, phase)
    if flow.standing(state, command.where, phase).status in ("locked", "not_applicable"):
        return guards.step_open(state, command.where, phase) or Refusal("nothing_missing", step=phase.title)
    if "performed" in missing:
        lacking = flow.open_slots(state, command.where, phase)
        if lacking:
            return Refusal("entries_missing", count=str(len(lacking)), first=last_id(lacking[0]))
        return Found("performer_gone", "major")
    if any(meaning in SECOND for meaning in missing):
        return Found("unwitnessed", "critical")
    return Refusal("nothing_missing", step=phase.title)


def consequences(
    state: BatchState, command: RaiseException, what: Found, drafts: Sequence[Draft], actor: Actor, at: Instant
) -> list[Draft]:
    """Return what follows in the same action: a timer stops, rows close, values are computed, the next round opens."""
    plan = state.plan
    assert plan is not None
    then = preview(state, drafts, actor, at)
    if last_id(command.where) in plan.phases:
        passed = command.where in then.passed and command.where not in state.passed
        found = rounds.after_signature(then, command.where, actor, at) if passed else []
        return [*found, *following(state, [*drafts, *found], actor, at)]
    if what.rule == "unwitnessed":
        return []
    where = guards.place(state, command.where)
    found = _of_slot(then, command.where, where, what.attempt, at)
    return [*found, *following(state, [*drafts, *found], actor, at)]


def _of_slot(then: BatchState, address: str, where: Where, attempt: Attempt | None, at: Instant) -> list[Draft]:
    held = then.slot(address)
    if where.slot.kind == "timer":
        return (
            timers.stopped_at(then, address, attempt.stamp.at) if attempt is not None and held.timer is not None else []
        )
    found: list[Draft] = []
    if attempt is not None and held.closed is None and rows.complete(where.slot, len(held.standing())):
        found += rows.closed(then, where.slot, held, where.rounds)
    return found + timers.triggered(then, address, at)
