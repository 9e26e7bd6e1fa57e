"""How times, lengths of time and names are written on the screens: 24 hours, the record's own zone, nothing cut."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal, InvalidOperation

MINUTE, HOUR = 60, 3600


def clock_of(iso: str) -> str:
    """Return "14:02:11" of a time of the record; what is no time comes back as it is."""
    try:
        return datetime.fromisoformat(iso).strftime("%H:%M:%S")
    except ValueError:
        return iso


def moment_of(iso: str) -> str:
    """Return "2026-11-22 14:02 +01:00" of a time of the record; what is no time comes back as it is."""
    try:
        when = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    offset = when.strftime("%z")
    return f"{when:%Y-%m-%d %H:%M} {offset[:3]}:{offset[3:5]}" if offset else f"{when:%Y-%m-%d %H:%M}"


def day_or_clock(iso: str, today: str) -> str:
    """Return the time of day, with the date in front when it is not `today` (an ISO time too)."""
    return clock_of(iso) if iso[:10] == today[:10] else moment_of(iso)


def span_of(seconds: float) -> str:
    """Return "1:17:50"; a length below zero is written as zero."""
    whole = max(0, int(seconds))
    return f"{whole // HOUR}:{whole % HOUR // MINUTE:02}:{whole % MINUTE:02}"


def number_of(text: str) -> Decimal | None:
    """Return the number a text shows, or None; only for drawing, never for a decision."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def initials_of(name: str) -> str:
    """Return two letters for a face: of the first and the last name."""
    parts = [part for part in name.split() if part[0].isalpha()]
    letters = [parts[0][0], parts[-1][0]] if len(parts) > 1 else [name[:2]]
    return "".join(letters).upper()
