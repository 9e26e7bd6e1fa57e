"""How each event changes what is true of a batch. Total: it neither raises nor refuses.

A correction voids exactly the signatures whose covered entries it replaces, and a review (floor-rules 24). Which event steers the flow
is told by `Plan.steers`; only then is the remembered flow forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ebr.domain.batch import events as e
from ebr.domain.batch.state import flow
from ebr.domain.batch.state.model import (
    Attempt, BatchState, Comment, Correction, ExceptionState, Row, SignatureState, SlotState, Timer,
)  # fmt: skip
from ebr.domain.batch.state.plan import last_id, prepared
from ebr.domain.decision import Recorded
from ebr.domain.signature import Signed
from ebr.domain.values import Stamp


def start(root: str) -> BatchState:
    """Return the state of a batch before its first entry."""
    return BatchState(root.partition("/")[2])


def apply(state: BatchState, recorded: Recorded) -> BatchState:
    """Take one entry into account."""
    change = CHANGES.get(type(recorded.event))
    if change is not None:
        change(state, recorded.event, recorded.stamp)
    state.last = recorded.stamp
    state.entries += 1
    return state


def _steer(state: BatchState) -> None:
    state.flow_version += 1


def _slot(state: BatchState, address: str) -> SlotState:
    held = state.slots.get(address)
    if held is None:
        held = state.slots[address] = SlotState(address)
    return held


def _touched(state: BatchState, address: str, stamp: Stamp) -> None:
    phase = address.rpartition("/")[0]
    if phase not in state.first_entry:
        state.first_entry[phase] = stamp
        _steer(state)
    if state.plan is not None and last_id(address) in state.plan.steers:
        _steer(state)


def _issued(state: BatchState, event: e.BatchIssued, stamp: Stamp) -> None:
    state.issued = event
    state.issue_stamp = stamp
    state.plan = prepared(event.document)
    _sign(state, f"batch/{event.batch}", "performed", event.signed, stamp)
    _steer(state)


def _checked(state: BatchState, event: e.IssueChecked, stamp: Stamp) -> None:
    state.checked = stamp
    _sign(state, f"batch/{event.batch}", "verified", event.signed, stamp)


def _recorded(state: BatchState, event: e.ValueRecorded, stamp: Stamp) -> None:
    held = _slot(state, event.slot)
    old = held.rows.get(event.item)
    row = Row(
        event.item, event.attempt, event.value, event.verdict, event.limits, event.performed_by, event.source, stamp, stamp,
        late=event.late, happened=event.happened,
    )  # fmt: skip
    if old is not None:  # a withdrawn item made anew keeps its history
        row.corrections = old.corrections
    held.rows[event.item] = row
    state.performers.update((event.performed_by, stamp.by))
    _touched(state, event.slot, stamp)


def _attempted(state: BatchState, event: e.AttemptRecorded, stamp: Stamp) -> None:
    held = _slot(state, event.slot)
    held.attempts.append(
        Attempt(
            event.item, event.attempt, event.value, event.why, event.params, event.limits, event.performed_by, event.source, stamp
        )
    )
    state.performers.update((event.performed_by, stamp.by))
    _touched(state, event.slot, stamp)


def _calculated(state: BatchState, event: e.ValueCalculated, stamp: Stamp) -> None:
    held = _slot(state, event.slot)
    old = held.rows.get(1)
    row = Row(1, 1, event.value, event.verdict, event.limits, "", {"how": "calculated", "formula": event.formula}, stamp, stamp)
    row.inputs = event.inputs
    if old is not None:
        row.first = old.first
        row.attempt = old.attempt + 1
        row.corrections = [*old.corrections, Correction(old.value, event.value, "recalculated", stamp)]
        _void(state, old.stamp.hash, stamp, event.slot)
    held.rows[1] = row
    _touched(state, event.slot, stamp)


def _corrected(state: BatchState, event: e.ValueCorrected, stamp: Stamp) -> None:
    held = _slot(state, event.slot)
    row = held.rows.get(event.item)
    if row is None:
        return
    _void(state, row.stamp.hash, stamp, event.slot)
    if held.closed is not None:
        _void(state, held.closed.hash, stamp, event.slot)
    row.corrections.append(Correction(row.value, event.value, event.reason, stamp))
    row.value, row.verdict, row.limits, row.stamp = event.value, event.verdict, event.limits, stamp
    state.performers.add(stamp.by)
    _touched(state, event.slot, stamp)


def _closed(state: BatchState, event: e.ItemsClosed, stamp: Stamp) -> None:
    held = _slot(state, event.slot)
    if held.closed is not None:
        _void(state, held.closed.hash, stamp, event.slot)
    held.closed, held.figures, held.verdict, held.limits = stamp, event.value, event.verdict, event.limits
    _touched(state, event.slot, stamp)


def _timer_started(state: BatchState, event: e.TimerStarted, stamp: Stamp) -> None:
    _slot(state, event.slot).timer = Timer(event.started, event.declared, stamp)
    state.performers.add(stamp.by)
    _touched(state, event.slot, stamp)


def _timer_stopped(state: BatchState, event: e.TimerStopped, stamp: Stamp) -> None:
    held = _slot(state, event.slot)
    if held.timer is None:
        return
    held.timer.stopped, held.timer.elapsed = event.stopped, event.elapsed
    held.timer.confirmed, held.timer.stop = event.confirmed, stamp
    held.verdict, held.limits = event.verdict, event.limits
    _touched(state, event.slot, stamp)


def _step_signed(state: BatchState, event: e.StepSigned, stamp: Stamp) -> None:
    _sign(state, event.scope, event.meaning, event.signed, stamp)
    _pass(state, event.scope)
    slot = last_id(event.scope)
    if state.plan is not None and slot in state.plan.slots:
        _touched(state, event.scope, stamp)
    _steer(state)


def _pass(state: BatchState, scope: str) -> None:
    phase = state.plan.phases.get(last_id(scope)) if state.plan else None
    if phase is None:
        return
    missing = flow.missing_meanings(state, scope, phase)
    if not missing or ("performed" not in missing and not phase.critical):
        state.passed.add(scope)


def _sign(state: BatchState, scope: str, meaning: str, signed: Signed | None, stamp: Stamp) -> None:
    if signed is not None:
        state.signatures.append(SignatureState(scope, meaning, signed, stamp))


def _void(state: BatchState, replaced: str, stamp: Stamp, what: str) -> None:
    for found in state.signatures:
        if found.valid and replaced in found.signed.covered:
            found.void, found.void_by = stamp.hash, what
            _void(state, found.stamp.hash, stamp, what)
    if state.reviewed and not state.review_void:
        state.review_void = stamp.hash
    _steer(state)


def _round_opened(state: BatchState, event: e.RoundOpened, stamp: Stamp) -> None:
    state.rounds.setdefault(event.node, []).append(event.round)
    state.round_stamps[f"{event.node}[{event.round}]"] = stamp
    _steer(state)


def _rounds_ended(state: BatchState, event: e.RoundsEnded, stamp: Stamp) -> None:
    state.ended[event.node] = event.why
    state.round_stamps[event.node] = stamp
    _steer(state)


def _raised(state: BatchState, event: e.ExceptionRaised, stamp: Stamp) -> None:
    state.exceptions[event.exception] = ExceptionState(
        event.exception, event.where, event.attempt, event.rule, event.severity, event.reason, event.comment, event.params,
        event.accepts, stamp,
    )  # fmt: skip
    held = state.slots.get(event.where)
    for attempt in held.attempts if held else ():
        if not attempt.exception and event.attempt in (0, attempt.attempt):
            attempt.exception = event.exception
    if event.accepts:
        _accept(state, event, stamp)
    if state.reviewed and not state.review_void:
        state.review_void = stamp.hash


def _accept(state: BatchState, event: e.ExceptionRaised, stamp: Stamp) -> None:
    if state.plan is None or last_id(event.where) not in state.plan.slots:
        return
    held = _slot(state, event.where)
    chosen = next((a for a in held.attempts if event.attempt and a.attempt == event.attempt), None)
    if chosen is None:
        held.skipped = event.exception
    else:
        row = Row(
            chosen.item, chosen.attempt, chosen.value, "out", chosen.limits, chosen.performed_by, chosen.source, chosen.stamp, chosen.stamp
        )
        row.exception = event.exception
        held.rows[chosen.item] = row
    _touched(state, event.where, stamp)


def _severity(state: BatchState, event: e.SeverityChanged, stamp: Stamp) -> None:
    found = state.exceptions.get(event.exception)
    if found is not None:
        found.changes.append((event.old, event.severity, event.reason, stamp))
        found.severity = event.severity


def _decided(state: BatchState, event: e.ExceptionDecided, stamp: Stamp) -> None:
    found = state.exceptions.get(event.exception)
    if found is not None:
        found.decision, found.decision_comment = event.decision, event.comment
        found.decided, found.signed = stamp, event.signed
        _sign(state, f"exception/{event.exception}", "approved", event.signed, stamp)


def _commented(state: BatchState, event: e.CommentAdded, stamp: Stamp) -> None:
    state.comments.append(Comment(event.where, event.text, stamp))


def _scribe(state: BatchState, event: e.ScribeNamed, _stamp: Stamp) -> None:
    state.scribes[event.phase] = (event.performer, event.scribe)


def _handed(state: BatchState, event: e.HandedOver, stamp: Stamp) -> None:
    state.handed_over.append((event.where, event.to, event.note, stamp, event.signed))
    _sign(state, event.where, "handed_over", event.signed, stamp)


def _left(state: BatchState, event: e.LeftNow, stamp: Stamp) -> None:
    state.left.append((event.where, stamp))


def _returned(state: BatchState, _event: e.Returned, _stamp: Stamp) -> None:
    state.left.clear()


def _held(state: BatchState, event: e.BatchHeld, stamp: Stamp) -> None:
    state.hold, state.held = event.reason, stamp


def _lifted(state: BatchState, event: e.HoldLifted, stamp: Stamp) -> None:
    state.hold, state.held = "", None
    _sign(state, f"batch/{event.batch}", "hold_lifted", event.signed, stamp)


def _aborted(state: BatchState, event: e.BatchAborted, stamp: Stamp) -> None:
    state.aborted = stamp
    _sign(state, f"batch/{event.batch}", "aborted", event.signed, stamp)


def _completed(state: BatchState, event: e.BatchCompleted, stamp: Stamp) -> None:
    state.completed = stamp
    _sign(state, f"batch/{event.batch}", "completed", event.signed, stamp)


def _reviewed(state: BatchState, event: e.BatchReviewed, stamp: Stamp) -> None:
    state.reviewed, state.review_void = stamp, ""
    _sign(state, f"batch/{event.batch}", "reviewed", event.signed, stamp)


def _disposed(state: BatchState, event: e.BatchDecided, stamp: Stamp) -> None:
    state.decisions.append((event, stamp))
    _sign(state, f"batch/{event.batch}", event.decision, event.signed, stamp)


def _reported(state: BatchState, event: e.ReportMade, stamp: Stamp) -> None:
    state.reports.append((event, stamp))


CHANGES: Mapping[type, Callable[[BatchState, Any, Stamp], None]] = {
    e.BatchIssued: _issued,
    e.IssueChecked: _checked,
    e.ValueRecorded: _recorded,
    e.AttemptRecorded: _attempted,
    e.ValueCalculated: _calculated,
    e.ValueCorrected: _corrected,
    e.ItemsClosed: _closed,
    e.TimerStarted: _timer_started,
    e.TimerStopped: _timer_stopped,
    e.StepSigned: _step_signed,
    e.RoundOpened: _round_opened,
    e.RoundsEnded: _rounds_ended,
    e.ExceptionRaised: _raised,
    e.SeverityChanged: _severity,
    e.ExceptionDecided: _decided,
    e.CommentAdded: _commented,
    e.ScribeNamed: _scribe,
    e.HandedOver: _handed,
    e.LeftNow: _left,
    e.Returned: _returned,
    e.BatchHeld: _held,
    e.HoldLifted: _lifted,
    e.BatchAborted: _aborted,
    e.BatchCompleted: _completed,
    e.BatchReviewed: _reviewed,
    e.BatchDecided: _disposed,
    e.ReportMade: _reported,
}
