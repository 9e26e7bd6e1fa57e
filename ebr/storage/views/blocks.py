"""Versions of the building blocks of the library as a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import TEXT, Column, Connection, Integer, MetaData, Table, select

from ebr.domain.block.state import BlockState
from ebr.domain.decision import Recorded
from ebr.storage.views.view import Rows

METADATA = MetaData()
BLOCKS = Table(
    "blocks",
    METADATA,
    Column("root", TEXT, primary_key=True),
    Column("block", TEXT, nullable=False),
    Column("version", Integer, nullable=False),
    Column("level", TEXT, nullable=False),
    Column("title", TEXT, nullable=False),
    Column("status", TEXT, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)


@dataclass(frozen=True, slots=True)
class BlockLine:
    """One version as lists show it."""

    root: str
    block: str
    version: int
    level: str
    title: str
    status: str


@dataclass(frozen=True, slots=True)
class BlocksView:
    """One row per version."""

    name: str = "blocks"
    version: int = 1
    aggregate: str = "block"
    table: Table = BLOCKS

    def rows(self, _root: str, state: BlockState, _touched: Sequence[Recorded] | None, /) -> Rows:
        """Return the version's row, none before it was added."""
        if not state.entry:
            return {(): None}
        return {
            (): {
                "block": state.id,
                "version": int(state.version),
                "level": state.level,
                "title": state.title,
                "status": state.life,
            }
        }


VIEW = BlocksView()


def blocks(connection: Connection, block: str = "") -> list[BlockLine]:
    """Return all versions, or those of one block, by id, the newest first."""
    query = select(BLOCKS).order_by(BLOCKS.c.block, BLOCKS.c.version.desc())
    if block:
        query = query.where(BLOCKS.c.block == block)
    return [BlockLine(*row) for row in connection.execute(query)]
