"""Which station holds a part of a batch: it alone records in it (floor-rules 2)."""

from __future__ import annotations

from dataclasses import dataclass

from ebr.domain.signature import Signed


@dataclass(frozen=True, slots=True)
class HolderChanged:
    """The holder of a part gave it to the station `holder`, which alone records in it from here on (floor-rules 2).

    `part` is "" for the header (decisions of production) or the id of a unit procedure; stations go by name.
    """

    batch: str
    part: str
    holder: str
    was: str
    note: str


@dataclass(frozen=True, slots=True)
class TakenOver:
    """A part was taken over without contact to its holder: entries of `was` may still come and be contested."""

    batch: str
    part: str
    holder: str
    was: str
    reason: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class GoesOn:
    """Who goes on in a part that the same action gave away or took over: an id, or words for one not enrolled."""

    batch: str
    part: str
    person: str
