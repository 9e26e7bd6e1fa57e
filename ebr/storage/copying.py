"""A consistent copy of `station.db`, made beside the program that writes it.

SQLite's own backup, in one step under one reading transaction: the copy is the record as of one commit, with what
stands in the write-ahead log. Nothing is written in the station's folder.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from ebr.domain.refusal import Refusal
from ebr.storage import database, reading
from ebr.storage.chain import Entry
from ebr.storage.database import PYSQLITE, Driver
from ebr.storage.folder import DATABASE
from ebr.storage.store import OWN
from ebr.storage.verify.hashes import rows_of_log, walk_hashes
from ebr.storage.verify.report import Finding


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy holds: the last entry of every log in the order of arrival, and what a walk of its hashes found.

    `own` is the log that the station goes on writing, as it noted it itself.
    """

    heads: tuple[Entry, ...]
    findings: tuple[Finding, ...]
    own: str


def copy_database(place: Path, target: Path, driver: Driver = PYSQLITE) -> None:
    """Copy a station's database as it stands now; raises `Refusal` where there is none or it cannot be read."""
    if not (place / DATABASE).is_file():
        raise Refusal("store_missing", folder=str(place))
    database.reader(place / DATABASE, driver).dispose()
    try:
        with closing(driver.connect(place / DATABASE, True)) as source:
            target.touch(mode=0o600)
            with closing(driver.connect(target, False)) as copy:
                source.backup(copy)
                copy.execute("PRAGMA journal_mode = WAL").fetchall()
    except driver.module.Error as wrong:
        raise Refusal("store_damaged", file=str(place / DATABASE), why=str(wrong)) from wrong


def looked_at(copy: Path, driver: Driver = PYSQLITE) -> Copied:
    """Walk the hashes and links of every log in a copy."""
    engine = database.reader(copy, driver)
    try:
        with database.reading(engine) as connection:
            names = reading.logs(connection)
            heads = tuple(entry for name in names if (entry := reading.last_of(connection, name)) is not None)
            own = reading.contact_of(connection, OWN) or names[0]
            return Copied(heads, tuple(_walked(connection, names)), own)
    finally:
        engine.dispose()


def own_log_of(copy: Path, key: str, driver: Driver = PYSQLITE) -> str:
    """Return the newest log of a copy that begins with a station's key."""
    from ebr.storage.opening import own_log

    engine = database.reader(copy, driver)
    try:
        with database.reading(engine) as connection:
            return own_log(connection, key)
    finally:
        engine.dispose()


def ends_of_log(copy: Path, log: str, driver: Driver = PYSQLITE) -> tuple[Entry, Entry]:
    """Return the first and the last entry of a log in a copy."""
    engine = database.reader(copy, driver)
    try:
        with database.reading(engine) as connection:
            last = reading.last_of(connection, log)
            assert last is not None
            return reading.read_after(connection, log, 0, 1)[0], last
    finally:
        engine.dispose()


def _walked(connection: Connection, names: list[str]) -> list[Finding]:
    found = (walk_hashes(rows_of_log(connection, name)) for name in names)
    return [finding for finding in found if finding is not None]
