"""Lots as a list: what each is, where it stands, how much is left of it by the book.

`status` is what the entries say; whether a date is over is told at the moment of the question. `left` is decimal text
in the unit of the lot. A lot that was used here and never received has no row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import TEXT, Column, Connection, Index, Integer, MetaData, Table, select

from ebr.domain.decision import Recorded
from ebr.domain.material.state import LotState, MaterialState
from ebr.domain.values import plain
from ebr.storage.views.view import Rows

METADATA = MetaData()
LOTS = Table(
    "lots",
    METADATA,
    Column("root", TEXT, primary_key=True),
    Column("lot", TEXT, nullable=False),
    Column("item", TEXT, nullable=False),
    Column("supplier", TEXT, nullable=False),
    Column("supplier_lot", TEXT, nullable=False),
    Column("status", TEXT, nullable=False),
    Column("expiry", TEXT, nullable=False),
    Column("retest", TEXT, nullable=False),
    Column("zone", TEXT, nullable=False),
    Column("left", TEXT, nullable=False),
    Column("unit", TEXT, nullable=False),
    Column("place", TEXT, nullable=False),
    Column("odd", Integer, nullable=False),
    Column("moved", Integer, nullable=False),
    Index("lots_item", "item"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)


@dataclass(frozen=True, slots=True)
class LotLine:
    """One lot as lists show it; `odd` counts what somebody has to look into: overdrawn, contested, received twice.

    `moved` counts what can have brought it out of its storage condition: its own moves, and the lots it was made of.
    """

    root: str
    lot: str
    item: str
    supplier: str
    supplier_lot: str
    status: str
    expiry: str
    retest: str
    zone: str
    left: str
    unit: str
    place: str
    odd: int
    moved: int


@dataclass(frozen=True, slots=True)
class LotsView:
    """One row per lot that was received."""

    name: str = "lots"
    version: int = 3
    aggregate: str = "material"
    table: Table = LOTS

    def rows(self, _root: str, state: MaterialState, _touched: Sequence[Recorded] | None, /) -> Rows:
        """Return the row of a lot, none before it was received."""
        if not isinstance(state, LotState):
            return {}
        if state.receipt is None:
            return {(): None}
        return {
            (): {
                "lot": state.number,
                "item": state.item,
                "supplier": state.supplier,
                "supplier_lot": state.receipt.supplier_lot,
                "status": state.status,
                "expiry": state.expiry,
                "retest": state.retest,
                "zone": state.zone,
                "left": plain(state.left),
                "unit": state.unit,
                "place": state.place_of()[0],
                "odd": _odd(state),
                "moved": len(state.moves) + len(state.receipt.parents),
            }
        }


def _odd(state: LotState) -> int:
    found = (state.overdrawn, state.odd, state.others, state.open_counts)
    return sum(len(one) for one in found) + state.contested


VIEW = LotsView()


def lines(connection: Connection, item: str = "", status: str = "") -> list[LotLine]:
    """Return lots by number, all or those of one material and status."""
    query = select(LOTS).order_by(LOTS.c.lot)
    if item:
        query = query.where(LOTS.c.item == item)
    if status:
        query = query.where(LOTS.c.status == status)
    return [LotLine(*row) for row in connection.execute(query)]
