"""Every standing value as a row.

What was entered where, for searching, comparing batches and the digest of the views.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from json.encoder import encode_basestring as quoted

from sqlalchemy import TEXT, Column, ColumnElement, Connection, Integer, MetaData, Table, select

from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.slots import Row as Standing
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
    Column("low", TEXT, nullable=False),
    Column("high", TEXT, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)


@dataclass(frozen=True, slots=True)
class ValuesView:
    """One row per standing item of a slot; a withdrawn item keeps its row with an empty value."""

    name: str = "slot_values"
    version: int = 2
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
        "low": row.limits.get("low", ""),
        "high": row.limits.get("high", ""),
    }


VIEW = ValuesView()


@dataclass(frozen=True, slots=True)
class ValueLine:
    """A standing value as lists over batches show it; `value` is JSON of its parts, the limits those it was held to."""

    root: str
    slot: str
    item: int
    value: str
    verdict: str
    at: str
    low: str
    high: str


CHUNK = 500
"""Roots asked for at once: SQLite bounds the parameters of a statement."""
COLUMNS = tuple(VALUES.c[name] for name in ValueLine.__slots__)
NUMBERED = '%"number": "%'
"""How the JSON of a value that is a number reads (`_as_text`)."""


def of_slot(connection: Connection, roots: Sequence[str], slot: str) -> dict[str, list[ValueLine]]:
    """Return root -> the standing values of the entry with this id, in every round."""
    ending = "%/" + slot.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return _found(connection, roots, VALUES.c.slot.like(ending, escape="\\"))


def numbers(connection: Connection, roots: Sequence[str]) -> dict[str, list[ValueLine]]:
    """Return root -> every standing value that is a number."""
    return _found(connection, roots, VALUES.c.value.like(NUMBERED))


def _found(connection: Connection, roots: Sequence[str], wanted: ColumnElement[bool]) -> dict[str, list[ValueLine]]:
    found: dict[str, list[ValueLine]] = {}
    for at in range(0, len(roots), CHUNK):
        query = (
            select(*COLUMNS)
            .where(VALUES.c.root.in_(roots[at : at + CHUNK]), wanted)
            .order_by(VALUES.c.root, VALUES.c.slot, VALUES.c.item)
        )
        for row in connection.execute(query):
            found.setdefault(row[0], []).append(ValueLine(*row))
    return found
