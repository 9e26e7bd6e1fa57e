"""What is allowed with samples (contract: `ebr.domain.decision`; floor-rules 4, 5, 14; 21 CFR 211.160, 211.192).

Taking a batch's sample and entering its results are acts of the batch and are decided there; here is everything else,
and all of a room's sample (`rooms`).
"""

from __future__ import annotations

from ebr.domain import subjects
from ebr.domain.decision import Actor, Decision, Facts
from ebr.domain.equipment.state import roots_for
from ebr.domain.people.state import right_missing
from ebr.domain.refusal import Refusal
from ebr.domain.sample import commands as c
from ebr.domain.sample.rules import rooms
from ebr.domain.sample.rules.judging import check, check_room, conclude, invalidate, order, withdraw
from ebr.domain.sample.rules.moving import begin, discard, due, end, plan, receive, send, store
from ebr.domain.sample.rules.sheets import sheet
from ebr.domain.sample.state import SampleState
from ebr.domain.values import Instant

__all__ = ["decide", "further", "needs", "sheet", "signer", "subject"]

Investigated = c.OrderRetest | c.InvalidateResult | c.WithdrawSample | c.ConcludeRoomResult
OfRoom = c.PlanRoomSample | c.TakeRoomSample | c.IncubateSample | c.ReadRoomSample | c.CheckRoomResult
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
    | c.ConcludeRoomResult
    | OfRoom
)


def subject(command: Command) -> str:
    """Return the subject whose state decides."""
    return subjects.sample(command.sample)


def needs(command: Command, state: SampleState) -> tuple[str, ...]:
    """Return the roots of the policy, of the deviation that a command names and of the room that a sample is of."""
    if isinstance(command, c.PlanRoomSample):
        return ("site", *roots_for(command.room))
    room = roots_for(state.room) if isinstance(command, c.ReadRoomSample | c.InvalidateResult) else ()
    if isinstance(command, Investigated):
        number = command.investigation.strip()
        return ("site", *((subjects.deviation(number),) if number else ()), *room)
    return ("site", *room) if isinstance(command, c.EndExposure | OfRoom) else ()


def further(command: Command, state: SampleState, _facts: Facts, actor: Actor) -> list[str]:
    """Return the roots of the training that a room's sample asks for."""
    return rooms.training_roots(state, actor.person) if isinstance(command, rooms.Trained) else []


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
        case c.ConcludeRoomResult():
            return conclude(state, facts, command, actor)
        case _:
            return _of_room(state, facts, command, actor, at)


def _of_room(state: SampleState, facts: Facts, command: OfRoom, actor: Actor, at: Instant) -> Decision:
    match command:
        case c.PlanRoomSample():
            return rooms.plan(state, facts, command, at)
        case c.TakeRoomSample():
            return rooms.take(state, facts, command, actor, at)
        case c.IncubateSample():
            return rooms.incubate(state, facts, command, actor, at)
        case c.ReadRoomSample():
            return rooms.read(state, facts, command, actor, at)
        case c.CheckRoomResult():
            return check_room(state, command, actor)
