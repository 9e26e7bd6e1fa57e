"""What is allowed with deviations (contract: `ebr.domain.decision`; 21 CFR 211.192; floor-rules 11, 24).

A deviation is investigated section by section by whoever knows; quality approves the whole and closes it, and is then
nobody who opened, investigated or proposed it. A closed one is not written in: quality opens it again, with a reason.
"""

from __future__ import annotations

from ebr.domain import subjects
from ebr.domain.decision import Actor, Decision, Facts
from ebr.domain.deviation import commands as c
from ebr.domain.deviation.rules import closing, course, opening
from ebr.domain.deviation.rules.sheets import sheet
from ebr.domain.deviation.state import DeviationState
from ebr.domain.people.state import with_right
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant, shown_text

__all__ = ["decide", "needs", "sheet", "signer", "subject"]

Course = (
    c.DescribeDeviation
    | c.ClassDeviation
    | c.ContainDeviation
    | c.FindCause
    | c.AssessImpact
    | c.SetActions
    | c.AttachToDeviation
)
Closing = c.ProposeClosing | c.ReturnDeviation | c.CloseDeviation | c.ReopenDeviation
Command = c.OpenDeviation | c.LinkExceptions | Course | Closing


def subject(command: Command) -> str:
    """Return the subject whose state decides."""
    return subjects.deviation(command.deviation)


def needs(command: Command, state: DeviationState) -> tuple[str, ...]:
    """Return the roots of the batches that a command names, or whose exceptions it speaks of."""
    named: tuple[str, ...] = ()
    match command:
        case c.OpenDeviation() | c.LinkExceptions():
            named = (*(batch for batch, _ in command.exceptions), *command.batches)
        case c.AssessImpact():
            named = command.affected
        case c.CloseDeviation():
            named = tuple(batch for batch, _ in state.exceptions)
        case c.ReopenDeviation():
            named = state.batches
    return tuple(dict.fromkeys(subjects.batch(batch) for batch in named if opening.BATCH.fullmatch(batch)))


def signer(command: Command, actor: Actor) -> tuple[str, tuple[str, ...]]:
    """Return who signs the event and the roles of which one is the role of the signature; an empty id: no signature."""
    return (actor.person, c.RIGHTS[type(command)]) if isinstance(command, c.SIGNING) else ("", ())


@with_right(c.RIGHTS)
def decide(state: DeviationState, facts: Facts, command: Command, actor: Actor, at: Instant) -> Decision:
    """Return the events that a command makes, or why not."""
    if isinstance(command, c.OpenDeviation):
        return opening.open_deviation(state, facts, command, at)
    if not state.known:
        raise Refusal("deviation_unknown", deviation=shown_text(command.deviation))
    if isinstance(command, Closing):
        return closing.decide(state, facts, command, actor)
    if not state.open:
        raise Refusal("deviation_closed", deviation=state.number)
    if isinstance(command, c.LinkExceptions):
        return opening.link(state, facts, command)
    return course.decide(state, facts, command, actor, at)
