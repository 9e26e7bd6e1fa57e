"""Exceptions: documenting, weighing and deciding departures (floor-rules 10 and 11; 211.100(b), 211.192).

Severity has a floor; the operator may raise it, only quality lowers it, with a reason. Minor ones are decided by a supervisor, major and critical
ones by quality, none by whoever raised it or performed what it is about. An identity mismatch can never be made to stand.
"""

from __future__ import annotations

from ebr.domain import subjects
from ebr.domain.batch.commands import AddComment, ChangeSeverity, DecideException, RaiseException
from ebr.domain.batch.events import CommentAdded, ExceptionDecided, ExceptionRaised, SeverityChanged
from ebr.domain.batch.rules import guards
from ebr.domain.batch.rules.computed import following, next_exception
from ebr.domain.batch.rules.verdict import compare, severity_floor
from ebr.domain.batch.state import BatchState, flow
from ebr.domain.batch.state.model import SEVERITIES, Attempt, ExceptionState
from ebr.domain.batch.state.plan import last_id, rounds_of
from ebr.domain.decision import Actor, Decision, Draft
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant, clean_text, shown_text

NEVER_ACCEPTED = ("identity_mismatch", "wrong_scan", "right_missing", "scribe_not_allowed", "scribe_not_named")
DECISIONS = ("accepted", "rejected")


def raise_exception(state: BatchState, command: RaiseException, actor: Actor, at: Instant) -> Decision:
    """Document a departure; with `accepts` the attempt stands, or the entry is documented as one that cannot be made."""
    refusal = guards.running(state, results=True) or _raisable(state, command)
    if refusal is not None:
        return Decision(refusal=refusal)
    attempt = _attempt(state, command)
    floor = _floor(state, command, attempt)
    severity = max(command.severity, floor, key=SEVERITIES.index)
    number = next_exception(state)
    params = dict(attempt.params) if attempt else {}
    event = ExceptionRaised(
        state.id, number, command.where, command.attempt, "person", severity, clean_text(command.reason, 120),
        clean_text(command.comment), params, command.accepts,
    )  # fmt: skip
    drafts = [Draft(subjects.exception(state.id, number), event)]
    if command.accepts:
        drafts += _consequences(state, command, drafts, actor, at)
    return Decision(tuple(drafts), answer={"exception": number, "severity": severity})


def _consequences(
    state: BatchState, command: RaiseException, drafts: list[Draft], actor: Actor, at: Instant
) -> list[Draft]:
    plan = state.plan
    name = last_id(command.where)
    if plan is None or name not in plan.dependents:
        return []
    # `following` looks for events with a slot; the accepted value has the exception's address.
    return following(state, [*drafts, Draft("", _Accepted(command.where))], actor, at)


class _Accepted:
    def __init__(self, slot: str) -> None:
        self.slot = slot


def _raisable(state: BatchState, command: RaiseException) -> Refusal | None:
    if command.severity not in SEVERITIES:
        return Refusal("severity_unknown", severity=shown_text(command.severity))
    if not clean_text(command.reason, 120):
        return Refusal("reason_missing", slot=shown_text(command.where, 80))
    if not command.accepts:
        return None
    plan = state.plan
    if plan is not None and last_id(command.where) in plan.slots:
        where = guards.place(state, command.where)
        return guards.step_open(state, where.phase_address, where.phase) or _acceptable(state, command, where.slot.label)
    guards.phase_place(state, command.where)
    return None


def _acceptable(state: BatchState, command: RaiseException, label: str) -> Refusal | None:
    attempt = _attempt(state, command)
    if command.attempt and attempt is None:
        return Refusal("attempt_unknown", attempt=str(command.attempt), slot=label)
    if attempt is not None and attempt.why in NEVER_ACCEPTED:
        return Refusal("attempt_never_stands", slot=label)
    plan = state.plan
    if plan is not None and attempt is None and plan.slots[last_id(command.where)].kind == "identity":
        return Refusal("identity_never_skipped", slot=label)
    if state.slot(command.where).standing() and attempt is not None:
        return Refusal("already_recorded", slot=label)
    return None


def _attempt(state: BatchState, command: RaiseException) -> Attempt | None:
    held = state.slot(command.where)
    return next((a for a in held.attempts if command.attempt and a.attempt == command.attempt), None)


def _floor(state: BatchState, command: RaiseException, attempt: Attempt | None) -> str:
    plan = state.plan
    slot = plan.slots.get(last_id(command.where)) if plan else None
    if slot is None:
        return "minor"
    if attempt is None or attempt.why != "out_of_limit":
        return "major" if slot.critical else "minor"
    return severity_floor(slot, compare(state, slot, attempt.value, rounds_of(command.where)))


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
    if command.severity == found.severity or not clean_text(command.reason):
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
    if actor.person == found.raised.by or actor.person in flow.people_in(state, found.where):
        return Refusal("own_exception", person=actor.name or actor.person, exception=found.number)
    return None


def comment(state: BatchState, command: AddComment) -> Decision:
    """Add words."""
    refusal = guards.issued(state)
    text = clean_text(command.text)
    if refusal is None and not text:
        refusal = Refusal("text_empty", slot=shown_text(command.where, 80))
    if refusal is not None:
        return Decision(refusal=refusal)
    return Decision((Draft(subjects.batch(state.id), CommentAdded(state.id, command.where, text)),))
