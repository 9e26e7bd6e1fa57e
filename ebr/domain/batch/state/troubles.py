"""What a device can have while an entry is open: the codes of its attempts, none of which ever stands as a value."""

from __future__ import annotations

from typing import Final

TROUBLE: Final = "trouble"
REPLACED: Final = "reading_replaced"
DEVICE_TROUBLES: Final = (
    "device_busy",
    "device_garbage",
    "device_half",
    "device_other",
    "device_overload",
    "device_refuses",
    "device_silent",
    "device_transmission",
    "device_underload",
    "device_unit",
    "device_unplugged",
    "device_unreachable",
    "device_unstable",
    REPLACED,
)
