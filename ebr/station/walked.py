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

from collections.abc import Mapping
from weakref import WeakKeyDictionary

from ebr.storage.store import Store
from ebr.storage.verify.since import Head, walk_since

KEPT = 8
"""Batches whose heads are kept: those that somebody looks at."""
_SOUND: WeakKeyDictionary[Store, dict[str, dict[str, Head]]] = WeakKeyDictionary()


def since_last(store: Store, root: str) -> str:
    """Return what is wrong first in what came since the last sound walk of a batch; for questions and sheets."""
    return _walk(store, root, _SOUND.get(store, {}).get(root, {}))


def whole(store: Store, root: str) -> str:
    """Return what is wrong first in the logs that tell of a batch, from its first entry to their ends; "" for nothing.

    The quick walk of the verifier: an entry that was changed, taken out or put in breaks a hash or a link here. What
    was written before the batch began is walked when the station starts.
    """
    return _walk(store, root, {})


def _walk(store: Store, root: str, heads: Mapping[str, Head]) -> str:
    kept = _SOUND.setdefault(store, {})
    kept.pop(root, None)
    with store.reading() as connection:
        found, reached = walk_since(connection, root, heads)
    if found is not None:
        return f"{found.seq}/{found.code}"
    kept[root] = reached
    for oldest in list(kept)[:-KEPT]:
        kept.pop(oldest, None)
    return ""
