"""How much of a lot there is: changes by where they came from, never totals.

Each change keeps the unit it was written in; it is converted exactly when it is read. What does not convert is named
(`odd`) and counts nothing. Changes commute: the sum is the same in whatever order they came, and the order of the
inventory is that of time, then of the hash.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation

from ebr.domain import units
from ebr.domain.material.state.open import Open
from ebr.domain.values import Instant

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Change:
    """One change of what is in a container; negative: gone. `kind` as the event, without its tense: "used"."""

    kind: str
    container: str
    quantity: str
    unit: str
    entry: str
    by: str
    at: Instant
    batch: str = ""
    slot: str = ""
    reason: str = ""
    station: str = ""
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Allocation:
    """How much more a station may draw."""

    station: str
    container: str
    quantity: str
    unit: str
    entry: str
    by: str
    at: str


@dataclass(slots=True)
class Stock:
    """The changes of a lot. `uses`: (batch, slot, item) -> the rows that none followed."""

    changes: dict[str, Change] = field(default_factory=dict)
    uses: dict[tuple[str, str, str], tuple[Open[Change], ...]] = field(default_factory=dict)
    allocations: dict[str, Allocation] = field(default_factory=dict)

    def counted(self) -> Iterator[Change]:
        """Yield every change that counts, in no order."""
        yield from self.changes.values()
        yield from (taken(rows) for rows in self.uses.values())

    def all(self) -> tuple[Change, ...]:
        """Return every change that counts, by time."""
        return tuple(sorted(self.counted(), key=_when))

    def by_container(self, unit: str) -> Mapping[str, Decimal]:
        """Return container, "" for what names none -> the sum of its changes that convert."""
        found: dict[str, Decimal] = {}
        for change in self.counted():
            found[change.container] = found.get(change.container, ZERO) + (
                converted(change.quantity, change.unit, unit) or ZERO
            )
        return found


def taken(rows: tuple[Open[Change], ...]) -> Change:
    """Return the row that counts: of two written without knowing of each other, the one that took more."""
    return min((one.what for one in rows), key=lambda change: (number_of(change.quantity), change.entry))


def number_of(text: str) -> Decimal:
    """Return decimal text as a number; what is none counts nothing (`apply` never refuses)."""
    try:
        found = Decimal(text)
    except InvalidOperation:
        return ZERO
    return found if found.is_finite() else ZERO


def converted(quantity: str, unit: str, to: str) -> Decimal | None:
    """Return a quantity in another unit, exactly; None if it does not convert."""
    value = number_of(quantity)
    if unit == to or not unit or not value:
        return value
    try:
        return value * units.factor(unit, to)
    except units.UnitError:
        return None


def total(changes: Iterable[Change], unit: str) -> Decimal:
    """Return the sum of the changes that convert."""
    found = (converted(change.quantity, change.unit, unit) for change in changes)
    return sum((part for part in found if part is not None), ZERO)


def _when(change: Change) -> tuple[datetime, int, str]:
    return datetime.fromisoformat(change.at.wall), change.seq, change.entry
