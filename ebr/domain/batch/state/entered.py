"""How what is entered changes the state: values, attempts, corrections, rows closed, timers, rounds, exceptions."""

from __future__ import annotations

from ebr.domain.batch import events as e
from ebr.domain.batch.state import signed
from ebr.domain.batch.state.model import BatchState, ExceptionState
from ebr.domain.batch.state.plan import last_id
from ebr.domain.batch.state.slots import NOTHING, Attempt, Correction, Row, SlotState, Timer
from ebr.domain.batch.state.who import WITHOUT_RIGHT
from ebr.domain.values import Stamp


def _slot(state: BatchState, address: str) -> SlotState:
    held = state.slots.get(address)
    if held is None:
        held = state.slots[address] = SlotState(address, {}, (), None, NOTHING, "", NOTHING)
    return held


def _changed(state: BatchState, address: str) -> None:
    plan = state.plan
    if plan is not None and plan.steers and last_id(address) in plan.steers:
        state.remembered.turned()


def _touched(state: BatchState, address: str, stamp: Stamp) -> None:
    """Note that somebody made an entry in a step: what the program computes or a trigger starts does not begin one."""
    phase = address.rpartition("/")[0]
    if phase not in state.first_entry:
        state.first_entry[phase] = stamp
        if state.plan is not None and last_id(phase) in state.plan.beside:
            state.remembered.advanced()
    _changed(state, address)


def recorded(state: BatchState, event: e.ValueRecorded, stamp: Stamp) -> None:
    """A value stands; a withdrawn item made anew keeps its history."""
    held = _slot(state, event.slot)
    old = held.rows.get(event.item)
    row = Row(
        event.item,
        event.attempt,
        event.value,
        event.verdict,
        event.limits,
        event.performed_by,
        event.source,
        stamp,
        stamp,
        event.late,
        event.happened,
        (),
        "",
        NOTHING,
    )
    if old is not None:
        _made_anew(state, event.slot, old, row)
    held.rows[event.item] = row
    state.performers.add(event.performed_by)
    state.performers.add(stamp.by)
    _touched(state, event.slot, stamp)
    if state.reviewed is not None:  # a result that comes later; what was released on condition of it stays so
        signed.void_review(state, stamp, event.slot, conditional=False)


def _made_anew(state: BatchState, address: str, old: Row, row: Row) -> None:
    row.first = old.first
    row.corrections = (*old.corrections, Correction(old.value, row.value, "", row.stamp))
    signed.void(state, old.stamp.hash, row.stamp, address)


def attempted(state: BatchState, event: e.AttemptRecorded, stamp: Stamp) -> None:
    """Something was tried; who had no right to try did not take part in production."""
    held = _slot(state, event.slot)
    attempt = Attempt(
        event.item,
        event.attempt,
        event.value,
        event.why,
        event.params,
        event.limits,
        event.performed_by,
        event.source,
        stamp,
    )
    held.attempts = (*held.attempts, attempt)
    if event.why != WITHOUT_RIGHT:
        state.performers.update((event.performed_by, stamp.by))
        _touched(state, event.slot, stamp)


def calculated(state: BatchState, event: e.ValueCalculated, stamp: Stamp) -> None:
    """A computed value stands; an empty one: it can no longer be computed."""
    held = _slot(state, event.slot)
    old = held.rows.get(1)
    row = Row(
        1,
        1,
        event.value,
        event.verdict,
        event.limits,
        "",
        {"how": "calculated", "formula": event.formula},
        stamp,
        stamp,
    )
    row.inputs = event.inputs
    if old is not None:
        row.first = old.first
        row.attempt = old.attempt + 1
        row.corrections = (*old.corrections, Correction(old.value, event.value, "recalculated", stamp))
        signed.void(state, old.stamp.hash, stamp, event.slot)
    held.rows[1] = row
    _changed(state, event.slot)


def corrected(state: BatchState, event: e.ValueCorrected, stamp: Stamp) -> None:
    """A value is replaced: the old one stays in the row's history."""
    held = _slot(state, event.slot)
    row = held.rows.get(event.item)
    if row is None:
        return
    signed.void(state, row.stamp.hash, stamp, event.slot)
    row.corrections = (*row.corrections, Correction(row.value, event.value, event.reason, stamp))
    row.value, row.verdict, row.limits, row.stamp = event.value, event.verdict, event.limits, stamp
    state.performers.add(stamp.by)
    _changed(state, event.slot)


def closed(state: BatchState, event: e.ItemsClosed, stamp: Stamp) -> None:
    """All rows are there; closed anew after a correction."""
    held = _slot(state, event.slot)
    if held.closed is not None:
        signed.void(state, held.closed.hash, stamp, event.slot)
    held.closed, held.figures, held.verdict, held.limits = stamp, event.value, event.verdict, event.limits
    _touched(state, event.slot, stamp)


