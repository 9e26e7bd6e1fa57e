"""Timers and holds: minimum and maximum time, across steps, restarts and declared starts (floor-rules 15; 211.111).

Seconds come from the boot clock within one start of the machine, otherwise from wall time, and are then
*unconfirmed*: a minimum hold does not close on unconfirmed time without an exception by a second person. A simulated
clock has no boots, so its time counts as confirmed outside production. A timer with `stops` stops by that alone, so
nobody ends a hold without doing what ends it.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from ebr.domain import subjects
from ebr.domain.batch.commands import StartTimer, StopTimer
from ebr.domain.batch.events import AttemptRecorded, TimerStarted, TimerStopped
from ebr.domain.batch.rules import guards, rooms, trained
from ebr.domain.batch.rules.computed import following
from ebr.domain.batch.rules.kinds import moment
from ebr.domain.batch.rules.known import NOTHING_KNOWN, Known
from ebr.domain.batch.rules.raised import raised
from ebr.domain.batch.rules.verdict import how_of, judge
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.inputs import instances, limits_now
from ebr.domain.batch.state.plan import Plan, last_id, rounds_of
from ebr.domain.batch.state.slots import Timer
from ebr.domain.decision import Actor, Decision, Draft
from ebr.domain.mbr.model import Slot
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant, plain

SECONDS = {"s": Decimal(1), "min": Decimal(60), "h": Decimal(3600), "d": Decimal(86400)}
NANO = Decimal(10) ** 9
TENTH = Decimal("0.1")


def elapsed(timer: Timer, at: Instant) -> tuple[Decimal, bool]:
    """Return seconds since the start, to a tenth, and whether they are confirmed; never less than none."""
    began = timer.start.at
    if began.boot == at.boot and not timer.declared:
        return max((Decimal(at.up - began.up) / NANO).quantize(TENTH), Decimal(0)), True
    seconds = (datetime.fromisoformat(at.wall) - datetime.fromisoformat(timer.started)).total_seconds()
    confirmed = at.clock == "simulated" or began.boot == at.boot
    return max(Decimal(str(seconds)).quantize(TENTH), Decimal(0)), confirmed and seconds >= 0


def in_seconds(limits: dict[str, str], unit: str) -> dict[str, str]:
    """Return limits given in the slot's unit as seconds."""
    return {
        name: plain(Decimal(text) * SECONDS.get(unit, Decimal(1))) for name, text in limits.items() if name != "rule"
    }


def start(state: BatchState, command: StartTimer, actor: Actor, at: Instant, known: Known = NOTHING_KNOWN) -> Decision:
    """Start a timer by a person's tap, or at a declared past time."""
    where = guards.place(state, command.slot)
    refusal = guards.running(state) or guards.entry_open(state, where) or _startable(state, where.slot, command)
    if refusal is not None:
        return Decision(refusal=refusal)
    denied = trained.untrained(known, where.phase, actor.person, at) or rooms.refused(state, known, where, {}, at)
    if denied is not None:
        return Decision((attempt(state, command.slot, denied, actor, at),), denied)
    began = moment(command.declared, where.slot.label, at.wall).isoformat() if command.declared else at.wall
    event = TimerStarted(state.id, command.slot, began, bool(command.declared))
    return Decision((Draft(_subject(state, where.plan, where.slot), event),))


def _startable(state: BatchState, slot: Slot, command: StartTimer) -> Refusal | None:
    held = state.slot(command.slot)
    if slot.kind != "timer":
        return Refusal("not_a_timer", slot=slot.label)
    if held.timer is not None:
        return Refusal("timer_running" if not held.timer.stopped else "already_recorded", slot=slot.label)
    if held.skipped:
        return Refusal("entry_documented", slot=slot.label, exception=held.skipped)
    if slot.starts and not command.declared:
        return Refusal("timer_starts_by_itself", slot=slot.label)
    if command.declared and not slot.declared:
        return Refusal("declared_start_not_allowed", slot=slot.label)
    return None


