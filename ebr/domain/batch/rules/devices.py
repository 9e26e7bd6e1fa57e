"""What a device did while an entry was open: its troubles and the readings nobody took (floor-rules 10).

A screen that asked a balance in vain says so with the value's part "trouble"; a reading that was taken from the
device and then replaced by another is said with the value and "reading_replaced". Both become attempts: durable, never
standing. A reading that was replaced makes the next one a repeated reading.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ebr.domain.batch.commands import RecordValue
from ebr.domain.batch.state.troubles import DEVICE_TROUBLES, REPLACED, TROUBLE
from ebr.domain.refusal import Refusal
from ebr.domain.values import shown_text

__all__ = ["DEVICE_TROUBLES", "REPLACED", "TROUBLE", "trouble", "without_trouble"]

LONGEST: Final = 80


def trouble(command: RecordValue) -> Refusal | None:
    """Return what a command says that the device did; None for every other command."""
    code = command.value.get(TROUBLE, "")
    if not code or command.source.get("how") != "device":
        return None
    known = code if code in DEVICE_TROUBLES else "device_garbage"
    texts = {name: shown_text(str(command.source.get(name, "")), LONGEST) for name in ("device", "raw")}
    return Refusal(known, device=texts["device"], raw=texts["raw"])


def without_trouble(value: Mapping[str, str]) -> dict[str, str]:
    """Return what the device read, if anything."""
    return {name: text for name, text in value.items() if name != TROUBLE}
