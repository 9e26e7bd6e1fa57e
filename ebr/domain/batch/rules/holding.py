"""Giving a part of a batch to another station, taking one over, and refusing work in a part held elsewhere.

One holder writes (floor-rules 2). The person present gives a part away (a supervisor gives the header); the entry that
says so comes after everything recorded in the part, so whoever takes it goes on from there. Taking over without contact
is a supervisor's signed exception: the holder may still have entries that nobody else has seen.
"""

from __future__ import annotations

from ebr.domain import subjects
from ebr.domain.batch import commands as c
from ebr.domain.batch import events as e
from ebr.domain.batch.rules import guards, handing
from ebr.domain.batch.rules.known import Known
from ebr.domain.batch.rules.raised import raised
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.fill import late_result
from ebr.domain.batch.state.holding import (
    HEADER,
    held_here,
    holder_of,
    inner_parts,
    part_of,
    parts,
    unit_of,
)
from ebr.domain.batch.state.plan import last_id
from ebr.domain.decision import Actor, Decision, Draft
from ebr.domain.refusal import Refusal
from ebr.domain.site.state import site_in, station_named
from ebr.domain.values import Instant, clean_text, shown_text


def elsewhere(state: BatchState, command: object, actor: Actor) -> Refusal | None:
    """Refuse what only the holder of a part may do, naming the station that holds it."""
    if state.plan is None or (not actor.station and not actor.log):
        return None
    part = _part(state, command)
    if part is None or held_here(state, part, actor):
        return None
    return Refusal("held_elsewhere", station=holder_of(state, part), step=title(state, part), batch=state.id)


def _part(state: BatchState, command: object) -> str | None:
    """Return the part a command works in; None for what never needs the hold."""
    address = ""
    match command:
        case c.CompleteBatch() | c.AmendBatch():
            return HEADER
        case c.RecordValue() | c.CorrectValue() | c.CloseItems() | c.StartTimer() | c.StopTimer():
            address = command.slot
        case c.IssueLabels() | c.PrintLabels() | c.TakeInLabels() | c.CountDelivery():
            address = command.slot
        case c.SignStep():
            address = command.scope
        case c.NameScribe():
            address = command.phase
        case c.HandOver():
            address = command.where
        case c.OpenRound() | c.EndRounds():
            address = command.node
        case c.RaiseException() if command.accepts:
            address = command.where
        case _:
            return None
    return None if _is_result(state, address) else part_of(state, address)


def _is_result(state: BatchState, address: str) -> bool:
    slot = state.plan.slots.get(last_id(address)) if state.plan is not None and address else None
    return slot is not None and late_result(slot)


def title(state: BatchState, part: str) -> str:
    """Return what people call a part: the title of its step, the label of a sample; empty for the header."""
    plan = state.plan
    slot = plan.slots.get(part) if plan is not None and part else None
    if slot is not None:
        return slot.label
    node = plan.places[part].node if plan is not None and part in plan.places else None
    return node.title if node is not None else ""


def subject_of(state: BatchState, part: str) -> str:
    """Return the subject a part is recorded under: that of its unit procedure, or the batch's."""
    return subjects.unit(state.id, unit_of(state, part)) if part else subjects.batch(state.id)


def give(state: BatchState, known: Known, command: c.GivePart, actor: Actor, at: Instant) -> Decision:
    """Give a part held here to another station of the site."""
    refusal = _movable(state, command.part)
    if refusal is None and not held_here(state, command.part, actor):
        station, step = holder_of(state, command.part), title(state, command.part)
        refusal = Refusal("held_elsewhere", station=station, step=step, batch=state.id)
    if refusal is None and command.part == HEADER and "supervisor" not in actor.roles:
        refusal = Refusal("right_missing", person=actor.name or actor.person, needed="supervisor")
    if refusal is None and station_named(site_in(known.facts), command.station) is None:
        refusal = Refusal("station_unknown", station=shown_text(command.station))
    if refusal is None and command.station == actor.station:
        refusal = Refusal("part_held_here", step=title(state, command.part), batch=state.id)
    later = ""
    if refusal is None:
        refusal, later = handing.receiver(state, known, command.part, clean_text(command.to, 120), at)
    if refusal is not None:
        return Decision(refusal=refusal)
    event = e.HolderChanged(state.id, command.part, command.station, actor.station, clean_text(command.note, 500))
    drafts = (Draft(subject_of(state, command.part), event), *_named(state, command.part, command.to))
    return Decision(drafts, answer={"untrained": later})


def take_over(state: BatchState, known: Known, command: c.TakeOver, actor: Actor, at: Instant) -> Decision:
    """Take over a part whose holder cannot be reached; review sees the exception.

    Who takes over is trained in what is open there, or names who goes on (`to`) and is.
    """
    refusal = _movable(state, command.part)
    if refusal is None and held_here(state, command.part, actor):
        refusal = Refusal("part_held_here", step=title(state, command.part), batch=state.id)
    reason = clean_text(command.reason, 500)
    if refusal is None and not reason:
        refusal = Refusal("reason_missing", slot=title(state, command.part) or state.id)
    later = ""
    if refusal is None:
        refusal, later = handing.receiver(state, known, command.part, handing.goes_on(command.to, actor), at)
    if refusal is not None:
        return Decision(refusal=refusal)
    was = holder_of(state, command.part)
    event = e.TakenOver(state.id, command.part, actor.station, was, reason)
    params = {"was": was, "station": actor.station, "step": title(state, command.part)}
    departure = raised(state, command.part, "taken_over", "major", params, reason=clean_text(command.reason, 120))
    answer = {"role": "supervisor", "untrained": later}
    taken = Draft(subject_of(state, command.part), event)
    return Decision((taken, *_named(state, command.part, command.to), departure), answer=answer)


def _named(state: BatchState, part: str, to: str) -> tuple[Draft, ...]:
    """Return the entry that keeps who goes on, where somebody is named."""
    person = clean_text(to, 120)
    return (Draft(subject_of(state, part), e.GoesOn(state.id, part, person)),) if person else ()


def _movable(state: BatchState, part: str) -> Refusal | None:
    refusal = guards.issued(state)
    if refusal is None and state.aborted is not None:
        refusal = Refusal("batch_aborted", batch=state.id)
    if refusal is None and part not in (*parts(state), *inner_parts(state)):
        refusal = Refusal("step_unknown", step=shown_text(part), batch=state.id)
    return refusal
