"""Suppliers as a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import TEXT, Column, Connection, MetaData, Table, select

from ebr.domain.decision import Recorded
from ebr.domain.material.state import MaterialState, SupplierState
from ebr.storage.views.view import Rows

METADATA = MetaData()
SUPPLIERS = Table(
    "suppliers",
    METADATA,
    Column("root", TEXT, primary_key=True),
    Column("supplier", TEXT, nullable=False),
    Column("name", TEXT, nullable=False),
    Column("status", TEXT, nullable=False),
    Column("until", TEXT, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)


@dataclass(frozen=True, slots=True)
class SupplierLine:
    """One supplier as lists show it; `until` is the last day of its qualification, "" before the first."""

    root: str
    supplier: str
    name: str
    status: str
    until: str


@dataclass(frozen=True, slots=True)
class SuppliersView:
    """One row per supplier."""

    name: str = "suppliers"
    version: int = 1
    aggregate: str = "material"
    table: Table = SUPPLIERS

    def rows(self, _root: str, state: MaterialState, _touched: Sequence[Recorded] | None, /) -> Rows:
        """Return the row of a supplier, none before it was added."""
        if not isinstance(state, SupplierState):
            return {}
        if not state.entry:
            return {(): None}
        return {
            (): {
                "supplier": state.id,
                "name": state.name,
                "status": state.status,
                "until": state.qualification.until,
            }
        }


VIEW = SuppliersView()


def lines(connection: Connection) -> list[SupplierLine]:
    """Return all suppliers by name."""
    query = select(SUPPLIERS).order_by(SUPPLIERS.c.name, SUPPLIERS.c.supplier)
    return [SupplierLine(*row) for row in connection.execute(query)]
