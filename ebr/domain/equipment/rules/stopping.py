"""Stopping equipment, which many may, and letting it go on, which is quality's (21 CFR 211.68(a), 211.160(b)(4))."""

from __future__ import annotations

from ebr.domain import subjects
from ebr.domain.decision import Decision, Draft
from ebr.domain.equipment import events as e
from ebr.domain.equipment.commands import HoldEquipment, ReleaseEquipment, ReturnToService, TakeOutOfService
from ebr.domain.equipment.rules.trouble import known, said
from ebr.domain.equipment.state import EquipmentState
from ebr.domain.refusal import Refusal

Command = HoldEquipment | ReleaseEquipment | TakeOutOfService | ReturnToService


def stop(state: EquipmentState, command: HoldEquipment | TakeOutOfService) -> Decision:
    """Let nobody use it; a second reason adds to the first."""
    known(state)
    reason = said(command.reason, state)
    held = isinstance(command, HoldEquipment)
    event = e.EquipmentHeld(state.id, reason) if held else e.TakenOutOfService(state.id, reason)
    return Decision((Draft(subjects.equipment(state.id), event),))


def release(state: EquipmentState, command: ReleaseEquipment) -> Decision:
    """Lift the holds."""
    known(state)
    if not state.barred("hold"):
        raise Refusal("equipment_not_held", equipment=state.id, name=state.name)
    event = e.EquipmentReleased(state.id, said(command.reason, state))
    return Decision((Draft(subjects.equipment(state.id), event),))


def give_back(state: EquipmentState, command: ReturnToService) -> Decision:
    """Return it to service; never with a calibration that failed and was not passed since, never a failed assembly."""
    known(state)
    out = state.barred("out")
    if not out:
        raise Refusal("equipment_in_service", equipment=state.id, name=state.name)
    if any(made.result != "pass" for made in state.calibrated.values()):
        raise Refusal("return_needs_calibration", equipment=state.id, name=state.name)
    if any(mark.why == "integrity_failed" and not mark.said for mark in out):
        since = out[0].stamp.at.wall
        raise Refusal("assembly_integrity_failed", equipment=state.id, name=state.name, since=since)
    event = e.ReturnedToService(state.id, said(command.reason, state))
    return Decision((Draft(subjects.equipment(state.id), event),))
