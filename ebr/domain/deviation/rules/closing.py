"""Proposing, sending back, closing and opening again; all four are signed (21 CFR 211.22, 211.192; floor-rules 11).

Who closes has neither opened nor investigated nor proposed the deviation, and raised none of its exceptions.
"""

from __future__ import annotations

from ebr.domain import subjects
from ebr.domain.decision import Actor, Decision, Draft, Facts
from ebr.domain.deviation import commands as c
from ebr.domain.deviation import events as e
from ebr.domain.deviation.rules.opening import named, rule_of, text_of
from ebr.domain.deviation.state import Batch, DeviationState
from ebr.domain.refusal import Refusal

Closing = c.ProposeClosing | c.ReturnDeviation | c.CloseDeviation | c.ReopenDeviation


def decide(state: DeviationState, facts: Facts, command: Closing, actor: Actor) -> Decision:
    """Return the signed event of a command."""
    match command:
        case c.ProposeClosing():
            return propose(state, command)
        case c.ReturnDeviation():
            return send_back(state, command)
        case c.CloseDeviation():
            return close(state, facts, command, actor)
        case c.ReopenDeviation():
            return reopen(state, command)


def propose(state: DeviationState, command: c.ProposeClosing) -> Decision:
    """Propose to close what is complete."""
    _open(state)
    if state.proposal is not None:
        raise Refusal("deviation_proposed", deviation=state.number)
    if state.missing:
        raise Refusal("deviation_incomplete", deviation=state.number, section=state.missing[0])
    event = e.ClosingProposed(state.number, text_of(command.conclusion, "conclusion"))
    return Decision((Draft(subjects.deviation(state.number), event),))


def send_back(state: DeviationState, command: c.ReturnDeviation) -> Decision:
    """Say what is missing; the proposal is taken back."""
    _proposed(state)
    event = e.DeviationReturned(state.number, text_of(command.reason, "reason"))
    return Decision((Draft(subjects.deviation(state.number), event),), answer={"role": "quality"})


def close(state: DeviationState, facts: Facts, command: c.CloseDeviation, actor: Actor) -> Decision:
    """Approve what was proposed, as somebody who had no part in it."""
    _proposed(state)
    if actor.person in state.people or actor.person in raisers(state, facts):
        raise Refusal("own_deviation", person=actor.name or actor.person, deviation=state.number)
    event = e.DeviationClosed(state.number, text_of(command.conclusion, "conclusion"))
    return Decision((Draft(subjects.deviation(state.number), event),), answer={"role": "quality"})


def reopen(state: DeviationState, command: c.ReopenDeviation) -> Decision:
    """Open it again; each batch is told, which makes a review that saw it closed void."""
    if state.open:
        raise Refusal("deviation_not_closed", deviation=state.number)
    event = e.DeviationReopened(state.number, text_of(command.reason, "reason"))
    told = named(state.number, state.title, state.severity, state.batches, state.exceptions, rule_of(state))
    return Decision((Draft(subjects.deviation(state.number), event), *told), answer={"role": "quality"})


def raisers(state: DeviationState, facts: Facts) -> frozenset[str]:
    """Return who raised the exceptions that it covers."""
    found = set()
    for batch, number in state.exceptions:
        known = facts.get(subjects.batch(batch))
        if isinstance(known, Batch) and number in known.exceptions:
            found.add(known.exceptions[number].raised.by)
    return frozenset(found - {""})


def _open(state: DeviationState) -> None:
    if not state.open:
        raise Refusal("deviation_closed", deviation=state.number)


def _proposed(state: DeviationState) -> None:
    _open(state)
    if state.proposal is None:
        raise Refusal("deviation_not_proposed", deviation=state.number)
