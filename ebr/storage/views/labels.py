"""Versions of label templates as a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import TEXT, Column, Connection, Integer, MetaData, Table, select

from ebr.domain.decision import Recorded
from ebr.domain.label.state import LabelState
from ebr.storage.views.view import Rows

METADATA = MetaData()
LABELS = Table(
    "labels",
    METADATA,
    Column("root", TEXT, primary_key=True),
    Column("template", TEXT, nullable=False),
    Column("version", Integer, nullable=False),
    Column("title", TEXT, nullable=False),
    Column("status", TEXT, nullable=False),
    Column("begins", TEXT, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)


@dataclass(frozen=True, slots=True)
class LabelLine:
    """One version as lists show it; `begins` is the day from which it is in force, "" before."""

    root: str
    template: str
    version: int
    title: str
    status: str
    begins: str


@dataclass(frozen=True, slots=True)
class LabelsView:
    """One row per version."""

    name: str = "labels"
    version: int = 1
    aggregate: str = "label"
    table: Table = LABELS

    def rows(self, _root: str, state: LabelState, _touched: Sequence[Recorded] | None, /) -> Rows:
        """Return the version's row, none before it was written."""
        if not state.entry:
            return {(): None}
        return {
            (): {
                "template": state.id,
                "version": int(state.version),
                "title": state.title,
                "status": state.life,
                "begins": state.begins,
            }
        }


VIEW = LabelsView()


def labels(connection: Connection, template: str = "") -> list[LabelLine]:
    """Return all versions, or those of one template, by id, the newest first."""
    query = select(LABELS).order_by(LABELS.c.template, LABELS.c.version.desc())
    if template:
        query = query.where(LABELS.c.template == template)
    return [LabelLine(*row) for row in connection.execute(query)]


def in_force(connection: Connection, day: str) -> list[LabelLine]:
    """Return the version in force of each template on a day (ISO): the newest that has begun."""
    found: dict[str, LabelLine] = {}
    for line in labels(connection):
        if line.status == "effective" and line.begins <= day:
            best = found.get(line.template)
            if best is None or (line.begins, line.version) > (best.begins, best.version):
                found[line.template] = line
    return list(found.values())
