"""What is typed about a piece of equipment, as needs and back. No Qt; raises `Refusal` for what is no number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ebr.domain.equipment.events import CheckLimit, Needs
from ebr.domain.refusal import Refusal
from ebr.domain.values import shown_text
from ebr.words import mark

TIMES: Final = ("calibration_days", "maintenance_days", "clean_hold_hours", "dirty_hold_hours")
TEXTS: Final = ("grade", "capacity", "minimum", "resolution", "unit")
SWITCHES: Final[Mapping[str, str]] = {
    "cleaning": mark("Cleaning after each use"),
    "clearance": mark("Line clearance for each batch"),
    "single_use": mark("For a single batch"),
    "integrity": mark("Integrity test before use"),
}
CHECKS: Final = 2
"""Readings of a daily check that the form has room for."""
LONGEST_TIME: Final = 3660
LINES: Final = 24
"""Lines that a checklist has at most."""
CHECK_PARTS: Final = ("name", "low", "high", "unit")


def texts_of(needs: Needs) -> dict[str, str]:
    """Return what stands in the fields for these needs."""
    found = {name: str(getattr(needs, name) or "") for name in TIMES}
    found |= {name: getattr(needs, name) for name in TEXTS}
    for at in range(CHECKS):
        check = needs.checks[at] if at < len(needs.checks) else CheckLimit("")
        found |= {f"check{at}_{part}": getattr(check, part) for part in CHECK_PARTS}
    for at in range(LINES):
        found[f"line{at}"] = needs.checklist[at] if at < len(needs.checklist) else ""
    return found


def needs_of(texts: Mapping[str, str], on: Mapping[str, bool], before: Needs) -> Needs:
    """Return the needs that were typed; what the form has no room for stays as it was before."""
    checks = [CheckLimit(**{part: texts[f"check{at}_{part}"] for part in CHECK_PARTS}) for at in range(CHECKS)]
    typed = [check for check in checks if any((check.name, check.low, check.high))]
    lines = [texts.get(f"line{at}", "") for at in range(LINES)]
    return Needs(
        calibration_days=_whole("calibration_days", texts),
        maintenance_days=_whole("maintenance_days", texts),
        checks=(*typed, *before.checks[CHECKS:]),
        cleaning=on["cleaning"],
        clean_hold_hours=_whole("clean_hold_hours", texts),
        dirty_hold_hours=_whole("dirty_hold_hours", texts),
        single_use=on["single_use"],
        integrity=on["integrity"],
        clearance=on["clearance"],
        checklist=(*(line for line in lines if line), *before.checklist[LINES:]),
        grade=texts["grade"].upper(),
        capacity=texts["capacity"],
        minimum=texts["minimum"],
        resolution=texts["resolution"],
        unit=texts["unit"],
    )


def _whole(name: str, texts: Mapping[str, str]) -> int:
    text = texts[name]
    if not text:
        return 0
    if not (text.isascii() and text.isdecimal() and len(text) <= len("10000")):
        raise Refusal("need_time", field=name, value=f"“{shown_text(text)}”", longest=str(LONGEST_TIME))
    return int(text)
