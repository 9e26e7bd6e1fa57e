"""Exceptions: documenting, weighing and deciding departures (floor-rules 5, 7, 10 and 11; 211.100(b), 211.192).

Severity has a floor; anybody concerned may raise it, only quality lowers it, with a reason. Minor ones are decided by
a supervisor, major and critical ones by quality, none by whoever raised it or took part in what it is about. An
identity mismatch or a wrong scan can never be made to stand.

With `accepts` an exception does one of four things, told by what is missing at its place: an attempt stands; an entry
counts as one that cannot be made; a second person is not there ("unwitnessed": critical, and the batch is held until
quality lifts it); a performer has gone without signing.
"""

from __future__ import annotations

from ebr.domain import subjects
from ebr.domain.batch.commands import AddComment, ChangeSeverity, DecideException, RaiseException
from ebr.domain.batch.events import BatchHeld, CommentAdded, ExceptionDecided, ExceptionRaised, SeverityChanged
from ebr.domain.batch.rules import accepting, guards
from ebr.domain.batch.rules.known import NOTHING_KNOWN, Known
from ebr.domain.batch.rules.raised import heavier, next_number
from ebr.domain.batch.state import BatchState, flow
from ebr.domain.batch.state.model import SEVERITIES, ExceptionState
from ebr.domain.decision import Actor, Decision, Draft
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant, clean_text, shown_text

DECISIONS = ("accepted", "rejected")


def raise_exception(
    state: BatchState, command: RaiseException, actor: Actor, at: Instant, known: Known = NOTHING_KNOWN
) -> Decision:
    """Document a departure; with `accepts` something then stands without what is missing."""
    refusal = _raisable(state, command)
    if refusal is not None:
        return Decision(refusal=refusal)
    found = accepting.found(state, command, actor, known.policy)
    never = accepting.never(state, known, command, found, actor) if not isinstance(found, Refusal) else found
    if isinstance(found, Refusal) or never is not None:
        return Decision(refusal=never)
    severity, number = heavier(command.severity, found.floor), next_number(state, station=actor.station)
    attempt = found.attempt
    event = ExceptionRaised(
        state.id,
        number,
        command.where,
        command.attempt,
        found.rule,
        severity,
        clean_text(command.reason, 120),
        clean_text(command.comment),
        dict(attempt.params) if attempt else {},
        command.accepts,
        attempt.item if attempt else 0,
    )
    drafts = [Draft(subjects.exception(state.id, number), event)]
    if found.rule == "unwitnessed":
        drafts.append(Draft(subjects.batch(state.id), BatchHeld(state.id, f"{number}: unwitnessed")))
    if command.accepts:
        drafts += accepting.consequences(state, command, found, drafts, actor, at)
        drafts += accepting.used(state, known, command, found, actor)
    return Decision(tuple(drafts), answer={"exception": number, "severity": severity})


def _raisable(state: BatchState, command: RaiseException) -> Refusal | None:
    # What is accepted goes on with production; a departure can be told at any time.
    refusal = guards.running(state, results=not command.accepts or accepting.of_result(state, command.where))
    if refusal is not None:
        return refusal
    if command.severity not in SEVERITIES:
        return Refusal("severity_unknown", severity=shown_text(command.severity))
    if not clean_text(command.reason, 120):
        return Refusal("reason_missing", slot=shown_text(command.where, 80))
    return guards.known_place(state, command.where)


def change_severity(state: BatchState, command: ChangeSeverity, actor: Actor) -> Decision:
    """Raise the class, or lower it as quality."""
    found = state.exceptions.get(command.exception)
    refusal = _decidable(state, found, command.exception)
    if refusal is None and command.severity not in SEVERITIES:
        refusal = Refusal("severity_unknown", severity=shown_text(command.severity))
    if refusal is not None or found is None:
        return Decision(refusal=refusal)
    lower = SEVERITIES.index(command.severity) < SEVERITIES.index(found.severity)
    if lower and "quality" not in actor.roles:
        return Decision(refusal=Refusal("severity_lowered_by_quality", exception=found.number))
    if command.severity == found.severity:
        return Decision(refusal=Refusal("severity_same", exception=found.number, severity=found.severity))
    if not clean_text(command.reason):
        return Decision(refusal=Refusal("reason_missing", slot=found.number))
    event = SeverityChanged(state.id, found.number, command.severity, found.severity, clean_text(command.reason))
    return Decision((Draft(subjects.exception(state.id, found.number), event),))


def _decidable(state: BatchState, found: ExceptionState | None, number: str) -> Refusal | None:
    refusal = guards.issued(state)
    if refusal is not None:
        return refusal
    if found is None:
        return Refusal("exception_unknown", exception=shown_text(number))
    return None if found.open else Refusal("exception_decided", exception=found.number)


def decide_exception(state: BatchState, command: DecideException, actor: Actor) -> Decision:
    """Assess and close an exception."""
    found = state.exceptions.get(command.exception)
    refusal = _decidable(state, found, command.exception)
    if refusal is None and found is not None:
        refusal = _may_decide(state, found, command, actor)
    if refusal is not None or found is None:
        return Decision(refusal=refusal)
    event = ExceptionDecided(state.id, found.number, command.decision, clean_text(command.comment))
    role = "quality" if "quality" in actor.roles else "supervisor"
    return Decision((Draft(subjects.exception(state.id, found.number), event),), answer={"role": role})


def _may_decide(state: BatchState, found: ExceptionState, command: DecideException, actor: Actor) -> Refusal | None:
    if command.decision not in DECISIONS:
        return Refusal("decision_unknown", decision=shown_text(command.decision))
    if not clean_text(command.comment):
        return Refusal("reason_missing", slot=found.number)
    if found.severity != "minor" and "quality" not in actor.roles:
        return Refusal("right_missing", person=actor.name or actor.person, needed="quality")
    if actor.person == found.raised.by or (found.where and actor.person in flow.people_in(state, found.where)):
        return Refusal("own_exception", person=actor.name or actor.person, exception=found.number)
    return None


def comment(state: BatchState, command: AddComment) -> Decision:
    """Add words."""
    refusal = guards.issued(state) or guards.known_place(state, command.where)
    text = clean_text(command.text)
    if refusal is None and not text:
        refusal = Refusal("text_empty", slot=shown_text(command.where, 80))
    if refusal is not None:
        return Decision(refusal=refusal)
    return Decision((Draft(subjects.batch(state.id), CommentAdded(state.id, command.where, text)),))
