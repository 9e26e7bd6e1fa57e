"""What a reading of a balance is, for screens: light, so that a screen opens without the station behind it."""

from __future__ import annotations

from ebr.devices.reading import POWERS, Reading, in_unit

__all__ = ["POWERS", "Reading", "in_unit"]
