"""What equipment of a class usually needs: what the form of a new piece begins with, and quality confirms.

The names are the classes that master batch records ask for. A site changes each need where it registers the piece;
what is not in the table begins with cleaning between batches.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ebr.domain.equipment.events import CheckLimit, Needs

YEAR: Final = 365
HALF_YEAR: Final = 182
CLEAN_HOURS: Final = 72
DIRTY_HOURS: Final = 24
CHECKLIST: Final = (
    "Nothing of the previous product or batch is left",
    "No labels, papers or containers of another batch",
    "Room and equipment are clean and within their hold time",
    "Waste is removed",
)
GRADES: Final = ("A", "B", "C", "D")
"""Cleanroom grades of EU GMP Annex 1, the cleanest first."""

_CLEANED = Needs(cleaning=True, clean_hold_hours=CLEAN_HOURS, dirty_hold_hours=DIRTY_HOURS, maintenance_days=YEAR)
_MEASURES = Needs(calibration_days=HALF_YEAR)
_ROOM = Needs(cleaning=True, clean_hold_hours=DIRTY_HOURS, clearance=True, checklist=CHECKLIST)
_LINE = Needs(
    cleaning=True,
    clean_hold_hours=CLEAN_HOURS,
    dirty_hold_hours=DIRTY_HOURS,
    maintenance_days=YEAR,
    clearance=True,
    checklist=CHECKLIST,
)

CLASSES: Final[Mapping[str, Needs]] = {
    "balance": Needs(calibration_days=HALF_YEAR, checks=(CheckLimit("Check weight", "g", "", ""),)),
    "room": _ROOM,
    "line": _LINE,
    "bottle_line": _LINE,
    "booth": _CLEANED,
    "mixer": _CLEANED,
    "granulator": _CLEANED,
    "mill": _CLEANED,
    "sifter": _CLEANED,
    "dryer": _CLEANED,
    "blender": _CLEANED,
    "press": _CLEANED,
    "filler": _CLEANED,
    "vessel": _CLEANED,
    "safety_cabinet": Needs(cleaning=True, clean_hold_hours=DIRTY_HOURS, maintenance_days=HALF_YEAR, grade="A"),
    "moisture_analyser": _MEASURES,
    "tablet_tester": _MEASURES,
    "friabilator": _MEASURES,
    "metal_detector": _MEASURES,
    "cell_counter": _MEASURES,
    "cytometer": _MEASURES,
    "freezer": _MEASURES,
    "cryo_store": _MEASURES,
    "thawer": _MEASURES,
    "tubing_set": Needs(single_use=True, integrity=True),
    "welder": Needs(maintenance_days=YEAR),
    "sealer": Needs(maintenance_days=YEAR),
    "printer": Needs(),
}


def needs_of_class(kind: str) -> Needs:
    """Return what a piece of this class begins with."""
    return CLASSES.get(kind.strip().casefold(), _CLEANED)
