"""How what happens at and after a release changes the state, and what a release asks of a product."""

from __future__ import annotations

from ebr.domain.batch.events import release as e
from ebr.domain.batch.state.model import BatchState
from ebr.domain.batch.state.released import SUPPLY, Recall, Supplied
from ebr.domain.values import Stamp


def sponsor_released(state: BatchState, event: e.SponsorReleased, stamp: Stamp) -> None:
    """The sponsor's release stands."""
    state.releasing.sponsor = stamp
    state.releasing.sponsored = (*state.releasing.sponsored, (event, stamp))


def supply_noted(state: BatchState, event: Supplied, stamp: Stamp) -> None:
    """One of the five entries; a later one of the same name takes its place."""
    name = next(name for name, form in SUPPLY.items() if isinstance(event, form))
    state.releasing.supply[name] = (event, stamp)


def recall_opened(state: BatchState, event: e.RecallOpened, stamp: Stamp) -> None:
    """A recall is open; the first one stands, whatever fails after."""
    if state.releasing.recall is None:
        state.releasing.recall = Recall(event, stamp)


def call_noted(state: BatchState, event: e.CallNoted, stamp: Stamp) -> None:
    """Somebody was called."""
    if state.releasing.recall is not None:
        state.releasing.recall.calls[event.call] = (event, stamp)


def recall_decided(state: BatchState, event: e.RecallDecided, stamp: Stamp) -> None:
    """Quality decided about what has left."""
    recall = state.releasing.recall
    if recall is not None:
        recall.decision, recall.comment, recall.decided = event.decision, event.comment, stamp


def sample_retained(state: BatchState, event: e.SampleRetained, stamp: Stamp) -> None:
    """Samples were put away."""
    state.releasing.samples = (*state.releasing.samples, (event, stamp))


def trial_ended(state: BatchState, event: e.TrialEnded, stamp: Stamp) -> None:
    """The day from which an investigational record is kept; the latest day counts."""
    held = state.releasing.trial
    if held is None or event.dated >= held[0].dated:
        state.releasing.trial = (event, stamp)


def legal_hold_set(state: BatchState, event: e.LegalHoldSet, stamp: Stamp) -> None:
    """Nothing may be destroyed."""
    state.releasing.legal_hold, state.releasing.legal_hold_since = event.reason, stamp


def legal_hold_lifted(state: BatchState, _event: e.LegalHoldLifted, _stamp: Stamp) -> None:
    """Retention counts again."""
    state.releasing.legal_hold, state.releasing.legal_hold_since = "", None


def sponsor_words(state: BatchState) -> str:
    """Return the remark of the sponsor's release that stands, "" for none."""
    held = state.releasing.sponsor
    return next((event.comment for event, stamp in state.releasing.sponsored if stamp == held), "")


def for_sponsor(state: BatchState) -> bool:
    """Tell whether a certification waits for the sponsor's release: an investigational product (floor-rules 21)."""
    return state.plan is not None and state.plan.mbr.header.profile == "IMP"


def for_one_patient(state: BatchState) -> bool:
    """Tell whether the product is made for one patient, so that supply on a physician's request can be asked."""
    return state.plan is not None and state.plan.mbr.header.profile == "ATMP"
