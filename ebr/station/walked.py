"""Walks over the logs that tell of a batch: whole before a decision, from the last one on for a question.

Who has the disk can change an entry at any moment, also one that was walked a second ago, and nothing that is kept in
memory can tell: not a head that was checked, not the time of the file, not what the database counts of its changes,
for a page can be written past all of them. So what decides (a signature on a review or a release) walks everything
from the batch's first entry to the ends of the logs, every time, in the very act. What only tells (a screen, the sheet
before the signature) decides nothing: it goes on from the heads at which the last sound walk ended, so a sheet costs
the few entries that came since, and for a signature the record is walked once instead of twice. A walk that found
something is forgotten, so every later one is whole again and says it too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from sqlalchemy import Connection

from ebr.storage import reading
from ebr.storage.store import Store
from ebr.storage.verify.hashes import Row, rows_of_log, walk_hashes
from ebr.storage.views import subject_index

Head = tuple[int, bytes]
"""Number and hash of the last entry that a sound walk saw of a log."""
KEPT = 8
"""Batches whose heads are kept: those that somebody looks at."""
_SOUND: WeakKeyDictionary[Store, dict[str, dict[str, Head]]] = WeakKeyDictionary()


def since_last(store: Store, root: str) -> str:
    """Return what is wrong first in what came since the last sound walk of a batch; for questions and sheets."""
    return _walk(store, root, dict(_SOUND.get(store, {}).get(root, {})))


def whole(store: Store, root: str) -> str:
    """Return what is wrong first in the logs that tell of a batch, from its first entry to their ends; "" for nothing.

    The quick walk of the verifier: an entry that was changed, taken out or put in breaks a hash or a link here. What
    was written before the batch began is walked when the station starts.
    """
    return _walk(store, root, {})


def _walk(store: Store, root: str, heads: dict[str, Head]) -> str:
    kept = _SOUND.setdefault(store, {})
    kept.pop(root, None)
    with store.reading() as connection:
        for log, first in _begins(connection, root).items():
            head = heads.get(log) or _before(connection, log, first)
            if head is None:
                continue  # the log is here in parts
            seen = _Seen(*head)
            found = walk_hashes(seen.through(rows_of_log(connection, log, head[0])), *head)
            if found is not None:
                return f"{found.seq}/{found.code}"
            heads[log] = (seen.seq, seen.hash)
    kept[root] = heads
    for oldest in list(kept)[:-KEPT]:
        kept.pop(oldest, None)
    return ""


@dataclass(slots=True)
class _Seen:
    """The entry that a walk saw last."""

    seq: int
    hash: bytes

    def through(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            yield row
            self.seq, self.hash = row[1], row[4]


def _begins(connection: Connection, root: str) -> dict[str, int]:
    """Return, by log, the number of the first entry about a batch."""
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
