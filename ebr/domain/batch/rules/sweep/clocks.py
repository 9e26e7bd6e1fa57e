"""Clocks: wall time that ran apart from the boot clock, ran back, or was not confirmed (floor-rules 15; 11.10(e)).

Between two entries of one log within one start of the machine both clocks passed the same time, or somebody set the
wall clock. A difference up to the policy's `clock_jump` is that of the clocks themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from ebr.domain.batch.rules.sweep.found import Found, Sight, wall
from ebr.domain.batch.rules.sweep.watching import Written
from ebr.domain.batch.rules.timers import elapsed
from ebr.domain.values import Stamp

NANO = 1_000_000_000
STILL = timedelta(0)


def found(sight: Sight) -> Iterator[Found]:
    """Yield jumps of the clock between entries, and timers whose time nobody can confirm."""
    for entry in sight.entries:
        timer = entry.held.timer
        if timer is not None and timer.stop is not None and not (timer.confirmed and elapsed(timer, timer.stop.at)[1]):
            yield Found("time_unconfirmed", entry.address, {"slot": entry.slot.label, "value": timer.elapsed})
    most = sight.policy.whole("clock_jump")
    near = most * 1_000_000 - 1
    for _, written in sorted(sight.watched.logs.items()):
        written.in_order()
        for at in _apart(written, near):
            yield from _between(written.stamps[at - 1], written.stamps[at], written.where[at], most)


def _apart(written: Written, near: int) -> Iterator[int]:
    """Yield where, in whole microseconds, both clocks did not surely go on together: these are looked at."""
    made = written.made
    for n, (earlier, later) in enumerate(pairwise(written.stamps), 1):
        passed, before, after = made[n] - made[n - 1], earlier.at, later.at
        off = passed - (after.up - before.up) // 1000
        if (passed < 0 or (not -near < off < near and before.boot == after.boot)) and earlier is not later:
            yield n


def _between(earlier: Stamp, later: Stamp, address: str, most: int) -> Iterator[Found]:
    passed = wall(later) - wall(earlier)
    off = passed.total_seconds() - (later.at.up - earlier.at.up) / NANO
    if passed >= STILL and (abs(off) <= most or earlier.at.boot != later.at.boot):
        return
    params = {"before": earlier.at.wall, "at": later.at.wall}
    if passed < STILL:
        yield Found("clock_back", address, {**params, "by": str(round(-passed.total_seconds()))})
    else:
        yield Found("clock_jump", address, {**params, "by": str(round(off))})
