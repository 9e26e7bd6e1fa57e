"""What a scan says: the fields of a GS1 code, the structures of an ISBT 128 code, or a plain text.

The mark of the profile goes first (`ebr.domain.label.state.marks`). What looks like GS1 and does not say that it is
(no AIM identifier from the scanner) is refused, because a lost separator would not show.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from ebr.domain.label.state.marks import REAL, unmarked
from ebr.domain.refusal import Refusal
from ebr.domain.values import shown_text
from ebr.labels import gs1, isbt128

AIM: Final = re.compile(r"\][A-Za-z][0-9A-Za-z]")
LIKE_GS1: Final = re.compile(r"(01|02)[0-9]{14}|00[0-9]{18}")
PLAIN_ISBT: Final = ("", "]C0", "]d1", "]Q0", "]Q1")


@dataclass(frozen=True, slots=True)
class Code:
    """One scan. `text` is what is compared and kept as scanned, `facts` what it says by the record's names.

    Names: gtin, sscc, lot, serial, expiry, made, best_before, item, count, quantity, unit of a GS1 code; those of
    `ebr.labels.isbt128` for an ISBT 128 code. `readable` is the line that people read.
    """

    kind: Literal["gs1", "isbt128", "plain"]
    text: str
    readable: str
    facts: Mapping[str, str] = field(default_factory=dict)


def read(data: str, aim: str, profile: str, today: date, *, separators: bool = False) -> Code:
    """Return what a scan says in a store of this profile; raises `Refusal` in words for one that is not certain."""
    text, marked = unmarked(data, profile)
    if marked:
        inside = AIM.match(text)
        aim, text = (inside[0], text[len(inside[0]) :]) if inside is not None else ("", text)
        return _gs1(text, aim, today, separators=True) if aim else _plain(text)
    if aim in gs1.SYMBOLS:
        if profile != REAL:
            raise Refusal("label_is_real", here=profile, code=shown_text(text))
        return _gs1(text, aim, today, separators=separators)
    if aim in PLAIN_ISBT and isbt128.is_isbt(text):
        return _isbt(text)
    if gs1.GS in text or (not aim and _like_gs1(text)):
        raise Refusal("code_without_identifier", code=shown_text(text))
    return _plain(text)


def _like_gs1(text: str) -> bool:
    """Tell whether a text begins like a GS1 message: a trade item or a shipping unit with its right check digit."""
    found = LIKE_GS1.match(text)
    if found is None:
        return False
    try:
        gs1.checked(text[:2], found[0][2:])
    except Refusal:
        return False
    return True


def _plain(text: str) -> Code:
    return Code("plain", text, shown_text(text, 80))


def _gs1(text: str, aim: str, today: date, *, separators: bool) -> Code:
    message = gs1.read(text, aim, separators=separators)
    return Code("gs1", text, message.hri, gs1.facts(message, today))


def _isbt(text: str) -> Code:
    facts: dict[str, str] = {}
    for one in isbt128.read(text):
        for name, value in one.fields.items():
            facts.setdefault(name, value)
    return Code("isbt128", text, shown_text(text, 80), facts)
