"""The count of a dry run: how often each point was reached, how often each seeded fault was answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from ebr.domain.batch.state.plan import Plan
from ebr.domain.mbr.coverage import DeadEnd, Fault, Point
from ebr.rehearsal.points import EXPECTED, FaultKey, Key, faults, points

UNSEEDED: Final[Mapping[str, str]] = {"computed_out": "not_found", "limit_moved": "not_found"}
"""Why a fault could not be made that others have to lead to."""


@dataclass(slots=True)
class Tally:
    """How often a fault was seeded, how often answered, and what came instead the first time it was not."""

    seeded: int = 0
    raised: int = 0
    got: str = ""


@dataclass(slots=True)
class Ledger:
    """Everything that can be reached, and how often it was."""

    reached: dict[Key, int]
    tallies: dict[FaultKey, Tally]
    why: dict[Key, str] = field(default_factory=dict)
    """Why a point seems out of reach, as the search for it found."""
    skipped: Counter[str] = field(default_factory=Counter)
    """Entries that could not be made and were documented by an exception."""
    dead_ends: list[DeadEnd] = field(default_factory=list)
    open: dict[tuple[str, str], int] = field(default_factory=dict)
    """(kind, place) -> points there that nothing reached yet: asked at every entry."""
    commands: int = 0
    finished: int = 0

    def mark(self, kind: str, place: str, what: str, name: str = "") -> None:
        """Count a point; what is no point of the document is left alone."""
        key = (kind, place, name, what)
        count = self.reached.get(key)
        if count is None:
            return
        self.reached[key] = count + 1
        if not count:
            self.open[kind, place] -= 1

    def missing(self, kind: str, place: str, what: str, name: str = "") -> bool:
        """Tell whether a point is of the document and was never reached."""
        return self.reached.get((kind, place, name, what)) == 0

    def wants(self, kind: str, place: str) -> bool:
        """Tell whether any point of a kind at a place was never reached."""
        return self.open.get((kind, place), 0) > 0

    def wants_fault(self, kind: str, place: str) -> bool:
        """Tell whether a fault is of the document and was never seeded."""
        tally = self.tallies.get((kind, place))
        return tally is not None and not tally.seeded

    def seed(self, kind: str, place: str, *, raised: bool, got: str = "") -> None:
        """Count a fault that was made, and whether the rules answered as they must."""
        tally = self.tallies.setdefault((kind, place), Tally())
        tally.seeded += 1
        tally.raised += raised
        if not raised and not tally.got:
            tally.got = got or "nothing"

    def progress(self) -> tuple[int, int]:
        """Return how many points and faults were reached, and how many there are."""
        done = sum(count > 0 for count in self.reached.values()) + sum(t.seeded > 0 for t in self.tallies.values())
        return done, len(self.reached) + len(self.tallies)

    def points(self) -> tuple[Point, ...]:
        """Return every point with its count; one that was not reached says why."""
        return tuple(
            Point(kind, place, name, what, count, "" if count else self.why.get((kind, place, name, what), "not_met"))
            for (kind, place, name, what), count in self.reached.items()
        )

    def faults(self) -> tuple[Fault, ...]:
        """Return every fault with its count."""
        return tuple(
            Fault(
                kind,
                place,
                EXPECTED[kind],
                t.seeded,
                t.raised,
                t.got,
                "" if t.seeded else UNSEEDED.get(kind, "not_met"),
            )
            for (kind, place), t in self.tallies.items()
        )


def ledger_of(plan: Plan) -> Ledger:
    """Return an empty ledger of a document."""
    order: Mapping[Key, int] = dict.fromkeys(points(plan), 0)
    left: Counter[tuple[str, str]] = Counter((kind, place) for kind, place, _, _ in order)
    return Ledger(dict(order), {key: Tally() for key in faults(plan)}, open=dict(left))
