"""What a dry run reached of a master batch record, and what it did not (21 CFR 211.100(a); EU GMP Annex 11, 4.4).

A dry run plays generated batches over the real rules. Everything an author wrote that can go one way or another is a
*point* with an id that is stable as long as the part keeps its id:

    phase/ID:performed                       a step was performed and signed
    branch/ID.when:yes|no                    a condition of a node or entry said so; `ID.formula[1]` for `c ? a : b`
    choice/ID:OPTION                         an answer was given; one that is not acceptable was tried
    limit/ID.low:at|inside|outside           a value at the limit, one unit of the last place inside, one outside
                                             (`alert_low`, `alert_high` too; ID/ITEM for an item or statistic)
    timer/ID:early|least|within|most|late    stopped before the minimum, at it, in between, at the maximum, after it
    loop/ID:...                              first, more, bound (loop); least, most, fewer, further (for each); due,
                                             late, missed (series)
    person/ID:MEANING                        a second person signed; `scribe` recorded for another
    correction/ID:changed                    a value was corrected and what follows from it computed anew
    floor/batch:...                          held, left at once and come back to, handed_over, late (an entry)

A *fault* is seeded on purpose; the rules must answer it with their refusal or exception. A figure says what was
reached, never more: a point that no batch reached stays in the report with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ebr.domain.canonical import Json

KINDS: Final = ("phase", "branch", "choice", "limit", "timer", "loop", "person", "correction", "floor")
"""Kinds of points, in the order of a report."""
RAISED, SILENT, NOT_SEEDED = "raised", "silent", "not_seeded"


@dataclass(frozen=True, slots=True)
class Point:
    """One way to go. `place` is the id of the part that stands for it; `why` says why nothing reached it."""

    kind: str
    place: str
    field: str
    what: str
    reached: int = 0
    why: str = ""

    @property
    def id(self) -> str:
        """The stable id: kind, place, field and way."""
        return point_id(self.kind, self.place, self.field, self.what)


def point_id(kind: str, place: str, field: str, what: str) -> str:
    """Return the stable id of a point."""
    return f"{kind}/{place}{'.' + field if field else ''}:{what}"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something done wrong on purpose, and how often the rules answered as they must.

    `expected` is the code of the refusal or the rule of the exception; `got` what came instead the first time it was
    silent.
    """

    kind: str
    place: str
    expected: str
    seeded: int = 0
    raised: int = 0
    got: str = ""
    why: str = ""

    @property
    def id(self) -> str:
        """The stable id: what was done wrong, and where."""
        return f"fault/{self.place}:{self.kind}"

    @property
    def status(self) -> str:
        """Return "raised" when it always was, "silent" when once it was not, "not_seeded" when nobody made it."""
        if not self.seeded:
            return NOT_SEEDED
        return RAISED if self.raised == self.seeded else SILENT


