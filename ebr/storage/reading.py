"""What can be read from the table of entries: logs, places in them, the entries of a root in fold order."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection

from ebr.domain.decision import Recorded
from ebr.storage.chain import Entry
from ebr.storage.codec import read_header
from ebr.storage.database import get, get_all
from ebr.storage.folds import Loaded, fold_order, loaded, recorded_of
from ebr.storage.views import subject_index

COLUMNS: Final = "log, seq, header, body, hash, seal"
BY_ARRIVAL: Final = f"SELECT {COLUMNS} FROM entry WHERE arrival >= ? AND arrival < ? ORDER BY arrival"  # noqa: S608 - our own names
AFTER: Final = f"SELECT {COLUMNS} FROM entry WHERE log = ? AND seq > ? ORDER BY seq LIMIT ?"  # noqa: S608 - our own names
LAST: Final = f"SELECT {COLUMNS} FROM entry WHERE log = ? ORDER BY seq DESC LIMIT 1"  # noqa: S608 - our own names
NEWEST: Final = "SELECT arrival, hash FROM entry ORDER BY arrival DESC LIMIT 1"


def last_of(connection: Connection, log: str) -> Entry | None:
    """Return the last entry of a log, None when there is none."""
    row = connection.exec_driver_sql(LAST, (log,)).first()
    return None if row is None else Entry(*row)


def read_after(connection: Connection, log: str, seq: int, limit: int = 1000) -> list[Entry]:
    """Return the entries of a log behind a number, in order."""
    return [Entry(*row) for row in connection.exec_driver_sql(AFTER, (log, seq, limit))]


def by_arrival(connection: Connection, first: int, count: int) -> list[Entry]:
    """Return entries in the order they arrived here."""
    return [Entry(*row) for row in connection.exec_driver_sql(BY_ARRIVAL, (first, first + count))]


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


def recorded(connection: Connection, root: str, own: str) -> tuple[list[Recorded], bool]:
    """Return the events of a root in fold order, and whether all of them are of the own log.

    Raises `Refusal` for an event that this program cannot read. Within the own log the order of arrival is the fold
    order, so nothing but the events themselves is looked at.
    """
    rows = get_all(connection, subject_index.ENTRIES, (root,))
    if all(row[0] == own for row in rows):
        return [recorded_of(*row[:5]) for row in rows], True
    return [part.recorded() for part in in_fold_order(connection, root, own)], False
