"""Which second person an entry needs: the one that the master names, and one where a device did not do the reading.

An entry with a `device` expects an automatic reading (21 CFR 211.68). Typed by hand instead, it needs a second person
whatever the master says. A component whose lot was scanned and whose weight came from the balance needs none:
automated equipment does what the second person would (211.101(c)).
"""

from __future__ import annotations

from collections.abc import Mapping

from ebr.domain.batch.state.model import BatchState
from ebr.domain.batch.state.slots import Row
from ebr.domain.mbr.kinds import MATERIALS
from ebr.domain.mbr.model import Slot

DEVICE, FORM = "device", "form"
DEVICES = ("device", "device_gross", "device_net", "device_tare")
"""Parts of a source that name a piece of equipment; gross and tare may come from two."""
NAMES = frozenset(DEVICES)
SCANNED = "scanned"
BY_HAND = "verified"
"""What the second person of a reading by hand does where the master names nobody."""


def second_of(state: BatchState, slot: Slot, address: str) -> str:
    """Return the meaning of the second person's signature that an entry needs as it stands, "" for none."""
    if not slot.device:
        return slot.second
    held = state.slots.get(address)
    rows = held.standing() if held is not None else []
    if any(by_hand(row) for row in rows):
        return slot.second or BY_HAND
    automatic = slot.kind in MATERIALS and bool(rows) and all(lot_scanned(slot, row) for row in rows)
    return "" if automatic else slot.second


def devices_of(source: Mapping[str, str]) -> tuple[str, ...]:
    """Return the codes of the equipment that read a value, or a part of it."""
    if NAMES.isdisjoint(source):
        return ()
    return tuple(dict.fromkeys(code for name in DEVICES if (code := source.get(name, "").strip())))


def reads(source: Mapping[str, str]) -> bool:
    """Tell whether a piece of equipment read a value, or a part of it."""
    return bool(devices_of(source))


def by_hand(row: Row) -> bool:
    """Tell whether a person typed what a device should have read; a form on paper has its own second check."""
    return bool(row.performed_by) and (row.source.get("how") not in (DEVICE, FORM) or bool(row.corrections))


def lot_scanned(slot: Slot, row: Row) -> bool:
    """Tell whether the lot of a row came from its label; what is filled to the mark names none."""
    return slot.kind == "qs" or row.source.get("lot") == SCANNED
