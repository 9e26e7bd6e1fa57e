"""The steps of making and opening a store that stand for themselves: leftovers, the new name, the own log, its tail."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from ebr.domain.refusal import Refusal
from ebr.storage import folder, key_store
from ebr.storage.chain import parsed
from ebr.storage.fault import Fault
from ebr.storage.reading import last_of, logs, read_after
from ebr.storage.walk import Walk, resumed

NEW: Final = f"{folder.DATABASE}.new"
"""What a station's file is called until it is whole."""
TAIL: Final = 200
"""Entries checked with hashes, links and seals before a store is written; the whole chain is walked beside the work."""


def own_log(connection: Connection, key: str) -> str:
    """Return the newest log whose genesis names this station's key; raises `Refusal` when there is none."""
    firsts = [(log, parsed(read_after(connection, log, 0, 1)[0])) for log in logs(connection)]
    own = [log for log, header in firsts if header.key == key]
    if not own:
        raise Refusal("store_key_differs")
    return own[-1]


def check_tail(connection: Connection, log: str) -> None:
    """Walk the last entries with their seals; raises `Broken` at the first doubt."""
    last = last_of(connection, log)
    genesis = read_after(connection, log, 0, 1)[0]
    start = max(0, (last.seq if last is not None else 0) - TAIL)
    walk = resumed(genesis, read_after(connection, log, start - 1, 1)[0]) if start else Walk(log)
    for entry in read_after(connection, log, start, TAIL):
        walk.step(entry)


def remove_new(place: Path) -> None:
    """Remove a file that was begun and never got its name."""
    for name in (NEW, f"{NEW}-wal", f"{NEW}-shm", f"{NEW}-journal"):
        (place / name).unlink(missing_ok=True)


def remove_leftovers(place: Path) -> None:
    """Remove what a creation that was broken off has left in a folder without a station."""
    for name in (NEW, f"{NEW}-wal", f"{NEW}-shm", f"{NEW}-journal", key_store.FILE):
        (place / name).unlink(missing_ok=True)


def finish(place: Path) -> None:
    """Give the complete file its name. A crash before the rename leaves no station, after it the whole one."""
    if (place / f"{NEW}-wal").exists():
        raise Fault(f"{place / NEW} was not closed")
    handle = os.open(place / NEW, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    (place / NEW).replace(place / folder.DATABASE)
    folder.sync_folder(place)