def timer_started(state: BatchState, event: e.TimerStarted, stamp: Stamp) -> None:
    """Time runs; the first start stands."""
    held = _slot(state, event.slot)
    if held.timer is None:
        held.timer = Timer(event.started, event.declared, stamp)
    state.performers.add(stamp.by)
    _timer(state, event.slot, stamp, "starts")


def timer_stopped(state: BatchState, event: e.TimerStopped, stamp: Stamp) -> None:
    """Time stands still."""
    held = _slot(state, event.slot)
    if held.timer is None:
        return
    held.timer.stopped, held.timer.elapsed = event.stopped, event.elapsed
    held.timer.confirmed, held.timer.stop = event.confirmed, stamp
    held.verdict, held.limits = event.verdict, event.limits
    _timer(state, event.slot, stamp, "stops")


def _timer(state: BatchState, address: str, stamp: Stamp, by: str) -> None:
    slot = state.plan.slots.get(last_id(address)) if state.plan else None
    if slot is None or not getattr(slot, by):
        _touched(state, address, stamp)
    else:
        _changed(state, address)


def round_opened(state: BatchState, event: e.RoundOpened, stamp: Stamp) -> None:
    """A repeating node has one more round; a name given twice is one round."""
    names = state.rounds.get(event.node, ())
    if event.round not in names:
        state.rounds[event.node] = (*names, event.round)
        state.round_stamps[f"{event.node}[{event.round}]"] = stamp
    if state.ended.get(event.node) == "end_point":  # a correction took the end point away
        state.ended = {node: why for node, why in state.ended.items() if node != event.node}
        state.remembered.turned()
    state.remembered.advanced()


def rounds_ended(state: BatchState, event: e.RoundsEnded, stamp: Stamp) -> None:
    """A repeating node has all its rounds."""
    state.ended[event.node] = event.why
    state.round_stamps[event.node] = stamp
    state.remembered.turned()


def raised(state: BatchState, event: e.ExceptionRaised, stamp: Stamp, *, standing: bool = True) -> None:
    """A departure was documented; one that comes after the review makes it void.

    Without `standing` it lets nothing stand: what it accepts is contested.
    """
    number = event.exception if event.exception not in state.exceptions else f"{event.exception}/{stamp.hash[:8]}"
    state.exceptions[number] = ExceptionState(
        number,
        event.where,
        event.attempt,
        event.rule,
        event.severity,
        event.reason,
        event.comment,
        event.params,
        event.accepts,
        event.item,
        stamp,
    )
    state.excepted[event.where] = (*state.excepted.get(event.where, ()), number)
    held = state.slots.get(event.where)
    for attempt in held.attempts if held else ():
        if not attempt.exception and event.attempt in (0, attempt.attempt) and event.item in (0, attempt.item):
            attempt.exception = number
    if event.accepts and standing:
        _accept(state, event, number, stamp)
    signed.void_review(state, stamp, event.where)


def accept(state: BatchState, event: e.ExceptionRaised, stamp: Stamp) -> None:
    """Let stand now what a contested exception accepts."""
    number = next((found.number for found in state.exceptions.values() if found.raised.hash == stamp.hash), "")
    if number:
        _accept(state, event, number, stamp)


def _accept(state: BatchState, event: e.ExceptionRaised, number: str, stamp: Stamp) -> None:
    plan = state.plan
    if plan is not None and last_id(event.where) in plan.phases:
        signed.note_passed(state, event.where, stamp)
    if plan is None or last_id(event.where) not in plan.slots or event.rule == "unwitnessed":
        return
    held = _slot(state, event.where)
    chosen = [a for a in held.attempts if event.attempt and a.attempt == event.attempt and event.item in (0, a.item)]
    if not event.attempt:
        held.skipped = number
    elif chosen and plan.slots[last_id(event.where)].kind != "timer":
        _stand(state, held, chosen[-1], number)
    _touched(state, event.where, stamp)


def _stand(state: BatchState, held: SlotState, chosen: Attempt, number: str) -> None:
    old = held.rows.get(chosen.item)
    row = Row(
        chosen.item,
        chosen.attempt,
        chosen.value,
        "out",
        chosen.limits,
        chosen.performed_by,
        chosen.source,
        chosen.stamp,
        chosen.stamp,
    )
    row.exception = number
    if old is not None:
        _made_anew(state, held.address, old, row)
    held.rows[chosen.item] = row


def severity_changed(state: BatchState, event: e.SeverityChanged, stamp: Stamp) -> None:
    """The class of an exception changed; every change is kept."""
    found = state.exceptions.get(event.exception)
    if found is not None:
        found.changes.append((event.old, event.severity, event.reason, stamp))
        found.severity = event.severity


def decided(state: BatchState, event: e.ExceptionDecided, stamp: Stamp) -> None:
    """An exception was closed."""
    found = state.exceptions.get(event.exception)
    if found is not None:
        found.decision, found.decision_comment = event.decision, event.comment
        found.decided, found.signed = stamp, event.signed
        signed.sign(state, f"exception/{event.exception}", "approved", event.signed, stamp)
