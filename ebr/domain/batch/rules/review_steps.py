"""The steps of a review: read a section, sign the audit trail, ask the floor, answer (floor-rules 20-22).

A running batch can be read and asked about; nothing is signed as reviewed before production has ended.
"""

from __future__ import annotations

from ebr.domain import subjects
from ebr.domain.batch.commands import review as c
from ebr.domain.batch.events import review as e
from ebr.domain.batch.rules import guards
from ebr.domain.batch.rules.lifecycle import outside_production
from ebr.domain.batch.rules.reviewing import depth, wanted
from ebr.domain.batch.state import BatchState, reviewing
from ebr.domain.batch.state.reviewed import Query
from ebr.domain.decision import Actor, Decision, Draft, Facts
from ebr.domain.people.state import person_in
from ebr.domain.people.state.roles import ROLES
from ebr.domain.refusal import Refusal
from ebr.domain.values import clean_text, shown_text

Command = c.ReadSection | c.ReviewTrail | c.AskFloor | c.AnswerQuestion


def needs(command: object) -> tuple[str, ...]:
    """Return the roots that such a command relies on."""
    return (subjects.person(command.person),) if isinstance(command, c.AskFloor) and command.person else ()


def decide(state: BatchState, facts: Facts, command: Command, actor: Actor) -> Decision:
    """Return the event of one step of the review, or why not."""
    refusal = guards.issued(state)
    if refusal is not None:
        return Decision(refusal=refusal)
    match command:
        case c.ReadSection():
            return _read(state, command, actor)
        case c.ReviewTrail():
            return _review_trail(state, command, actor)
        case c.AskFloor():
            return _ask(state, facts, command, actor)
        case c.AnswerQuestion():
            return _answer(state, command, actor)


def _read(state: BatchState, command: c.ReadSection, actor: Actor) -> Decision:
    now = reviewing.counts(state)
    refusal = outside_production(state, actor)
    if refusal is None and command.section not in now:
        refusal = Refusal("section_unknown", section=shown_text(command.section), batch=state.id)
    if refusal is None and command.count not in (0, now[command.section]):
        refusal = Refusal("section_changed", batch=state.id)
    if refusal is not None:
        return Decision(refusal=refusal)
    event = e.SectionRead(state.id, command.section, now[command.section])
    return Decision((Draft(subjects.batch(state.id), event),))


def _review_trail(state: BatchState, command: c.ReviewTrail, actor: Actor) -> Decision:
    refusal = outside_production(state, actor)
    if refusal is None and state.completed is None and state.aborted is None:
        refusal = Refusal("batch_not_complete", batch=state.id)
    if refusal is None and state.reviewing.trail is not None:
        refusal = Refusal("already_signed", step=state.id)
    if refusal is not None:
        return Decision(refusal=refusal)
    event = e.TrailReviewed(state.id, state.entries, clean_text(command.comment, 500))
    return Decision((Draft(subjects.batch(state.id), event),), answer={"role": "quality"})


def _ask(state: BatchState, facts: Facts, command: c.AskFloor, actor: Actor) -> Decision:
    text = clean_text(command.text, 500)
    refusal = guards.known_place(state, command.where) or _asked(facts, command)
    if refusal is None and not text:
        refusal = Refusal("question_empty", batch=state.id)
    if refusal is not None:
        return Decision(refusal=refusal)
    number = next_number(state, actor.station)
    event = e.QuestionAsked(state.id, number, command.where, command.person, command.role, text)
    return Decision((Draft(subjects.batch(state.id), event),), answer={"question": number})


def _asked(facts: Facts, command: c.AskFloor) -> Refusal | None:
    """Refuse a question to nobody: it names one person who is here, or one role."""
    if bool(command.person) == bool(command.role) or (command.role and command.role not in ROLES):
        return Refusal("question_to_nobody")
    if not command.person:
        return None
    known = person_in(facts, command.person)
    return None if known.name and not known.deactivated_at else Refusal("person_unknown")


def next_number(state: BatchState, station: str = "") -> str:
    """Return the next number; a station that did not issue the batch numbers apart, with its name."""
    issuer = state.issued.station if state.issued is not None else ""
    start = "Q-" if station in ("", issuer) else f"Q-{station}-"
    own = sum(number.rpartition("-")[0] + "-" == start for number in state.reviewing.queries)
    return f"{start}{own + 1:03d}"


def may_answer(query: Query, actor: Actor) -> bool:
    """Tell whether a question is this person's: asked of them or of their role, or their own, to withdraw it."""
    asked = query.event
    return actor.person in (asked.person, query.stamp.by) or asked.role in actor.roles


def _answer(state: BatchState, command: c.AnswerQuestion, actor: Actor) -> Decision:
    found = state.reviewing.queries.get(command.question)
    text = clean_text(command.text, 500)
    if found is None:
        refusal = Refusal("question_unknown", question=shown_text(command.question), batch=state.id)
    elif not found.open:
        refusal = Refusal("question_answered", question=command.question)
    elif not may_answer(found, actor) and "quality" not in actor.roles:
        refusal = Refusal("question_not_yours", question=command.question)
    elif not text:
        refusal = Refusal("answer_empty", question=command.question)
    else:
        event = e.QuestionAnswered(state.id, command.question, text)
        return Decision((Draft(subjects.batch(state.id), event),))
    return Decision(refusal=refusal)


def missing(state: BatchState, facts: Facts) -> tuple[c.ReadSection | c.ReviewTrail, ...]:
    """Return what a reviewer still has to read and sign before the review, in order."""
    unread = reviewing.unread(state, wanted(state, depth(state, facts)))
    reads = tuple(c.ReadSection(state.id, section) for section in unread)
    return reads if state.reviewing.trail is not None else (*reads, c.ReviewTrail(state.id))
