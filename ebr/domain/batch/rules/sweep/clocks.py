"""Clocks: wall time that ran apart from the boot clock, ran back, or was not confirmed (floor-rules 15; 11.10(e)).

Between two entries of one log within one start of the machine both clocks passed the same time, or somebody set the
wall clock. A difference up to the policy's `clock_jump` is that of the clocks themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from ebr.domain.batch.rules.sweep.found import Found, Sight, wall
from ebr.domain.values import Stamp

NANO = 1_000_000_000
STILL = timedelta(0)


def found(sight: Sight) -> Iterator[Found]:
    """Yield jumps of the clock between entries, and timers whose time nobody can confirm."""
    for entry in sight.entries:
        timer = entry.held.timer
        if timer is not None and timer.stop is not None and not timer.confirmed:
            yield Found("time_unconfirmed", entry.address, {"slot": entry.slot.label, "value": timer.elapsed})
    before: dict[str, tuple[Stamp, str]] = {}
    most = sight.policy.whole("clock_jump")
    for stamp, address in sorted(_stamps(sight), key=lambda pair: (pair[0].log, pair[0].seq)):
        last = before.get(stamp.log)
        before[stamp.log] = (stamp, address)
        if last is not None and last[0] is not stamp:
            yield from _between(last[0], stamp, address, most)


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


def _stamps(sight: Sight) -> Iterator[tuple[Stamp, str]]:
    for entry in sight.entries:
        for row in entry.held.rows.values():
            yield row.first, entry.address
            yield from ((made.stamp, entry.address) for made in row.corrections)
        yield from ((attempt.stamp, entry.address) for attempt in entry.held.attempts)
        timer = entry.held.timer
        if timer is not None:
            yield timer.start, entry.address
            yield from ((timer.stop, entry.address),) if timer.stop is not None else ()
    for one in sight.state.signatures:
        name = one.scope.rpartition("/")[2].partition("[")[0]
        yield one.stamp, one.scope if name in sight.plan.places else ""
