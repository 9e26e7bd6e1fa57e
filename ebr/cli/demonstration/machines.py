"""The equipment and rooms of the demonstration, from `resources/demo/floor.yaml`: registered, qualified, calibrated.

What a class of equipment needs besides is the program's own table (`ebr.domain.equipment.state.classes`), so that the
demonstration shows what a new site would begin with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from ebr.cli.demonstration.floor import Floor
from ebr.cli.demonstration.script import Told, balance_of, duration, floor_data
from ebr.cli.demonstration.stock import day, once, signed_once
from ebr.domain.equipment import commands as q
from ebr.domain.equipment.events import CheckLimit, Needs
from ebr.domain.equipment.state import needs_of_class

DAY: Final = duration("1 d")
ROOM: Final = "room"
CHECK: Final = "Check weight"


def registered(floor: Floor) -> None:
    """Have every room and piece of equipment registered by the supervisor, qualified by quality and calibrated."""
    told = floor_data()
    supervisor, quality = floor.site.with_role("supervisor").id, floor.site.with_role("quality").id
    parts = [*({**part, "kind": ROOM} for part in told["rooms"]), *told["equipment"]]
    for part in parts:
        name = part["id"]
        place = part.get("place", "")
        command = q.AddEquipment(name, part["name"], part["kind"], place, needs(part), lot=part.get("single_use", ""))
        once(floor, command, supervisor, f"equipment/{name}")
    for part in parts:
        qualifying = q.QualifyEquipment(part["id"], f"IQ and OQ of {part['id']}")
        signed_once(floor, qualifying, quality, f"equipment/{part['id']}/qualified")
    for part in parts:
        if "calibration" in part and part.get("calibrated") != "no":
            due = day(floor, part["calibration"])
            found = q.CalibrateEquipment(part["id"], "pass", "within its tolerance", f"CAL-{part['id']}", due)
            signed_once(floor, found, quality, f"equipment/{part['id']}/calibrated")


def needs(part: Mapping[str, Told]) -> Needs:
    """Return what a piece needs: what its class does, and what the file says."""
    if part["kind"] == ROOM:
        return replace(needs_of_class(ROOM), grade=part["grade"])
    usual = needs_of_class(part["kind"])
    usual = replace(usual, calibration_days=int(duration(part.get("calibration", "0 d")) / DAY))
    if "range" not in part:
        return usual
    low, high, _reading = part["check"]
    return replace(
        usual,
        checks=(CheckLimit(CHECK, part["unit"], low, high),),
        capacity=part["range"],
        minimum=part["least"],
        resolution=part["resolution"],
        unit=part["unit"],
    )


def reading_of(equipment: str) -> str:
    """Return what the check weight of a balance shows today."""
    return str(balance_of(equipment)["check"][2])
