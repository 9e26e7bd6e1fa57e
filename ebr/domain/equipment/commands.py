"""What people ask of equipment, and who may ask.

Whoever works with it cleans, checks and stops it; only quality lets it go on. `checked_by` and `quality` name the
second person, who signs beside the one that asks. A registered thing is not used before quality has qualified it, and
never the one who registered it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ebr.domain.equipment.events import Needs


@dataclass(frozen=True, slots=True)
class AddEquipment:
    """Register a piece of equipment, a single-use assembly or a room under the code on its label."""

    equipment: str
    name: str
    kind: str
    place: str
    needs: Needs
    serial: str = ""
    lot: str = ""


@dataclass(frozen=True, slots=True)
class ChangeEquipment:
    """Give another name, place or other needs."""

    equipment: str
    name: str
    place: str
    needs: Needs
    reason: str


@dataclass(frozen=True, slots=True)
class QualifyEquipment:
    """Find it fit for use; `until` is the last day (ISO), "" without end."""

    equipment: str
    evidence: str
    until: str = ""


@dataclass(frozen=True, slots=True)
class CalibrateEquipment:
    """Record a calibration: `result` "pass" or "fail", what was found, the certificate, the last day that it holds."""

    equipment: str
    result: str
    as_found: str
    certificate: str
    due: str = ""


@dataclass(frozen=True, slots=True)
class CheckDaily:
    """Record the readings of today's check, by the names of its limits."""

    equipment: str
    readings: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CleanEquipment:
    """Record a cleaning by its procedure; `checked_by` looked and signs. `photograph` as in `ClearLine`."""

    equipment: str
    procedure: str
    checked_by: str
    photograph: str = ""


@dataclass(frozen=True, slots=True)
class EndUse:
    """Say that a batch uses it no more, before the batch is complete."""

    equipment: str
    batch: str


@dataclass(frozen=True, slots=True)
class HoldEquipment:
    """Let nobody use it until quality decides."""

    equipment: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReleaseEquipment:
    """Lift its holds."""

    equipment: str
    reason: str


@dataclass(frozen=True, slots=True)
class TakeOutOfService:
    """Let nobody use it, because it is broken or away."""

    equipment: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReturnToService:
    """Let it be used again after it was out of service."""

    equipment: str
    reason: str


@dataclass(frozen=True, slots=True)
class MaintainEquipment:
    """Record maintenance or a repair; `checked_by` looked and signs."""

    equipment: str
    work: str
    checked_by: str
    due: str = ""
    requalify: bool = False


@dataclass(frozen=True, slots=True)
class CheckIntegrity:
    """Record the integrity test of a single-use assembly: "pass" or "fail"."""

    equipment: str
    method: str
    reading: str
    result: str


@dataclass(frozen=True, slots=True)
class ClearLine:
    """Clear a room or line `when` "before" or "after" a batch: its checklist, line by line "yes" or "no".

    `photograph` is the SHA-256 of an attachment, "" without one; `checked_by` looked and signs.
    """

    equipment: str
    batch: str
    product: str
    when: str
    answers: tuple[tuple[str, str], ...]
    checked_by: str
    photograph: str = ""


FLOOR: Final = ("operator", "supervisor", "laboratory")
CHECKERS: Final = ("operator", "supervisor", "laboratory", "quality")

RIGHTS: Final[Mapping[type, tuple[str, ...]]] = {
    AddEquipment: ("supervisor", "quality"),
    ChangeEquipment: ("supervisor", "quality"),
    QualifyEquipment: ("quality",),
    CalibrateEquipment: ("supervisor", "laboratory", "quality"),
    CheckDaily: FLOOR,
    CleanEquipment: FLOOR,
    EndUse: FLOOR,
    HoldEquipment: CHECKERS,
    ReleaseEquipment: ("quality",),
    TakeOutOfService: ("supervisor", "laboratory", "quality"),
    ReturnToService: ("quality",),
    MaintainEquipment: FLOOR,
    CheckIntegrity: FLOOR,
    ClearLine: FLOOR,
}
"""Roles that may ask."""

SIGNED_BY: Final[Mapping[type, tuple[str, ...]]] = {
    QualifyEquipment: ("quality",),
    CalibrateEquipment: RIGHTS[CalibrateEquipment],
    CleanEquipment: CHECKERS,
    ReleaseEquipment: ("quality",),
    ReturnToService: ("quality",),
    MaintainEquipment: CHECKERS,
    ClearLine: CHECKERS,
}
"""Roles of which the signer holds one; a command without a row is not signed."""
