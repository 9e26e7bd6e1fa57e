"""What is asked about the station that holds a part of a batch (floor-rules 2)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GivePart:
    """Give a part held here to another station, by name; `part` "" is the header (a supervisor gives that).

    `to` is who goes on there, "" when that is not known: somebody named is trained in what can be worked on now.
    """

    batch: str
    part: str
    station: str
    note: str = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class TakeOver:
    """Take over a part whose holder cannot be reached: a signed exception.

    `to` is who goes on here, "" for who signs: somebody trained in what can be worked on now.
    """

    batch: str
    part: str
    reason: str
    to: str = ""
