"""What arrives from other logs, as rows ready to be inserted; made in any process, written by the one that writes.

Walking links and seals, decoding and the texts of the audit trail are the work; inserting rows is what only the writer
may do. So whoever checks hands on `Arrived` and `Filled`, plain values that go through a pipe as they are, and the
writer spends its few milliseconds on the disk (architecture.md, "Directions": whatever computes over 5 ms runs in a
child process).

Rows of views follow later, root by root: a root whose entries arrived is *stale* until its rows were made anew. The
table `stale_root` says which, in the transaction of the arrival, so a crash in between forgets none; `mark` is fresh at
each arrival, so what was computed for an earlier one is noticed and thrown away.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from ebr.domain.attached import files_of
from ebr.storage.chain import Entry
from ebr.storage.codec import Header
from ebr.storage.database import get_all, put
from ebr.storage.projector import event_of
from ebr.storage.tables import FILL_BODY, INSERT_ENTRY, MARK_STALE, PUT_CONTACT, UNMARK_STALE
from ebr.storage.views import audit, subject_index

EVENT: Final = audit.COLUMNS.index("event")
CALLING: Final = frozenset({"batch.holder-changed/1", "batch.taken-over/1"})
"""Events of batches whose bodies are for every station: they say who holds a part, and so who needs the rest."""
NEED_BODY: Final = "need/body/"
NEED_FILE: Final = "need/file/"
"""Under such names `contact` holds what entries call for and is not here yet: "<log>/<number>", a SHA-256."""

AuditLine = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Arrived:
    """A checked entry and its line of the audit trail (with arrival 0)."""

    entry: Entry
    line: AuditLine
    files: tuple[str, ...] = ()
    """SHA-256 of the attachments it names."""

    @property
    def root(self) -> str:
        """The root it belongs to."""
        return str(self.line[0])

    @property
    def event(self) -> str:
        """The event's permanent name."""
        return str(self.line[EVENT])

    def columns(self, arrival: int) -> tuple[int, str, int, bytes, bytes | None, bytes, bytes]:
        """Return the values of its row in the table of entries."""
        entry = self.entry
        return (arrival, entry.log, entry.seq, entry.header, entry.body, entry.hash, entry.seal)


@dataclass(frozen=True, slots=True)
class Filled:
    """A body that was missing here, compared with its header, and the line of the audit trail that it makes whole."""

    log: str
    seq: int
    body: bytes
    line: AuditLine
    files: tuple[str, ...] = ()

    @property
    def root(self) -> str:
        """The root it belongs to."""
        return str(self.line[0])


def arrived(entry: Entry, header: Header) -> Arrived:
    """Return a checked entry as it is handed to the writer."""
    event = event_of(entry, header)
    return Arrived(entry, audit.row(0, entry, header, event), files_of(event))


def filled(entry: Entry, header: Header, body: bytes) -> Filled:
    """Return the body of an entry as it is handed to the writer; the caller compared it with the header."""
    whole = Entry(entry.log, entry.seq, entry.header, body, entry.hash, entry.seal)
    event = event_of(whole, header)
    return Filled(entry.log, entry.seq, body, audit.row(0, whole, header, event), files_of(event))


def insert(connection: Connection, parts: Sequence[Arrived], first: int) -> None:
    """Write entries with their places and their lines of the audit trail, the first under this number."""
    numbered = list(enumerate(parts, first))
    put(connection, INSERT_ENTRY, [part.columns(arrival) for arrival, part in numbered])
    put(connection, subject_index.INSERT_ENTRY, [(part.root, arrival) for arrival, part in numbered])
    put(connection, audit.INSERT, [(part.root, arrival, *part.line[2:]) for arrival, part in numbered])
    put(connection, subject_index.INSERT_NAME, sorted({(part.entry.log, part.event) for part in parts}))
    calls = [f"{NEED_BODY}{p.entry.log}/{p.entry.seq}" for p in parts if p.entry.body is None and p.event in CALLING]
    put(connection, PUT_CONTACT, [(name, "1") for name in (*calls, *_files(parts))])


def insert_bodies(connection: Connection, parts: Sequence[Filled]) -> None:
    """Fill in bodies that were missing; one that is here already stays as it is."""
    put(connection, FILL_BODY, [(part.body, part.log, part.seq) for part in parts])
    for part in parts:
        sql = "SELECT arrival FROM entry WHERE log = ? AND seq = ?"
        arrival = connection.exec_driver_sql(sql, (part.log, part.seq)).scalar_one()
        connection.exec_driver_sql("DELETE FROM audit WHERE root = ? AND arrival = ?", (part.root, arrival))
        put(connection, audit.INSERT, [(part.root, arrival, *part.line[2:])])
    put(connection, PUT_CONTACT, [(name, "1") for name in _files(parts)])


def _files(parts: Sequence[Arrived | Filled]) -> list[str]:
    return [NEED_FILE + name for part in parts for name in part.files]


class Stale:
    """The roots whose rows are to be made anew, with the mark of the last arrival of each."""

    def __init__(self) -> None:
        self._marks: dict[str, str] = {}

    def __contains__(self, root: str) -> bool:
        return root in self._marks

    def roots(self) -> list[str]:
        """Return them by name."""
        return sorted(self._marks)

    def mark_of(self, root: str) -> str:
        """Return the mark of a root, "" for one that is not stale."""
        return self._marks.get(root, "")

    def load(self, connection: Connection) -> None:
        """Take them from the table: at the start, and after a transaction that was rolled back."""
        self._marks = {str(root): str(mark) for root, mark in get_all(connection, "SELECT root, mark FROM stale_root")}

    def add(self, connection: Connection, roots: Collection[str]) -> None:
        """Mark roots in the transaction of an arrival; after a roll-back the caller loads anew."""
        mark = secrets.token_hex(8)
        put(connection, MARK_STALE, [(root, mark) for root in roots])
        self._marks.update(dict.fromkeys(roots, mark))

    def remove(self, connection: Connection, root: str) -> None:
        """Unmark a root whose rows are being made anew in the same transaction."""
        put(connection, UNMARK_STALE, [(root,)])
        self._marks.pop(root, None)
