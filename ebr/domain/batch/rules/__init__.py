"""What is allowed in a batch: `needs`, `further`, `decide` and `sheet` (contract: `ebr.domain.decision`)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from ebr.domain import subjects
from ebr.domain.batch import commands as c
from ebr.domain.batch.rules import (
    amending,
    blockers,
    conflict,
    corrections,
    delivering,
    departures,
    deviating,
    forms,
    guards,
    holding,
    issue,
    labelling,
    lifecycle,
    record,
    relied,
    relying,
    review_steps,
    rounds,
    sampling,
    signing,
    stale,
    supply,
    timers,
    weakness,
)
from ebr.domain.batch.rules.known import Known
from ebr.domain.batch.rules.raised import settled
from ebr.domain.batch.rules.sheet import sheet
from ebr.domain.batch.state import BatchState
from ebr.domain.decision import Actor, Decision, Facts
from ebr.domain.refusal import Refusal
from ebr.domain.site.state import SiteState
from ebr.domain.values import Instant

BY_POLICY = (
    c.RecordValue,
    c.CorrectValue,
    c.CloseItems,
    c.StopTimer,
    c.SignStep,
    c.RaiseException,
    c.OpenRound,
    c.EndRounds,
    c.StartTimer,
    c.NameScribe,
    c.HandOver,
    c.GivePart,
    c.TakeOver,
    c.AmendBatch,
    c.ResolveConflict,
    c.ReconcileForm,
    c.CountDelivery,
    c.CompleteBatch,
    c.AbortBatch,
)
"""Commands that may raise an exception, whose class is the policy's to say, or that ask what stations there are."""
WHOLE_RECORD = (c.ReviewBatch, c.DecideBatch, c.DecideWeakness, c.SponsorRelease)
"""Decisions that look at everything the record relied on."""

__all__ = ["decide", "further", "needs", "sheet", "signer", "subject"]


def subject(command: Any) -> str:  # noqa: ANN401 - every command of a batch names its batch
    """Return the subject whose state decides."""
    return subjects.batch(command.batch)


def signer(command: object, actor: Actor) -> tuple[str, tuple[str, ...]]:
    """Return who signs the event and the roles that may; an empty id: no signature. Everybody signs for themselves."""
    return (actor.person, c.RIGHTS[type(command)]) if isinstance(command, c.SIGNING) else ("", ())


def needs(command: object, state: BatchState) -> tuple[str, ...]:
    """Return the roots whose states the decision relies on, besides the batch itself and the person who asks."""
    if isinstance(command, c.IssueBatch):
        return (subjects.master(command.mbr, command.version), "site")
    if isinstance(command, (*WHOLE_RECORD, c.CompleteBatch)):  # the end of production raises what nobody raised
        return blockers.roots(state)
    if isinstance(command, c.MakeReport):
        # The report names the newest entries of all that it tells from: none of them can be left out of it.
        return (subjects.batch(command.batch), *weakness.roots(state))
    if isinstance(command, BY_POLICY):
        return ("site",)
    return labelling.roots(command) or review_steps.needs(command)


def further(command: object, state: BatchState, facts: Facts, actor: Actor) -> list[str]:
    """Return the roots that only the batch and other facts lead to; asked again until nothing new comes."""
    if isinstance(command, WHOLE_RECORD):
        return list(weakness.further(state, facts))
    return list(relied.roots(command, state, facts, actor))


def decide(state: BatchState, facts: Facts, command: object, actor: Actor, at: Instant) -> Decision:
    """Return the events and the refusal for a command; never raises for what a person can ask."""
    site = facts.get("site")
    policy = site.policy if isinstance(site, SiteState) else None
    known = Known(facts, policy)
    try:
        decision = _allowed(state, known, command, actor, at)
    except Refusal as found:
        return Decision(refusal=found)
    if not decision.drafts:
        return decision
    if decision.refusal is None:
        more = relying.noted(state, known, command, actor, at, decision.drafts)
        decision = replace(decision, drafts=(*decision.drafts, *more)) if more else decision
    more = stale.departures(state, facts, command, actor, at, decision.drafts)
    whole = replace(decision, drafts=(*decision.drafts, *more)) if more else decision
    numbered = settled(state, whole, policy, actor.station)
    return supply.with_recall(state, deviating.opened(state, numbered, at))


