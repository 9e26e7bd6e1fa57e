"""`Reading`: what a balance said, exactly as it printed it (21 CFR 211.68; floor-rules 10).

The number is text, because its digits are the record: 12.30 is not 12.3. The line it came from is kept whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Protocol

from ebr.domain.refusal import Refusal

POWERS: Final[Mapping[str, int]] = {"t": 6, "kg": 3, "g": 0, "mg": -3, "\N{MICRO SIGN}g": -6, "ug": -6}
"""Units of mass as powers of ten of a gram."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading. `value` is the number as printed, with its sign; `raw` the line; `device` the equipment number.

    `serial` is what the device says of itself, "" when its protocol has no way to; `unverified` the digits that the
    device marks as not verified; `at` when it was received, filled by the station with its clock.
    """

    value: str
    unit: str
    stable: bool
    raw: str
    device: str
    serial: str = ""
    unverified: str = ""
    at: str = ""

    @property
    def number(self) -> Decimal:
        """The number, exact."""
        return Decimal(self.value)


class Balance(Protocol):
    """A balance, whatever it speaks; every method raises `Refusal` with a code "device_..." for what goes wrong."""

    device: str

    def read(self, seconds: float = 10.0) -> Reading:
        """Wait at most so long for a stable reading and return it; refused while it does not settle."""

    def look(self) -> Reading:
        """Return what it shows now, stable or not."""

    def zero(self) -> None:
        """Set to zero."""

    def tare(self) -> None:
        """Tare."""


def in_unit(reading: Reading, unit: str) -> str:
    """Return the number of a reading in another unit of mass: the point moves, every digit stays as it was printed.

    Raises `Refusal` for a unit that cannot be reached by moving the point (pounds, carats, pieces).
    """
    have, want = POWERS.get(reading.unit), POWERS.get(unit)
    if reading.unit == unit:
        return reading.value
    if have is None or want is None:
        shown = f"{reading.value} {reading.unit}"
        raise Refusal("device_unit", device=reading.device, shown=shown, unit=unit, raw=reading.raw)
    return f"{reading.number.scaleb(have - want):f}"


def unstable(device: str, reading: Reading | None) -> Refusal:
    """Return the refusal of a load that does not settle, with the last line it showed."""
    return Refusal("device_unstable", device=device, raw=reading.raw if reading is not None else "")
