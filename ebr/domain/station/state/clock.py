"""Watching the clock (floor-rules 15; draft Annex 11, 12.x: changes of system time are audited).

Within one boot the boot clock cannot be set, so it judges the wall clock: both are compared with the *anchor*, the
first instant of the boot or that of the last noted jump, not with the entry before, or somebody could walk the clock
in steps too small to see. Across boots nothing judges the wall clock but the last entry: a wall time before it blocks
signing until two persons state the time.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from ebr.domain import subjects
from ebr.domain.decision import Draft
from ebr.domain.refusal import Refusal
from ebr.domain.station.events import ClockChanged
from ebr.domain.station.state.model import StationState
from ebr.domain.values import Instant

JUMP: Final = timedelta(seconds=2)
MICROSECOND: Final = 1000
"""Nanoseconds."""


def wall(at: Instant) -> datetime:
    """Return the wall time of an instant, with its offset."""
    return datetime.fromisoformat(at.wall)


def elapsed(start: Instant, end: Instant) -> timedelta:
    """Return the time between two instants: by the boot clock within one boot, otherwise by the wall clock."""
    if start.boot == end.boot:
        return timedelta(microseconds=(end.up - start.up) // MICROSECOND)
    return wall(end) - wall(start)


def clock_drafts(
    state: StationState, at: Instant, last: Instant | None = None, jump: timedelta = JUMP
) -> tuple[Draft, ...]:
    """Return the entry that must be written before anything else at this instant, if the clock jumped; else nothing.

    `last` is the instant of the log's last entry, which may be later than the last one of the station's own subject.
    """
    if not state.begun:
        return ()
    before = state.last if last is None else last
    if before is not None and before.boot != at.boot:
        behind = wall(at) < wall(before)
        return (_changed(state, before.wall, at, wall(at) - wall(before), across_boots=True),) if behind else ()
    anchor = state.anchor
    if anchor is None or anchor.boot != at.boot:
        return ()
    expected = (wall(anchor) + elapsed(anchor, at)).astimezone(wall(at).tzinfo)
    drift = wall(at) - expected
    if abs(drift) <= jump:
        return ()
    return (_changed(state, expected.isoformat(timespec="microseconds"), at, drift, across_boots=False),)


def signing_trouble(state: StationState) -> Refusal | None:
    """Refuse every signature but that of a clock statement while the clock is in doubt."""
    if not state.clock_doubt:
        return None
    event = next(event for event in reversed(state.clock_events) if event.entry == state.clock_doubt)
    return Refusal("clock_behind", now=event.after, last=event.before)


def simulated_trouble(state: StationState, at: Instant) -> Refusal | None:
    """Refuse an instant of a simulated clock on a production store (floor-rules 16)."""
    return Refusal("clock_simulated") if state.production and at.clock != "system" else None


def _changed(state: StationState, before: str, at: Instant, by: timedelta, *, across_boots: bool) -> Draft:
    event = ClockChanged(before, at.wall, f"{by.total_seconds():.1f}", across_boots)
    return Draft(subjects.station(state.name), event)