def _allowed(state: BatchState, known: Known, command: object, actor: Actor, at: Instant) -> Decision:
    refusal = guards.right(command, actor)
    if refusal is None:
        refusal = (
            stale.trouble(known.facts, command, actor, at)
            or holding.elsewhere(state, command, actor)
            or conflict.contested(state, command)
        )
        if refusal is not None:
            return Decision(refusal=refusal)
        return _decide(state, known, command, actor, at)
    # A value that somebody without the right tried to record is an attempt (floor-rules 10); else no trace.
    if isinstance(command, c.RecordValue) and guards.running(state) is None:
        return record.record(state, command, actor, at, known)
    return Decision(refusal=refusal)


def _decide(state: BatchState, known: Known, command: object, actor: Actor, at: Instant) -> Decision:
    match command:
        case c.RecordValue():
            return record.record(state, command, actor, at, known)
        case c.CorrectValue():
            return corrections.correct(state, command, actor, at, known)
        case c.CloseItems():
            return corrections.close(state, command, actor, at)
        case c.StartTimer():
            return timers.start(state, command, actor, at, known)
        case c.StopTimer():
            return timers.stop(state, command, actor, at)
        case c.SignStep():
            return signing.sign(state, command, actor, at, known)
        case c.NameScribe():
            return signing.name_scribe(state, command, actor)
        case c.HandOver():
            return signing.hand_over(state, command, actor, at, known)
        case c.OpenRound():
            return rounds.open_round(state, command, at)
        case c.EndRounds():
            return rounds.end_rounds(state, command, actor, at)
        case _:
            return _decide_departures(state, known, command, actor, at)


def _decide_departures(state: BatchState, known: Known, command: object, actor: Actor, at: Instant) -> Decision:
    match command:
        case c.RaiseException():
            return departures.raise_exception(state, command, actor, at, known)
        case c.ChangeSeverity():
            return departures.change_severity(state, command, actor)
        case c.DecideException():
            return departures.decide_exception(state, command, actor)
        case c.AddComment():
            return departures.comment(state, command)
        case c.IssueBatch():
            return issue.issue(state, known.facts, command, actor, datetime.fromisoformat(at.wall).date().isoformat())
        case c.CheckIssue():
            return issue.check_issue(state, actor, at)
        case c.MakeReport():
            return lifecycle.make_report(state, command, at.wall)
        case _:
            return _decide_stations(state, known, command, actor, at)


def _decide_stations(state: BatchState, known: Known, command: object, actor: Actor, at: Instant) -> Decision:
    match command:
        case c.GivePart():
            return holding.give(state, known, command, actor, at)
        case c.TakeOver():
            return holding.take_over(state, known, command, actor, at)
        case c.ResolveConflict():
            return conflict.resolve(state, command, actor, at, known)
        case c.AmendBatch():
            return amending.amend(state, command, actor, at)
        case c.DecideWeakness():
            return weakness.decide(state, known.facts, command)
        case c.RecordRetest():
            return sampling.retest(state, known, command, actor, at)
        case c.PrintForm():
            return forms.print_form(state, actor, at.wall)
        case c.ReconcileForm():
            return forms.reconcile(state, command, actor)
        case c.TakeInLabels():
            return delivering.take_in(state, command)
        case c.CountDelivery():
            return delivering.count(state, command, actor, at)
        case c.IssueLabels() | c.PrintLabels() | c.NotePrint() | c.AnswerPrint():
            return labelling.decide(state, known.facts, command, actor, at)
        case _:
            return _decide_course(state, known, command, actor, at)


def _decide_course(state: BatchState, known: Known, command: object, actor: Actor, at: Instant) -> Decision:
    match command:
        case c.LeaveNow():
            return lifecycle.leave_now(state, command)
        case c.ReturnToBatch():
            return lifecycle.come_back(state, command)
        case c.HoldBatch():
            return lifecycle.hold(state, command)
        case c.LiftHold():
            return lifecycle.lift(state, command)
        case c.AbortBatch():
            return lifecycle.abort(state, command, at, known)
        case c.CompleteBatch():
            return lifecycle.complete(state, at, known)
        case c.ReviewBatch():
            return lifecycle.review(state, known.facts, command, actor)
        case c.DecideBatch():
            return lifecycle.dispose(state, known.facts, command, actor)
    if isinstance(command, review_steps.Command):
        return review_steps.decide(state, known.facts, command, actor)
    if isinstance(command, supply.Command):
        return supply.decide(state, known.facts, command, actor, at)
    raise TypeError(f"not a command of a batch: {type(command).__name__}")
