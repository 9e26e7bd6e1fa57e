"""A connection to PostgreSQL that does not wait for ever.

A dead machine is noticed by the system's own timers; a proxy that swallows what it is sent, or a server that hangs, is
not. So every wait for an answer has an end.
"""

from __future__ import annotations

from typing import Any, Final, TypeVar

import psycopg
from psycopg.abc import PQGen

PATIENCE: Final = 60.0
"""Seconds an answer may take."""

Answer = TypeVar("Answer")


class Patient(psycopg.Connection[Any]):
    """Gives up an answer after `patience` seconds; the connection is of no use afterwards."""

    patience = PATIENCE

    def wait(self, gen: PQGen[Answer], interval: float = 0.1, timeout: float | None = None) -> Answer:
        """Return what the server answers; raises `OperationalError` when nothing comes."""
        try:
            return super().wait(gen, interval, self.patience if timeout is None else timeout)
        except psycopg.OperationalError as wrong:
            if "timeout expired" in str(wrong):
                self.pgconn.finish()
                raise psycopg.OperationalError(f"no answer within {self.patience:.0f} seconds") from wrong
            raise
