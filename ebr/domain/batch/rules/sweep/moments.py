"""When an entry was written, and which of two came first.

In one log the clock of one machine tells. The clocks of two stations that work apart differ, so an entry of another
station counts as earlier only when it is so by more than a minute: else every batch of two rooms would raise alarms.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from ebr.domain.batch.rules.sweep.watching import when
from ebr.domain.values import Stamp

NEVER = datetime.min.replace(tzinfo=UTC)
STILL, BETWEEN = timedelta(), timedelta(minutes=1)
"""By how much the clock of one station, and those of two, may disagree with the order of entries."""


def wall(stamp: Stamp) -> datetime:
    """Return when an entry was written, by the wall clock."""
    return when(stamp.at.wall) or NEVER


def earlier(one: Stamp, other: Stamp) -> bool:
    """Tell whether an entry was surely written before another: the clocks of two stations may differ by a minute."""
    apart = BETWEEN if one.log != other.log else STILL
    return wall(one) + apart < wall(other)
