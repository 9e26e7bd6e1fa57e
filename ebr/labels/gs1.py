"""GS1 element strings read from a scan, stricter than biip, which reads them.

A field of variable length ends at a separator (FNC1, in a scan GS) or with the message. A reader that swallows the
separator makes "lot FB223121, serial 42" into "lot FB2231212142", and nothing in the text tells. Therefore:

* Only a code that says it is GS1 is read as such: its AIM identifier (]d2 DataMatrix, ]C1 Code 128, ]Q3, ]e0, ...).
* What follows a variable field without a separator is refused, and so is a field longer than its longest.
* A last variable field that would also read as two fields is refused, unless this reader is known to send separators:
  one stands in this message, or `separators` says that one did before (the check symbol, any earlier scan).
* A field twice with two contents, a wrong check digit, a date that is none are refused.

`read` returns the fields by application identifier as the code holds them; `facts` in words of the record, dates as
ISO. A day 00 is the last of its month.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

from ebr.domain.refusal import Refusal
from ebr.domain.values import shown_text

GS: Final = "\x1d"
SYMBOLS: Final[Mapping[str, str]] = {
    "]d2": "GS1 DataMatrix",
    "]C1": "GS1-128",
    "]Q3": "GS1 QR",
    "]e0": "GS1 DataBar",
    "]e1": "GS1 composite",
    "]e2": "GS1 composite",
    "]J1": "GS1 DotCode",
}
NAMES: Final[Mapping[str, str]] = {
    "00": "sscc",
    "01": "gtin",
    "10": "lot",
    "11": "made",
    "15": "best_before",
    "17": "expiry",
    "21": "serial",
    "30": "count",
    "240": "item",
    "241": "item",
    "7003": "expiry",
}
"""Application identifiers that the record has a word for."""
DATES: Final = ("11", "12", "13", "15", "16", "17")
WEIGHTS: Final = {"310": "kg", "315": "L", "330": "kg"}
"""First three digits of net weight, net volume, gross weight; the fourth counts the decimals."""
AFTER: Final = (
    "10",
    "11",
    "15",
    "17",
    "21",
    "30",
    "37",
    "240",
    "241",
    "7003",
    "310",
    "91",
    "92",
    "93",
    "94",
    "95",
    "96",
)
"""Fields that stand behind another on labels of medicines and materials: what a lost separator can have hidden."""
YEARS_AHEAD: Final = 50
DIGITS_OF_TIME: Final = 10


@dataclass(frozen=True, slots=True)
class Message:
    """What one GS1 code says: the fields as (application identifier, contents), in order, and the code's kind."""

    symbol: str
    fields: tuple[tuple[str, str], ...]

    def get(self, ai: str) -> str:
        """Return the contents of a field, "" when there is none."""
        return next((value for name, value in self.fields if name == ai), "")

    @property
    def hri(self) -> str:
        """The fields as people read them under a code: "(01)...(10)..."."""
        return "".join(f"({ai}){value}" for ai, value in self.fields)


def read(data: str, aim: str, *, separators: bool = False) -> Message:
    """Return what a scanned GS1 code says; raises `Refusal` for one that is not wholly certain."""
    if not aim:
        raise Refusal("code_without_identifier", code=shown_text(data))
    if aim not in SYMBOLS:
        raise Refusal("code_not_gs1", code=shown_text(data), aim=shown_text(aim))
    text = data.removeprefix(GS)  # some readers send the first FNC1, which the identifier has told already
    fields = _walk(text, data)
    _alone(fields, data)
    if not separators and GS not in text:
        _certain(fields, data)
    return Message(SYMBOLS[aim], fields)


def facts(message: Message, today: date) -> dict[str, str]:
    """Return what the code says by the record's names; dates as ISO, weights as {"quantity", "unit"}."""
    found: dict[str, str] = {}
    for ai, value in message.fields:
        name = NAMES.get(ai, "")
        if ai in DATES and name:
            found[name] = day_of(value, today)
        elif ai == "7003":
            found[name] = moment_of(value, today)
        elif name:
            found.setdefault(name, value)
        elif ai[:3] in WEIGHTS:
            decimals = int(ai[3])
            found["quantity"] = f"{int(value[: 6 - decimals])}.{value[6 - decimals :]}" if decimals else str(int(value))
            found["unit"] = WEIGHTS[ai[:3]]
    return found


def day_of(text: str, today: date) -> str:
    """Return a date YYMMDD as ISO: the century is the one that brings it nearest; day 00 is the last of the month."""
    year = today.year - today.year % 100 + int(text[:2])
    if year - today.year > YEARS_AHEAD:
        year -= 100
    elif today.year - year >= YEARS_AHEAD:
        year += 100
    month, day = int(text[2:4]), int(text[4:6])
    return date(year, month, day or calendar.monthrange(year, month)[1]).isoformat()


