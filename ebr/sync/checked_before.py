"""The checking of entries whose seals were all checked when they were looked through: hashes and links alone.

A bundle is looked through whole before anything of it is taken, and lies on our own disk in between; walking its seals
again would double the longest part of the work.
"""

from __future__ import annotations

from msgspec.structs import replace

from ebr.sync.checking import Check, Checking, Found, Task


class CheckedBefore:
    """Whoever checks, asked to leave the seals out; closing it is left to whoever has the other."""

    def __init__(self, checking: Checking) -> None:
        self.width = checking.width
        self._checking = checking

    def submit(self, task: Task) -> None:
        """As `Checking.submit`."""
        self._checking.submit(replace(task, seals=False) if isinstance(task, Check) else task)

    def result(self) -> Found:
        """As `Checking.result`."""
        return self._checking.result()

    def close(self) -> None:
        """Leave the other open."""
