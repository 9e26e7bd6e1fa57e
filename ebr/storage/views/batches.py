"""Batches as a list: one row per batch, for queues, finding and `ebr status` (211.188)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import TEXT, Column, Connection, Integer, MetaData, Table, func, select

from ebr.domain.batch.events import ValueRecorded
from ebr.domain.batch.state import BatchState
from ebr.domain.decision import Recorded
from ebr.storage.views.view import Rows

METADATA = MetaData()
BATCHES = Table(
    "batches",
    METADATA,
    Column("root", TEXT, primary_key=True),
    Column("batch", TEXT, nullable=False),
    Column("product", TEXT, nullable=False),
    Column("mbr", TEXT, nullable=False),
    Column("version", TEXT, nullable=False),
    Column("status", TEXT, nullable=False),
    Column("size", TEXT, nullable=False),
    Column("unit", TEXT, nullable=False),
    Column("identifiers", TEXT, nullable=False),
    Column("issued_at", TEXT, nullable=False),
    Column("open_exceptions", Integer, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
FINISHED = ("certified", "conditional", "supplied", "rejected", "aborted")


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One batch as lists show it; `identifiers` is JSON of id -> value."""

    root: str
    batch: str
    product: str
    mbr: str
    version: str
    status: str
    size: str
    unit: str
    identifiers: str
    issued_at: str
    open_exceptions: int


@dataclass(frozen=True, slots=True)
class BatchesView:
    """One row per root."""

    name: str = "batches"
    version: int = 1
    aggregate: str = "batch"
    table: Table = BATCHES

    def rows(self, root: str, state: BatchState, touched: Sequence[Recorded] | None, /) -> Rows:  # noqa: ARG002 - one row
        """Return the batch's row, none before it was issued; nothing when these events cannot have changed it."""
        issued, plan = state.issued, state.plan
        if touched is not None and _quiet(state, touched):
            return {}
        if issued is None:
            return {(): None}
        header = plan.mbr.header if plan else None
        return {
            (): {
                "batch": state.id,
                "product": header.product if header else issued.mbr,
                "mbr": issued.mbr,
                "version": issued.version,
                "status": state.status,
                "size": issued.size,
                "unit": header.size.unit if header else "",
                "identifiers": json.dumps(dict(issued.identifiers), sort_keys=True),
                "issued_at": state.issue_stamp.at.wall if state.issue_stamp else "",
                "open_exceptions": len(state.open_exceptions()),
            }
        }


def _quiet(state: BatchState, touched: Sequence[Recorded]) -> bool:
    """Tell whether these are values of a batch that runs: they change no status, and are nine of ten entries."""
    begun = next(iter(state.first_entry.values()), None)
    if begun is None or state.reviewed is not None:
        return False
    return all(isinstance(part.event, ValueRecorded) and part.stamp.hash != begun.hash for part in touched)


VIEW = BatchesView()


def lines(connection: Connection, text: str = "") -> list[BatchLine]:
    """Return the batches whose number, product or identifiers hold the text, newest first."""
    query = select(BATCHES).order_by(BATCHES.c.issued_at.desc(), BATCHES.c.batch)
    if text:
        like = f"%{text}%"
        query = query.where(
            BATCHES.c.batch.like(like) | BATCHES.c.product.like(like) | BATCHES.c.identifiers.like(like)
        )
    return [BatchLine(*row) for row in connection.execute(query)]


def of_mbr(connection: Connection, mbr: str) -> list[BatchLine]:
    """Return the batches of a master batch record, newest first."""
    query = select(BATCHES).where(BATCHES.c.mbr == mbr).order_by(BATCHES.c.issued_at.desc(), BATCHES.c.batch)
    return [BatchLine(*row) for row in connection.execute(query)]


def masters(connection: Connection) -> list[tuple[str, str, int]]:
    """Return (master, product, batches) for every master that has batches, the one with the newest batch first."""
    newest, count = func.max(BATCHES.c.issued_at), func.count()
    query = select(BATCHES.c.mbr, func.max(BATCHES.c.product), count).group_by(BATCHES.c.mbr).order_by(newest.desc())
    return [(mbr, product, found) for mbr, product, found in connection.execute(query)]
