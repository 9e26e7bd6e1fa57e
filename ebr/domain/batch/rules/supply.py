"""After the release: the sponsor, supply out of specification, a failing result, retention samples, legal hold.

Supply for one patient is never a release (Part IV 11.53; floor-rules 23): five dated entries in their order, then the
qualified person decides "supplied" (`lifecycle.dispose`). A result that fails after a release opens a critical
exception (the engine), a call list and a recall decision, and the batch can never become final.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from ebr.domain import subjects
from ebr.domain.batch import events as be
from ebr.domain.batch.commands import release as c
from ebr.domain.batch.events import release as e
from ebr.domain.batch.rules import blockers, guards
from ebr.domain.batch.rules.lifecycle import outside_production
from ebr.domain.batch.state import BatchState, releasing
from ebr.domain.batch.state.plan import last_id
from ebr.domain.batch.state.released import SUPPLY
from ebr.domain.decision import Actor, Decision, Draft, Facts
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant, clean_text, shown_text

Command = (
    c.SponsorRelease
    | c.NoteSupply
    | c.NoteCall
    | c.DecideRecall
    | c.RetainSample
    | c.EndTrial
    | c.SetLegalHold
    | c.LiftLegalHold
)
RECALLS: Final = ("recall", "not_used", "too_late")
CALLS: Final = {
    "ATMP": ("qualified_person", "physician", "sponsor", "authority"),
    "IMP": ("qualified_person", "sponsor", "authority"),
    "commercial": ("qualified_person", "customers", "authority"),
}
"""Who is called after a failing result, by the profile of the product."""


def decide(state: BatchState, facts: Facts, command: Command, actor: Actor, at: Instant) -> Decision:
    """Return the event of a command at or after the release, or why not; raises `Refusal`."""
    refusal = guards.issued(state)
    if refusal is not None:
        raise refusal
    return _written(state, _event(state, facts, command, actor, at), _role(command, actor))


def _event(state: BatchState, facts: Facts, command: Command, actor: Actor, at: Instant) -> object:
    match command:
        case c.SponsorRelease():
            return _sponsor(state, facts, command, actor)
        case c.NoteSupply():
            return _supply(state, command, at)
        case c.NoteCall():
            return _call(state, command, at)
        case c.DecideRecall():
            return _recall(state, command)
        case c.RetainSample():
            return _retained(state, command, at)
        case c.EndTrial():
            return _trial(state, command, at)
        case c.SetLegalHold():
            return _legal_hold(state, command)
        case c.LiftLegalHold():
            return _lifted(state, command)


def _role(command: Command, actor: Actor) -> str:
    """Return the role in which a command is signed."""
    if isinstance(command, c.SponsorRelease):
        return "sponsor"
    return "quality" if "quality" in actor.roles else ""


def _written(state: BatchState, event: object, role: str) -> Decision:
    return Decision((Draft(subjects.batch(state.id), event),), answer={"role": role} if role else {})


def _sponsor(state: BatchState, facts: Facts, command: c.SponsorRelease, actor: Actor) -> object:
    if state.releasing.sponsor is not None:
        raise Refusal("already_signed", step=state.id)
    found = outside_production(state, actor) or next(iter(blockers.blockers(state, facts, command)), None)
    if found is not None:
        raise found
    if any(one.signed.person == actor.person for one in state.valid_signatures(f"batch/{state.id}", "certified")):
        raise Refusal("not_independent", person=actor.name or actor.person, batch=state.id)
    return e.SponsorReleased(state.id, clean_text(command.comment))


def _supply(state: BatchState, command: c.NoteSupply, at: Instant) -> object:
    if command.what not in SUPPLY:
        raise Refusal("supply_entry_unknown", entry=shown_text(command.what, 40))
    missing = next((found for found in blockers.supply_allowed(state)), None)
    if missing is not None:
        raise missing
    order = list(SUPPLY)
    before = order[: order.index(command.what)]
    late = next((name for name in before if name not in state.releasing.supply), "")
    if late:
        raise Refusal("supply_entry_missing", entry=late, batch=state.id)
    dated = _day(command.dated, at)
    if before and dated < state.releasing.supply[before[-1]][0].dated:
        raise Refusal("supply_before", entry=before[-1], dated=state.releasing.supply[before[-1]][0].dated)
    text, person = _needed(command.text, "text"), _needed(command.person, "person")
    return SUPPLY[command.what](state.id, dated, person, text, clean_text(command.reference, 120))


def _needed(text: str, field: str) -> str:
    found = clean_text(text)
    if not found:
        raise Refusal("field_missing", field=field)
    return found


def _day(text: str, at: Instant, *, future: bool = False) -> str:
    """Return a day that is one, and not to come (or, with `future`, not gone)."""
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        raise Refusal("day_unreadable", text=shown_text(text, 40)) from None
    today = date.fromisoformat(at.wall[:10])
    if (found < today) if future else (found > today):
        raise Refusal("day_gone" if future else "day_to_come", text=found.isoformat())
    return found.isoformat()


def _call(state: BatchState, command: c.NoteCall, at: Instant) -> object:
    recall = state.releasing.recall
    if recall is None:
        raise Refusal("no_recall", batch=state.id)
    if command.call not in recall.event.calls:
        raise Refusal("call_unknown", call=shown_text(command.call, 40))
    person, text = _needed(command.person, "person"), _needed(command.text, "text")
    return e.CallNoted(state.id, command.call, person, _day(command.dated, at), text)


def _recall(state: BatchState, command: c.DecideRecall) -> object:
    recall = state.releasing.recall
    if recall is None:
        raise Refusal("no_recall", batch=state.id)
    if command.decision not in RECALLS:
        raise Refusal("decision_unknown", decision=shown_text(command.decision))
    if recall.decision == command.decision:
        raise Refusal("already_signed", step=state.id)
    comment = clean_text(command.comment)
    if not comment:
        raise Refusal("reason_missing", slot=state.id)
    return e.RecallDecided(state.id, command.decision, comment)


def _retained(state: BatchState, command: c.RetainSample, at: Instant) -> object:
    if state.checked is None:
        raise Refusal("issue_not_checked", batch=state.id)
    if command.count < 1:
        raise Refusal("field_missing", field="count")
    sample, place = _needed(command.sample, "sample"), _needed(command.place, "place")
    if any(sample == event.sample for event, _ in state.releasing.samples):
        raise Refusal("sample_retained", sample=sample)
    until = _day(command.until, at, future=True)
    return e.SampleRetained(state.id, sample, command.count, place, until)


def _trial(state: BatchState, command: c.EndTrial, at: Instant) -> object:
    if not releasing.for_sponsor(state):
        raise Refusal("sponsor_not_asked", batch=state.id)
    return e.TrialEnded(state.id, _needed(command.trial, "trial"), _day(command.dated, at))


def _legal_hold(state: BatchState, command: c.SetLegalHold) -> object:
    if state.releasing.legal_hold:
        raise Refusal("legal_hold_stands", batch=state.id, reason=state.releasing.legal_hold)
    return e.LegalHoldSet(state.id, _reason(state, command.reason))


def _lifted(state: BatchState, command: c.LiftLegalHold) -> object:
    if not state.releasing.legal_hold:
        raise Refusal("no_legal_hold", batch=state.id)
    return e.LegalHoldLifted(state.id, _reason(state, command.reason))


def _reason(state: BatchState, text: str) -> str:
    reason = clean_text(text)
    if not reason:
        raise Refusal("reason_missing", slot=state.id)
    return reason


# A failing result after a release


def with_recall(state: BatchState, decision: Decision) -> Decision:
    """Return the decision with a recall opened where it records a failing result of a batch that has been released."""
    left = any(event.decision in blockers.RELEASING for event, _ in state.decisions)
    if not left or state.releasing.recall is not None:
        return decision
    slot = next(_failing(state, decision), "")
    if not slot:
        return decision
    drafts = tuple(_critical(draft, slot) for draft in decision.drafts)
    raised = (draft.event for draft in drafts if isinstance(draft.event, be.ExceptionRaised))
    number = next((event.exception for event in raised if event.where == slot), "")
    profile = state.plan.mbr.header.profile if state.plan is not None else "ATMP"
    opened = Draft(subjects.batch(state.id), e.RecallOpened(state.id, slot, number, CALLS[profile]))
    return replace(decision, drafts=(*drafts, opened))


def _critical(draft: Draft, slot: str) -> Draft:
    """Make the exception of a result that failed after a release critical, whatever its entry is (floor-rules 23)."""
    event = draft.event
    if isinstance(event, be.ExceptionRaised) and event.where == slot:
        return Draft(draft.subject, replace(event, severity="critical"))
    return draft


def _failing(state: BatchState, decision: Decision) -> Iterator[str]:
    plan = state.plan
    for draft in decision.drafts:
        event = draft.event
        if isinstance(event, (be.ValueRecorded, be.ValueCorrected)) and event.verdict == "out" and plan is not None:
            slot = plan.slots.get(last_id(event.slot))
            if slot is not None and slot.kind == "result":
                yield event.slot
