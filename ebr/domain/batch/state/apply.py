"""How each event changes what is true of a batch. Total: it neither raises nor refuses.

A correction voids exactly the signatures whose covered entries it replaces, and a review (floor-rules 24). Which
event steers the flow is told by `Plan.steers`; only then is what is remembered of the flow forgotten. An entry beside
another station's open branch that writes the same as that branch did does not take effect: `contested` keeps both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from ebr.domain.batch import events as e
from ebr.domain.batch.events import label as labels
from ebr.domain.batch.events import release, relied, review
from ebr.domain.batch.state import (
    amended,
    astray,
    behind,
    contested,
    delivered,
    entered,
    forms,
    labelling,
    releasing,
    reviewing,
    signed,
    unknowing,
)
from ebr.domain.batch.state.apart import Holding
from ebr.domain.batch.state.holding import moved
from ebr.domain.batch.state.model import BatchState, Comment, Pause
from ebr.domain.batch.state.plan import Plan, prepared
from ebr.domain.batch.state.released import SUPPLY
from ebr.domain.decision import Recorded
from ebr.domain.deviation import batch_events as deviation
from ebr.domain.mbr.scale import quantities
from ebr.domain.refusal import Refusal
from ebr.domain.values import Stamp


def start(root: str) -> BatchState:
    """Return the state of a batch before its first entry."""
    return BatchState(root.partition("/")[2])


def apply(state: BatchState, recorded: Recorded) -> BatchState:
    """Take one entry into account."""
    stamp = recorded.stamp
    change = CHANGES.get(type(recorded.event))
    if change is not None:
        if recorded.beside:
            _merge(state, recorded, change)
        else:
            astray.noticed(state, recorded.event, stamp)
            change(state, recorded.event, stamp)
    reviewing.noticed(state, recorded.event, stamp)
    if state.last is not None and state.last.log != stamp.log:
        behind.noticed(state, recorded)
    state.acted[stamp.log, stamp.by] = state.last = stamp
    state.entries += 1
    return state


def _merge(state: BatchState, recorded: Recorded, change: Callable[[BatchState, Any, Stamp], None]) -> None:
    """Take an entry in that was written beside an open branch."""
    event, stamp = recorded.event, recorded.stamp
    if isinstance(event, e.ConflictResolved):
        contested.resolve(state, event, stamp, recorded.beside, _effect)
    elif contested.takes_effect(state, recorded):
        change(state, event, stamp)
        contested.refresh(state, event)
    elif isinstance(event, e.ExceptionRaised):
        entered.raised(state, event, stamp, standing=False)
    unknowing.notice(state, recorded)


def _effect(state: BatchState, recorded: Recorded) -> None:
    CHANGES[type(recorded.event)](state, recorded.event, recorded.stamp)


def _issued(state: BatchState, event: e.BatchIssued, stamp: Stamp) -> None:
    state.issued, state.issue_stamp = event, stamp
    state.plan, state.document = prepared(event.document), event.document
    state.quantities = _quantities(state.plan, event.size)
    signed.sign(state, f"batch/{event.batch}", "performed", event.signed, stamp)
    state.remembered.turned()


def _quantities(plan: Plan | None, size: str) -> Mapping[str, Decimal]:
    try:
        return quantities(plan.mbr, Decimal(size)) if plan is not None else {}
    except (Refusal, InvalidOperation):
        return {}


def _checked(state: BatchState, event: e.IssueChecked, stamp: Stamp) -> None:
    state.checked = stamp
    signed.sign(state, f"batch/{event.batch}", "verified", event.signed, stamp)


def _step_signed(state: BatchState, event: e.StepSigned, stamp: Stamp) -> None:
    signed.sign(state, event.scope, event.meaning, event.signed, stamp, event.language)
    signed.note_passed(state, event.scope, stamp)


def _commented(state: BatchState, event: e.CommentAdded, stamp: Stamp) -> None:
    state.comments.append(Comment(event.where, event.text, stamp))


def _scribe(state: BatchState, event: e.ScribeNamed, _stamp: Stamp) -> None:
    state.scribes[event.phase] = (event.performer, event.scribe)


def _handed(state: BatchState, event: e.HandedOver, stamp: Stamp) -> None:
    state.handed_over.append((event.where, event.to, event.note, stamp, event.signed))
    signed.sign(state, event.where, "handed_over", event.signed, stamp)


def _left(state: BatchState, event: e.LeftNow, stamp: Stamp) -> None:
    state.left.append((event.where, stamp))
    _paused(state, stamp)


def _returned(state: BatchState, _event: e.Returned, stamp: Stamp) -> None:
    state.left.clear()
    _resumed(state, stamp)


def _held(state: BatchState, event: e.BatchHeld, stamp: Stamp) -> None:
    state.hold, state.held = event.reason, stamp
    state.stops = (*state.stops, ("hold", stamp))
    _paused(state, stamp)


def _lifted(state: BatchState, event: e.HoldLifted, stamp: Stamp) -> None:
    state.hold, state.held = "", None
    _resumed(state, stamp)
    signed.sign(state, f"batch/{event.batch}", "hold_lifted", event.signed, stamp)


def _paused(state: BatchState, stamp: Stamp) -> None:
    if not state.pauses or state.pauses[-1].ended:
        state.pauses.append(Pause(stamp.at.wall))


def _resumed(state: BatchState, stamp: Stamp) -> None:
    if state.pauses and not state.pauses[-1].ended and not state.hold and not state.left:
        state.pauses[-1].ended = stamp.at.wall


def _aborted(state: BatchState, event: e.BatchAborted, stamp: Stamp) -> None:
    state.aborted = stamp
    state.stops = (*state.stops, ("abort", stamp))
    signed.sign(state, f"batch/{event.batch}", "aborted", event.signed, stamp)


def _completed(state: BatchState, event: e.BatchCompleted, stamp: Stamp) -> None:
    state.completed = stamp
    state.stops = (*state.stops, ("completion", stamp))
    signed.sign(state, f"batch/{event.batch}", "completed", event.signed, stamp)


def _reviewed(state: BatchState, event: e.BatchReviewed, stamp: Stamp) -> None:
    state.reviewed, state.review_void = stamp, ""
    signed.sign(state, f"batch/{event.batch}", "reviewed", event.signed, stamp)


def _disposed(state: BatchState, event: e.BatchDecided, stamp: Stamp) -> None:
    state.decisions.append((event, stamp))
    state.disposition = event.decision
    if event.decision == "rejected":
        state.stops = (*state.stops, ("rejection", stamp))
    signed.sign(state, f"batch/{event.batch}", event.decision, event.signed, stamp)


def _given(state: BatchState, event: e.HolderChanged, stamp: Stamp) -> None:
    moved(state, event.part, event.holder)
    state.holdings = (
        *state.holdings,
        Holding(event.part, event.holder, event.was, event.note, taken=False, stamp=stamp),
    )


def _taken(state: BatchState, event: e.TakenOver, stamp: Stamp) -> None:
    moved(state, event.part, event.holder)
    state.holdings = (
        *state.holdings,
        Holding(event.part, event.holder, event.was, event.reason, taken=True, stamp=stamp),
    )
    state.stops = (*state.stops, ("take_over", stamp))
    signed.sign(state, f"batch/{event.batch}", "taken_over", event.signed, stamp)


def _goes_on(state: BatchState, event: e.GoesOn, stamp: Stamp) -> None:
    """Keep who goes on with the move that its own action wrote: the last one of the part on that log."""
    held = list(state.holdings)
    found = (at for at, one in enumerate(held) if one.part == event.part and one.stamp.log == stamp.log)
    at = max(found, default=None)
    if at is not None:
        held[at] = replace(held[at], to=event.person)
        state.holdings = tuple(held)


def _amended(state: BatchState, event: e.BatchAmended, stamp: Stamp) -> None:
    plan = amended.amend(state, event, stamp)
    if plan is not None and state.issued is not None:
        state.quantities = _quantities(plan, state.issued.size)


def _resolved(state: BatchState, event: e.ConflictResolved, stamp: Stamp) -> None:
    contested.resolve(state, event, stamp, frozenset(), _effect)


def _judged(state: BatchState, event: e.WeaknessDecided, stamp: Stamp) -> None:
    state.judged[event.weakness] = stamp
    signed.sign(state, f"batch/{event.batch}", "weakness_decided", event.signed, stamp)


def _reported(state: BatchState, event: e.ReportMade, stamp: Stamp) -> None:
    state.reports.append((event, stamp))


def _equipment_relied(state: BatchState, event: relied.EquipmentRelied, stamp: Stamp) -> None:
    state.equipment_relied = (*state.equipment_relied, (event, stamp))


def _training_relied(state: BatchState, event: relied.TrainingRelied, stamp: Stamp) -> None:
    state.training_relied = (*state.training_relied, (event, stamp))


def _named(state: BatchState, event: deviation.DeviationNamed, stamp: Stamp) -> None:
    """A deviation names the batch: a review that did not know of it, or saw it closed, is void."""
    before = state.deviations.get(event.deviation)
    both = (*(before.exceptions if before is not None else ()), *event.exceptions)
    told = replace(event, exceptions=tuple(dict.fromkeys(both)))
    state.deviations = {**state.deviations, event.deviation: told}
    signed.void_review(state, stamp, event.deviation)


def _with_signature(
    change: Callable[[BatchState, Any, Stamp], None], meaning: str
) -> Callable[[BatchState, Any, Stamp], None]:
    """Return a change that takes the signature on the batch in as well."""

    def both(state: BatchState, event: Any, stamp: Stamp) -> None:  # noqa: ANN401 - each event has a signature
        change(state, event, stamp)
        signed.sign(state, f"batch/{event.batch}", meaning, event.signed, stamp)

    return both


CHANGES: Mapping[type, Callable[[BatchState, Any, Stamp], None]] = {
    e.BatchIssued: _issued,
    e.IssueChecked: _checked,
    e.ValueRecorded: entered.recorded,
    e.AttemptRecorded: entered.attempted,
    e.ValueCalculated: entered.calculated,
    e.ValueCorrected: entered.corrected,
    e.ItemsClosed: entered.closed,
    e.TimerStarted: entered.timer_started,
    e.TimerStopped: entered.timer_stopped,
    e.StepSigned: _step_signed,
    e.RoundOpened: entered.round_opened,
    e.RoundsEnded: entered.rounds_ended,
    e.ExceptionRaised: entered.raised,
    e.SeverityChanged: entered.severity_changed,
    e.ExceptionDecided: entered.decided,
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
    e.HolderChanged: _given,
    e.TakenOver: _taken,
    e.GoesOn: _goes_on,
    e.BatchAmended: _amended,
    e.ConflictResolved: _resolved,
    e.WeaknessDecided: _judged,
    e.FormPrinted: forms.printed,
    e.FormReconciled: forms.reconciled,
    relied.EquipmentRelied: _equipment_relied,
    relied.TrainingRelied: _training_relied,
    labels.LabelsIssued: labelling.issued,
    labels.LabelPrinted: labelling.printed,
    labels.LabelPrintFailed: labelling.failed,
    labels.LabelPrintAnswered: labelling.answered,
    labels.LabelsDelivered: delivered.delivered,
    labels.LabelDeliveryCounted: delivered.counted,
    release.SponsorReleased: _with_signature(releasing.sponsor_released, "sponsor_released"),
    **dict.fromkeys(SUPPLY.values(), _with_signature(releasing.supply_noted, "supply_noted")),
    release.RecallOpened: releasing.recall_opened,
    release.CallNoted: releasing.call_noted,
    release.RecallDecided: _with_signature(releasing.recall_decided, "recall_decided"),
    release.SampleRetained: releasing.sample_retained,
    release.TrialEnded: releasing.trial_ended,
    release.LegalHoldSet: _with_signature(releasing.legal_hold_set, "legal_hold_set"),
    release.LegalHoldLifted: _with_signature(releasing.legal_hold_lifted, "legal_hold_lifted"),
    review.SectionRead: reviewing.section_read,
    review.TrailReviewed: _with_signature(reviewing.trail_reviewed, reviewing.TRAIL),
    review.QuestionAsked: reviewing.asked,
    review.QuestionAnswered: reviewing.answered,
    deviation.DeviationNamed: _named,
}
