"""When each step of each batch began and was complete, for comparing how long things take from batch to batch.

One row per step instance and one for the batch (its place is ""). A step begins with the first entry a person makes in
it and ends with the signature by which it was complete first; a batch begins with its first entry and ends with its
completion. Times are those of the entries; "" is what has not been yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import TEXT, Column, Connection, MetaData, Table, select

from ebr.domain.batch.events import AttemptRecorded, ValueCalculated, ValueRecorded
from ebr.domain.batch.state import BatchState
from ebr.domain.decision import Recorded
from ebr.storage.views.values import CHUNK
from ebr.storage.views.view import Cell, Key, Row, Rows

METADATA = MetaData()
SPANS = Table(
    "batch_spans",
    METADATA,
    Column("root", TEXT, primary_key=True),
    Column("place", TEXT, primary_key=True),
    Column("begun", TEXT, nullable=False),
    Column("ended", TEXT, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
ENTERED = (ValueRecorded, ValueCalculated, AttemptRecorded)
"""Nine of ten entries: they may begin a step, and never end one."""


@dataclass(frozen=True, slots=True)
class SpansView:
    """One row per step that was begun, and one per batch that was issued."""

    name: str = "batch_spans"
    version: int = 1
    aggregate: str = "batch"
    table: Table = SPANS

    def rows(self, _root: str, state: BatchState, touched: Sequence[Recorded] | None, /) -> Rows:
        """Return the rows of the steps that these events can have begun or ended, or of all."""
        if state.issued is None:
            return {}
        places = {*state.first_entry, *state.passed} if touched is None else set(_touched(state, touched))
        rows: dict[Key, Row | None] = {(place,): _row(state, place) for place in places if place}
        if touched is None or "" in places:
            rows["",] = _whole(state)
        return rows


def _touched(state: BatchState, touched: Iterable[Recorded]) -> Iterator[str]:
    for part in touched:
        event = part.event
        address = getattr(event, "slot", "") or getattr(event, "where", "") or getattr(event, "scope", "")
        phase = address.rpartition("/")[0]
        if isinstance(event, ENTERED):
            began = state.first_entry.get(phase)
            if began is not None and began.hash == part.stamp.hash:
                yield from ("", phase)
            continue
        yield ""
        yield from (place for place in (address, phase) if place in state.first_entry or place in state.passed)


def _row(state: BatchState, place: str) -> Mapping[str, Cell]:
    began, ended = state.first_entry.get(place), state.passed.get(place)
    return {"begun": began.at.wall if began else "", "ended": ended.at.wall if ended else ""}


def _whole(state: BatchState) -> Mapping[str, Cell]:
    began = next(iter(state.first_entry.values()), None)
    return {"begun": began.at.wall if began else "", "ended": state.completed.at.wall if state.completed else ""}


VIEW = SpansView()


@dataclass(frozen=True, slots=True)
class SpanLine:
    """When a step instance, or the batch (place ""), began and ended; ISO 8601 with offset, "" for not yet."""

    root: str
    place: str
    begun: str
    ended: str


def of_batches(connection: Connection, roots: Sequence[str]) -> dict[str, list[SpanLine]]:
    """Return root -> the batch and its steps, by address."""
    found: dict[str, list[SpanLine]] = {}
    for at in range(0, len(roots), CHUNK):
        query = select(SPANS).where(SPANS.c.root.in_(roots[at : at + CHUNK])).order_by(SPANS.c.root, SPANS.c.place)
        for row in connection.execute(query):
            found.setdefault(row[0], []).append(SpanLine(*row))
    return found
