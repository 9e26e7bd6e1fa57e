"""Deviations as a list, and which batches each of them names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import TEXT, Column, Connection, Index, MetaData, Table, select

from ebr.domain.decision import Recorded
from ebr.domain.deviation.state import DeviationState
from ebr.storage.views.view import Rows

METADATA = MetaData()
SAID: Final = ("deviation", "title", "severity", "status", "discovered", "opened_at")
DEVIATIONS = Table(
    "deviations",
    METADATA,
    Column("root", TEXT, primary_key=True),
    *(Column(name, TEXT, nullable=False) for name in SAID),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
DEVIATION_BATCHES = Table(
    "deviation_batches",
    METADATA,
    Column("root", TEXT, primary_key=True),
    Column("batch", TEXT, primary_key=True),
    Column("deviation", TEXT, nullable=False),
    Index("deviation_batches_by_batch", "batch"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)


@dataclass(frozen=True, slots=True)
class DeviationsView:
    """One row per deviation."""

    name: str = "deviations"
    version: int = 1
    aggregate: str = "deviation"
    table: Table = DEVIATIONS

    def rows(self, _root: str, state: DeviationState, _touched: Sequence[Recorded] | None, /) -> Rows:
        """Return the deviation's row, none before it was opened."""
        if state.opened is None:
            return {(): None}
        return {
            (): {
                "deviation": state.number,
                "title": state.title,
                "severity": state.severity,
                "status": state.life,
                "discovered": state.discovered,
                "opened_at": state.opened.at.wall,
            }
        }


@dataclass(frozen=True, slots=True)
class DeviationBatchesView:
    """One row per batch that a deviation names."""

    name: str = "deviation_batches"
    version: int = 1
    aggregate: str = "deviation"
    table: Table = DEVIATION_BATCHES

    def rows(self, _root: str, state: DeviationState, _touched: Sequence[Recorded] | None, /) -> Rows:
        """Return a row for each batch; none for those that an earlier assessment named and the last does not."""
        now = state.batches
        return {(batch,): {"deviation": state.number} if batch in now else None for batch in (*state.ever, *now)}


VIEW = DeviationsView()
BATCHES_VIEW = DeviationBatchesView()


def numbers(connection: Connection, batch: str = "") -> list[str]:
    """Return the numbers of all deviations, or of those that name a batch, the newest first."""
    query = select(DEVIATIONS.c.deviation).order_by(DEVIATIONS.c.opened_at.desc(), DEVIATIONS.c.deviation.desc())
    if batch:
        inside = select(DEVIATION_BATCHES.c.root).where(DEVIATION_BATCHES.c.batch == batch)
        query = query.where(DEVIATIONS.c.root.in_(inside))
    return list(connection.execute(query).scalars())


def beginning_with(connection: Connection, start: str) -> list[str]:
    """Return the numbers that begin so."""
    return [
        number for number in connection.execute(select(DEVIATIONS.c.deviation)).scalars() if number.startswith(start)
    ]
