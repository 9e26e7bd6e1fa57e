"""Entries for which there was nothing to do: a second issue, a second stop of a timer, a decision about no exception.

The fold is total, so such an entry changes something or nothing and is never refused. The rules of the moment let none
be written; one that is in the record all the same was written by a station that was changed. It is kept by name, so
that the pass over the batch can say so (`ebr.domain.batch.rules.sweep.acts`). What two stations wrote apart is another
matter: `contested` keeps it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from ebr.domain.batch import events as e
from ebr.domain.batch.state.model import Astray, BatchState
from ebr.domain.values import Stamp

NOT_DUE, OLD_DIFFERS, UNSIGNED, UNEXPLAINED = "not_due", "old_differs", "unsigned", "unexplained"
Due = Callable[[BatchState, Any], bool]


def noticed(state: BatchState, event: object, stamp: Stamp) -> None:
    """Keep an entry, before it takes effect, for which there is nothing to do or which lacks its signature."""
    due = DUE.get(type(event))
    if due is None and type(event) not in WATCHED:
        return
    codes = [NOT_DUE] if due is not None and not due(state, event) else []
    if isinstance(event, e.ValueCorrected) and not codes and not _old_stands(state, event):
        codes.append(OLD_DIFFERS)
    if getattr(event, "signed", "") is None and type(event) in SIGNED:
        codes.append(UNSIGNED)
    if type(event) in EXPLAINED and not any(str(getattr(event, name, "")).strip() for name in ("reason", "comment")):
        codes.append(UNEXPLAINED)
    where, item = _where(event), getattr(event, "item", 0)
    state.astray = (*state.astray, *(Astray(code, NAMES[type(event)], where, item, stamp) for code in codes))


def _where(event: object) -> str:
    names = (getattr(event, name, "") for name in ("slot", "node", "where"))
    return next((name for name in names if name), "")


def _old_stands(state: BatchState, event: e.ValueCorrected) -> bool:
    return dict(state.slots[event.slot].rows[event.item].value) == dict(event.old)


def _row(state: BatchState, event: e.ValueCorrected) -> bool:
    held = state.slots.get(event.slot)
    return held is not None and event.item in held.rows


def _to_start(state: BatchState, event: e.TimerStarted) -> bool:
    held = state.slots.get(event.slot)
    return held is None or held.timer is None


def _to_stop(state: BatchState, event: e.TimerStopped) -> bool:
    held = state.slots.get(event.slot)
    return held is not None and held.timer is not None and not held.timer.stopped


def _to_decide(state: BatchState, event: e.ExceptionDecided) -> bool:
    found = state.exceptions.get(event.exception)
    return found is not None and found.open


def _printed(state: BatchState, event: e.LabelPrintAnswered) -> bool:
    found = state.label_jobs.get(event.print)
    return found is not None and found.open


def _form(state: BatchState, event: e.FormReconciled) -> bool:
    found = state.forms.get(event.form)
    return found is not None and found.open


DUE: Final[Mapping[type, Due]] = {
    e.BatchIssued: lambda state, _: state.issued is None,
    e.IssueChecked: lambda state, _: state.issued is not None and state.checked is None,
    e.ValueCorrected: _row,
    e.TimerStarted: _to_start,
    e.TimerStopped: _to_stop,
    e.ExceptionDecided: _to_decide,
    e.SeverityChanged: lambda state, event: event.exception in state.exceptions,
    e.HoldLifted: lambda state, _: state.held is not None,
    e.BatchAborted: lambda state, _: state.aborted is None,
    e.BatchCompleted: lambda state, _: state.completed is None and state.aborted is None,
    e.LabelPrintAnswered: _printed,
    e.FormReconciled: _form,
}
"""Event -> whether there is something for it to do."""
NAMES: Final[Mapping[type, str]] = {
    e.BatchIssued: "issued",
    e.IssueChecked: "checked",
    e.ValueCorrected: "corrected",
    e.TimerStarted: "started",
    e.TimerStopped: "stopped",
    e.ExceptionDecided: "exception_decided",
    e.SeverityChanged: "severity",
    e.HoldLifted: "hold_lifted",
    e.BatchAborted: "aborted",
    e.BatchCompleted: "completed",
    e.LabelPrintAnswered: "print_answered",
    e.FormReconciled: "form_reconciled",
    e.BatchHeld: "held",
    e.HandedOver: "handed_over",
    e.TakenOver: "taken_over",
    e.BatchReviewed: "reviewed",
    e.BatchDecided: "decided",
    e.TrailReviewed: "trail_reviewed",
    e.ConflictResolved: "conflict_resolved",
    e.WeaknessDecided: "weakness_decided",
    e.BatchAmended: "amended",
    e.SponsorReleased: "sponsor_released",
}
"""Event -> the act, as words know it."""
SIGNED: Final[frozenset[type]] = frozenset(NAMES) - {
    e.ValueCorrected,
    e.TimerStarted,
    e.TimerStopped,
    e.SeverityChanged,
    e.LabelPrintAnswered,
    e.FormReconciled,
    e.BatchHeld,
}
"""Events that are nothing without the signature of who did it (21 CFR 11.50)."""
EXPLAINED: Final[frozenset[type]] = frozenset(
    (e.BatchHeld, e.HoldLifted, e.BatchAborted, e.TakenOver, e.ConflictResolved, e.BatchAmended, e.WeaknessDecided)
)
"""Events that say why (floor-rules 11; 21 CFR 211.192)."""
WATCHED: Final = SIGNED | EXPLAINED
