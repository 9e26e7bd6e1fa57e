"""Timers and holds: minimum and maximum elapsed time, across steps, restarts and declared starts (floor-rules 15; 211.111).

Seconds come from the boot clock within one start of the machine, otherwise from wall time, and are then *unconfirmed*: a minimum hold does not
close on unconfirmed time without an exception. A simulated clock has no boots, so its time counts as confirmed outside production.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from ebr.domain import subjects
from ebr.domain.batch.commands import StartTimer, StopTimer
from ebr.domain.batch.events import AttemptRecorded, ExceptionRaised, TimerStarted, TimerStopped
from ebr.domain.batch.rules import guards
from ebr.domain.batch.rules.computed import next_exception
from ebr.domain.batch.rules.kinds import moment
from ebr.domain.batch.rules.verdict import Compared, judge, severity_floor
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.inputs import instances, limits_now
from ebr.domain.batch.state.model import Timer
from ebr.domain.batch.state.plan import Plan, last_id, rounds_of
from ebr.domain.decision import Actor, Decision, Draft
from ebr.domain.mbr.model import Slot
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant, plain

SECONDS = {"s": Decimal(1), "min": Decimal(60), "h": Decimal(3600), "d": Decimal(86400)}
NANO = Decimal(10) ** 9
TENTH = Decimal("0.1")


def elapsed(timer: Timer, at: Instant) -> tuple[Decimal, bool]:
    """Return seconds since the start, to a tenth, and whether they are confirmed."""
    began = timer.start.at
    if began.boot == at.boot and not timer.declared:
        return (Decimal(at.up - began.up) / NANO).quantize(TENTH), True
    passed = datetime.fromisoformat(at.wall) - datetime.fromisoformat(timer.started)
    return Decimal(str(passed.total_seconds())).quantize(TENTH), at.clock == "simulated" or began.boot == at.boot


def in_seconds(limits: dict[str, str], unit: str) -> dict[str, str]:
    """Return limits given in the slot's unit as seconds."""
    return {name: plain(Decimal(text) * SECONDS.get(unit, Decimal(1))) for name, text in limits.items() if name != "rule"}


def start(state: BatchState, command: StartTimer, at: Instant) -> Decision:
    """Start a timer by a person's tap, or at a declared past time."""
    where = guards.place(state, command.slot)
    refusal = guards.step_open(state, where.phase_address, where.phase) or _startable(state, where.slot, command)
    if refusal is not None:
        return Decision(refusal=refusal)
    began = moment(command.declared, where.slot.label, at.wall).isoformat() if command.declared else at.wall
    event = TimerStarted(state.id, command.slot, began, bool(command.declared))
    return Decision((Draft(_subject(state, where.plan, where.slot), event),))


def _startable(state: BatchState, slot: Slot, command: StartTimer) -> Refusal | None:
    if slot.kind != "timer":
        return Refusal("not_a_timer", slot=slot.label)
    if state.slot(command.slot).timer is not None:
        return Refusal("timer_running", slot=slot.label)
    if slot.starts and not command.declared:
        return Refusal("timer_starts_by_itself", slot=slot.label)
    if command.declared and not slot.declared:
        return Refusal("declared_start_not_allowed", slot=slot.label)
    return None


def stop(state: BatchState, command: StopTimer, actor: Actor, at: Instant) -> Decision:
    """Stop a timer by a person's tap; a minimum not reached is an attempt and a refusal."""
    where = guards.place(state, command.slot)
    if where.slot.kind != "timer":
        return Decision(refusal=Refusal("not_a_timer", slot=where.slot.label))
    refusal = guards.step_open(state, where.phase_address, where.phase)
    if refusal is not None:
        return Decision(refusal=refusal)
    timer = state.slot(command.slot).timer
    if timer is None or timer.stopped:
        return Decision(refusal=Refusal("timer_not_running", slot=where.slot.label))
    early = too_early(state, where.slot, command.slot, timer, at)
    if early is not None:
        subject = _subject(state, where.plan, where.slot)
        return Decision((Draft(subject, _attempt(state, command.slot, early, actor, at)),), early)
    return Decision(tuple(_stopped(state, where.plan, where.slot, command.slot, timer, at)))


