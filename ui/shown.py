"""How times, lengths of time, numbers and names are written on the screens: 24 hours, the record's own zone.

One decision for numbers: a number is written in one form everywhere, in every language, with the dot and without signs
between thousands. It stands beside others on the same screen (the free disk in the bar above a weighing, a mean above
its values), and somebody compares it with the label, the display of the balance and the sealed paper; two forms side
by side, or 1,234 that could mean two things, are worse than a form that is not the language's own. Only what a person
types follows the language: its decimal sign counts as well as the dot, and the field shows at once what will be
recorded (`typed_number`).

Dates and times are written as the record writes them wherever they are compared, entered, listed or signed: a
signature sheet shows what the record holds (`moment_of`). Where a screen only tells when something was (`when_of`), the
date is written as the language writes it, the month by its name, because 03/04 would mean two things. English stands
for the record's own form.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from ebr.words import isolated, language

MINUTE, HOUR = 60, 3600
_COMMA: Final = str.maketrans({",": "."})
SIGNS: Final = {
    "de": _COMMA,
    "fr": _COMMA,
    "es": _COMMA,
    "ar": str.maketrans({"\u066b": ".", **{chr(0x660 + n): str(n) for n in range(10)}}),
    "zh": str.maketrans({"。": ".", "．": ".", "－": "-", "＋": "+", **{chr(0xFF10 + n): str(n) for n in range(10)}}),
}
"""By language, what a person types and what the record writes for it; a language that is not here types the dot."""


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


MONTHS: Final = {
    "de": ["Jan.", "Febr.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."],
    "fr": ["janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."],
    "es": ["ene.", "feb.", "mar.", "abr.", "may.", "jun.", "jul.", "ago.", "sept.", "oct.", "nov.", "dic."],
    "ar": [
        "يناير",
        "فبراير",
        "مارس",
        "أبريل",
        "مايو",
        "يونيو",
        "يوليو",
        "أغسطس",
        "سبتمبر",
        "أكتوبر",
        "نوفمبر",
        "ديسمبر",
    ],
    "zh": [f"{month}月" for month in range(1, 13)],
}
DAYS: Final = {
    "de": "{day}. {month} {year}",
    "fr": "{day} {month} {year}",
    "ar": "{day} {month} {year}",
    "es": "{day} {month} {year}",
    "zh": "{year}年{month}{day}日",
}
DATE_LENGTH: Final = 10


def day_of(iso: str) -> str:
    """Return the day of a time or date of the record as the language in use writes it, only for reading.

    What is no date comes back as it is.
    """
    months = MONTHS.get(language())
    try:
        day = date.fromisoformat(iso[:DATE_LENGTH])
    except ValueError:
        return iso
    if months is None:
        return iso[:DATE_LENGTH]
    return DAYS[language()].format(day=day.day, month=months[day.month - 1], year=day.year)


def when_of(iso: str, *, zone: bool = True) -> str:
    """Return a time of the record as the language in use writes it, only for reading; with the zone it was kept in."""
    written = moment_of(iso)
    if written == iso:
        return iso
    end = None if zone else len("2026-11-22 14:02")
    return f"{day_of(written)} {isolated(written[DATE_LENGTH + 1 : end])}"


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


def typed_number(text: str) -> str:
    """Return what is typed into a field of numbers as the record writes it, sign by sign: nothing is left out or moved.

    A decimal comma becomes the dot where the language has one; so "1.234,5" has two dots and is refused as no number,
    and "1.234" is one and a bit everywhere. Digits of Arabic become western ones, and wide ones of Chinese narrow.
    """
    return text.translate(SIGNS.get(language(), {}))


def initials_of(name: str) -> str:
    """Return two letters for a face: of the first and the last name."""
    parts = [part for part in name.split() if part[0].isalpha()]
    letters = [parts[0][0], parts[-1][0]] if len(parts) > 1 else [name[:2]]
    return "".join(letters).upper()
