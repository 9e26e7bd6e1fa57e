"""The product review of a master of 500 batches, from the views as a station keeps them: the whole answer of the screen, within a second.

The batches are those of the tablet example with every number, time and exception of it, so about 50 series are judged. The peer reads the same
rows by plain sqlite3 and takes mean and standard deviation of each series with the standard library's `statistics`, over floats: it knows no
chart, no rule, no index, no time.
"""

from __future__ import annotations

import json
import random
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import sqlalchemy
from sqlalchemy.schema import CreateTable

from ebr.domain import canonical
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.plan import prepared
from ebr.domain.mbr.document import to_json
from ebr.domain.mbr.model import Mbr
from ebr.domain.mbr.text import read
from ebr.station.answers.product import review_in
from ebr.station.answers.series import NUMBERS
from ebr.station.answers.trends import history_in
from ebr.station.questions import ProductAnswer, ProductReview, ValueHistory
from ebr.storage.views.batches import BATCHES
from ebr.storage.views.exceptions import EXCEPTIONS
from ebr.storage.views.spans import SPANS
from ebr.storage.views.values import VALUES
from tests.bench.rows import Row
from tests.bench.sizes import QUICK, Sizes
from tests.bench.timing import take_turns

EXAMPLE: Final = Path(__file__).parents[2] / "resources" / "mbr" / "metformin_er_1000.yaml"
BATCHES_REVIEWED: Final = 500
TEXTS: Final = 300
"""Values of each batch that are no numbers, which the review must pass over."""
SECOND: Final = 1.0
START: Final = datetime.fromisoformat("2020-01-06T06:00:00+01:00")
NAME: Final = "MET"
PEER: Final = "SELECT root, slot, value FROM slot_values"


def measure(place: Path, sizes: Sizes) -> Iterator[Row]:
    """Yield the rows of the product review."""
    count = 60 if sizes == QUICK else BATCHES_REVIEWED
    mbr = example()
    file = place / "trending.db"
    values = fill(file, mbr, count)
    newest = state(mbr, count)
    slot = next(slot.id for _, slot in mbr.slots() if slot.kind == "number" and slot.limits)
    engine = sqlalchemy.create_engine(f"sqlite:///{file}")
    with engine.connect() as connection, sqlite3.connect(file) as bare:

        def review() -> ProductAnswer:
            return review_in(connection, ProductReview(NAME, BATCHES_REVIEWED), lambda _root: newest)

        answer = review()
        assert len(answer.batches) == count
        assert max(one.count for one in answer.series) == count
        found = take_turns(
            {
                "review": lambda: [_busy(review)],
                "one": lambda: [
                    _busy(lambda: history_in(connection, ValueHistory(NAME, slot, "", count), lambda _root: newest))
                ],
                "peer": lambda: [_busy(lambda: plainly(bare))],
            },
            sizes.rounds,
        )
    engine.dispose()
    title = f"product review, {len(answer.series)} series of {count} batches, {values:,} values"
    peer = "sqlite3 + statistics, mean and deviation alone"
    yield Row(title, found["review"].seconds(), found["peer"].seconds(), peer, "s", ("<=", 4.0))
    yield Row("the same, under a second", found["review"].seconds(), None, "", "s", ("<=", SECOND), absolute=True)
    yield Row(f"one value in {count} batches", found["one"].seconds(), None, "", "s", ("<=", SECOND), absolute=True)


def _busy(work: Callable[[], object]) -> float:
    """Return the seconds of a core that something takes, whatever else the machine is doing."""
    start = time.process_time()
    work()
    return time.process_time() - start


def plainly(bare: sqlite3.Connection) -> dict[str, tuple[float, float]]:
    """Return mean and deviation of every series of numbers."""
    found: dict[str, dict[str, list[float]]] = {}
    for root, slot, value in bare.execute(PEER):
        number = json.loads(value).get("number")
        if number is not None:
            found.setdefault(slot.rpartition("/")[2], {}).setdefault(root, []).append(float(number))
    series = {slot: [statistics.fmean(each) for each in by_root.values()] for slot, by_root in found.items()}
    return {slot: (statistics.fmean(each), statistics.stdev(each)) for slot, each in series.items()}


def example() -> Mbr:
    """Return the master of the tablet example."""
    mbr = read(EXAMPLE.read_text(encoding="utf-8")).mbr
    assert mbr is not None
    return mbr


def state(mbr: Mbr, count: int) -> BatchState:
    """Return what folding the newest batch gives the review: its instructions."""
    document = canonical.dumps(to_json(mbr)).decode()
    found = BatchState(f"B-{count - 1:04d}")
    found.plan, found.document = prepared(document), document
    assert found.plan is not None
    return found


def fill(file: Path, mbr: Mbr, count: int) -> int:
    """Write the rows of so many batches as the views write them; return how many values these are."""
    chance = random.Random(500)
    engine = sqlalchemy.create_engine(f"sqlite:///{file}")
    tables = {table.name: list[tuple[Any, ...]]() for table in (BATCHES, VALUES, SPANS, EXCEPTIONS)}
    for number in range(count):
        _batch(tables, mbr, number, chance)
    with engine.begin() as connection:
        for table in (BATCHES, VALUES, SPANS, EXCEPTIONS):
            connection.execute(CreateTable(table))
            marks = ", ".join("?" * len(table.columns))
            connection.exec_driver_sql(f"INSERT INTO {table.name} VALUES ({marks})", tables[table.name])  # noqa: S608 - our own names
        connection.exec_driver_sql("ANALYZE")
    engine.dispose()
    return len(tables["slot_values"])


def _batch(tables: dict[str, list[tuple[Any, ...]]], mbr: Mbr, number: int, chance: random.Random) -> None:
    name = f"B-{number:04d}"
    root, now = f"batch/{name}", START + timedelta(days=number)
    version = str(1 + number // 200)
    begun = now
    tables["batches"].append(
        (root, name, mbr.header.product, NAME, version, "certified", "100", "kg", "{}", now.isoformat(), 0)
    )
    for unit in mbr.procedure:
        for operation in unit.operations:
            for phase in operation.phases:
                place, started = f"{unit.id}/{operation.id}/{phase.id}", now
                for slot in phase.slots:
                    now += timedelta(seconds=chance.randint(20, 90))
                    if slot.kind in NUMBERS:
                        value = json.dumps({"number": f"{chance.gauss(100, 2):.2f}"})
                        tables["slot_values"].append(_value(root, f"{place}/{slot.id}", value, now, number))
                tables["batch_spans"].append((root, place, started.isoformat(), now.isoformat()))
    tables["batch_spans"].append((root, "", begun.isoformat(), now.isoformat()))
    text = json.dumps({"text": "Reading at steady state, all as described"})
    tables["slot_values"].extend(_value(root, f"u/o/p{n}/note", text, now, number) for n in range(TEXTS))
    for n in range(chance.randint(0, 3)):
        tables["exceptions"].append(
            (root, f"E{n}", "u/o/p", "out_of_limits", "minor", "", "op", now.isoformat(), "accepted")
        )


def _value(root: str, slot: str, value: str, at: datetime, number: int) -> tuple[Any, ...]:
    low, high = ("94", "106") if number >= 250 else ("93", "107")
    return (root, slot, 1, value, "in", "operator", at.isoformat(), 1, 0, "", low, high)
