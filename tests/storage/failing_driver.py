"""A driver that fails on demand: at the nth write, either before anything happened or after it did ("failed but persisted")."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2 as pysqlite3

from ebr.storage.database import PYSQLITE, Driver

DISK_FULL = "database or disk is full"
IO_ERROR = "disk I/O error"


@dataclass
class Plan:
    """Which write fails (counted from 1 after `arm`), how, and whether it was done all the same."""

    at: int = 0
    words: str = IO_ERROR
    persisted: bool = False
    count: int = 0
    seen: int = 0

    def arm(self, at: int, words: str = IO_ERROR, *, persisted: bool = False) -> None:
        self.at, self.words, self.persisted, self.count = at, words, persisted, 0

    def run(self, write: Callable[[], Any]) -> Any:
        self.count += 1
        self.seen = max(self.seen, self.count)
        if self.count != self.at:
            return write()
        if self.persisted:
            write()
        raise pysqlite3.OperationalError(self.words)


def failing_driver(plan: Plan) -> Driver:
    class FailingCursor(pysqlite3.Cursor):  # type: ignore[misc]
        def execute(self, sql: str, *args: Any) -> Any:
            if not sql.lstrip().upper().startswith(("INSERT", "DELETE", "UPDATE")):
                return super().execute(sql, *args)
            return plan.run(lambda: pysqlite3.Cursor.execute(self, sql, *args))

        def executemany(self, sql: str, *args: Any) -> Any:
            return plan.run(lambda: pysqlite3.Cursor.executemany(self, sql, *args))

    class FailingConnection(pysqlite3.Connection):  # type: ignore[misc]
        def cursor(self, *_args: Any) -> Any:
            return super().cursor(FailingCursor)

        def commit(self) -> None:
            if self.in_transaction:
                plan.run(lambda: pysqlite3.Connection.commit(self))

    def connect(path: Path, read_only: object) -> Any:
        mode = "ro" if read_only else "rw"
        return pysqlite3.connect(
            f"file:{path}?mode={mode}", uri=True, check_same_thread=False, factory=FailingConnection
        )

    return Driver(PYSQLITE.module, connect)