def moment_of(text: str, today: date) -> str:
    """Return an expiry with its time, YYMMDDhhmm, as ISO without a zone."""
    return f"{day_of(text[:6], today)}T{text[6:8]}:{text[8:10]}"


def written(fields: tuple[tuple[str, str], ...]) -> str:
    """Return the element string of these fields as a scanner sends it: fixed fields first as given, GS where needed."""
    parts = [f"{ai}{value}{GS if separator_needed(ai) else ''}" for ai, value in fields]
    return "".join(parts).removesuffix(GS)


def separator_needed(ai: str) -> bool:
    """Tell whether a field ends only at a separator; raises `Refusal` for an unknown identifier."""
    return bool(_identifier(ai, ai).separator_required)


def checked(ai: str, value: str) -> None:
    """Refuse contents that this field cannot have: signs, length, check digit, date."""
    found = _element(f"{ai}{value}", f"({ai}){value}")
    if found.ai.ai != ai or found.value != value:
        raise Refusal("gs1_field_bad", ai=ai, value=shown_text(value))


def _walk(text: str, data: str) -> tuple[tuple[str, str], ...]:
    fields: list[tuple[str, str]] = []
    if not text:
        raise Refusal("gs1_unreadable", code=shown_text(data))
    while text:
        found = _element(text, data)
        fields.append((found.ai.ai, found.value))
        text = text[len(found.ai.ai) + len(found.value) :]
        if text and found.ai.separator_required and not text.startswith(GS):
            raise Refusal("gs1_separator_missing", ai=found.ai.ai, value=shown_text(found.value), code=shown_text(data))
        text = text.removeprefix(GS)
    return tuple(fields)


def _element(text: str, data: str) -> Any:  # noqa: ANN401 - biip's element string
    from biip import ParseError
    from biip.gs1_element_strings import GS1ElementString

    try:
        found = GS1ElementString.extract(text)
    except ParseError as error:
        raise Refusal("gs1_unreadable", code=shown_text(data)) from error
    wrong = found.gtin_error or found.sscc_error or found.gln_error
    if wrong:
        raise Refusal("gs1_check_digit", ai=found.ai.ai, value=shown_text(found.value))
    if found.ai.ai == "7003" and _no_time(found.value):
        raise Refusal("gs1_unreadable", code=shown_text(data))
    return found


def _no_time(text: str) -> bool:
    return len(text) != DIGITS_OF_TIME or not ("00" <= text[6:8] <= "23" and "00" <= text[8:] <= "59")


def _identifier(ai: str, data: str) -> Any:  # noqa: ANN401 - biip's application identifier
    from biip import ParseError
    from biip.gs1_application_identifiers import GS1ApplicationIdentifier

    try:
        found = GS1ApplicationIdentifier.extract(ai)
    except ParseError as error:
        raise Refusal("gs1_unreadable", code=shown_text(data)) from error
    if found.ai != ai:
        raise Refusal("gs1_unreadable", code=shown_text(data))
    return found


def _alone(fields: tuple[tuple[str, str], ...], data: str) -> None:
    """Refuse a field that stands there twice and says two things."""
    seen: dict[str, str] = {}
    for ai, value in fields:
        if seen.setdefault(ai, value) != value:
            raise Refusal("gs1_twice", ai=ai, first=shown_text(seen[ai]), second=shown_text(value))
    if not fields:
        raise Refusal("gs1_unreadable", code=shown_text(data))


def _certain(fields: tuple[tuple[str, str], ...], data: str) -> None:
    """Refuse a last field of variable length that a lost separator could have made of two."""
    ai, value = fields[-1]
    if not separator_needed(ai):
        return
    present = {name for name, _ in fields}
    for cut in range(1, len(value) - 2):
        rest = value[cut:]
        hidden = next((other for other in AFTER if rest.startswith(other) and other not in present), "")
        if hidden and _reads(rest, present) and _reads(f"{ai}{value[:cut]}", present - {ai}):
            raise Refusal(
                "gs1_separator_unsure",
                ai=ai,
                value=shown_text(value),
                short=shown_text(value[:cut]),
                next=hidden,
                code=shown_text(data),
            )


def _reads(text: str, present: set[str]) -> bool:
    try:
        fields = _walk(text, text)
    except Refusal:
        return False
    return not present & {ai for ai, _ in fields}


@lru_cache(maxsize=1)
def characters() -> re.Pattern[str]:
    """Return the signs that GS1 fields may hold (character set 82)."""
    return re.compile(r"[!\"%&'()*+,\-./0-9:;<=>?A-Z_a-z]+")
