"""Days and hours of equipment as moments.

A due date means through the end of that day in the site's zone: the zone in which the date was recorded, not that of
whoever asks. So a station on a machine set to another zone finds the same second. A zone that this machine does not
know is read by the offset of the recorded time.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from ebr.domain.values import Instant


def moment(wall: str) -> datetime:
    """Return a recorded time; times of the record have an offset."""
    found = datetime.fromisoformat(wall)
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def is_day(text: str) -> bool:
    """Tell whether the text is a day as YYYY-MM-DD, with a day before and after it in every zone."""
    try:
        found = date.fromisoformat(text)
        return found.isoformat() == text and date.min.year < found.year < date.max.year
    except ValueError:
        return False


@lru_cache(maxsize=64)
def _zone(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, unreadable or no name at all
        return None


def zone_of(at: Instant) -> tzinfo | None:
    """Return the zone in which something was written."""
    return _zone(at.zone) or moment(at.wall).tzinfo


def day_ends(day: str, recorded: Instant) -> datetime:
    """Return the first moment after a day, in the zone of what recorded it; a text that is no day never holds."""
    if not is_day(day):
        return moment(recorded.wall)
    return datetime.combine(date.fromisoformat(day) + timedelta(days=1), datetime.min.time(), zone_of(recorded))


def over(day: str, recorded: Instant, at: Instant) -> bool:
    """Tell whether a due date has passed at a moment."""
    return moment(at.wall) >= day_ends(day, recorded)


def same_day(recorded: Instant, at: Instant) -> bool:
    """Tell whether something was recorded on the day of a moment, by the clock of who asks."""
    return moment(recorded.wall).astimezone(zone_of(at)).date() == moment(at.wall).astimezone(zone_of(at)).date()


def later(at: Instant, *, hours: int = 0, days: int = 0) -> datetime:
    """Return the moment so much elapsed time later: a hold time runs across a change of the clocks (floor-rules 15)."""
    return (moment(at.wall).astimezone(UTC) + timedelta(hours=hours, days=days)).astimezone(zone_of(at))


def written(when: datetime) -> str:
    """Return a moment as the record keeps it."""
    return when.isoformat(timespec="seconds")
