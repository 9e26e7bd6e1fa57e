"""What a batch relied on, written beside what relied on it: machines and rooms at their first use, training at work.

Nothing is written twice: a balance that serves many steps is noted again only when something is known of it that was
not, a person only for a version that was not noted for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ebr.domain import subjects
from ebr.domain.batch import commands as c
from ebr.domain.batch.events import StepSigned, TimerStarted, ValueRecorded
from ebr.domain.batch.events.relied import EquipmentRelied, TrainingRelied
from ebr.domain.batch.rules import trained
from ebr.domain.batch.rules.known import Known
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.plan import last_id
from ebr.domain.decision import Actor, Draft
from ebr.domain.equipment.events import UseBegan
from ebr.domain.equipment.state import equipment_in, facts_at
from ebr.domain.values import Instant

OF_WORK = (ValueRecorded, TimerStarted, StepSigned)


def noted(
    state: BatchState, known: Known, command: object, actor: Actor, at: Instant, drafts: Sequence[Draft]
) -> list[Draft]:
    """Return what has to be written beside the drafts of a decision."""
    began = [draft.event for draft in drafts if isinstance(draft.event, UseBegan)]
    found = [draft for event in began for draft in _equipment(state, known, event, at)]
    if any(isinstance(draft.event, OF_WORK) for draft in drafts):
        found += _training(state, known, command, actor, at)
    return found


def _equipment(state: BatchState, known: Known, event: UseBegan, at: Instant) -> Iterator[Draft]:
    piece = equipment_in(known.facts, event.equipment)
    facts = facts_at(piece, state.id, at)
    before = [one.facts for one, _ in state.equipment_relied if one.equipment == event.equipment]
    if before and dict(before[-1]) == facts:
        return
    noted_ = EquipmentRelied(state.id, event.equipment, event.where, piece.name, piece.kind, facts)
    yield Draft(_subject(state, event.where), noted_)


def _training(state: BatchState, known: Known, command: object, actor: Actor, at: Instant) -> Iterator[Draft]:
    person, where = _who(command, actor)
    plan = state.plan
    phase = plan.phases.get(plan.phase_of.get(last_id(where), last_id(where))) if plan is not None and where else None
    if phase is None or not phase.sop or not person:
        return
    found = trained.versions(known, phase, person, at)
    before = {
        (task, version, one.until.get(task, ""))
        for one, _ in state.training_relied
        if one.person == person
        for task, version in one.versions.items()
    }
    new = {task: pair for task, pair in found.items() if (task, *pair) not in before}
    if new:
        versions = {task: version for task, (version, _) in new.items()}
        until = {task: day for task, (_, day) in new.items() if day}
        yield Draft(_subject(state, where), TrainingRelied(state.id, person, where, versions, until))


def _who(command: object, actor: Actor) -> tuple[str, str]:
    """Return who does something and where; ("", "") for what asks for no training."""
    match command:
        case c.RecordValue():
            return command.performed_by or actor.person, command.slot
        case c.StartTimer():
            return actor.person, command.slot
        case c.SignStep() if command.meaning in trained.OF_TRAINED:
            return actor.person, command.scope
    return "", ""


def _subject(state: BatchState, where: str) -> str:
    plan, name = state.plan, last_id(where) if where else ""
    if plan is None or name not in plan.places:
        return subjects.batch(state.id)
    return subjects.unit(state.id, plan.places[name].path[0])
