"""What is allowed with samples (contract: `ebr.domain.decision`; floor-rules 4, 5, 14; 21 CFR 211.160, 211.192).

Taking a sample and entering its results are acts of the batch and are decided there; here is everything else.
"""

from __future__ import annotations

from ebr.domain import subjects
from ebr.domain.decision import Actor, Decision, Facts
from ebr.domain.people.state import right_missing
from ebr.domain.refusal import Refusal
from ebr.domain.sample import commands as c
from ebr.domain.sample.rules.judging import check, invalidate, order, withdraw
from ebr.domain.sample.rules.moving import begin, discard, due, end, plan, receive, send, store
from ebr.domain.sample.rules.sheets import sheet
from ebr.domain.sample.state import SampleState
from ebr.domain.values import Instant

__all__ = ["decide", "needs", "sheet", "signer", "subject"]

Investigated = c.OrderRetest | c.InvalidateResult | c.WithdrawSample
Command = (
    c.PlanSample
    | c.SendSample
    | c.ReceiveSample
    | c.SetDue
    | c.BeginExposure
    | c.EndExposure
    | c.OrderRetest
    | c.CheckRetest
    | c.InvalidateResult
    | c.StoreSample
    | c.DiscardSample
    | c.WithdrawSample
)


def subject(command: Command) -> str:
    """Return the subject whose state decides."""
    return subjects.sample(command.sample)


def needs(command: Command, _state: SampleState) -> tuple[str, ...]:
    """Return the roots of the policy and of the deviation that a command names."""
    if isinstance(command, Investigated):
        number = command.investigation.strip()
        return ("site", *((subjects.deviation(number),) if number else ()))
    return ("site",) if isinstance(command, c.EndExposure) else ()


def signer(command: Command, actor: Actor) -> tuple[str, tuple[str, ...]]:
    """Return who signs the event and the roles of which one is the role of the signature; an empty id: no signature."""
    return (actor.person, c.RIGHTS[type(command)]) if isinstance(command, c.SIGNED) else ("", ())


def decide(state: SampleState, facts: Facts, command: Command, actor: Actor, at: Instant) -> Decision:
    """Return the events that a command makes, or why not."""
    refusal = right_missing(c.RIGHTS, command, actor)
    if refusal is not None:
        return Decision(refusal=refusal)
    try:
        return _decided(state, facts, command, actor, at)
    except Refusal as found:
        return Decision(refusal=found)


def _decided(state: SampleState, facts: Facts, command: Command, actor: Actor, at: Instant) -> Decision:
    match command:
        case c.PlanSample():
            return plan(state, command, at)
        case c.SendSample():
            return send(state, command)
        case c.ReceiveSample():
            return receive(state, command)
        case c.SetDue():
            return due(state, command)
        case c.BeginExposure():
            return begin(state, command, at)
        case c.EndExposure():
            return end(state, facts, command, at)
        case c.OrderRetest():
            return order(state, facts, command, actor)
        case c.CheckRetest():
            return check(state, command, actor)
        case c.InvalidateResult():
            return invalidate(state, facts, command, actor)
        case c.StoreSample():
            return store(state, command, at)
        case c.DiscardSample():
            return discard(state, command)
        case c.WithdrawSample():
            return withdraw(state, facts, command)