@dataclass(frozen=True, slots=True)
class DeadEnd:
    """A batch that could not be played to its end: where it stood and the code that stopped it."""

    batch: int
    place: str
    code: str
    params: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Gap:
    """Something wrong that no entry of the document would notice, so that no fault of it could be seeded.

    "lot_not_scanned"      a lot of this material is typed and compared with no label
    "expiry_not_compared"  the expiry of a lot is kept, and compared with nothing
    """

    code: str
    place: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """The result of one dry run; the same document, seed and number of batches give the same one."""

    mbr: str
    version: str
    title: str
    sha256: str
    """SHA-256 of the canonical JSON of the document."""
    seed: int
    batches: int
    finished: int
    """Batches played to the end: every step done, production complete."""
    commands: int
    points: tuple[Point, ...]
    faults: tuple[Fault, ...]
    dead_ends: tuple[DeadEnd, ...] = ()
    gaps: tuple[Gap, ...] = ()
    skipped: tuple[tuple[str, int], ...] = ()
    """Entries that could not be made and were documented by an exception, and how often."""

    def of(self, kind: str) -> tuple[Point, ...]:
        """Return the points of one kind."""
        return tuple(point for point in self.points if point.kind == kind)

    def figures(self) -> dict[str, tuple[int, int]]:
        """Return (reached, all) for every kind of point there is, and for "fault" (raised, all)."""
        found = {kind: (sum(p.reached > 0 for p in self.of(kind)), len(self.of(kind))) for kind in KINDS}
        found["fault"] = (sum(fault.status == RAISED for fault in self.faults), len(self.faults))
        return {kind: pair for kind, pair in found.items() if pair[1]}

    def not_reached(self) -> tuple[Point, ...]:
        """Return the points that no batch reached."""
        return tuple(point for point in self.points if not point.reached)

    def unreachable(self) -> tuple[Point, ...]:
        """Return the steps that no batch performed."""
        return tuple(point for point in self.not_reached() if point.kind == "phase")

    def silent(self) -> tuple[Fault, ...]:
        """Return the faults that the rules once let pass."""
        return tuple(fault for fault in self.faults if fault.status == SILENT)

    @property
    def passed(self) -> bool:
        """Every batch came to its end, every step was reached, every seeded fault was answered."""
        return not (self.dead_ends or self.unreachable() or self.silent())


def to_json(coverage: Coverage) -> dict[str, Json]:
    """Return the result as canonical JSON data."""
    return {
        "batches": coverage.batches,
        "commands": coverage.commands,
        "dead_ends": [
            {"batch": end.batch, "code": end.code, "params": dict(end.params), "place": end.place}
            for end in coverage.dead_ends
        ],
        "faults": [dict(_fault(fault)) for fault in coverage.faults],
        "figures": {kind: {"all": whole, "reached": part} for kind, (part, whole) in coverage.figures().items()},
        "finished": coverage.finished,
        "gaps": [{"code": gap.code, "place": gap.place} for gap in coverage.gaps],
        "mbr": coverage.mbr,
        "passed": coverage.passed,
        "points": [dict(_point(point)) for point in coverage.points],
        "seed": coverage.seed,
        "sha256": coverage.sha256,
        "skipped": [{"count": count, "place": place} for place, count in coverage.skipped],
        "title": coverage.title,
        "version": coverage.version,
    }


def from_json(document: Mapping[str, Any]) -> Coverage:
    """Return the result that `to_json` wrote, in this program or in a child of it."""
    points = (
        Point(p["kind"], p["place"], p["field"], p["what"], p["reached"], p.get("why", "")) for p in document["points"]
    )
    faults = (
        Fault(f["kind"], f["place"], f["expected"], f["seeded"], f["raised"], f.get("got", ""), f.get("why", ""))
        for f in document["faults"]
    )
    return Coverage(
        mbr=document["mbr"],
        version=document["version"],
        title=document["title"],
        sha256=document["sha256"],
        seed=document["seed"],
        batches=document["batches"],
        finished=document["finished"],
        commands=document["commands"],
        points=tuple(points),
        faults=tuple(faults),
        dead_ends=tuple(DeadEnd(e["batch"], e["place"], e["code"], e["params"]) for e in document["dead_ends"]),
        gaps=tuple(Gap(gap["code"], gap["place"]) for gap in document["gaps"]),
        skipped=tuple((one["place"], one["count"]) for one in document["skipped"]),
    )


def _fault(fault: Fault) -> Iterator[tuple[str, Json]]:
    yield from (("id", fault.id), ("kind", fault.kind), ("place", fault.place), ("expected", fault.expected))
    yield from (("seeded", fault.seeded), ("raised", fault.raised), ("status", fault.status))
    yield from ((name, text) for name, text in (("got", fault.got), ("why", fault.why)) if text)


def _point(point: Point) -> Iterator[tuple[str, Json]]:
    yield from (("id", point.id), ("kind", point.kind), ("place", point.place), ("field", point.field))
    yield from (("what", point.what), ("reached", point.reached))
    if point.why:
        yield "why", point.why
