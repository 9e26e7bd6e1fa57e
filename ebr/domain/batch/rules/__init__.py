"""What is allowed in a batch: `needs`, `decide` and `sheet` (contract: `ebr.domain.decision`)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ebr.domain import subjects
from ebr.domain.batch import commands as c
from ebr.domain.batch.rules import departures, guards, lifecycle, record, rounds, signing, timers
from ebr.domain.batch.rules.sheet import sheet
from ebr.domain.batch.state import BatchState
from ebr.domain.decision import Actor, Decision, Facts
from ebr.domain.refusal import Refusal
from ebr.domain.site.state import SiteState
from ebr.domain.values import Instant

__all__ = ["decide", "needs", "sheet", "signer", "subject"]


def subject(command: Any) -> str:  # noqa: ANN401 - every command of a batch names its batch
    """Return the subject whose state decides."""
    return subjects.batch(command.batch)


def signer(command: object, actor: Actor) -> tuple[str, tuple[str, ...]]:
    """Return who signs the event and the roles that may; an empty id: no signature. In a batch everybody signs for themselves."""
    return (actor.person, c.RIGHTS[type(command)]) if isinstance(command, c.SIGNING) else ("", ())


def needs(command: object, _state: BatchState) -> tuple[str, ...]:
    """Return the roots whose states the decision relies on, besides the batch itself and the person who asks."""
    if isinstance(command, c.IssueBatch):
        return (subjects.master(command.mbr, command.version), "site")
    if isinstance(command, c.SignStep):
        return ("site",)
    return ()


def decide(state: BatchState, facts: Facts, command: object, actor: Actor, at: Instant) -> Decision:
    """Return the events and the refusal for a command; never raises for what a person can ask."""
    refusal = guards.right(command, actor)
    if refusal is not None:
        return _denied(state, command, actor, at, refusal)
    try:
        return _decide(state, facts, command, actor, at)
    except Refusal as found:
        return Decision(refusal=found)


def _denied(state: BatchState, command: object, actor: Actor, at: Instant, refusal: Refusal) -> Decision:
    # A value that somebody without the right tried to record is an attempt (floor-rules 10); other commands leave no trace in the batch.
    if isinstance(command, c.RecordValue) and guards.running(state) is None:
        try:
            return record.record(state, command, actor, at)
        except Refusal as found:
            return Decision(refusal=found)
    return Decision(refusal=refusal)


def _decide(state: BatchState, facts: Facts, command: object, actor: Actor, at: Instant) -> Decision:
    match command:
        case c.RecordValue():
            return record.record(state, command, actor, at)
        case c.CorrectValue():
            return record.correct(state, command, actor, at)
        case c.CloseItems():
            return record.close(state, command, actor, at)
        case c.StartTimer():
            return guarded(state) or timers.start(state, command, at)
        case c.StopTimer():
            return guarded(state) or timers.stop(state, command, actor, at)
        case c.SignStep():
            return signing.sign(state, command, actor, at, _witness_minutes(facts))
        case c.NameScribe():
            return signing.name_scribe(state, command, actor)
        case c.HandOver():
            return signing.hand_over(state, command, actor)
        case c.OpenRound():
            return rounds.open_round(state, command, at)
        case c.EndRounds():
            return rounds.end_rounds(state, command)
        case _:
            return _decide_rest(state, facts, command, actor, at)


def _decide_rest(state: BatchState, facts: Facts, command: object, actor: Actor, at: Instant) -> Decision:
    match command:
        case c.RaiseException():
            return departures.raise_exception(state, command, actor, at)
        case c.ChangeSeverity():
            return departures.change_severity(state, command, actor)
        case c.DecideException():
            return departures.decide_exception(state, command, actor)
        case c.AddComment():
            return departures.comment(state, command)
        case c.IssueBatch():
            return lifecycle.issue(state, facts, command, actor, datetime.fromisoformat(at.wall).date().isoformat())
        case c.CheckIssue():
            return lifecycle.check_issue(state, actor)
        case c.MakeReport():
            return lifecycle.make_report(state, command, at.wall)
        case _:
            return _decide_course(state, command, actor)


def _decide_course(state: BatchState, command: object, actor: Actor) -> Decision:
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
            return lifecycle.abort(state, command)
        case c.CompleteBatch():
            return lifecycle.complete(state)
        case c.ReviewBatch():
            return lifecycle.review(state, command, actor)
        case c.DecideBatch():
            return lifecycle.dispose(state, command, actor)
    raise TypeError(f"not a command of a batch: {type(command).__name__}")


def guarded(state: BatchState) -> Decision | None:
    """Return the refusal of a batch that does not run, or None."""
    refusal = guards.running(state)
    return Decision(refusal=refusal) if refusal is not None else None


def _witness_minutes(facts: Facts) -> int:
    site = facts.get("site")
    return site.policy.minutes("witness") if isinstance(site, SiteState) else 10
