"""Exceptions as a list, over all batches (211.192; floor-rules 11)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import TEXT, Column, Connection, Integer, MetaData, Table, cast, func, select

from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.model import ExceptionState
from ebr.domain.decision import Recorded
from ebr.storage.views.values import CHUNK
from ebr.storage.views.view import Cell, Rows

METADATA = MetaData()
EXCEPTIONS = Table(
    "exceptions",
    METADATA,
    Column("root", TEXT, primary_key=True),
    Column("exception", TEXT, primary_key=True),
    Column("place", TEXT, nullable=False),
    Column("rule", TEXT, nullable=False),
    Column("severity", TEXT, nullable=False),
    Column("reason", TEXT, nullable=False),
    Column("raised_by", TEXT, nullable=False),
    Column("raised_at", TEXT, nullable=False),
    Column("decision", TEXT, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)


@dataclass(frozen=True, slots=True)
class ExceptionsView:
    """One row per exception."""

    name: str = "exceptions"
    version: int = 1
    aggregate: str = "batch"
    table: Table = EXCEPTIONS

    def rows(self, _root: str, state: BatchState, touched: Sequence[Recorded] | None, /) -> Rows:
        """Return the rows of the exceptions that these events name, or of all."""
        names = state.exceptions if touched is None else {getattr(part.event, "exception", "") for part in touched}
        return {(name,): _row(state.exceptions[name]) for name in names if name in state.exceptions}


def _row(found: ExceptionState) -> Mapping[str, Cell]:
    return {
        "place": found.where,
        "rule": found.rule,
        "severity": found.severity,
        "reason": found.reason,
        "raised_by": found.raised.by,
        "raised_at": found.raised.at.wall,
        "decision": found.decision,
    }


VIEW = ExceptionsView()


def with_rule(connection: Connection, rule: str) -> list[str]:
    """Return the roots of batches that have an exception by this rule."""
    query = select(EXCEPTIONS.c.root).distinct().where(EXCEPTIONS.c.rule == rule).order_by(EXCEPTIONS.c.root)
    return list(connection.execute(query).scalars())


def with_exceptions(connection: Connection, *, open_only: bool) -> list[str]:
    """Return the roots of batches that have exceptions, or open ones."""
    query = select(EXCEPTIONS.c.root).distinct().order_by(EXCEPTIONS.c.root)
    if open_only:
        query = query.where(EXCEPTIONS.c.decision == "")
    return list(connection.execute(query).scalars())


def counted(connection: Connection, roots: Sequence[str]) -> dict[str, dict[str, int]]:
    """Return root -> how many exceptions of each severity, and how many of all are "open"."""
    still = EXCEPTIONS.c.decision == ""
    found: dict[str, dict[str, int]] = {}
    for at in range(0, len(roots), CHUNK):
        query = (
            select(EXCEPTIONS.c.root, EXCEPTIONS.c.severity, func.count(), func.sum(cast(still, Integer)))
            .where(EXCEPTIONS.c.root.in_(roots[at : at + CHUNK]))
            .group_by(EXCEPTIONS.c.root, EXCEPTIONS.c.severity)
        )
        for root, severity, count, waiting in connection.execute(query):
            held = found.setdefault(root, {})
            held[severity] = count
            held["open"] = held.get("open", 0) + waiting
    return found
