"""What a lot went into, in a store of 10,000 batches: the whole answer of the screen, and within a second even for the water of all.

Every tenth of the batches goes on in the next: chains of ten, each batch filling three bags of which the next takes one. The peer is
what SQLite does alone: a recursive query over a bare table of two columns in which the intermediates are already one with their batches,
giving the names of what was reached. Ours also says what each is, its status, room and patients, each join with amount, person and time, and the mass balance.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy
from sqlalchemy.schema import CreateIndex, CreateTable

from ebr.station.answers.genealogy import walked_in
from ebr.station.questions import Genealogy, GenealogyAnswer
from ebr.station.tracing import Joins
from ebr.storage.views.batches import BATCHES
from ebr.storage.views.equipment import EQUIPMENT
from ebr.storage.views.genealogy import GENEALOGY
from ebr.storage.views.genealogy_lots import GENEALOGY_LOTS
from ebr.storage.views.lots import LOTS
from tests.bench.rows import Row
from tests.bench.sizes import QUICK, Sizes
from tests.bench.timing import take_turns, timed

STORE = 10_000
CHAIN = 10
SECOND = 1.0
AT = "2026-05-04T08:00:00.000000+02:00"
REACH = "WITH RECURSIVE reached(name) AS (SELECT ? UNION SELECT target FROM bare JOIN reached ON source = name) SELECT name FROM reached"
WATER, LOT = "W-0001", "API-0007"


def measure(place: Path, sizes: Sizes) -> Iterator[Row]:
    count = 500 if sizes == QUICK else STORE
    file = place / "genealogy.db"
    fill(file, count)
    engine = sqlalchemy.create_engine(f"sqlite:///{file}")
    with engine.connect() as connection, sqlite3.connect(file) as bare:
        asked = {"lot": ("lot", LOT), "water": ("lot", WATER), "bag": ("part", f"B-{count - 1:05d}", "A")}
        sides: dict[str, Any] = {
            name: lambda thing=thing: [timed(lambda: answer(connection, *thing))] for name, thing in asked.items()
        }
        sides["peer lot"] = lambda: [timed(lambda: bare.execute(REACH, (f"lot:{LOT}",)).fetchall())]
        sides["peer water"] = lambda: [timed(lambda: bare.execute(REACH, (f"lot:{WATER}",)).fetchall())]
        found = take_turns(sides, sizes.rounds)
        few, many = answer(connection, *asked["lot"]), answer(connection, *asked["water"])
        for lot in (LOT, WATER):
            same(bare, f"lot:{lot}", answer(connection, "lot", lot, whole=True))
    engine.dispose()
    peer = "recursive query, bare table, names alone"
    for name, thing in (("lot", few), ("water", many)):
        reached = sum(not row.beside for row in thing.things)
        title = f"genealogy of a lot, {reached:,} things of {count:,} batches"
        yield Row(title, found[name].seconds(), found[f"peer {name}"].seconds(), peer, "s", ("<=", 50.0))
        yield Row("the same, under a second", found[name].seconds(), None, "", "s", ("<=", SECOND), absolute=True)
    yield Row("where a bag comes from", found["bag"].seconds(), None, "", "s", ("<=", SECOND), absolute=True)


def answer(connection: Any, kind: str, name: str, part: str = "", *, whole: bool = False) -> GenealogyAnswer:
    """Ask as the screen does, both ways, or as the recall list; nothing is folded: the batches are rows alone."""
    return walked_in(Joins(connection, whole=whole), Genealogy(kind, name, part, whole=whole), lambda _root: None)


def same(bare: sqlite3.Connection, start: str, found: GenealogyAnswer) -> None:
    """See that both sides reach the same."""
    ours = {named(row.kind, row.name, row.part) for row in found.things if row.distance >= 0 and not row.beside}
    theirs = {name for (name,) in bare.execute(REACH, (start,))}
    assert ours == theirs, sorted(ours ^ theirs)[:5]


def fill(file: Path, count: int) -> None:
    """Write the rows of so many batches as the views write them, and the bare table beside."""
    engine = sqlalchemy.create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        for table in (GENEALOGY, GENEALOGY_LOTS, BATCHES, LOTS, EQUIPMENT):
            connection.execute(CreateTable(table))
        connection.exec_driver_sql("CREATE TABLE bare (source TEXT, target TEXT)")
        rows = [row for number in range(count) for row in joins(number, count)]
        marks = ", ".join("?" * len(GENEALOGY.columns))
        connection.exec_driver_sql(f"INSERT INTO genealogy VALUES ({marks})", rows)  # noqa: S608 - our own names
        facts = [batch(number) for number in range(count)]
        marks = ", ".join("?" * len(BATCHES.columns))
        connection.exec_driver_sql(f"INSERT INTO batches VALUES ({marks})", facts)  # noqa: S608 - our own names
        pairs = {(lead(row[2], row[3], row[4], count), named(*row[5:8])) for row in rows}
        connection.exec_driver_sql("INSERT INTO bare VALUES (?, ?)", sorted(pairs))
        for index in GENEALOGY.indexes:
            connection.execute(CreateIndex(index))
        connection.exec_driver_sql("CREATE INDEX bare_source ON bare (source, target)")
        connection.exec_driver_sql("ANALYZE")
    engine.dispose()


def named(kind: str, name: str, part: str = "") -> str:
    """Return a thing in one word."""
    return f"{kind}:{name}/{part}" if kind in ("part", "labels") else f"{kind}:{name}"


def lead(kind: str, name: str, part: str, count: int) -> str:
    """Return the source of a join as the walk sees it: a lot that a batch made is its bag."""
    return named("part", name, part) if kind == "lot" and name.startswith("B-") else named(kind, name, part)


def batch(number: int) -> tuple[Any, ...]:
    """Return the row of a batch."""
    name = f"B-{number:05d}"
    return (f"batch/{name}", name, "Tablets", "tablets", "1", "certified", "100", "kg", "{}", AT, 0)


def joins(number: int, count: int) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a batch: 11 lots, 6 machines, 2 rooms, 2 identifiers, 3 bags, 5 samples, labels."""
    name = f"B-{number:05d}"
    step = max(1, count // CHAIN)
    lots = [
        (WATER, "1"),
        (f"API-{number % step:04d}", "1"),
        *((f"EX-{(number * 7 + n) % 100:03d}", "2") for n in range(8)),
    ]
    if number >= step:
        lots.append((f"B-{number - step:05d}", "A"))
    sources = [("lot", lot, container, "used") for lot, container in lots]
    sources += [("equipment", f"EQ-{(number * 5 + n) % 50:02d}", "", "equipment") for n in range(6)]
    sources += [("room", f"Room {(number + n) % 12}", "", "room") for n in range(2)]
    sources += [("identifier", f"{kind}-{number:05d}", "", "identifier") for kind in ("COI", "SUB")]
    for at, (kind, source, part, role) in enumerate(sources):
        yield line(name, f"u/o/p/{role}_{at:02d}#1", (kind, source, part), ("batch", name, ""), role)
    targets = [("part", name, bag, "made") for bag in "ABC"]
    targets += [("sample", f"{name}-S{n}", "", "sampled") for n in range(5)]
    targets.append(("labels", name, "Bag", "labelled"))
    for at, (kind, target, part, role) in enumerate(targets):
        yield line(name, f"u/o/q/{role}_{at:02d}#1", ("batch", name, ""), (kind, target, part), role)


def line(
    name: str, edge: str, source: tuple[str, str, str], target: tuple[str, str, str], role: str
) -> tuple[Any, ...]:
    """Return a row of the view."""
    amount = ("12.5", "kg") if role in ("used", "made") else ("", "")
    return (
        f"batch/{name}",
        edge,
        *source,
        *target,
        role,
        *amount,
        "What it is",
        "RM-1",
        edge.partition("#")[0],
        AT,
        "operator",
    )
