"""Commit what can be fetched again without waiting for the disk.

Entries of other logs are somebody else's: after a power cut the next round fetches them from where they came, and
nothing was promised about them to anybody. So their slices are committed at synchronous=NORMAL: in WAL mode such a
commit is atomic and ordered, only not yet on the disk. What a power cut can take is the *end* of the write-ahead log,
never something in the middle: an action of a person, written after it at FULL, syncs the whole file first, so nothing
of ours ever names an entry that could be lost without it. The own log is always written at FULL (record-and-sync.md,
"Read these first" 2 and 3).

Each slice without its fsync lets slices be small, which a person's step waits for, and many, which a round is made of.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Connection

from ebr.storage.database import FULL
from ebr.storage.fault import Fault

NORMAL: Final = 1


@contextmanager
def later_sync(connection: Connection) -> Iterator[None]:
    """Let transactions begun inside commit without an fsync.

    Inside an open one, and after a failed write, nothing changes. Raises `Fault` when the setting cannot be taken back:
    nothing may be written then.
    """
    if connection.invalidated or connection.in_transaction():
        yield
        return
    _set(connection, NORMAL)
    try:
        yield
    finally:
        if not connection.invalidated:
            _set(connection, FULL)


def _set(connection: Connection, wanted: int) -> None:
    raw = connection.connection.driver_connection
    assert raw is not None
    raw.execute(f"PRAGMA synchronous = {wanted}").fetchall()
    found = raw.execute("PRAGMA synchronous").fetchone()[0]
    if found != wanted:
        raise Fault(f"synchronous is {found} instead of {wanted}")
