"""What is true of a piece of equipment, a single-use assembly or a room, and whether a batch may use it."""

from __future__ import annotations

from ebr.domain.equipment.state.apply import apply, start
from ebr.domain.equipment.state.classes import CLASSES, GRADES, needs_of_class
from ebr.domain.equipment.state.model import EquipmentState, LogRow, Status, Use
from ebr.domain.equipment.state.relied import facts_at
from ebr.domain.equipment.state.standing import lapsed_during, status_at, touched
from ebr.domain.equipment.state.use import (
    began_already,
    blocked,
    cleared_after,
    equipment_in,
    room_blocked,
    roots_for,
)

__all__ = [
    "CLASSES",
    "GRADES",
    "EquipmentState",
    "LogRow",
    "Status",
    "Use",
    "apply",
    "began_already",
    "blocked",
    "cleared_after",
    "equipment_in",
    "facts_at",
    "lapsed_during",
    "needs_of_class",
    "room_blocked",
    "roots_for",
    "start",
    "status_at",
    "touched",
]
