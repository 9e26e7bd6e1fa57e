"""Drafts of master batch records as a list: for authors and for whoever reads before review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import TEXT, Column, Connection, Integer, MetaData, Table, select

from ebr.domain.decision import Recorded
from ebr.domain.draft.state import DraftState
from ebr.domain.review import open_remarks
from ebr.storage.views.view import Rows

METADATA = MetaData()
DRAFTS = Table(
    "drafts",
    METADATA,
    Column("root", TEXT, primary_key=True),
    Column("mbr", TEXT, nullable=False),
    Column("version", TEXT, nullable=False),
    Column("title", TEXT, nullable=False),
    Column("base", TEXT, nullable=False),
    Column("returned", TEXT, nullable=False),
    Column("status", TEXT, nullable=False),
    Column("holder", TEXT, nullable=False),
    Column("saves", Integer, nullable=False),
    Column("saved", TEXT, nullable=False),
    Column("saved_by", TEXT, nullable=False),
    Column("remarks", Integer, nullable=False),
    Column("contested", Integer, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One draft as lists show it; `saved` is the wall time of the last change."""

    root: str
    mbr: str
    version: str
    title: str
    base: str
    returned: str
    status: str
    holder: str
    saves: int
    saved: str
    saved_by: str
    remarks: int
    contested: int


@dataclass(frozen=True, slots=True)
class DraftsView:
    """One row per draft."""

    name: str = "drafts"
    version: int = 1
    aggregate: str = "draft"
    table: Table = DRAFTS

    def rows(self, _root: str, state: DraftState, _touched: Sequence[Recorded] | None, /) -> Rows:
        """Return the draft's row, none before it was begun."""
        if state.begun is None:
            return {(): None}
        last = state.saves[-1].stamp if state.saves else state.begun
        return {
            (): {
                "mbr": state.id,
                "version": state.version,
                "title": state.title(),
                "base": state.base,
                "returned": state.returned,
                "status": state.status,
                "holder": state.holder,
                "saves": len(state.saves),
                "saved": last.at.wall,
                "saved_by": last.by,
                "remarks": len(open_remarks(state.comments)),
                "contested": len(state.open_contests()),
            }
        }


VIEW = DraftsView()


def drafts(connection: Connection, mbr: str = "") -> list[DraftLine]:
    """Return all drafts, or those of one MBR, by id and version."""
    query = select(DRAFTS).order_by(DRAFTS.c.mbr, DRAFTS.c.version)
    if mbr:
        query = query.where(DRAFTS.c.mbr == mbr)
    return [DraftLine(*row) for row in connection.execute(query)]
