"""Dates of a lot: a day lasts to its end in the zone where the lot was received; a time with an offset is itself.

A lot is good at the very second that its label names and not one second later, whatever zone the asking station is in:
two instants are compared, never two local texts.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant, shown_text

DAY = len("2026-11-22")
FIRST_YEAR, LAST_YEAR = 1900, 9998


def valid(text: str) -> str:
    """Return a day or a time with its offset as it is kept; raises `Refusal` material_date."""
    plain = text.strip()
    try:
        day = date.fromisoformat(plain) if len(plain) == DAY else None
        when_ = datetime.fromisoformat(plain)
        if not countable(when_.year) or (day is None and when_.tzinfo is None):
            raise Refusal("material_date", text=shown_text(plain))
    except ValueError as wrong:
        raise Refusal("material_date", text=shown_text(plain)) from wrong
    return plain if day is None else day.isoformat()


def countable(year: int) -> bool:
    """Tell whether days of a year have a day before and after them in every zone, so that their end can be told."""
    return FIRST_YEAR <= year <= LAST_YEAR


def last_moment(text: str, zone: str, at: Instant) -> datetime | None:
    """Return the last moment of a day or time, None for no date; `at` lends its offset where the zone is not known."""
    if not text:
        return None
    if len(text) > DAY:
        return datetime.fromisoformat(text)
    where = _zone(zone) or datetime.fromisoformat(at.wall).tzinfo
    start = datetime.combine(date.fromisoformat(text) + timedelta(days=1), datetime.min.time(), where)
    return start - timedelta(microseconds=1) if where is None else _before(start)


def passed(text: str, zone: str, at: Instant) -> bool:
    """Tell whether a day or time is over at this instant; never for no date."""
    last = last_moment(text, zone, at)
    return last is not None and datetime.fromisoformat(at.wall) > last


def written(text: str, zone: str, at: Instant) -> str:
    """Return the last moment for people: "2026-11-22 23:59:59+01:00"."""
    last = last_moment(text, zone, at)
    return "" if last is None else last.isoformat(sep=" ", timespec="seconds")


def earliest(texts: Iterable[str], zone: str, at: Instant) -> str:
    """Return the one of these days and times that is over first, "" when there is none."""
    pairs = [(last, text) for text in texts for last in (last_moment(text, zone, at),) if last is not None]
    return min(pairs)[1] if pairs else ""


def when(wall: str) -> datetime:
    """Return a wall time as a moment."""
    return datetime.fromisoformat(wall)


def moment(at: Instant) -> datetime:
    """Return the moment of an instant."""
    return datetime.fromisoformat(at.wall)


def day_of(at: Instant) -> date:
    """Return the day at the station."""
    return datetime.fromisoformat(at.wall).date()


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    last = (date(first.year + first.month // 12, first.month % 12 + 1, 1) - timedelta(days=1)).day
    return first.replace(day=min(day.day, last))


def _before(start: datetime) -> datetime:
    """Return the moment before, in real time: a day with a change of the clocks has 23 or 25 hours."""
    return (start.astimezone(UTC) - timedelta(microseconds=1)).astimezone(start.tzinfo)


@lru_cache(maxsize=64)
def _zone(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (OSError, ValueError, KeyError):  # a zone that this machine has no table of
        return None
