"""Every standing value as a row.

What was entered where, for searching, comparing batches and the digest of the views.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from json.encoder import encode_basestring as quoted

from sqlalchemy import TEXT, Column, Connection, Integer, MetaData, Table, select

from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.model import Row as Standing
from ebr.domain.decision import Recorded
from ebr.domain.values import Value
from ebr.storage.views.view import Cell, Rows

METADATA = MetaData()
VALUES = Table(
    "slot_values",
    METADATA,
    Column("root", TEXT, primary_key=True),
    Column("slot", TEXT, primary_key=True),
    Column("item", Integer, primary_key=True),
    Column("value", TEXT, nullable=False),
    Column("verdict", TEXT, nullable=False),
    Column("performed_by", TEXT, nullable=False),
    Column("at", TEXT, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("corrections", Integer, nullable=False),
    Column("exception", TEXT, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)


@dataclass(frozen=True, slots=True)
class ValuesView:
    """One row per standing item of a slot; a withdrawn item keeps its row with an empty value."""

    name: str = "slot_values"
    version: int = 1
    aggregate: str = "batch"
    table: Table = VALUES

    def rows(self, _root: str, state: BatchState, touched: Sequence[Recorded] | None, /) -> Rows:
        """Return the rows of the slots that these events name, or of all."""
        slots = state.slots if touched is None else {_slot(part.event) for part in touched}
        known = (state.slots[slot] for slot in slots if slot in state.slots)
        return {(held.address, item): _row(row, held.tried(item)) for held in known for item, row in held.rows.items()}


def _as_text(value: Value) -> str:
    """Write a value as `json.dumps(..., sort_keys=True, ensure_ascii=False)` does, four times as fast: texts only."""
    return "{" + ", ".join([f"{quoted(name)}: {quoted(value[name])}" for name in sorted(value)]) + "}"


def _slot(event: object) -> str:
    return getattr(event, "slot", "") or getattr(event, "where", "") or getattr(event, "scope", "")


def _row(row: Standing, attempts: int) -> Mapping[str, Cell]:
    return {
        "value": _as_text(row.value),
        "verdict": row.verdict,
        "performed_by": row.performed_by,
        "at": row.stamp.at.wall,
        "attempts": attempts,
        "corrections": len(row.corrections),
        "exception": row.exception,
    }


VIEW = ValuesView()


@dataclass(frozen=True, slots=True)
class ValueLine:
    """A standing value as lists over batches show it; `value` is JSON of its parts."""

    root: str
    slot: str
    item: int
    value: str
    verdict: str
    at: str


CHUNK = 500
"""Roots asked for at once: SQLite bounds the parameters of a statement."""


def of_slot(connection: Connection, roots: Sequence[str], slot: str) -> dict[str, list[ValueLine]]:
    """Return root -> the standing values of the entry with this id, in every round."""
    ending = "%/" + slot.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    columns = (VALUES.c.root, VALUES.c.slot, VALUES.c.item, VALUES.c.value, VALUES.c.verdict, VALUES.c.at)
    found: dict[str, list[ValueLine]] = {}
    for at in range(0, len(roots), CHUNK):
        query = (
            select(*columns)
            .where(VALUES.c.root.in_(roots[at : at + CHUNK]), VALUES.c.slot.like(ending, escape="\\"))
            .order_by(VALUES.c.root, VALUES.c.slot, VALUES.c.item)
        )
        for row in connection.execute(query):
            found.setdefault(row.root, []).append(ValueLine(*row))
    return found
