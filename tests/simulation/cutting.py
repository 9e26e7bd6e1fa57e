"""A driver that cuts the power: at the nth write of a connection, before it was done or after.

What the program would do after a cut is nothing: `PowerCut` is no error of the database, so no code of ours handles it, and whatever was not committed
is undone. Torn pages and lost syncs are the matter of `tests.durability`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2 as pysqlite3

from ebr.storage.database import PYSQLITE, Driver


class PowerCut(BaseException):
    """The machine went off."""


@dataclass(slots=True)
class Power:
    """When it goes off, counted in writes from `arm` on; `done`: whether the last write was still carried out. 0: never.

    With `words` it is no cut but an error that the database reports (a full disk, a failing one).
    """

    at: int = 0
    done: bool = False
    words: str = ""
    count: int = 0

    def arm(self, at: int, *, done: bool = False, words: str = "") -> None:
        """Go off at the write with this number."""
        self.at, self.done, self.words, self.count = at, done, words, 0

    def write(self, work: Any) -> Any:
        """Carry out one write, or not."""
        self.count += 1
        if self.count != self.at:
            return work()
        if self.done:
            work()
        if self.words:
            raise pysqlite3.OperationalError(self.words)
        raise PowerCut


def driver(power: Power) -> Driver:
    """Return the real driver with this switch in it."""

    class Cursor(pysqlite3.Cursor):  # type: ignore[misc]
        def execute(self, sql: str, *args: Any) -> Any:
            if power.at and sql.lstrip()[:6].upper() in {"INSERT", "UPDATE", "DELETE"}:
                return power.write(lambda: pysqlite3.Cursor.execute(self, sql, *args))
            return super().execute(sql, *args)

        def executemany(self, sql: str, *args: Any) -> Any:
            if power.at:
                return power.write(lambda: pysqlite3.Cursor.executemany(self, sql, *args))
            return super().executemany(sql, *args)

    class Connection(pysqlite3.Connection):  # type: ignore[misc]
        def cursor(self, *_args: Any) -> Any:
            return super().cursor(Cursor)

        def commit(self) -> None:
            if power.at and self.in_transaction:
                power.write(lambda: pysqlite3.Connection.commit(self))
            else:
                super().commit()

    def connect(path: Path, read_only: object) -> Any:
        mode = "ro" if read_only else "rw"
        return pysqlite3.connect(f"file:{path}?mode={mode}", uri=True, check_same_thread=False, factory=Connection)

    return Driver(PYSQLITE.module, connect)