def stop(state: BatchState, command: StopTimer, actor: Actor, at: Instant) -> Decision:
    """Stop a timer by a person's tap; a minimum not reached is an attempt and a refusal."""
    where = guards.place(state, command.slot)
    timer = state.slot(command.slot).timer
    refusal = guards.running(state) or guards.entry_open(state, where) or _stoppable(where.slot, timer)
    if refusal is not None or timer is None:
        return Decision(refusal=refusal)
    early = too_early(state, where.slot, command.slot, timer, at)
    if early is not None:
        return Decision((attempt(state, command.slot, early, actor, at),), early)
    drafts = stopped_at(state, command.slot, at)
    return Decision((*drafts, *following(state, drafts, actor, at)))


def _stoppable(slot: Slot, timer: Timer | None) -> Refusal | None:
    if slot.kind != "timer":
        return Refusal("not_a_timer", slot=slot.label)
    if timer is None or timer.stopped:
        return Refusal("timer_not_running", slot=slot.label)
    return Refusal("timer_stops_by_itself", slot=slot.label) if slot.stops else None


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
    """Write a duration as h:mm:ss, a begun second as a whole one."""
    whole = int(seconds.to_integral_value(rounding="ROUND_UP"))
    return f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"


def attempt(state: BatchState, address: str, why: Refusal, actor: Actor, at: Instant) -> Draft:
    """Return the attempt that a hold refused, kept at the timer."""
    plan = state.plan
    assert plan is not None
    tried = state.slot(address).tried(1) + 1
    value = {"time": at.wall}
    event = AttemptRecorded(state.id, address, 1, tried, value, actor.person, {"how": "clock"}, why.code, why.params)
    return Draft(_subject(state, plan, plan.slots[last_id(address)]), event)


def _subject(state: BatchState, plan: Plan, slot: Slot) -> str:
    return subjects.unit(state.id, plan.places[slot.id].path[0])


def stopped_at(state: BatchState, address: str, at: Instant) -> list[Draft]:
    """Return the stop of a running timer at an instant, and the exception when it ran too long or too short."""
    plan, timer = state.plan, state.slot(address).timer
    assert plan is not None
    if timer is None:
        return []
    slot = plan.slots[last_id(address)]
    passed, confirmed = elapsed(timer, at)
    limits = in_seconds(limits_now(state, slot.limits, rounds_of(address)), slot.unit)
    compared = judge(passed, limits)
    event = TimerStopped(state.id, address, at.wall, plain(passed), confirmed, compared.verdict, limits)
    drafts = [Draft(_subject(state, plan, slot), event)]
    if compared.verdict == "out" and compared.missed["bound"] == "high":
        drafts.append(raised(state, address, "time_limit", how_of(compared), compared.missed))
    return drafts


def triggered(state: BatchState, what: str, at: Instant) -> list[Draft]:
    """Return the starts and stops of timers that follow from something done (address of a slot or a signed phase)."""
    return [
        draft
        for slot, address in _timers_of(state, what)
        for draft in _trigger(state, slot, address, last_id(what), at)
    ]


def _timers_of(state: BatchState, what: str) -> list[tuple[Slot, str]]:
    plan = state.plan
    slots = plan.timers.get(last_id(what), ()) if plan else ()
    if plan is None or not slots:
        return []
    rounds = rounds_of(what)
    return [(slot, plan.address(slot.id, each)) for slot in slots for each in instances(state, slot.id, rounds)]


def _trigger(state: BatchState, slot: Slot, address: str, name: str, at: Instant) -> list[Draft]:
    timer, plan = state.slot(address).timer, state.plan
    assert plan is not None
    if name == slot.starts and timer is None:
        return [Draft(_subject(state, plan, slot), TimerStarted(state.id, address, at.wall, declared=False))]
    if name == slot.stops and timer is not None and not timer.stopped:
        return stopped_at(state, address, at)
    return []


def blocking(state: BatchState, what: str, at: Instant) -> tuple[str, Refusal] | None:
    """Return the address of a minimum hold that doing this would close too early, and the refusal."""
    for slot, address in _timers_of(state, what):
        held = state.slot(address)
        if slot.stops == last_id(what) and held.timer is not None and not held.timer.stopped and not held.skipped:
            early = too_early(state, slot, address, held.timer, at)
            if early is not None:
                return address, early
    return None
