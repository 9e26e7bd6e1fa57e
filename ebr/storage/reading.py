"""What can be read from the table of entries: logs, places in them, the entries of a root in fold order."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import Connection

from ebr.domain.decision import Recorded
from ebr.storage.chain import Entry
from ebr.storage.codec import read_header
from ebr.storage.database import each, get, get_all
from ebr.storage.folds import Loaded, fold_order, loaded, recorded_each, recorded_in
from ebr.storage.views import subject_index

COLUMNS: Final = "log, seq, header, body, hash, seal"
MARKED: Final = f"SELECT {COLUMNS} FROM entry WHERE arrival >= ? AND arrival < ? AND instr(body, ?) ORDER BY arrival"  # noqa: S608 - our own names
BY_ARRIVAL: Final = f"SELECT {COLUMNS} FROM entry WHERE arrival >= ? AND arrival < ? ORDER BY arrival"  # noqa: S608 - our own names
AFTER: Final = f"SELECT {COLUMNS} FROM entry WHERE log = ? AND seq > ? ORDER BY seq LIMIT ?"  # noqa: S608 - our own names
ONE: Final = f"SELECT {COLUMNS} FROM entry WHERE log = ? AND seq = ?"  # noqa: S608 - our own names
LAST: Final = f"SELECT {COLUMNS} FROM entry WHERE log = ? ORDER BY seq DESC LIMIT 1"  # noqa: S608 - our own names
ANY_OTHER: Final = (
    "SELECT 1 WHERE EXISTS (SELECT 1 FROM entry WHERE log < ?) OR EXISTS (SELECT 1 FROM entry WHERE log > ?)"
)
NEWEST: Final = "SELECT arrival, hash FROM entry ORDER BY arrival DESC LIMIT 1"


def last_of(connection: Connection, log: str) -> Entry | None:
    """Return the last entry of a log, None when there is none."""
    row = connection.exec_driver_sql(LAST, (log,)).first()
    return None if row is None else Entry(*row)


def read_after(connection: Connection, log: str, seq: int, limit: int = 1000) -> list[Entry]:
    """Return the entries of a log behind a number, in order."""
    return [Entry(*row) for row in get_all(connection, AFTER, (log, seq, limit))]


def by_number(connection: Connection, log: str, seqs: Sequence[int]) -> list[Entry]:
    """Return the entries of a log with these numbers that are here, in order."""
    rows = (connection.exec_driver_sql(ONE, (log, seq)).first() for seq in sorted(seqs))
    return [Entry(*row) for row in rows if row is not None]


def without_body(connection: Connection, root: str) -> list[tuple[str, int]]:
    """Return log and number of the entries of a root whose bodies are not here."""
    sql = (
        "SELECT e.log, e.seq FROM subject_entry AS s JOIN entry AS e ON e.arrival = s.arrival "
        "WHERE s.root = ? AND e.body IS NULL ORDER BY e.log, e.seq"
    )
    return get_all(connection, sql, (root,))


def roots_without_body(connection: Connection) -> list[str]:
    """Return the roots of which some entry is here without its body, by name."""
    sql = (
        "SELECT DISTINCT s.root FROM entry AS e INDEXED BY entry_without_body "
        "JOIN audit AS s ON s.arrival = e.arrival WHERE e.body IS NULL ORDER BY s.root"
    )
    return [row[0] for row in get_all(connection, sql)]


def next_without_body(connection: Connection, log: str, seq: int, limit: int) -> list[tuple[str, int]]:
    """Return log and number of the next entries without a body behind a place, in the order of logs and numbers."""
    sql = "SELECT log, seq FROM entry WHERE body IS NULL AND (log, seq) > (?, ?) ORDER BY log, seq LIMIT ?"
    return get_all(connection, sql, (log, seq, limit))


def by_arrival(connection: Connection, first: int, count: int) -> list[Entry]:
    """Return entries in the order they arrived here."""
    return [Entry(*row) for row in get_all(connection, BY_ARRIVAL, (first, first + count))]


def marked(connection: Connection, first: int, count: int, mark: bytes) -> list[Entry]:
    """Return those of so many entries whose bodies hold these bytes, in the order they arrived here.

    The others are passed over where they lie.
    """
    return [Entry(*row) for row in get_all(connection, MARKED, (first, first + count, mark))]


def logs(connection: Connection) -> list[str]:
    """Return the id of every log with entries here, in the order in which they arrived.

    Each is found by one step in the index, however long the logs are.
    """
    found: list[str] = []
    name = connection.exec_driver_sql("SELECT min(log) FROM entry").scalar()
    while name is not None:
        found.append(name)
        name = connection.exec_driver_sql("SELECT min(log) FROM entry WHERE log > ?", (name,)).scalar()
    return sorted(found, key=lambda log: _first_arrival(connection, log))


def _first_arrival(connection: Connection, log: str) -> int:
    sql = "SELECT arrival FROM entry WHERE log = ? ORDER BY seq LIMIT 1"
    return int(connection.exec_driver_sql(sql, (log,)).scalar_one())


def newest(connection: Connection) -> tuple[int, bytes]:
    """Return number and hash of the entry that arrived last; (0, b"") in an empty store."""
    found = get(connection, NEWEST)
    return (0, b"") if found is None else (found[0], found[1])


def complete_through(connection: Connection, log: str) -> int:
    """Return the number of the last entry whose whole action is here; what follows it is pending."""
    last = last_of(connection, log)
    if last is None:
        return 0
    _, n, of = read_header(last.header).action
    return last.seq if n == of else last.seq - n


def in_fold_order(connection: Connection, root: str, own: str) -> list[Loaded]:
    """Return the entries of a root that can be folded, in fold order; `own` is the log whose actions are all whole."""
    parts = loaded(subject_index.entries(connection, root))
    foreign = {part.entry.log for part in parts} - {own}
    if not foreign:
        return parts
    through = {log: complete_through(connection, log) for log in foreign}
    return fold_order([part for part in parts if part.entry.seq <= through.get(part.entry.log, part.entry.seq)])


def recorded(connection: Connection, root: str, own: str) -> tuple[Iterator[Recorded], bool]:
    """Return the events of a root in fold order, and whether all of them are of the own log.

    Raises `Refusal`, now or when an event is taken, for one that this program cannot read. Within the own log the order
    of arrival is the fold order, so nothing but the events themselves is looked at. Each is decoded when it is taken,
    inside the connection's transaction: to fold one while it is fresh is a quarter faster than to decode all first.
    """
    if _all_own(connection, root, own):
        return recorded_each(own, each(connection, subject_index.EVENTS, (root,))), True
    return iter(recorded_in(in_fold_order(connection, root, own))), False


def _all_own(connection: Connection, root: str, own: str) -> bool:
    alone = get(connection, ANY_OTHER, (own, own)) is None
    return alone or get(connection, subject_index.OF_ANOTHER, (root, own)) is None


def contact_of(connection: Connection, name: str) -> Any:  # noqa: ANN401 - plain data, as it was kept
    """Return what is remembered of other sides under a name, None for nothing."""
    found = get(connection, "SELECT value FROM contact WHERE name = ?", (name,))
    return None if found is None else json.loads(found[0])


def contacts_of(connection: Connection, start: str) -> dict[str, Any]:
    """Return everything remembered under names that begin so, by the rest of the name."""
    sql = "SELECT name, value FROM contact WHERE name >= ? AND name < ? ORDER BY name"
    rows = get_all(connection, sql, (start, start + "\U0010ffff"))
    return {name[len(start) :]: json.loads(value) for name, value in rows}