def too_early(state: BatchState, slot: Slot, address: str, timer: Timer, at: Instant) -> Refusal | None:
    """Return why a minimum hold cannot close yet."""
    limits = in_seconds(limits_now(state, slot.limits, rounds_of(address)), slot.unit)
    low = Decimal(limits.get("low", "0"))
    passed, confirmed = elapsed(timer, at)
    if passed < low:
        return Refusal("hold_not_over", slot=slot.label, remaining=spoken(low - passed), minimum=spoken(low))
    if low and not confirmed:
        return Refusal("hold_unconfirmed", slot=slot.label, elapsed=spoken(passed))
    return None


def spoken(seconds: Decimal) -> str:
    """Write a duration as h:mm:ss."""
    whole = int(seconds.to_integral_value(rounding="ROUND_UP"))
    return f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"


def _attempt(state: BatchState, address: str, why: Refusal, actor: Actor, at: Instant) -> AttemptRecorded:
    tried = state.slot(address).tried(1) + 1
    value = {"time": at.wall}
    return AttemptRecorded(state.id, address, 1, tried, value, actor.person, {"how": "clock"}, why.code, why.params)


def _subject(state: BatchState, plan: Plan, slot: Slot) -> str:
    return subjects.unit(state.id, plan.places[slot.id].path[0])


def _stopped(state: BatchState, plan: Plan, slot: Slot, address: str, timer: Timer, at: Instant) -> list[Draft]:
    passed, confirmed = elapsed(timer, at)
    limits = in_seconds(limits_now(state, slot.limits, rounds_of(address)), slot.unit)
    compared = judge(passed, limits)
    event = TimerStopped(state.id, address, at.wall, plain(passed), confirmed, compared.verdict, limits)
    return [Draft(_subject(state, plan, slot), event), *_too_long(state, slot, address, compared)]


def _too_long(state: BatchState, slot: Slot, address: str, compared: Compared) -> list[Draft]:
    if compared.verdict != "out":
        return []
    number = next_exception(state)
    severity = severity_floor(slot, compared)
    event = ExceptionRaised(state.id, number, address, 0, "time_limit", severity, "", "", compared.missed)
    return [Draft(subjects.exception(state.id, number), event)]


def triggered(state: BatchState, what: str, at: Instant) -> list[Draft]:
    """Return the starts and stops of timers that follow from something done (address of a slot or a signed phase)."""
    plan = state.plan
    if plan is None:
        return []
    name, rounds = last_id(what), rounds_of(what)
    drafts: list[Draft] = []
    for slot in plan.slots.values():
        if slot.kind != "timer" or name not in (slot.starts, slot.stops):
            continue
        known = {node: part for node, part in rounds.items() if node in plan.places[slot.id].repeating}
        for each in instances(state, slot.id, known):
            drafts += _trigger(state, plan, slot, plan.address(slot.id, each), name, at)
    return drafts


def _trigger(state: BatchState, plan: Plan, slot: Slot, address: str, name: str, at: Instant) -> list[Draft]:
    timer = state.slot(address).timer
    if name == slot.starts and timer is None:
        return [Draft(_subject(state, plan, slot), TimerStarted(state.id, address, at.wall, declared=False))]
    if name == slot.stops and timer is not None and not timer.stopped:
        return _stopped(state, plan, slot, address, timer, at)
    return []


def blocking(state: BatchState, what: str, at: Instant) -> tuple[str, Refusal] | None:
    """Return the address of a minimum hold that doing this would close too early, and the refusal."""
    plan = state.plan
    for slot in plan.slots.values() if plan else ():
        if plan is None or slot.kind != "timer" or slot.stops != last_id(what):
            continue
        for each in instances(state, slot.id, rounds_of(what)):
            address = plan.address(slot.id, each)
            timer = state.slot(address).timer
            if timer is not None and not timer.stopped and not state.slot(address).skipped:
                early = too_early(state, slot, address, timer, at)
                if early is not None:
                    return address, early
    return None


def attempts(state: BatchState, address: str, why: Refusal, actor: Actor, at: Instant) -> Sequence[Draft]:
    """Return the attempt that a hold refused."""
    plan = state.plan
    assert plan is not None
    return (Draft(_subject(state, plan, plan.slots[last_id(address)]), _attempt(state, address, why, actor, at)),)
