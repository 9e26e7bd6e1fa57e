"""How times, lengths of time, numbers and names are written on the screens: 24 hours, the record's own zone.

One decision for numbers: on a screen a number that is a value has the decimal sign of the language, in the record the
dot. `ebr.words.figure` writes it, once, where a value becomes text; the sentences of refusals, exceptions and findings
ask it for the parameters that are numbers (`ebr.wording.amounts`). So one screen never shows two forms: measured
values, limits, targets, quantities, yields, means, axes and the free disk all have it, and so have the number keys and
a field of numbers while somebody types. Never is there a sign between thousands: 1.234 and 1,234 would mean two things.
Arabic keeps the dot and western digits, because its screens are compared with the display of a balance.

Not values, and never touched: identifiers, lots, versions, numbers of steps, clauses, names of files, formulas and the
document that an author edits (a limit may be a formula), hashes, and what a device sent as it sent it. The audit trail
keeps the dot, as the fields of the log have it. So do the record, labels and their previews, printed pages, exported
files and what is hashed and signed. A station may be set to show the record's form on its screens too (setting
"numbers").

A number may be typed with the decimal sign of the language as well as with the dot. The field shows one sign, that of
the screen, from the first letter on, and gives the record's form to whoever asks it (`typed_number`).

Dates and times are written as the record writes them wherever they are compared, entered, listed or signed: a
signature sheet shows what the record holds (`moment_of`). Where a screen only tells when something was (`when_of`), the
date is written as the language writes it, the month by its name, because 03/04 would mean two things. English stands
for the record's own form.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from ebr.words import decimal_sign, isolated, language

MINUTE, HOUR = 60, 3600
_DECIMAL: Final = re.compile(r"(?<![\w.])([0-9]+)\.([0-9]+)(?![\w.])")
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


def shown_number(text: str) -> str:
    """Return what stands in a field of numbers as the screen writes it; `typed_number` is the way back."""
    return text.replace(".", decimal_sign())


def arithmetic_of(text: str) -> str:
    """Return a sum of the record as the screen writes its numbers: "100,60 × 100/99,00".

    Where the comma is the decimal sign, a semicolon parts the arguments of a function.
    """
    sign = decimal_sign()
    if sign == ".":
        return text
    return _DECIMAL.sub(rf"\1{sign}\2", text.replace(sign, ";"))


def initials_of(name: str) -> str:
    """Return two letters for a face: of the first and the last name."""
    parts = [part for part in name.split() if part[0].isalpha()]
    letters = [parts[0][0], parts[-1][0]] if len(parts) > 1 else [name[:2]]
    return "".join(letters).upper()
