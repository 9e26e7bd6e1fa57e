"""What the walk over a batch writes down of every entry while it passes: who typed when, and which clock said what.

Everything is kept side by side in plain lists: a long batch has thousands of entries, and each is passed once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from itertools import pairwise

from ebr.domain.batch.state.seconds import DEVICE, FORM
from ebr.domain.batch.state.slots import Row, SlotState
from ebr.domain.values import Stamp

BY_ITSELF = frozenset((DEVICE, FORM, "calculated", "clock", "scanned"))
"""How values come that nobody typed."""
BEGINNING, END = -(2**62), 2**62
"""Before and after every time there is, in microseconds."""


@lru_cache(maxsize=16384)
def when(text: str) -> datetime | None:
    """Return a time of the record; None for a text that is no time. The same times are asked for again and again."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


@lru_cache(maxsize=16384)
def micros(text: str) -> int:
    """Return a time of the record in microseconds, whole and quick to compare; BEGINNING for a text that is no time."""
    found = when(text)
    return BEGINNING if found is None else round(found.timestamp() * 1_000_000)


@dataclass(slots=True)
class Typed:
    """What somebody typed: when, which row and where."""

    made: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    where: list[str] = field(default_factory=list)

    def in_order(self) -> None:
        """Sort all three by time, which they mostly are."""
        if any(later < earlier for earlier, later in pairwise(self.made)):
            order = sorted(range(len(self.made)), key=self.made.__getitem__)
            self.made = [self.made[place] for place in order]
            self.rows = [self.rows[place] for place in order]
            self.where = [self.where[place] for place in order]


@dataclass(slots=True)
class Written:
    """What one log says of the batch: when, stamps and where each stands."""

    made: list[int] = field(default_factory=list)
    stamps: list[Stamp] = field(default_factory=list)
    where: list[str] = field(default_factory=list)

    def in_order(self) -> None:
        """Sort all three by the number of the entry, which they mostly are."""
        numbers = [stamp.seq for stamp in self.stamps]
        if any(later < earlier for earlier, later in pairwise(numbers)):
            order = sorted(range(len(numbers)), key=numbers.__getitem__)
            self.made = [self.made[place] for place in order]
            self.stamps = [self.stamps[place] for place in order]
            self.where = [self.where[place] for place in order]


@dataclass(slots=True)
class Watched:
    """By person what was typed, by step when, by log what its clocks said."""

    typed: dict[str, Typed] = field(default_factory=dict)
    steps: dict[str, list[int]] = field(default_factory=dict)
    logs: dict[str, Written] = field(default_factory=dict)
    inside: dict[str, list[SlotState]] = field(default_factory=dict)
    """By step what is known of its entries, in the order of the fold."""
    first: int = END
    """When the oldest entry of production was made, in microseconds."""

    def entry(self, address: str, above: str, held: SlotState) -> int:
        """Write down one entry to make: its rows, what was corrected and tried, its timer.

        Returns when its last row was made, which is the only one of most entries.
        """
        made = BEGINNING
        inside = self.inside.get(above)
        if inside is None:
            inside = self.inside[above] = []
        inside.append(held)
        for row in held.rows.values():
            made = self.stamp(row.first, address)
            self.first = min(self.first, made)
            if row.performed_by and not row.late and row.source.get("how") not in BY_ITSELF:
                self._typed(row, made, address, above)
            for correction in row.corrections:
                self.stamp(correction.stamp, address)
        if held.attempts or held.timer is not None:
            self._more(address, held)
        return made

    def _more(self, address: str, held: SlotState) -> None:
        for attempt in held.attempts:
            self.stamp(attempt.stamp, address)
        if held.timer is not None:
            self.stamp(held.timer.start, address)
            if held.timer.stop is not None:
                self.stamp(held.timer.stop, address)

    def stamp(self, stamp: Stamp, address: str) -> int:
        """Write down one stamp; return when it was made."""
        made = micros(stamp.at.wall)
        written = self.logs.get(stamp.log)
        if written is None:
            written = self.logs[stamp.log] = Written()
        written.made.append(made)
        written.stamps.append(stamp)
        written.where.append(address)
        return made

    def _typed(self, row: Row, made: int, address: str, above: str) -> None:
        own = self.typed.get(row.first.by)
        if own is None:
            own = self.typed[row.first.by] = Typed()
        own.made.append(made)
        own.rows.append(row)
        own.where.append(address)
        step = self.steps.get(above)
        if step is None:
            step = self.steps[above] = []
        step.append(made)
