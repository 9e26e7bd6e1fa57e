"""What a device did while an entry was open: its troubles and the readings nobody took (floor-rules 10).

A screen that asked a balance in vain says so with the value's part "trouble"; a reading that was taken from the
device and then replaced by another is said with the value and "reading_replaced". Both become attempts: durable, never
standing. A reading that was replaced makes the next one a repeated reading.

A vessel that is being filled is the exception: its weight shall change, and each reading before the last says how far
the filling was. A gross weight that was replaced by one not below it is kept and raises nothing; one that was replaced
by a lower one (something was taken out, or the better of two was chosen) is a repeated reading, and so is another tare.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Final

from ebr.domain.batch.commands import RecordValue
from ebr.domain.batch.state.slots import Attempt
from ebr.domain.batch.state.troubles import DEVICE_TROUBLES, REPLACED, TROUBLE
from ebr.domain.mbr.model import Slot
from ebr.domain.refusal import Refusal
from ebr.domain.values import Value, shown_text

__all__ = ["DEVICE_TROUBLES", "REPLACED", "TROUBLE", "trouble", "without_trouble"]

LONGEST: Final = 80
FILLED: Final = ("gross", "net")


def trouble(command: RecordValue) -> Refusal | None:
    """Return what a command says that the device did; None for every other command."""
    code = command.value.get(TROUBLE, "")
    if not code or command.source.get("how") != "device":
        return None
    known = code if code in DEVICE_TROUBLES else "device_garbage"
    texts = {name: shown_text(str(command.source.get(name, "")), LONGEST) for name in ("device", "raw")}
    return Refusal(known, device=texts["device"], raw=texts["raw"])


def filled_on(slot: Slot, attempt: Attempt, value: Value) -> bool:
    """Tell whether a replaced reading is of a vessel that was filled on: of a material, and not above what stands."""
    if slot.kind != "material" or attempt.why != REPLACED:
        return False
    names = [name for name in FILLED if name in attempt.value]
    return (
        bool(names)
        and set(attempt.value) == set(names)
        and all(_number(attempt.value[name]) <= _number(value.get(name, "")) for name in names)
    )


def _number(text: str) -> Decimal:
    """Return the number of a text; what is none is less than any, so that nothing was filled on to it."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal("-Infinity")


def without_trouble(value: Mapping[str, str]) -> dict[str, str]:
    """Return what the device read, if anything."""
    return {name: text for name, text in value.items() if name != TROUBLE}
