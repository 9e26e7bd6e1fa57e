"""Samples of a room without a batch: kinds, the limits that no site widens, what a count means (EU GMP annex 1, 9.30).

`HIGHEST` is table 6 of annex 1: by kind and grade the highest count that any site may set as its action limit. Grade A
knows no growth, which is a limit of 0. A room without a grade has the limits that its plan gives.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ebr.domain.sample.events import Expected

COUNT: Final = "count"
"""The one test of a room's sample: how many colonies grew."""
EXPECTED: Final = (Expected(COUNT, "", late=False, second=True),)
"""What is expected of a room's sample: one count, which a second person checks."""
KINDS: Final[Mapping[str, str]] = {"settle": "CFU", "air": "CFU/m3", "surface": "CFU"}
"""Kinds of samples and the unit of each: settle plate (90 mm), volumetric air sample, contact plate (55 mm)."""
PLATES: Final = ("settle",)
"""Kinds that are opened and closed."""
ACTIVITIES: Final = ("at_rest", "in_operation")
HIGHEST: Final[Mapping[str, Mapping[str, int]]] = {
    "air": {"A": 0, "B": 10, "C": 100, "D": 200},
    "settle": {"A": 0, "B": 5, "C": 50, "D": 100},
    "surface": {"A": 0, "B": 5, "C": 25, "D": 50},
}


def highest(kind: str, grade: str) -> int | None:
    """Return the widest action limit for a kind of sample in a room of a grade; None where the rules give none."""
    return HIGHEST.get(kind, {}).get(grade.strip().upper())


def verdict_of(count: int, alert: str, action: str) -> str:
    """Return "in", "alert" or "out": a count at its limit is still inside."""
    if count > int(action):
        return "out"
    return "alert" if alert and count > int(alert) else "in"
