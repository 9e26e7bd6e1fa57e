"""Clocks: wall time that ran apart from the boot clock, ran back, or was not confirmed (floor-rules 15; 11.10(e)).

Between two entries of one log within one start of the machine both clocks passed the same time, or somebody set the
wall clock. A difference up to the policy's `clock_jump` is that of the clocks themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from ebr.domain.batch.rules.sweep.found import Found, Sight, wall
from ebr.domain.batch.rules.sweep.moments import BETWEEN
from ebr.domain.batch.rules.sweep.watching import Written
from ebr.domain.batch.rules.timers import elapsed
from ebr.domain.batch.state.plan import last_id
from ebr.domain.values import Stamp

NANO = 1_000_000_000
STILL = timedelta(0)
SHORT = 8
HOUR, OFFSET = len("2026-11-22T21"), -len("+02:00")


def found(sight: Sight) -> Iterator[Found]:
    """Yield jumps of the clock between entries, and timers whose time nobody can confirm."""
    for entry in sight.entries:
        timer = entry.held.timer
        if timer is not None and timer.stop is not None and not (timer.confirmed and elapsed(timer, timer.stop.at)[1]):
            yield Found("time_unconfirmed", entry.address, {"slot": entry.slot.label, "value": timer.elapsed})
    yield from _behind(sight)
    most = sight.policy.whole("clock_jump")
    near = most * 1_000_000 - 1
    for _, written in sorted(sight.watched.logs.items()):
        written.in_order()
        yield from _offsets(written)
        for at in _apart(written, near):
            yield from _between(written.stamps[at - 1], written.stamps[at], written.where[at], most)


def _behind(sight: Sight) -> Iterator[Found]:
    """Yield stations whose clock said an earlier time than entries of another one that they knew."""
    for log, one in sorted(sight.state.behind.items()):
        if one.seconds > BETWEEN.total_seconds():
            where = one.where if one.where and last_id(one.where) in sight.plan.places else ""
            params = {"station": log[:SHORT], "by": str(round(one.seconds)), "before": one.before.at.wall}
            yield Found("clock_behind", where, {**params, "at": one.stamp.at.wall})


def _offsets(written: Written) -> Iterator[Found]:
    """Yield the first time of a log whose offset its zone did not have then, and entries that change the zone."""
    last = ("", "", "")
    for stamp, where in zip(written.stamps, written.where, strict=True):
        at = stamp.at
        said = (at.wall[:HOUR], at.wall[OFFSET:], at.zone)
        if said == last:
            continue
        if last[2] not in ("", at.zone):
            yield Found("zone_changed", where, {"zone": at.zone, "was": last[2], "at": at.wall})
        last = said
        if not _of_zone(*said):
            yield Found("offset_wrong", where, {"time": at.wall, "zone": at.zone})
            return


@lru_cache(maxsize=4096)
def _of_zone(hour: str, offset: str, zone: str) -> bool:
    """Tell whether a zone has an offset in an hour; True where nobody can tell. Of a fold it has both."""
    try:
        there = ZoneInfo(zone)
        naive = datetime.fromisoformat(f"{hour}:30:00")
        said = datetime.fromisoformat(f"{hour}:30:00{offset}").utcoffset()
    except (KeyError, ValueError, OSError):  # no such zone on this machine, or a time that cannot be read
        return True
    return said is None or said in {naive.replace(tzinfo=there, fold=fold).utcoffset() for fold in (0, 1)}


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
