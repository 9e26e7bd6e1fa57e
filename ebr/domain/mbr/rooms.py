"""Which room a step is done in: asked for by code, by cleanroom grade, or by the scan of a room.

What a step says goes before what its unit procedure says. A document that asks for nothing is done wherever its batch
record says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ebr.domain.mbr.model import Mbr, Phase, Slot, UnitProcedure

ROOM: Final = "room"
"""Class of equipment that a room is registered as."""
CLEARED: Final = ("cleared", "cleared_after")


@dataclass(frozen=True, slots=True)
class Asked:
    """A room by its code ("": the one that is scanned) and the least cleanroom grade ("" any)."""

    code: str = ""
    grade: str = ""


def asked(unit: UnitProcedure, phase: Phase) -> Asked | None:
    """Return the room a step asks for, None when it asks for none."""
    found = Asked(phase.room_code or unit.room_code, phase.cleanroom or unit.cleanroom)
    return found if found.code or found.grade else None


def asked_in(mbr: Mbr, unit: str, phase: Phase) -> Asked | None:
    """Return the room that a step of a unit procedure asks for, by the id of that."""
    found = next((one for one in mbr.procedure if one.id == unit), None)
    return asked(found, phase) if found is not None else None


def room_requirements(mbr: Mbr) -> frozenset[str]:
    """Return the ids of the equipment requirements that are rooms."""
    return frozenset(one.id for one in mbr.equipment if one.kind.strip().casefold() == ROOM)


def tends(slot: Slot) -> bool:
    """Tell whether an entry may leave a room or machine cleared or clean."""
    return slot.kind == "clearance" or bool(slot.leaves)
