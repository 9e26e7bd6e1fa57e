"""The floor under one durable entry: plain sqlite3, writing the very rows that the station wrote, chained and sealed.

The statements of the station are listened to once, on a copy of its folder; the floor repeats them on another copy, in
one transaction an action, WAL and FULL. Body, header, hash, link and seal of every entry are made anew; everything that
costs thinking (folding, rules, rows of views) is left out.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import msgspec
import pysqlite3.dbapi2 as sqlite
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ebr.clock import SystemClock
from ebr.station.door import Station
from ebr.storage.database import Driver
from ebr.storage.setting import Setting
from ebr.storage.store import Store

ENCODE = msgspec.json.Encoder(order="sorted").encode
WRITES = ("INSERT", "DELETE", "UPDATE")


@dataclass(frozen=True, slots=True)
class Statement:
    """One writing statement; `entries` are the header and body of each row when it inserts entries."""

    sql: str
    rows: list[tuple[Any, ...]]
    entries: list[tuple[dict[str, Any], Any]]


class _Ear(sqlite.Cursor):
    """A cursor that notes what it writes."""

    heard: ClassVar[list[tuple[str, list[Any]]]] = []

    def execute(self, sql: str, parameters: Any = ()) -> Any:
        if sql.startswith(WRITES):
            self.heard.append((sql, [parameters]))
        return super().execute(sql, parameters)

    def executemany(self, sql: str, rows: Any) -> Any:
        kept = list(rows)
        self.heard.append((sql, kept))
        return super().executemany(sql, kept)


class _Listening(sqlite.Connection):
    def cursor(self, factory: Any = _Ear) -> Any:
        return super().cursor(factory)


def _connect(path: Path, read_only: bool) -> object:
    mode = "ro" if read_only else "rw"
    return sqlite.connect(f"file:{path}?mode={mode}", uri=True, check_same_thread=False, factory=_Listening)


@contextmanager
def listened(folder: Path) -> Iterator[Station]:
    """Open a station whose database is listened to."""
    clock = SystemClock()
    with Station(Store.open(folder, setting=Setting(driver=Driver(sqlite, _connect), clock=clock)), clock) as station:
        yield station


def heard_actions(acts: Sequence[Callable[[], object]]) -> list[list[Statement]]:
    """Do the acts on a listened station and return what each of them wrote."""
    actions = []
    for act in acts:
        _Ear.heard.clear()
        act()
        actions.append([_statement(sql, [tuple(row) for row in rows]) for sql, rows in _Ear.heard])
    return actions


def _statement(sql: str, rows: list[tuple[Any, ...]]) -> Statement:
    if not sql.startswith("INSERT INTO entry "):
        return Statement(sql, rows, [])
    return Statement(sql, rows, [(msgspec.json.decode(row[3]), msgspec.json.decode(row[4])) for row in rows])


class RawStore:
    """A copy of a station's database, written with nothing in between."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite.connect(str(path), isolation_level=None)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "cell_size_check = ON"):
            self._connection.execute(f"PRAGMA {pragma}").fetchall()
        self._key = Ed25519PrivateKey.generate()
        self._prev = "0" * 64

    def write(self, actions: Sequence[Sequence[Statement]]) -> list[float]:
        """Write the actions and return the seconds of each."""
        took = []
        for action in actions:
            start = time.perf_counter()
            self._write(action)
            took.append(time.perf_counter() - start)
        return took

    def close(self) -> None:
        self._connection.close()

    def _write(self, action: Sequence[Statement]) -> None:
        run = self._connection.execute
        run("BEGIN IMMEDIATE")
        for statement in action:
            rows = (
                [self._sealed(*pair) for pair in zip(statement.rows, statement.entries, strict=True)]
                if statement.entries
                else statement.rows
            )
            if len(rows) == 1:
                run(statement.sql, rows[0])
            else:
                self._connection.executemany(statement.sql, rows)
        run("COMMIT")

    def _sealed(self, row: tuple[Any, ...], entry: tuple[dict[str, Any], Any]) -> tuple[Any, ...]:
        header, body = entry[0], ENCODE(entry[1])
        header["prev"] = self._prev
        header["body"] = hashlib.sha256(body).hexdigest()
        data = ENCODE(header)
        leaf = hashlib.sha256(b"\x00" + data).digest()
        self._prev = leaf.hex()
        return (*row[:3], data, body, leaf, self._key.sign(b"ebr seal/1\x00" + leaf))
