"""What an exception can let stand although it was refused, and whose exception it has to be (floor-rules 10, 11, 19).

Never a wrong scan or identity, a lot that is rejected, expired or unknown, equipment that is not fit, nor a missing
right or training.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

ADMITTING: Final[Mapping[str, tuple[str, ...]]] = {
    "lot_overdrawn": (),
    "lot_not_first": (),
    "lot_stale": ("quality",),
    "equipment_stale": ("supervisor", "quality"),
}
"""Refusal of what an entry uses -> the roles of which who raises the exception holds one; empty: any of the floor."""
STANDS: Final = (
    "out_of_limit",
    "not_acceptable",
    "hold_not_over",
    "hold_unconfirmed",
    "labels_counted_otherwise",
    *ADMITTING,
)
"""Codes of attempts."""
