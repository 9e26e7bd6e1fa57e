"""Faults of the store: not a "no" but something broken; writing stops until the store has been opened anew."""

from __future__ import annotations

from typing import Final


class Fault(Exception):  # noqa: N818 - the program's word for what is ours
    """Something that must not happen did; shown once, logged whole."""


class WriteFailed(Fault):
    """A commit or fsync failed, so what is on the disk was read anew.

    `persisted` tells whether the action is in the record after all: the caller must not assume either, and never
    repeats the failed write (after a failed fsync the system may call lost pages clean).
    """

    def __init__(self, why: str, *, persisted: bool) -> None:
        super().__init__(why)
        self.persisted: Final = persisted


class LogMoved(Fault):
    """The log on the disk is not where this program left it: another program wrote, or the file was exchanged."""
