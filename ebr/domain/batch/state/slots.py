"""What is known of one entry to make: the values that stand, what was tried, how they came to stand, its timer.

As all of a batch's state, a private accumulator of the fold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ebr.domain.values import Stamp, Value

MANY_ROWS = ("material", "table", "equipment")
NOTHING: Final[Mapping[str, str]] = {}
"""The empty map of every entry that has none: a batch holds thousands, so they share one."""


def nothing() -> Mapping[str, str]:
    """Return `NOTHING`, as the default of a field."""
    return NOTHING


@dataclass(frozen=True, slots=True)
class Correction:
    """One replacement of a standing value."""

    old: Value
    new: Value
    reason: str
    stamp: Stamp


@dataclass(slots=True)
class Row:
    """The standing value of one item, and how it came to stand."""

    item: int
    attempt: int
    value: Value
    verdict: str
    limits: Mapping[str, str]
    performed_by: str
    source: Mapping[str, str]
    first: Stamp
    stamp: Stamp
    late: str = ""
    happened: str = ""
    corrections: Sequence[Correction] = ()
    exception: str = ""
    inputs: Mapping[str, str] = field(default_factory=nothing)

    @property
    def withdrawn(self) -> bool:
        """The item was withdrawn by a correction."""
        return not self.value


@dataclass(slots=True)
class Attempt:
    """Something tried and refused; `exception` is the one that documents it."""

    item: int
    attempt: int
    value: Value
    why: str
    params: Mapping[str, str]
    limits: Mapping[str, str]
    performed_by: str
    source: Mapping[str, str]
    stamp: Stamp
    exception: str = ""


@dataclass(slots=True)
class Timer:
    """Elapsed time of a timer slot; seconds."""

    started: str
    declared: bool
    start: Stamp
    stopped: str = ""
    elapsed: str = ""
    confirmed: bool = True
    stop: Stamp | None = None


@dataclass(slots=True)
class SlotState:
    """All that is known of one instance of an entry to make."""

    address: str
    rows: dict[int, Row] = field(default_factory=dict)
    attempts: Sequence[Attempt] = ()
    closed: Stamp | None = None
    figures: Value = field(default_factory=nothing)
    verdict: str = ""
    limits: Mapping[str, str] = field(default_factory=nothing)
    timer: Timer | None = None
    skipped: str = ""
    """Number of the exception that says why the entry cannot be made."""
    contested: bool = False
    """Two stations wrote the same item, closed it or timed it: nothing is computed from it until quality decides."""

    def standing(self) -> list[Row]:
        """Return the rows that stand, by item."""
        rows = self.rows
        if len(rows) == 1:  # as almost every entry has
            return [row for row in rows.values() if row.value]
        return [rows[item] for item in sorted(rows) if rows[item].value]

    def tried(self, item: int) -> int:
        """Return the number of the latest attempt for an item."""
        row = self.rows.get(item)
        standing = row.attempt if row else 0
        return max([standing, *(a.attempt for a in self.attempts if a.item == item)]) if self.attempts else standing
