"""The documents of signatures at and after a release: sponsor, supply out of specification, recall, legal hold."""

from __future__ import annotations

from collections.abc import Mapping

from ebr.domain.batch.events import release as e
from ebr.domain.batch.rules.blockers import failed_results
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.released import SUPPLY, Supplied
from ebr.domain.canonical import Json
from ebr.domain.decision import Sheet


def release_sheet(state: BatchState, event: object, head: Mapping[str, Json]) -> Sheet | None:
    """Return what such an event covers; None for an event that carries no signature."""
    if isinstance(event, e.SponsorReleased):
        document: dict[str, Json] = {**head, "comment": event.comment, "sentence": "signed.sponsor"}
        certified = state.decisions[-1:]
        document["decision"] = certified[0][0].decision if certified else ""
        return Sheet(document, tuple(stamp.hash for _, stamp in certified), "sponsor_released")
    if isinstance(event, Supplied):
        return _supply(state, event, head)
    if isinstance(event, e.RecallDecided):
        return _recall(state, event, head)
    if isinstance(event, e.LegalHoldSet):
        return Sheet({**head, "reason": event.reason, "sentence": "signed.legal_hold"}, (), "legal_hold_set")
    if isinstance(event, e.LegalHoldLifted):
        since = state.releasing.legal_hold_since
        document = {**head, "hold": state.releasing.legal_hold, "reason": event.reason}
        document["sentence"] = "signed.legal_hold_lifted"
        return Sheet(document, (since.hash,) if since is not None else (), "legal_hold_lifted")
    return None


def _supply(state: BatchState, event: Supplied, head: Mapping[str, Json]) -> Sheet:
    """The entry, the results that failed, and the entries of the supply before it: all of them are covered."""
    failed = failed_results(state)
    rows = [row for address in failed for row in state.slot(address).standing()]
    before = state.releasing.supply.values()
    document: dict[str, Json] = {
        **head,
        "dated": event.dated,
        "failed": list(failed),
        "reference": event.reference,
        "sentence": "signed.supply",
        "text": event.text,
        "whom": event.person,
        "what": next(name for name, form in SUPPLY.items() if isinstance(event, form)),
    }
    return Sheet(document, (*(row.stamp.hash for row in rows), *(stamp.hash for _, stamp in before)), "supply_noted")


def _recall(state: BatchState, event: e.RecallDecided, head: Mapping[str, Json]) -> Sheet:
    recall = state.releasing.recall
    calls = recall.calls if recall is not None else {}
    document: dict[str, Json] = {
        **head,
        "calls": [f"{name}: {noted.person}, {noted.dated}" for name, (noted, _) in calls.items()],
        "comment": event.comment,
        "decision": event.decision,
        "failed": [recall.event.slot] if recall is not None else [],
        "sentence": "signed.recall",
    }
    covered = (recall.stamp.hash,) if recall is not None else ()
    return Sheet(document, (*covered, *(stamp.hash for _, stamp in calls.values())), "recall_decided")
