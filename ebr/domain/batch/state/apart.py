"""What several stations leave in the state of a batch: parts that moved, what was written twice, what was not known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ebr.domain.decision import Recorded
from ebr.domain.values import Stamp


@dataclass(frozen=True, slots=True)
class Side:
    """One of the entries that wrote the same: what it says, and every entry of its branch about it, oldest first."""

    stamp: Stamp
    says: Mapping[str, str]
    entries: tuple[Recorded, ...] = ()
    """Empty for what stands: that is in the state already."""


@dataclass(frozen=True, slots=True)
class Contest:
    """Entries of open branches that wrote the same place; the first side stands until quality decides.

    `kept` is the hash of the side that quality kept, empty before; all sides stay visible (floor-rules 2).
    """

    where: str
    item: int
    sides: tuple[Side, ...]
    kept: str = ""
    reason: str = ""
    resolved: Stamp | None = None
    earlier: tuple[Contest, ...] = ()
    """Contests of the same place that were decided before another branch arrived."""

    @property
    def open(self) -> bool:
        """Nobody has decided."""
        return not self.kept


@dataclass(frozen=True, slots=True)
class Holding:
    """A part went from one station to another: given, or taken over without contact."""

    part: str
    holder: str
    was: str
    words: str
    taken: bool
    stamp: Stamp
    to: str = ""
    """Who goes on there, where somebody was named."""


@dataclass(frozen=True, slots=True)
class Unaware:
    """An entry made before something that stopped it was known there: `what` names it, `stop` is its stamp."""

    what: str
    stop: Stamp
    stamp: Stamp
