"""What a writer had seen: how many entries of each log about the draft, as one opaque text.

A screen gets it with the document and gives it back with a change; the answer to the change has the next. What arrived
meanwhile was not seen, and a block changed in it and by the writer is a conflict, never the last one's (issue "Master
batch records", bad input).
"""

from __future__ import annotations

import json

from ebr.domain.canonical import dumps
from ebr.domain.draft.state.model import DraftState
from ebr.domain.refusal import Refusal


def seen_text(state: DraftState) -> str:
    """Return what somebody who reads the draft now has seen."""
    return dumps(state.known).decode()


def seen_after(state: DraftState, seen: str, log: str) -> str:
    """Return what the writer has seen once one more entry of this log, the own change, is written."""
    known, number = _read(seen), state.known.get(log, 0)
    own = {log: number + 1} if known.get(log, 0) == number else {}
    return dumps({**known, **own}).decode()


def unseen(state: DraftState, seen: str) -> frozenset[str]:
    """Return the blocks that were changed in entries which somebody with this text had not seen.

    Refusal `draft_not_read` for a text that is none.
    """
    known = _read(seen)
    later = (save for save in state.saves if save.number > known.get(save.stamp.log, 0))
    return frozenset(name for save in later for name in save.blocks)


def _read(seen: str) -> dict[str, int]:
    try:
        found = json.loads(seen)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not all(type(number) is int for number in found.values()):
        raise Refusal("draft_not_read")
    return found
