"""Reading the joins: everything that leads from a set of numbers, everything that leads to one, and what a number is.

Every question takes many numbers at once, so that a walk asks a few times a level and never once a batch.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from sqlalchemy import Connection

from ebr.domain import subjects
from ebr.domain.genealogy import Link, Thing

AT_ONCE: Final = 900
"""Numbers in one question: below the 999 variables that an old SQLite takes."""
COLUMNS: Final = (
    "source_kind, source, source_part, target_kind, target, target_part, role, source_part, quantity, unit, label, "
    "code, slot, at, by"
)
MADE: Final = {"made": "part", "sampled": "sample", "labelled": "labels"}
"""What a batch is the source of, by the role of the join."""
NEAR: Final = 12
"""How many numbers are offered for one that is not here."""


TABLES: Final = ("genealogy", "genealogy_lots")
KEPT: Final = {"batch": "batches", "lot": "lots", "equipment": "equipment"}
"""Things that stand in a list of their own, joined to something or not; the column of their number is their kind."""


class LotFact(NamedTuple):
    """What is said of a lot or a machine beside its number: its material or name, its status, where it stands."""

    title: str
    status: str
    place: str


class BatchFact(NamedTuple):
    """What is said of a batch beside its number."""

    product: str
    status: str
    size: str
    unit: str
    issued_at: str


def forward(connection: Connection, names: Iterable[str], *, made: bool = True) -> list[Link]:
    """Return every join whose source has one of these numbers; without `made`, not what batches made themselves."""
    return _links(connection, "source", names, "" if made else "AND source_kind <> 'batch'")


def backward(connection: Connection, names: Iterable[str]) -> list[Link]:
    """Return every join whose target has one of these numbers, whatever its kind."""
    return _links(connection, "target", names, "")


def _links(connection: Connection, side: str, names: Iterable[str], only: str) -> list[Link]:
    found: list[Link] = []
    for some in _portions(names):
        for table in TABLES:
            sql = f"SELECT {COLUMNS} FROM {table} WHERE {side} IN ({_marks(some)}) {only}"  # noqa: S608 - our own names
            found.extend(_link(row) for row in connection.exec_driver_sql(sql, some).all())
    return found


def counted(connection: Connection, batches: Iterable[str]) -> dict[str, int]:
    """Return how many bags, samples and labels these batches made, by kind; read from the index alone."""
    found: dict[str, int] = {}
    for some in _portions(batches):
        sql = (
            f"SELECT role, count(*) FROM genealogy WHERE source IN ({_marks(some)}) "  # noqa: S608 - our own names
            "AND source_kind = 'batch' GROUP BY role"
        )
        for role, count in connection.exec_driver_sql(sql, some):
            found[MADE[role]] = found.get(MADE[role], 0) + count
    return found


class About(NamedTuple):
    """An identifier or a room of a batch: its role, name, the batch, and when it came to stand."""

    role: str
    name: str
    batch: str
    at: str


def about(connection: Connection, batches: Iterable[str]) -> list[About]:
    """Return the identifiers and rooms of these batches."""
    found: list[About] = []
    for some in _portions(batches):
        sql = (
            f"SELECT role, source, target, at FROM genealogy WHERE target IN ({_marks(some)}) "  # noqa: S608
            "AND target_kind = 'batch' AND role IN ('identifier', 'room')"
        )
        found.extend(map(About._make, connection.exec_driver_sql(sql, some).all()))
    return found


def _link(row: Sequence[str]) -> Link:
    ends = Thing(row[0], row[1], row[2]), Thing(row[3], row[4], row[5])
    role, container, quantity, unit, label, code, slot, at, by = row[6:]
    return Link(*ends, role, container, quantity, unit, label, code, slot, at, by)


def made(connection: Connection, batches: Iterable[str]) -> set[Thing]:
    """Return the bags, cartons and sub-lots of these batches."""
    found: set[Thing] = set()
    for some in _portions(batches):
        sql = (
            f"SELECT target_kind, target, target_part FROM genealogy WHERE source IN ({_marks(some)}) "  # noqa: S608
            "AND source_kind = 'batch' AND role = 'made'"
        )
        found.update(Thing(*row) for row in connection.exec_driver_sql(sql, some))
    return found


def batches(connection: Connection, names: Iterable[str]) -> dict[str, BatchFact]:
    """Return what is said of those of these numbers that are batches."""
    found = {}
    for some in _portions(subjects.batch(name) for name in names):
        sql = f"SELECT batch, product, status, size, unit, issued_at FROM batches WHERE root IN ({_marks(some)})"  # noqa: S608
        for number, *facts in connection.exec_driver_sql(sql, some):
            found[str(number)] = BatchFact(*facts)
    return found


def lots(connection: Connection, names: Iterable[str]) -> dict[str, LotFact]:
    """Return what is said of those of these numbers that are lots which were received here."""
    status = """CASE WHEN status = 'released' AND CAST("left" AS REAL) <= 0 THEN 'used_up' ELSE status END"""
    sql = f"SELECT lot, item, {status}, place FROM lots"  # noqa: S608 - our own words
    return _facts(connection, sql, (subjects.lot(name) for name in names))


def machines(connection: Connection, names: Iterable[str]) -> dict[str, LotFact]:
    """Return what is said of those of these numbers that are registered equipment: name, status, place."""
    sql = "SELECT equipment, name, status, place FROM equipment"
    return _facts(connection, sql, (subjects.equipment(name) for name in names))


def _facts(connection: Connection, sql: str, roots: Iterable[str]) -> dict[str, LotFact]:
    found = {}
    for some in _portions(roots):
        for row in connection.exec_driver_sql(f"{sql} WHERE root IN ({_marks(some)})", some):
            found[str(row[0])] = LotFact(row[1], row[2], row[3])
    return found


def kinds(connection: Connection, name: str) -> list[Thing]:
    """Return what has exactly this number: each kind with each container or bag."""
    sides = [
        f"SELECT {side}_kind, {side}, {side}_part FROM {table} WHERE {side} = :name"  # noqa: S608 - our own names
        for table in TABLES
        for side in ("source", "target")
    ]
    roots = [f"SELECT '{kind}', :name, '' FROM {table} WHERE root = :{kind}" for kind, table in KEPT.items()]  # noqa: S608
    given = {
        "name": name,
        "batch": subjects.batch(name),
        "lot": subjects.lot(name),
        "equipment": subjects.equipment(name),
    }
    sql = " UNION ".join([*sides, *roots]) + " ORDER BY 1, 2, 3"
    return [Thing(*row) for row in connection.exec_driver_sql(sql, given)]


def near(connection: Connection, text: str) -> list[Thing]:
    """Return numbers that hold a text, without containers; letters count the same large and small."""
    like = "%" + "".join(f"\\{sign}" if sign in "%_\\" else sign for sign in text) + "%"
    found = "LIKE :like ESCAPE '\\'"
    parts = [f"SELECT source_kind, source FROM {table} WHERE source {found}" for table in TABLES]  # noqa: S608
    parts += [f"SELECT target_kind, target FROM genealogy WHERE target {found} AND target_kind = 'sample'"]  # noqa: S608
    parts += [f"SELECT '{kind}', {kind} FROM {table} WHERE {kind} {found}" for kind, table in KEPT.items()]  # noqa: S608
    sql = " UNION ".join(parts) + " ORDER BY 1, 2 LIMIT :most"
    return [Thing(*row) for row in connection.exec_driver_sql(sql, {"like": like, "most": NEAR})]


def _portions(names: Iterable[str]) -> Iterator[tuple[str, ...]]:
    rest = iter(sorted(set(names)))
    while some := tuple(islice(rest, AT_ONCE)):
        yield some


def _marks(some: tuple[str, ...]) -> str:
    return ", ".join("?" * len(some))
