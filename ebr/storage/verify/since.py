"""The quick walk over the logs that tell of one subject's root, from given heads or from its first entry on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from ebr.storage import reading
from ebr.storage.verify.hashes import Row, rows_of_log, walk_hashes
from ebr.storage.verify.report import Finding
from ebr.storage.views import subject_index

Head = tuple[int, bytes]
"""Number and hash of the last entry that a walk saw of a log."""


def walk_since(connection: Connection, root: str, heads: Mapping[str, Head]) -> tuple[Finding | None, dict[str, Head]]:
    """Return what is wrong first behind the heads, and the heads that the walk came to.

    A log without a head is walked from the entry before the root's first one; one that is here in parts is left out.
    """
    reached: dict[str, Head] = {}
    for log, first in _begins(connection, root).items():
        head = heads.get(log) or _before(connection, log, first)
        if head is not None:
            seen = _Seen(*head)
            found = walk_hashes(seen.through(rows_of_log(connection, log, head[0])), *head)
            if found is not None:
                return found, {}
            reached[log] = (seen.seq, seen.hash)
    return None, reached


@dataclass(slots=True)
class _Seen:
    """The entry that a walk saw last."""

    seq: int
    hash: bytes

    def through(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Pass rows on and remember each."""
        for row in rows:
            yield row
            self.seq, self.hash = row[1], row[4]


def _begins(connection: Connection, root: str) -> dict[str, int]:
    """Return, by log, the number of the first entry about a root."""
    first: dict[str, int] = {}
    for entry in subject_index.entries(connection, root):
        first[entry.log] = min(entry.seq, first.get(entry.log, entry.seq))
    return first


def _before(connection: Connection, log: str, first: int) -> Head | None:
    """Return the entry before the first one; None where it is not here."""
    if first <= 1:
        return 0, b""
    before = reading.by_number(connection, log, [first - 1])
    return (first - 1, before[0].hash) if before else None
