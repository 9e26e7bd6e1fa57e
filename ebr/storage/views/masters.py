"""Versions of master batch records as a list: for issuing, approving and finding the version in force (211.186)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import TEXT, Column, Connection, Integer, MetaData, Table, select

from ebr.domain.decision import Recorded
from ebr.domain.master.state import MasterState
from ebr.domain.review import open_remarks
from ebr.storage.views.view import Rows

METADATA = MetaData()
MASTERS = Table(
    "masters",
    METADATA,
    Column("root", TEXT, primary_key=True),
    Column("mbr", TEXT, nullable=False),
    Column("version", TEXT, nullable=False),
    Column("title", TEXT, nullable=False),
    Column("hash", TEXT, nullable=False),
    Column("added_by", TEXT, nullable=False),
    Column("author", TEXT, nullable=False),
    Column("approver", TEXT, nullable=False),
    Column("verifier", TEXT, nullable=False),
    Column("base", TEXT, nullable=False),
    Column("remarks", Integer, nullable=False),
    Column("returned", TEXT, nullable=False),
    Column("effective", TEXT, nullable=False),
    Column("superseded", TEXT, nullable=False),
    Column("superseded_by", TEXT, nullable=False),
    Column("withdrawn", TEXT, nullable=False),
    Column("findings", Integer, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)


@dataclass(frozen=True, slots=True)
class MasterLine:
    """One version as lists show it; where it stands today is computed from the dates by `MasterState.life`."""

    root: str
    mbr: str
    version: str
    title: str
    hash: str
    added_by: str
    author: str
    approver: str
    verifier: str
    base: str
    remarks: int
    returned: str
    effective: str
    superseded: str
    superseded_by: str
    withdrawn: str
    findings: int


@dataclass(frozen=True, slots=True)
class MastersView:
    """One row per version."""

    name: str = "masters"
    version: int = 2
    aggregate: str = "master"
    table: Table = MASTERS

    def rows(self, _root: str, state: MasterState, _touched: Sequence[Recorded] | None, /) -> Rows:
        """Return the version's row, none before it was added."""
        if not state.entry:
            return {(): None}
        signed = {meaning: found.person for meaning, found in state.signatures.items()}
        return {
            (): {
                "mbr": state.id,
                "version": state.version,
                "title": state.title,
                "hash": state.hash,
                "added_by": state.added_by,
                "author": signed.get("performed", ""),
                "approver": signed.get("approved", ""),
                "verifier": signed.get("verified", ""),
                "base": state.base,
                "remarks": len(open_remarks(state.comments)),
                "returned": state.returned,
                "effective": state.effective,
                "superseded": state.superseded,
                "superseded_by": state.superseded_by,
                "withdrawn": state.withdrawn,
                "findings": state.findings,
            }
        }


VIEW = MastersView()


def masters(connection: Connection, mbr: str = "") -> list[MasterLine]:
    """Return all versions, or those of one MBR, by id and version."""
    query = select(MASTERS).order_by(MASTERS.c.mbr, MASTERS.c.version)
    if mbr:
        query = query.where(MASTERS.c.mbr == mbr)
    return [MasterLine(*row) for row in connection.execute(query)]


def in_force(connection: Connection, mbr: str) -> str:
    """Return the version of an MBR that is in force or planned, "" when there is none."""
    found = [row for row in masters(connection, mbr) if row.effective and not _over(row)]
    return max(found, key=lambda row: row.effective).version if found else ""


def in_force_on(connection: Connection, mbr: str, day: str) -> tuple[str, ...]:
    """Return the versions of an MBR that may be issued on on a day: one, unless stations did not know of each other."""
    rows = [row for row in masters(connection, mbr) if row.effective and row.effective <= day]
    later = in_force_from(connection, mbr, day)
    return tuple(row.version for row in rows if row.version in later)


def in_force_from(connection: Connection, mbr: str, day: str) -> tuple[str, ...]:
    """Return all versions of an MBR that may be issued on, or will be, on a day (ISO date) or later."""
    rows = (row for row in masters(connection, mbr) if row.effective and not (row.withdrawn or row.returned))
    return tuple(row.version for row in rows if not row.superseded or row.superseded > day)


def _over(row: MasterLine) -> bool:
    return bool(row.withdrawn or row.superseded_by or row.returned)
