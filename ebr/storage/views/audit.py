"""The audit trail as a table: one row per entry, filtered, sorted and paged by SQL (Annex 11 9; 11.10(e)).

The texts come from the event's own fields by name: where it happened, what was there, what is there now and why. A row
holds nothing that its entry does not hold; the entry is the record.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, cast

from sqlalchemy import TEXT, Column, Connection, Index, Integer, MetaData, Table, and_, func, or_, select
from sqlalchemy.sql import ColumnElement

from ebr.domain.decision import Event
from ebr.domain.subjects import root_of
from ebr.storage.chain import Entry
from ebr.storage.codec import Header, Told

METADATA = MetaData()

AUDIT = Table(
    "audit",
    METADATA,
    Column("root", TEXT, primary_key=True),
    Column("arrival", Integer, primary_key=True),
    Column("log", TEXT, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("wall", TEXT, nullable=False),
    Column("zone", TEXT, nullable=False),
    Column("by", TEXT, nullable=False),
    Column("subject", TEXT, nullable=False),
    Column("event", TEXT, nullable=False),
    Column("place", TEXT, nullable=False),
    Column("old", TEXT, nullable=False),
    Column("new", TEXT, nullable=False),
    Column("reason", TEXT, nullable=False),
    Index("audit_arrival", "arrival"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
COLUMNS = tuple(column.name for column in AUDIT.columns)
_QUOTED = ", ".join(f'"{name}"' for name in COLUMNS)
INSERT = f"INSERT INTO audit ({_QUOTED}) VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608 - our own names

PLACES = (
    "slot",
    "phase",
    "node",
    "where",
    "scope",
    "exception",
    "person",
    "mbr",
    "print",
    "template",
    "section",
    "question",
)
NEW = (
    "value",
    "severity",
    "decision",
    "roles",
    "badge",
    "settings",
    "why",
    "meaning",
    "text",
    "identifiers",
    "product_state",
    "what",
    "result",
    "procedure",
    "work",
    "answer",
    "begins",
    "serials",
    "count",
)
OLD = ("old",)
REASONS = ("reason", "comment", "justification", "late", "note", "evidence")
"""Names of event fields, in the order in which they are looked for."""


def version_of(*names: tuple[str, ...]) -> int:
    """Return the version of rows whose texts are looked for under these names.

    Told from the names, because whoever adds one changes what older entries show and would have to think of it.
    """
    return int.from_bytes(hashlib.sha256(repr((COLUMNS, names)).encode()).digest()[:6])


VERSION = version_of(PLACES, NEW, OLD, REASONS)

Sort = Literal["oldest", "newest"]


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One line of the audit trail."""

    root: str
    arrival: int
    log: str
    seq: int
    wall: str
    zone: str
    by: str
    subject: str
    event: str
    place: str
    old: str
    new: str
    reason: str


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for; an empty field asks nothing. `root` is a batch, a person ....

    `text` is looked for in every text of a line.
    """

    root: str = ""
    subject: str = ""
    by: str = ""
    event: str = ""
    text: str = ""
    events: tuple[str, ...] = ()
    """Any of these names; empty: all."""


def row(arrival: int, entry: Entry, header: Header, event: Event | None) -> tuple[str | int, ...]:
    """Return the row of an entry; an event that this program cannot read has its name only."""
    return line(arrival, entry.log, entry.seq, header, event)


def line(arrival: int, log: str, seq: int, header: Header | Told, event: Event | None) -> tuple[str | int, ...]:
    """Return the row of an entry of which no more was read than a fold needs."""
    at, form = header.at, cast("type", type(event))
    place, old, new, reason = _asked(form)
    return (
        root_of(header.subject),
        arrival,
        log,
        seq,
        at.wall,
        at.zone,
        header.by,
        header.subject,
        header.event,
        _first(event, place),
        _first(event, old),
        _first(event, new),
        _first(event, reason),
    )


def page(connection: Connection, wanted: Filter, limit: int, offset: int = 0, sort: Sort = "oldest") -> list[AuditRow]:
    """Return some lines of what is asked for."""
    order = AUDIT.c.arrival.asc() if sort == "oldest" else AUDIT.c.arrival.desc()
    query = select(AUDIT).where(_where(wanted)).order_by(order).limit(limit).offset(offset)
    return [AuditRow(*line) for line in connection.execute(query)]


def count(connection: Connection, wanted: Filter) -> int:
    """Return how many lines there are of what is asked for."""
    return connection.execute(select(func.count()).select_from(AUDIT).where(_where(wanted))).scalar_one()


def _where(wanted: Filter) -> ColumnElement[bool]:
    exact = [
        AUDIT.c[name] == getattr(wanted, name) for name in ("root", "subject", "by", "event") if getattr(wanted, name)
    ]
    searched = ("place", "old", "new", "reason", "by", "subject", "event", "wall")
    found = [or_(*(AUDIT.c[name].icontains(wanted.text, autoescape=True) for name in searched))] if wanted.text else []
    if wanted.events:
        found.append(AUDIT.c.event.in_(wanted.events))
    return and_(True, *exact, *found)


def text_of(event: Event | None, names: tuple[str, ...]) -> str:
    """Return the first of an event's fields of these names that says anything, as text."""
    return _first(event, tuple(name for name in names if hasattr(type(event), name)))


@lru_cache(maxsize=1024)
def _asked(form: type) -> tuple[tuple[str, ...], ...]:
    """Return which names of place, old, new and reason an event of this form has."""
    return tuple(tuple(name for name in names if hasattr(form, name)) for names in (PLACES, OLD, NEW, REASONS))


def _first(event: Event | None, names: tuple[str, ...]) -> str:
    for name in names:
        found = getattr(event, name)
        if found:
            return found if type(found) is str else _plain(found)
    return ""


def _plain(value: Any) -> str:  # noqa: ANN401 - whatever a field of an event holds
    if isinstance(value, str):
        return value
    if isinstance(value, dict | Mapping):  # a dict first: to ask for any mapping takes longer than to write one
        return ", ".join([f"{name}: {value[name]}" for name in sorted(value)])
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return str(value)
