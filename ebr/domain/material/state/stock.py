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
from ebr.domain.values import Instant, plain

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
    """The changes of a lot. `uses`: (batch, slot, item) -> the rows that none followed.

    The sums are kept while changes come, so that a lot of thousands of draws answers as fast as a new one.
    """

    changes: dict[str, Change] = field(default_factory=dict)
    uses: dict[tuple[str, str, str], tuple[Open[Change], ...]] = field(default_factory=dict)
    allocations: dict[str, Allocation] = field(default_factory=dict)
    sums: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    """(container, unit) -> the sum of what counts."""
    drawn: dict[tuple[str, str, str], Decimal] = field(default_factory=dict)
    """(station, container, unit) -> the sum of what was used there."""

    def put(self, key: str, change: Change) -> None:
        """Take a change into account."""
        self.changes[key] = change
        self._add(change, 1)

    def drop(self, entry: str) -> None:
        """Leave out the changes of an entry."""
        for key in [key for key, change in self.changes.items() if change.entry == entry]:
            self._add(self.changes.pop(key), -1)

    def use(self, key: tuple[str, str, str], rows: tuple[Open[Change], ...]) -> None:
        """Take what a batch used into account, instead of what it said before."""
        before = self.uses.get(key)
        if before is not None:
            self._add(taken(before), -1)
        self.uses[key] = rows
        self._add(taken(rows), 1)

    def _add(self, change: Change, sign: int) -> None:
        quantity = sign * number_of(change.quantity)
        place = (change.container, change.unit)
        self.sums[place] = self.sums.get(place, ZERO) + quantity
        if change.kind == "used":
            where = (change.station, change.container, change.unit)
            self.drawn[where] = self.drawn.get(where, ZERO) + quantity

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
        for (container, own), quantity in self.sums.items():
            found[container] = found.get(container, ZERO) + (converted(plain(quantity), own, unit) or ZERO)
        return found

    def drawn_at(self, station: str, container: str, unit: str) -> Decimal:
        """Return what was used at a station, of one container or of all ("")."""
        parts = [
            converted(plain(quantity), own, unit)
            for (where, box, own), quantity in self.drawn.items()
            if where == station and container in {"", box}
        ]
        return -sum((part for part in parts if part is not None), ZERO)

    def odd_units(self, unit: str) -> frozenset[str]:
        """Return the units in which something was written and that do not convert."""
        written = {own for _, own in self.sums}
        return frozenset(own for own in written if converted("1", own, unit) is None)


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
