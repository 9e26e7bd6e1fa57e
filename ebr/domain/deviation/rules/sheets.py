"""What a signature on a deviation shows and covers: the whole course as it stands (21 CFR 11.50, 11.70)."""

from __future__ import annotations

from collections.abc import Mapping

from ebr.domain.canonical import Json
from ebr.domain.decision import Event, Sheet
from ebr.domain.deviation import events as e
from ebr.domain.deviation.state import DeviationState

ACTS: Mapping[type, tuple[str, str]] = {
    e.ClosingProposed: ("deviation.propose", "performed"),
    e.DeviationReturned: ("deviation.return", "approved"),
    e.DeviationClosed: ("deviation.close", "approved"),
    e.DeviationReopened: ("deviation.reopen", "approved"),
}
"""What is done, and the meaning of the signature."""


def sheet(state: DeviationState, event: Event) -> Sheet | None:
    """Return what a signature on this event shows and covers; None for an event that nobody signs."""
    if type(event) not in ACTS:
        return None
    act, meaning = ACTS[type(event)]
    covered = state.entries
    if isinstance(event, e.DeviationReopened) and state.closure is not None:
        covered = (*covered, state.closure.stamp.hash)
    return Sheet({"act": act, "rows": [*_course(state), _said(event)]}, tuple(dict.fromkeys(covered)), meaning)


def _said(event: Event) -> Json:
    if isinstance(event, (e.DeviationReturned, e.DeviationReopened)):
        return ["reason", event.reason]
    return ["conclusion", str(getattr(event, "conclusion", ""))]


def _course(state: DeviationState) -> list[Json]:
    rows: list[Json] = [
        ["deviation", state.number],
        ["title", state.title],
        ["deviation_class", state.severity],
        ["discovered", state.discovered],
        ["description", state.description],
    ]
    rows += [["exception", f"{batch} {number}"] for batch, number in state.exceptions]
    rows += [["batch", batch] for batch in state.named]
    for name in state.written:
        rows += _section(state, name)
    rows += [["paper", f"{event.value.get('name', '')} {event.value.get('sha256', '')}"] for event, _ in state.files]
    if state.proposal is not None:
        rows.append(["proposed", state.proposal.text])
    return rows


def _section(state: DeviationState, name: str) -> list[Json]:
    event = state.written[name].event
    match event:
        case e.DeviationContained():
            return [["contained", event.text]]
        case e.CauseFound():
            return [["cause_method", event.method], ["cause", event.text]]
        case e.ImpactAssessed():
            affected: list[Json] = [["batch_affected", batch] for batch in event.affected]
            cleared = [["batch_cleared", ", ".join(event.cleared)]] if event.cleared else []
            return [["impact_assessed", event.text], *affected, *cleared]
        case e.ActionsSet():
            said: list[Json] = [["corrective", event.corrective]] if event.corrective else []
            said += [["preventive", event.preventive]] if event.preventive else []
            said += [["capa", event.reference]] if event.reference else []
            return [*said, *([["due_day", event.due]] if event.due else [])]
