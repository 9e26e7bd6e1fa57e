"""Values as people type them and as the record keeps them.

A typed number is kept exactly as it was accepted: `Decimal` from plain ASCII digits with a point, never a float,
never a comma, never an exponent beyond what a form can hold. "1,5", "1e400", "NaN" and full-width digits are refused
in words (issue "One batch", bad input). A `Value` in the record is a flat map of text to text, whatever the kind of
entry: what is hashed, shown, compared and printed is then the same thing, and a decimal keeps its zeros (251.30
stays 251.30).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Context, Decimal
from typing import Literal

from ebr.domain.refusal import Refusal

Value = Mapping[str, str]
"""What a slot holds: names and texts. Which names, says the kind of the slot (`ebr.domain.batch.rules.values`)."""

Rounding = Literal["half_up", "half_even", "up"]
MODES: Mapping[str, str] = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "up": ROUND_UP}

PLAIN_NUMBER = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?")
SCIENTIFIC_NUMBER = re.compile(r"[+-]?[0-9]{1,6}(\.[0-9]{1,12})?[eE][+-]?[0-9]{1,2}")
EXACT = Context(prec=40)


@dataclass(frozen=True, slots=True)
class Instant:
    """When something was written, by every clock the station has (floor-rules 15; PI 041 time zone).

    `wall` is ISO 8601 with offset and microseconds, `zone` the IANA name, `boot` the id of this start of the machine,
    `up` nanoseconds since that start, `clock` how far the wall clock may be trusted: "system" or "simulated".
    """

    wall: str
    zone: str
    boot: str
    up: int
    clock: str


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the log knows about an event besides the event: who, when, where it stands in which chain."""

    hash: str
    log: str
    seq: int
    subject: str
    by: str
    presence: str
    at: Instant


def number(text: str, decimals: int | None = None) -> Decimal:
    """Return the number a person typed, or raise a `Refusal` that says what is wrong with it.

    With `decimals`, more decimals than that are refused (a balance's digits are not rounded silently); fewer are kept.
    """
    plain = text.strip(" ")
    if not plain:
        raise Refusal("number_empty")
    if "," in plain:
        raise Refusal("number_comma", text=shown_text(plain), like=plain.replace(",", "."))
    if not (PLAIN_NUMBER.fullmatch(plain) or SCIENTIFIC_NUMBER.fullmatch(plain)):
        raise Refusal("number_unreadable", text=shown_text(plain))
    value = Decimal(plain)
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    if decimals is not None and -exponent > decimals:
        raise Refusal("number_decimals", text=plain, decimals=str(decimals))
    return value


def rounded(value: Decimal, decimals: int, mode: str) -> Decimal:
    """Round to so many decimals by the declared rule; "up" is away from zero (floor-rules 12)."""
    return value.quantize(Decimal(1).scaleb(-decimals, EXACT), rounding=MODES[mode], context=EXACT)


def plain(value: Decimal) -> str:
    """Write a decimal without an exponent and without losing a zero."""
    return f"{value:f}"


def clean_text(text: str, longest: int = 2000) -> str:
    """Return typed or pasted text in NFC, or refuse it: control characters and oversize text name themselves."""
    composed = unicodedata.normalize("NFC", text).strip()
    bad = next((c for c in composed if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co"} and c != "\n"), None)
    if bad is not None:
        raise Refusal("text_control_character", code=f"U+{ord(bad):04X}")
    if len(composed) > longest:
        raise Refusal("text_too_long", length=str(len(composed)), longest=str(longest))
    return composed


def shown_text(text: str, longest: int = 40) -> str:
    """Return foreign text fit to stand inside a message: one line, no control characters, cut with an ellipsis."""
    line = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return line if len(line) <= longest else line[: longest - 1] + "\N{HORIZONTAL ELLIPSIS}"
