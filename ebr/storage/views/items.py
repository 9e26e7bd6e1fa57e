"""Materials as a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import TEXT, Column, Connection, MetaData, Table, select

from ebr.domain.decision import Recorded
from ebr.domain.material.state import ItemState, MaterialState
from ebr.storage.views.view import Rows

METADATA = MetaData()
ITEMS = Table(
    "items",
    METADATA,
    Column("root", TEXT, primary_key=True),
    Column("item", TEXT, nullable=False),
    Column("title", TEXT, nullable=False),
    Column("kind", TEXT, nullable=False),
    Column("unit", TEXT, nullable=False),
    Column("specification", TEXT, nullable=False),
    Column("withdrawn", TEXT, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One material as lists show it; `specification` is the version in force, "" before the first."""

    root: str
    item: str
    title: str
    kind: str
    unit: str
    specification: str
    withdrawn: str


@dataclass(frozen=True, slots=True)
class ItemsView:
    """One row per material."""

    name: str = "items"
    version: int = 1
    aggregate: str = "material"
    table: Table = ITEMS

    def rows(self, _root: str, state: MaterialState, _touched: Sequence[Recorded] | None, /) -> Rows:
        """Return the row of a material, none before it was added."""
        if not isinstance(state, ItemState):
            return {}
        if not state.entry:
            return {(): None}
        specification = state.specification
        return {
            (): {
                "item": state.code,
                "title": state.title,
                "kind": state.kind,
                "unit": state.unit,
                "specification": specification.version if specification is not None else "",
                "withdrawn": state.withdrawn,
            }
        }


VIEW = ItemsView()


def lines(connection: Connection) -> list[ItemLine]:
    """Return all materials by code."""
    return [ItemLine(*row) for row in connection.execute(select(ITEMS).order_by(ITEMS.c.item))]
