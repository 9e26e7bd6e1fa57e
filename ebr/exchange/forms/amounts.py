"""Amounts and limits as people write them in forms: "20 - 25 °C", "7.0 ± 0.2", "not more than 5 %", "250 g".

Only what is read without doubt is returned. A comma is a decimal sign unless it could part thousands; then nothing is
returned, because 1,000 may be one or one thousand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from ebr.exchange.units import unit_of

N = r"([+-]?[0-9]+(?:[.,][0-9]+)?)"
U = r"\s*((?!(?:to|bis)\b)[^\s0-9<>=±+;,()–-][^0-9<>=±;,()–-]*?)?"
_RANGE = re.compile(rf"{N}{U}\s*(?:-|–|—|to|bis|\.\.\.?|…)\s*{N}{U}", re.IGNORECASE)
_AROUND = re.compile(rf"{N}{U}\s*(?:±|\+/-|\+-)\s*{N}{U}", re.IGNORECASE)
_MOST = re.compile(
    rf"(?:≤|<=|<|max(?:imum|\.)?|nmt|not more than|at most|up to|h(?:ö|oe)chstens|max)\s*:?\s*{N}{U}", re.IGNORECASE
)
_LEAST = re.compile(rf"(?:≥|>=|>|min(?:imum|\.)?|nlt|not less than|at least|mindestens)\s*:?\s*{N}{U}", re.IGNORECASE)
_PLAIN = re.compile(rf"(?:=|ca\.?|approx\.?|about|target:?|soll:?)?\s*{N}{U}", re.IGNORECASE)
_THOUSANDS = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(?![0-9])")


@dataclass(frozen=True, slots=True)
class Amount:
    """What a text says: limits by field of our model, and the unit in our name ("" when it says none)."""

    limits: dict[str, str]
    unit: str = ""

    @property
    def decimals(self) -> int:
        """How many decimals the finest of its numbers has."""
        return max((len(number.partition(".")[2]) for number in self.limits.values()), default=0)


def amount(text: str) -> Amount | None:
    """Return what a text says, or None when there is any doubt."""
    plain = " ".join(text.split())
    if not plain or _THOUSANDS.search(plain):
        return None
    for reading in (_around, _range, _bound, _target):
        found = reading(plain)
        if found is not None:
            return found
    return None


def _number(text: str) -> str:
    return text.replace(",", ".").removeprefix("+")


def _around(text: str) -> Amount | None:
    found = _AROUND.fullmatch(text)
    if found is None:
        return None
    middle, first, by, unit = found.groups()
    centre, width = Decimal(_number(middle)), Decimal(_number(by))
    if unit and unit.strip() == "%" and (first or "").strip() != "%":
        return None
    limits = {"target": f"{centre}", "low": f"{centre - width}", "high": f"{centre + width}"}
    return Amount(limits, _unit(unit or first))


def _range(text: str) -> Amount | None:
    found = _RANGE.fullmatch(text)
    if found is None:
        return None
    low, first, high, unit = found.groups()
    low, high = _number(low), _number(high)
    if first and unit and unit_of(first.strip()) != unit_of(unit.strip()):
        return None
    return Amount({"low": low, "high": high}, _unit(unit or first)) if Decimal(low) <= Decimal(high) else None


def _bound(text: str) -> Amount | None:
    for pattern, side in ((_MOST, "high"), (_LEAST, "low")):
        found = pattern.fullmatch(text)
        if found is not None:
            return Amount({side: _number(found.group(1))}, _unit(found.group(2)))
    return None


def _target(text: str) -> Amount | None:
    found = _PLAIN.fullmatch(text)
    return Amount({"target": _number(found.group(1))}, _unit(found.group(2))) if found is not None else None


def _unit(text: str | None) -> str:
    return unit_of((text or "").strip().rstrip("."))
