"""Reading the joins: everything that leads from a set of numbers, everything that leads to one, and what a number is.

Every question takes many numbers at once, so that a walk asks a few times a level and never once a batch.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Row

from ebr.domain import subjects
from ebr.domain.genealogy import Link, Thing

AT_ONCE: Final = 900
"""Numbers in one question: below the 999 variables that an old SQLite takes."""
COLUMNS: Final = (
    "source_kind, source, source_part, target_kind, target, target_part, role, source_part, quantity, unit, label, "
    "code, slot, at, by"
)
NEAR: Final = 12
"""How many numbers are offered for one that is not here."""


class BatchFact(NamedTuple):
    """What is said of a batch beside its number."""

    product: str
    status: str
    size: str
    unit: str
    issued_at: str


def forward(connection: Connection, names: Iterable[str]) -> list[Link]:
    """Return every join whose source has one of these numbers, whatever its kind."""
    return _links(connection, "source", names)


def backward(connection: Connection, names: Iterable[str]) -> list[Link]:
    """Return every join whose target has one of these numbers, whatever its kind."""
    return _links(connection, "target", names)


def _links(connection: Connection, side: str, names: Iterable[str]) -> list[Link]:
    found: list[Link] = []
    for some in _portions(names):
        sql = f"SELECT {COLUMNS} FROM genealogy WHERE {side} IN ({_marks(some)})"  # noqa: S608 - our own names
        found.extend(_link(row) for row in connection.exec_driver_sql(sql, some))
    return found


def about(connection: Connection, batches: Iterable[str]) -> list[Link]:
    """Return the identifiers and rooms of these batches."""
    found: list[Link] = []
    for some in _portions(batches):
        sql = (
            f"SELECT {COLUMNS} FROM genealogy WHERE target IN ({_marks(some)}) "  # noqa: S608 - our own names
            "AND target_kind = 'batch' AND role IN ('identifier', 'room')"
        )
        found.extend(_link(row) for row in connection.exec_driver_sql(sql, some))
    return found


def _link(row: Row[Any]) -> Link:
    return Link(Thing(row[0], row[1], row[2]), Thing(row[3], row[4], row[5]), *row[6:])


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


def kinds(connection: Connection, name: str) -> list[Thing]:
    """Return what has exactly this number: each kind with each container or bag."""
    sql = (
        "SELECT source_kind, source, source_part FROM genealogy WHERE source = ? "
        "UNION SELECT target_kind, target, target_part FROM genealogy WHERE target = ? "
        "UNION SELECT 'batch', batch, '' FROM batches WHERE root = ? ORDER BY 1, 2, 3"
    )
    return [Thing(*row) for row in connection.exec_driver_sql(sql, (name, name, subjects.batch(name)))]


def near(connection: Connection, text: str) -> list[Thing]:
    """Return numbers that hold a text, without containers; letters count the same large and small."""
    like = "%" + "".join(f"\\{sign}" if sign in "%_\\" else sign for sign in text) + "%"
    sql = (
        "SELECT source_kind, source FROM genealogy WHERE source LIKE ? ESCAPE '\\' "
        "UNION SELECT target_kind, target FROM genealogy WHERE target LIKE ? ESCAPE '\\' AND target_kind = 'sample' "
        "UNION SELECT 'batch', batch FROM batches WHERE batch LIKE ? ESCAPE '\\' ORDER BY 1, 2 LIMIT ?"
    )
    return [Thing(*row) for row in connection.exec_driver_sql(sql, (like, like, like, NEAR))]


def _portions(names: Iterable[str]) -> Iterator[tuple[str, ...]]:
    rest = iter(sorted(set(names)))
    while some := tuple(islice(rest, AT_ONCE)):
        yield some


def _marks(some: tuple[str, ...]) -> str:
    return ", ".join("?" * len(some))
