"""Cleaning, maintenance and line clearance: done by one, checked by another who signs (21 CFR 211.67, 211.182).

Line clearance is EU GMP chapter 5, 5.44, and 21 CFR 211.130(e): before a batch begins nothing of another is left.
"""

from __future__ import annotations

import re
from typing import Final

from ebr.domain import subjects
from ebr.domain.decision import Actor, Decision, Draft, Facts
from ebr.domain.equipment import events as e
from ebr.domain.equipment.commands import SIGNED_BY, CleanEquipment, ClearLine, EndUse, MaintainEquipment
from ebr.domain.equipment.rules.trouble import day_ahead, filled, free, known
from ebr.domain.equipment.state import EquipmentState
from ebr.domain.equipment.state.standing import dirty_until
from ebr.domain.equipment.state.times import later, moment, written
from ebr.domain.people.state import approver_trouble
from ebr.domain.refusal import Refusal
from ebr.domain.site.state import site_in
from ebr.domain.values import Instant, clean_text, shown_text

SHA256: Final = re.compile(r"[0-9a-f]{64}")
WHEN: Final = ("before", "after")
ANSWERS: Final = ("yes", "no")


def clean(state: EquipmentState, facts: Facts, command: CleanEquipment, actor: Actor, at: Instant) -> Decision:
    """Record a cleaning; after the dirty-hold time it is recorded too, but quality decides what it is worth."""
    known(state)
    if not state.needs.cleaning:
        raise Refusal("cleaning_none", equipment=state.id, name=state.name)
    free(state)
    procedure = filled(command.procedure, "procedure", state)
    _second(facts, command.checked_by, type(command), actor)
    hours, limit = state.needs.clean_hold_hours, dirty_until(state)
    until = written(later(at, hours=hours)) if hours else ""
    overdue = limit if limit and moment(at.wall) > moment(limit) else ""
    value = _photograph(state, facts, command.photograph, "cleaning_photo")
    event = e.EquipmentCleaned(state.id, procedure, command.checked_by, until, overdue)
    pictured = (Draft(subjects.equipment(state.id), e.CleaningPictured(state.id, value)),) if value else ()
    return Decision((Draft(subjects.equipment(state.id), event), *pictured))


def maintain(state: EquipmentState, facts: Facts, command: MaintainEquipment, actor: Actor, at: Instant) -> Decision:
    """Record maintenance or a repair."""
    known(state)
    free(state)
    work = filled(command.work, "work", state)
    due = day_ahead(command.due, at)
    if state.needs.maintenance_days and not due:
        raise Refusal("maintenance_due_missing", equipment=state.id)
    _second(facts, command.checked_by, type(command), actor)
    event = e.EquipmentMaintained(state.id, work, command.checked_by, due, command.requalify)
    return Decision((Draft(subjects.equipment(state.id), event),))


def clear(state: EquipmentState, facts: Facts, command: ClearLine, actor: Actor) -> Decision:
    """Record a clearance with every line of the checklist answered; one "no" is recorded and clears nothing."""
    known(state)
    if not state.needs.clearance:
        raise Refusal("clearance_none", equipment=state.id, name=state.name)
    if command.when not in WHEN:
        raise Refusal("clearance_when", when=shown_text(command.when))
    batch = clean_text(command.batch, 120)
    if not batch:
        raise Refusal("clearance_batch_missing", equipment=state.id)
    other = next((use for use in state.open.values() if use.batch != batch), None)
    if other is not None:
        since = other.began.at.wall
        raise Refusal("equipment_in_use", equipment=state.id, name=state.name, batch=other.batch, since=since)
    answers = _answers(state, command)
    value = _photograph(state, facts, command.photograph, "clearance_photo")
    _second(facts, command.checked_by, type(command), actor)
    product = clean_text(command.product, 200)
    event = e.LineCleared(state.id, batch, product, command.when, answers, command.checked_by, value)
    passed = all(answer == "yes" for _, answer in answers)
    return Decision((Draft(subjects.equipment(state.id), event),), answer={"cleared": "yes" if passed else "no"})


def _photograph(state: EquipmentState, facts: Facts, sha256: str, setting: str) -> dict[str, str]:
    """Return the photograph as an entry names it, empty without one; refuses none where the policy asks for it."""
    if sha256 and not SHA256.fullmatch(sha256):
        raise Refusal("clearance_photograph", equipment=state.id)
    if not sha256 and site_in(facts).policy.yes(setting):
        raise Refusal("photograph_missing", equipment=state.id, name=state.name)
    return {"sha256": sha256} if sha256 else {}


def _answers(state: EquipmentState, command: ClearLine) -> tuple[tuple[str, str], ...]:
    given = dict(command.answers)
    missing = next((line for line in state.needs.checklist if given.get(line) not in ANSWERS), None)
    if missing is not None:
        raise Refusal("clearance_line_missing", equipment=state.id, line=missing)
    if set(given) - set(state.needs.checklist) or len(given) < len(command.answers):
        raise Refusal("clearance_line_unknown", equipment=state.id)
    return tuple((line, given[line]) for line in state.needs.checklist)


def end_use(state: EquipmentState, command: EndUse) -> Decision:
    """End the use by a batch."""
    known(state)
    if command.batch not in state.batches:
        raise Refusal("equipment_not_in_use", equipment=state.id, name=state.name, batch=shown_text(command.batch))
    return Decision((Draft(subjects.equipment(state.id), e.UseEnded(state.id, command.batch)),))


def _second(facts: Facts, person: str, command: type, actor: Actor) -> None:
    refusal = approver_trouble(facts, person, SIGNED_BY[command], actor)
    if refusal is not None:
        raise refusal
