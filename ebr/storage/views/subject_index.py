"""Where the entries of a root stand, and the heads of each subject; the log itself reads by it.

`subject_entry` is written with every entry, `subject_head` with every subject an action touched. Both are rebuilt from
the entries alone. `event_name` holds the names of events that occur in each log, so that opening a store need not read
it all to know whether this program understands it.
"""

from __future__ import annotations

from sqlalchemy import TEXT, Column, Connection, Integer, MetaData, Table

from ebr.domain.subjects import root_of
from ebr.storage.chain import Entry
from ebr.storage.database import put
from ebr.storage.folds import Heads

VERSION = 1
METADATA = MetaData()

SUBJECT_ENTRY = Table(
    "subject_entry",
    METADATA,
    Column("root", TEXT, primary_key=True),
    Column("arrival", Integer, primary_key=True),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
SUBJECT_HEAD = Table(
    "subject_head",
    METADATA,
    Column("root", TEXT, primary_key=True),
    Column("subject", TEXT, primary_key=True),
    Column("heads", TEXT, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
EVENT_NAME = Table(
    "event_name",
    METADATA,
    Column("log", TEXT, primary_key=True),
    Column("event", TEXT, primary_key=True),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

INSERT_ENTRY = "INSERT INTO subject_entry (root, arrival) VALUES (?, ?)"
PUT_HEADS = (
    "INSERT INTO subject_head (root, subject, heads) VALUES (?, ?, ?) "
    "ON CONFLICT (root, subject) DO UPDATE SET heads = excluded.heads"
)
INSERT_NAME = "INSERT OR IGNORE INTO event_name (log, event) VALUES (?, ?)"
ENTRIES = (
    "SELECT e.log, e.seq, e.header, e.body, e.hash, e.seal "
    "FROM subject_entry AS s JOIN entry AS e ON e.arrival = s.arrival "
    "WHERE s.root = ? ORDER BY s.arrival"
)
EVENTS = (
    "SELECT e.seq, e.header, e.body, e.hash "
    "FROM subject_entry AS s JOIN entry AS e ON e.arrival = s.arrival "
    "WHERE s.root = ? ORDER BY s.arrival"
)
"""What a fold reads of the entries of a root."""
PARTS = (
    "SELECT s.arrival, e.log, e.seq, e.header, e.body, e.hash "
    "FROM subject_entry AS s JOIN entry AS e ON e.arrival = s.arrival "
    "WHERE s.root = ? ORDER BY s.arrival"
)
"""What the audit trail and a fold read of the entries of a root."""
OF_ANOTHER = (
    "SELECT 1 FROM subject_entry AS s JOIN entry AS e ON e.arrival = s.arrival WHERE s.root = ? AND e.log <> ? LIMIT 1"
)
"""Tells whether a root has an entry that another log than this one wrote."""


def put_heads(connection: Connection, heads: Heads) -> None:
    """Write the heads of these subjects."""
    rows = [(root_of(subject), subject, " ".join(names)) for subject, names in heads.items()]
    if rows:
        put(connection, PUT_HEADS, rows)


def entries(connection: Connection, root: str) -> list[Entry]:
    """Return the entries of a root in the order they arrived here."""
    return [Entry(*row) for row in connection.exec_driver_sql(ENTRIES, (root,))]


def heads(connection: Connection, root: str) -> dict[str, tuple[str, ...]]:
    """Return the heads of every subject of a root."""
    found = connection.exec_driver_sql("SELECT subject, heads FROM subject_head WHERE root = ?", (root,))
    return {subject: tuple(names.split()) for subject, names in found}


def roots(connection: Connection, kind: str = "") -> list[str]:
    """Return every root, or those of one kind, by name."""
    sql = "SELECT DISTINCT root FROM subject_head WHERE root >= ? AND root < ? ORDER BY root"
    return list(connection.exec_driver_sql(sql, (kind, f"{kind}0" if kind else "\x7f")).scalars())


def event_names(connection: Connection, log: str) -> set[str]:
    """Return the names of the events that occur in a log."""
    return set(connection.exec_driver_sql("SELECT event FROM event_name WHERE log = ?", (log,)).scalars())
