"""Everything that stands against reviewing or releasing a batch, as a list; the rule and the screen use the same one.

Each blocker is a `Refusal`: what blocks, where, and in its words the way out (floor-rules 21; 211.165, 211.192). In
what order they are named: the batch itself, then its exceptions and results, then what was changed since, then the
decision that is asked for, then whether the record is all here and sound.

What other aggregates say against a release goes into `OTHERS`, one function each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from ebr.domain.batch import commands as c
from ebr.domain.batch.commands.release import SponsorRelease
from ebr.domain.batch.rules import deviating, forms, labelling, reviewing, waiting, weakness
from ebr.domain.batch.state import BatchState, flow, releasing, signed
from ebr.domain.batch.state.model import ExceptionState
from ebr.domain.batch.state.plan import last_id
from ebr.domain.batch.state.released import SUPPLY
from ebr.domain.decision import Facts, State
from ebr.domain.refusal import Refusal

Deciding = c.ReviewBatch | c.DecideBatch | SponsorRelease
RELEASING: Final = ("certified", "conditional", "supplied")
OTHERS: Final[tuple[Callable[[BatchState, Facts], Iterable[Refusal]], ...]] = (
    reviewing.blockers,
    deviating.blockers,
    waiting.blockers,
)
"""Blockers that other rules bring: deviations, the signed audit-trail review, open questions. Each is asked for a
review and for every decision but a rejection; the roots that it reads belong into `roots`."""


def roots(state: BatchState) -> tuple[str, ...]:
    """Return the roots whose states the blockers are told from, besides the batch."""
    return (*weakness.roots(state), *waiting.sample_roots(state))


def facts_of(state: BatchState, read: Callable[[str], State]) -> dict[str, State]:
    """Return the states that the blockers of a batch are told from."""
    facts = weakness.facts_of(state, read)
    return {**facts, **{root: read(root) for root in roots(state) if root not in facts}}


def blockers(state: BatchState, facts: Facts, command: Deciding) -> tuple[Refusal, ...]:
    """Return everything that stands against a review or a decision, whoever asks; empty: it can be signed.

    `command` comes with what the station filled in (entries that wait, stations not heard).
    """
    if isinstance(command, c.ReviewBatch):
        return (*record_here(state, facts, command), *review_blockers(state), *_others(state, facts))
    if isinstance(command, SponsorRelease):
        return (*_for_sponsor(state), *record_here(state, facts, command))
    if command.decision == "rejected":
        return ()
    return (
        *_ended(state, command),
        *_not_reviewed(state),
        *review_blockers(state),
        *_others(state, facts),
        *_of_decision(state, facts, command.decision),
        *record_here(state, facts, command),
    )


def record_here(state: BatchState, facts: Facts, command: Deciding) -> Iterator[Refusal]:
    """Yield what of the record is not here or not sound: waiting entries, stations not heard, conflicts, weaknesses."""
    if command.pending:
        yield Refusal("entries_pending", count=str(command.pending), batch=state.id)
    if command.unsound:
        entry, _, what = command.unsound.partition("/")
        yield Refusal("record_unsound", entry=entry, what=what, batch=state.id)
    for station in command.behind:
        yield Refusal("station_behind", station=station, batch=state.id)
    for contest in state.open_contests():
        yield Refusal("contested", where=contest.where, batch=state.id)
    for weak in weakness.undecided(state, facts):
        yield Refusal("weakness_undecided", weakness=weak.code, batch=state.id)


def _others(state: BatchState, facts: Facts) -> Iterator[Refusal]:
    for told in OTHERS:
        yield from told(state, facts)


def _ended(state: BatchState, command: c.DecideBatch) -> Iterator[Refusal]:
    if state.aborted is not None:
        yield Refusal("batch_aborted", batch=state.id)
    rejected = [x for x in state.exceptions.values() if x.decision == "rejected"]
    if rejected and command.decision != "supplied":
        yield Refusal("exception_rejected", exception=rejected[0].number)


def _not_reviewed(state: BatchState) -> Iterator[Refusal]:
    if state.reviewed is None or state.review_void:
        yield Refusal("not_reviewed", batch=state.id)


def review_blockers(state: BatchState) -> list[Refusal]:
    """Return everything in the batch itself that stands against a review, each with its name."""
    found = []
    if state.completed is None and state.aborted is None:
        found.append(Refusal("batch_not_complete", batch=state.id))
    if state.hold:
        found.append(Refusal("batch_held", batch=state.id, reason=state.hold))
    out = forms.open_form(state)
    found += [out] if out is not None else []
    job = labelling.unanswered(state)
    found += [job] if job is not None else []
    found += [_exception(state, x) for x in state.open_exceptions()]
    found += [waiting.pending(state, address) for address in flow.pending_results(state, after_release=False)]
    found += [Refusal("results_unchecked", slot=address) for address in unchecked_results(state)]
    if state.completed is not None:
        found += [Refusal("signature_voided", step=address) for address in unsigned(state)]
    return found


def _exception(state: BatchState, found: ExceptionState) -> Refusal:
    """Name an open exception; labels that do not balance are named as that (211.125(c))."""
    rows = state.slot(found.where).standing() if found.rule == "labels_unreconciled" else []
    balance = next((row.value["balance"] for row in rows if row.value.get("balance", "0") != "0"), "")
    if balance:
        return Refusal("labels_unbalanced", slot=found.where, balance=balance, exception=found.number)
    return Refusal("exception_open", exception=found.number, severity=found.severity)


def unsigned(state: BatchState) -> list[str]:
    """Return steps and entries whose signature a correction voided and nobody gave again."""
    needless = (*signed.REVIEWED, *signed.DECIDED)
    void = (s for s in state.signatures if not s.valid and s.meaning not in needless)
    scopes = {s.scope for s in void if not flow.given_again(state, s.scope, s.meaning)}
    return sorted(scope for scope in scopes if not _waived(state, scope))


def _waived(state: BatchState, scope: str) -> bool:
    return (
        state.waived(scope, "unwitnessed") or state.waived(scope, "performer_gone") or bool(state.slot(scope).skipped)
    )


def unchecked_results(state: BatchState) -> list[str]:
    """Return results that the second laboratory person has not checked yet."""
    plan = state.plan
    if plan is None:
        return []
    return [
        address
        for address, held in state.slots.items()
        if (slot := plan.slots.get(last_id(address))) is not None
        and slot.kind == "result"
        and slot.second
        and held.standing()
        and not state.valid_signatures(address, slot.second)
    ]


def failed_results(state: BatchState) -> list[str]:
    """Return results out of their limits that stand."""
    plan = state.plan
    return [
        address
        for address, held in state.slots.items()
        if plan is not None
        and (slot := plan.slots.get(last_id(address))) is not None
        and slot.kind == "result"
        and any(row.verdict == "out" for row in held.standing())
    ]


def _of_decision(state: BatchState, facts: Facts, decision: str) -> Iterator[Refusal]:
    if decision == "supplied":
        yield from _supply(state)
        return
    # Part IV 11.53: a batch with a failing result is never certified; supply on request is another decision.
    yield from (Refusal("result_failed", slot=address) for address in failed_results(state))
    if state.releasing.recall is not None:
        yield Refusal("never_final", batch=state.id, slot=state.releasing.recall.event.slot)
    yield from recall_blockers(state)
    pending = flow.pending_results(state, after_release=True)
    if decision == "certified":
        yield from (waiting.pending(state, address) for address in pending)
        yield from waiting.late(state, facts)
    elif not pending:
        yield Refusal("nothing_pending", batch=state.id)


def supply_allowed(state: BatchState) -> Iterator[Refusal]:
    """Yield why nobody may ask for supply out of specification: not for one patient, or nothing failed."""
    if not releasing.for_one_patient(state):
        yield Refusal("supply_not_for_one", batch=state.id)
    if not failed_results(state):
        yield Refusal("nothing_failed", batch=state.id)


def _supply(state: BatchState) -> Iterator[Refusal]:
    yield from supply_allowed(state)
    for name in SUPPLY:
        if name not in state.releasing.supply:
            yield Refusal("supply_entry_missing", entry=name, batch=state.id)


def recall_blockers(state: BatchState) -> Iterator[Refusal]:
    """Yield what a recall still asks for: calls, and the decision."""
    recall = state.releasing.recall
    if recall is None:
        return
    for call in recall.open_calls:
        yield Refusal("call_open", call=call, batch=state.id)
    if not recall.decision:
        yield Refusal("recall_undecided", batch=state.id)


def _for_sponsor(state: BatchState) -> Iterator[Refusal]:
    if not releasing.for_sponsor(state):
        yield Refusal("sponsor_not_asked", batch=state.id)
    if state.disposition != "certified":
        yield Refusal("not_certified", batch=state.id)
