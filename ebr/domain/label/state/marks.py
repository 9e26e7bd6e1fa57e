"""Labels of practice, demonstration and rehearsal say so in their codes (floor-rules 16).

Outside production no code is a GS1 code: it is a plain symbol whose text begins with the profile, so a warehouse, a
pharmacy or a production station reads nothing from it. A production station refuses it by name. The other way round,
a GS1 code without a mark is a real one, and a store of another profile refuses it: nobody practises with real labels.
A plain code without a mark claims nothing (a lot number, a badge) and is read everywhere.
"""

from __future__ import annotations

from typing import Final

from ebr.domain.refusal import Refusal
from ebr.domain.values import shown_text

REAL: Final = "production"
CHECK: Final = "SCANNER-CHECK"
"""Lot of the check symbol of a terminal, which holds a separator and stands for nothing (ux.md, Hardware)."""
PROFILES: Final = ("production", "practice", "demonstration", "rehearsal")


def mark(profile: str) -> str:
    """Return what stands before the contents of every code of a profile; "" in production."""
    return "" if profile == REAL else f"NOT REAL {profile.upper()} "


def unmarked(data: str, profile: str) -> tuple[str, bool]:
    """Return a scan without the mark of this store's profile, and whether it had one; refuses another profile's."""
    for other in PROFILES[1:]:
        if data.startswith(mark(other)):
            rest = data.removeprefix(mark(other))
            if other != profile:
                raise Refusal("label_of_other_profile", profile=other, here=profile, code=shown_text(rest))
            return rest, True
    return data, False
