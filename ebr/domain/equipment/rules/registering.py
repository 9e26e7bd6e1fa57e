"""Registering equipment, changing what it needs, and finding it fit for use (21 CFR 211.63, 211.68(a), 211.105(b))."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from ebr.domain import subjects
from ebr.domain.decision import Actor, Decision, Draft
from ebr.domain.equipment import events as e
from ebr.domain.equipment.commands import AddEquipment, ChangeEquipment, QualifyEquipment
from ebr.domain.equipment.rules.trouble import day_ahead, known, said
from ebr.domain.equipment.state import GRADES, EquipmentState
from ebr.domain.refusal import Refusal
from ebr.domain.units import known as known_unit
from ebr.domain.values import Instant, clean_text, number, shown_text

CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:+() -]{0,39}")
LONGEST_NAME: Final = 120
LONGEST_TIME: Final = 3660
"""Days, or hours, of a need: ten years and a bit more than five months."""


def add(state: EquipmentState, command: AddEquipment) -> Decision:
    """Register a piece; nobody uses it before quality has qualified it."""
    if not CODE.fullmatch(command.equipment) or command.equipment != command.equipment.strip():
        raise Refusal("equipment_code", equipment=shown_text(command.equipment))
    if state.entry:
        raise Refusal("equipment_code_used", equipment=state.id, name=state.name)
    kind = clean_text(command.kind, LONGEST_NAME)
    if not kind:
        raise Refusal("equipment_kind_missing")
    needs = checked_needs(command.needs)
    lot = clean_text(command.lot, LONGEST_NAME)
    if needs.single_use and not lot:
        raise Refusal("assembly_lot_missing", equipment=command.equipment)
    name, place = _name(command.name), clean_text(command.place, LONGEST_NAME)
    event = e.EquipmentAdded(command.equipment, name, kind, place, needs, clean_text(command.serial, LONGEST_NAME), lot)
    return Decision((Draft(subjects.equipment(command.equipment), event),))


def change(state: EquipmentState, command: ChangeEquipment) -> Decision:
    """Change name, place or needs; other needs void the qualification."""
    known(state)
    needs, name = checked_needs(command.needs), _name(command.name)
    place = clean_text(command.place, LONGEST_NAME)
    if (needs, name, place) == (state.needs, state.name, state.place):
        raise Refusal("equipment_unchanged", equipment=state.id)
    event = e.EquipmentChanged(state.id, name, place, needs, said(command.reason, state))
    return Decision((Draft(subjects.equipment(state.id), event),))


def qualify(state: EquipmentState, command: QualifyEquipment, actor: Actor, at: Instant) -> Decision:
    """Find it fit for use with the needs that stand; never who wrote them."""
    known(state)
    if actor.person == state.written_by:
        raise Refusal("equipment_own_qualification", person=actor.name or actor.person, equipment=state.id)
    evidence = clean_text(command.evidence, 500)
    if not evidence:
        raise Refusal("equipment_evidence_missing", equipment=state.id)
    until = day_ahead(command.until, at)
    return Decision((Draft(subjects.equipment(state.id), e.EquipmentQualified(state.id, evidence, until)),))


def checked_needs(needs: e.Needs) -> e.Needs:
    """Return needs that the program can keep; raises `Refusal` that names the first that makes no sense."""
    for name, value in (
        ("calibration_days", needs.calibration_days),
        ("maintenance_days", needs.maintenance_days),
        ("clean_hold_hours", needs.clean_hold_hours),
        ("dirty_hold_hours", needs.dirty_hold_hours),
    ):
        if not 0 <= value <= LONGEST_TIME:
            raise Refusal("need_time", field=name, value=str(value), longest=str(LONGEST_TIME))
    if needs.grade and needs.grade not in GRADES:
        raise Refusal("need_grade", grade=shown_text(needs.grade))
    if needs.clearance and not needs.checklist:
        raise Refusal("need_checklist")
    if (needs.clean_hold_hours or needs.dirty_hold_hours) and not needs.cleaning:
        raise Refusal("need_hold_without_cleaning")
    _checks(needs)
    _balance(needs)
    return needs


def _checks(needs: e.Needs) -> None:
    names = [clean_text(check.name, LONGEST_NAME) for check in needs.checks]
    if not all(names) or len(set(names)) != len(names):
        raise Refusal("need_check_names")
    for check in needs.checks:
        low = number(check.low) if check.low else None
        high = number(check.high) if check.high else None
        if (low is None and high is None) or (low is not None and high is not None and low > high):
            raise Refusal("need_check_limits", check=check.name)
        _unit(check.unit)
    lines = [clean_text(line, 300) for line in needs.checklist]
    if not all(lines) or len(set(lines)) != len(lines):
        raise Refusal("need_checklist")


def _balance(needs: e.Needs) -> None:
    weights = {name: getattr(needs, name) for name in ("capacity", "minimum", "resolution") if getattr(needs, name)}
    if weights and not needs.unit:
        raise Refusal("need_unit")
    _unit(needs.unit)
    found = {name: number(text) for name, text in weights.items()}
    wrong = next((name for name, value in found.items() if value <= 0), "")
    if wrong or found.get("minimum", Decimal(0)) > found.get("capacity", Decimal("Infinity")):
        raise Refusal("need_weight", field=wrong or "minimum", value=weights[wrong or "minimum"])


def _unit(unit: str) -> None:
    if unit and not known_unit(unit):
        raise Refusal("need_unit_unknown", unit=shown_text(unit))


def _name(text: str) -> str:
    name = clean_text(text, LONGEST_NAME)
    if not name:
        raise Refusal("equipment_name_missing")
    return name
