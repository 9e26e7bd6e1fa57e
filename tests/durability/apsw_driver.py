"""As much of a DB-API over apsw as SQLAlchemy's SQLite dialect asks for, so that the real storage code runs on a VFS of ours."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import apsw

from ebr.storage.database import Driver
from tests.durability.crash_vfs import NAME

paramstyle = "qmark"
threadsafety = 1
apilevel = "2.0"
sqlite_version = apsw.sqlite_lib_version()
sqlite_version_info = tuple(map(int, sqlite_version.split(".")))
PARSE_DECLTYPES = PARSE_COLNAMES = 0
Binary = bytes


class Error(Exception):
    pass


class InterfaceError(Error):
    pass


class DatabaseError(Error):
    pass


class OperationalError(DatabaseError):
    pass


class IntegrityError(DatabaseError):
    pass


class ProgrammingError(DatabaseError):
    pass


class DataError(DatabaseError):
    pass


class InternalError(DatabaseError):
    pass


class NotSupportedError(DatabaseError):
    pass


class Cursor:
    arraysize = 1

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._cursor = connection.apsw.cursor()
        self._cursor.exec_trace = self._describe
        self._rows: list[Any] = []
        self.description: tuple[Any, ...] | None = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Cursor:
        try:
            self.description = None
            self._cursor.execute(sql, parameters)
            self._rows = list(self._cursor)
        except apsw.ConstraintError as wrong:
            raise IntegrityError(str(wrong)) from wrong
        except apsw.Error as wrong:
            raise OperationalError(str(wrong)) from wrong
        self.rowcount = self._connection.apsw.changes()
        self.lastrowid = self._connection.apsw.last_insert_rowid()
        return self

    def _describe(self, cursor: apsw.Cursor, _sql: str, _bindings: object) -> bool:
        """Told before the first row: the only moment at which an answer without rows still has its columns."""
        self.description = tuple((d[0], *(None,) * 6) for d in cursor.get_description()) or None
        return True

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]]) -> Cursor:
        for row in rows:
            self.execute(sql, row)
        return self

    def fetchone(self) -> Any:
        return self._rows.pop(0) if self._rows else None

    def fetchall(self) -> list[Any]:
        rows, self._rows = self._rows, []
        return rows

    def fetchmany(self, size: int = 1) -> list[Any]:
        rows, self._rows = self._rows[:size], self._rows[size:]
        return rows

    def close(self) -> None:
        self._cursor.close()


class Connection:
    isolation_level = None

    def __init__(self, path: Path) -> None:
        self.apsw = apsw.Connection(str(path), vfs=NAME, flags=apsw.SQLITE_OPEN_READWRITE)

    @property
    def in_transaction(self) -> bool:
        return self.apsw.in_transaction

    def cursor(self, *_args: Any) -> Cursor:
        return Cursor(self)

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Cursor:
        return Cursor(self).execute(sql, parameters)

    def create_function(self, name: str, count: int, function: Any, *, deterministic: bool = False) -> None:
        self.apsw.create_scalar_function(name, function, count, deterministic=deterministic)

    def commit(self) -> None:
        if self.apsw.in_transaction:
            self.apsw.execute("COMMIT")

    def rollback(self) -> None:
        if self.apsw.in_transaction:
            self.apsw.execute("ROLLBACK")

    def close(self) -> None:
        self.apsw.close()


def connect(path: Path, _read_only: object) -> Connection:
    return Connection(path)


def driver() -> Driver:
    """Return the driver; a VFS written in Python has no shared memory, so its write-ahead log needs exclusive locking."""
    module: ModuleType = sys.modules[__name__]
    return Driver(module, connect, ("PRAGMA locking_mode = EXCLUSIVE",))
