"""Entries older by their clock than an entry of another station that their writer knew.

What a writer knew came before, so a time that says otherwise is that of a clock that was wrong, or was put on later.
Only the step from one log to another is looked at; within one log the boot clock tells (`rules.sweep.clocks`).
"""

from __future__ import annotations

from datetime import datetime

from ebr.domain.batch.state.model import BatchState, Behind
from ebr.domain.decision import Recorded

PLACES = ("slot", "scope", "node", "where")


def noticed(state: BatchState, recorded: Recorded) -> None:
    """Keep for each log the entry that lies furthest behind one that it knew."""
    stamp, last = recorded.stamp, state.last
    if last is None or last.log == stamp.log or last.hash in recorded.beside:
        return
    try:
        behind = datetime.fromisoformat(last.at.wall) - datetime.fromisoformat(stamp.at.wall)
    except (TypeError, ValueError):  # a time that cannot be read is said elsewhere
        return
    known = state.behind.get(stamp.log)
    seconds = behind.total_seconds()
    if seconds > 0 and (known is None or seconds > known.seconds):
        names = (getattr(recorded.event, name, "") for name in PLACES)
        where = next((name for name in names if name), "")
        state.behind = {**state.behind, stamp.log: Behind(seconds, last, stamp, where)}
