"""Equipment, single-use assemblies and rooms as a list.

`status` is what the entries say; what runs out by itself (a calibration, a clean-hold time) is told at the moment of
the question. `due` is the last day of the calibration, "" when there is none. `batches` are separated by line feeds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import TEXT, Column, Connection, Index, MetaData, Table, select

from ebr.domain.decision import Recorded
from ebr.domain.equipment.state import EquipmentState
from ebr.domain.equipment.state.standing import calibration_due
from ebr.storage.views.view import Rows

METADATA = MetaData()
EQUIPMENT = Table(
    "equipment",
    METADATA,
    Column("root", TEXT, primary_key=True),
    Column("equipment", TEXT, nullable=False),
    Column("name", TEXT, nullable=False),
    Column("kind", TEXT, nullable=False),
    Column("place", TEXT, nullable=False),
    Column("lot", TEXT, nullable=False),
    Column("grade", TEXT, nullable=False),
    Column("status", TEXT, nullable=False),
    Column("batches", TEXT, nullable=False),
    Column("due", TEXT, nullable=False),
    Index("equipment_kind", "kind"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)


@dataclass(frozen=True, slots=True)
class EquipmentLine:
    """One piece as lists show it."""

    root: str
    equipment: str
    name: str
    kind: str
    place: str
    lot: str
    grade: str
    status: str
    batches: str
    due: str


@dataclass(frozen=True, slots=True)
class EquipmentView:
    """One row per code that was registered."""

    name: str = "equipment"
    version: int = 1
    aggregate: str = "equipment"
    table: Table = EQUIPMENT

    def rows(self, _root: str, state: EquipmentState, _touched: Sequence[Recorded] | None, /) -> Rows:
        """Return the row of a piece, none before it was registered."""
        if not state.entry:
            return {(): None}
        due = calibration_due(state)
        return {
            (): {
                "equipment": state.id,
                "name": state.name,
                "kind": state.kind,
                "place": state.place,
                "lot": state.lot,
                "grade": state.needs.grade,
                "status": state.status,
                "batches": "\n".join(state.batches),
                "due": due.day if due is not None else "",
            }
        }


VIEW = EquipmentView()


def lines(connection: Connection) -> list[EquipmentLine]:
    """Return everything that is registered, by class and code."""
    query = select(EQUIPMENT).order_by(EQUIPMENT.c.kind, EQUIPMENT.c.equipment)
    return [EquipmentLine(*row) for row in connection.execute(query)]
