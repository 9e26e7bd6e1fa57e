"""Samples as the laboratory's work list: where each is, what waits, when its results are due.

`stages` are what waits, separated by blanks: "take", "close", "receive", "store", "incubate", "test", "check",
"decide" (`ebr.domain.sample.state.stages`). Whether a day is over is told at the moment of the question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import TEXT, Column, Connection, Index, Integer, MetaData, Table, select

from ebr.domain.decision import Recorded
from ebr.domain.sample.state import SampleState, due_day, stages
from ebr.storage.views.view import Rows

METADATA = MetaData()
SAMPLES = Table(
    "samples",
    METADATA,
    Column("root", TEXT, primary_key=True),
    Column("sample", TEXT, nullable=False),
    Column("batch", TEXT, nullable=False),
    Column("slot", TEXT, nullable=False),
    Column("label", TEXT, nullable=False),
    Column("product", TEXT, nullable=False),
    Column("status", TEXT, nullable=False),
    Column("stages", TEXT, nullable=False),
    Column("due", TEXT, nullable=False),
    Column("taken_at", TEXT, nullable=False),
    Column("place", TEXT, nullable=False),
    Column("pending", Integer, nullable=False),
    Column("tests", Integer, nullable=False),
    Column("open", Integer, nullable=False),
    Column("room", TEXT, nullable=False),
    Index("samples_batch", "batch"),
    Index("samples_open", "open"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)


@dataclass(frozen=True, slots=True)
class SampleLine:
    """One sample as lists show it; `pending` of `tests` results are missing. It is of a batch or of a room."""

    root: str
    sample: str
    batch: str
    slot: str
    label: str
    product: str
    status: str
    stages: str
    due: str
    taken_at: str
    place: str
    pending: int
    tests: int
    open: int
    room: str


@dataclass(frozen=True, slots=True)
class SamplesView:
    """One row per number that was planned or taken."""

    name: str = "samples"
    version: int = 3
    aggregate: str = "sample"
    table: Table = SAMPLES

    def rows(self, _root: str, state: SampleState, _touched: Sequence[Recorded] | None, /) -> Rows:
        """Return the row of a sample, none for a number that nobody has."""
        if not state.known:
            return {(): None}
        waits = stages(state)
        exposed = state.exposed
        return {
            (): {
                "sample": state.number,
                "batch": state.batch,
                "slot": state.slot,
                "label": state.label,
                "product": state.product,
                "status": state.status,
                "stages": " ".join(waits),
                "due": due_day(state),
                "taken_at": state.taken.at if state.taken is not None else "",
                "place": exposed.place if exposed is not None else state.place or state.sent_to,
                "pending": len(state.pending),
                "tests": len(state.tests),
                "open": 1 if waits or (state.taken is None and state.status == "planned") else 0,
                "room": state.room,
            }
        }


VIEW = SamplesView()


def lines(connection: Connection, *, batch: str = "", room: str = "", everything: bool = False) -> list[SampleLine]:
    """Return the samples with something to do, with `everything` all of them; earliest due first, then by number."""
    query = select(SAMPLES)
    if batch:
        query = query.where(SAMPLES.c.batch == batch)
    if room:
        query = query.where(SAMPLES.c.room == room)
    if not everything:
        query = query.where(SAMPLES.c.open == 1)
    query = query.order_by(SAMPLES.c.due == "", SAMPLES.c.due, SAMPLES.c.taken_at, SAMPLES.c.sample)
    return [SampleLine(*row) for row in connection.execute(query)]
