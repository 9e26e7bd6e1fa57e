"""Values of a recipe's parameters: numbers with their units, bounds, texts.

A number stays letter by letter what it was ("21.0" has one decimal); it is never computed with. "<=300" and ">=50" are
bounds; a strict one ("<100") is taken as the bound itself and marked, because our limits include their value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ebr.exchange.batchml.codes import code
from ebr.exchange.imported import At, Drafting, Part
from ebr.exchange.source import at, children, word
from ebr.exchange.units import TIME, unit_of
from ebr.exchange.xml_tree import Element

NUMBER = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?")
_BOUND = re.compile(r"(<=|>=|<|>|≤|≥)\s*([+-]?[0-9]{1,18}(?:\.[0-9]{1,18})?)")
TIMES = frozenset({"duration", "recurringDuration"})


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a file: its text, what it is said to be, and where it stands."""

    text: str
    interpretation: str
    kind: str
    unit: str
    at: At


def values(parent: Element | None, name: str = "Value", text: str = "ValueString") -> tuple[Value, ...]:
    """Return the values in an element; only the first text of each is taken."""
    return tuple(
        Value(
            word(value, text),
            code(value, "DataInterpretation"),
            code(value, "DataType"),
            word(value, "UnitOfMeasure"),
            at(value),
        )
        for value in children(parent, name)
    )


def decimals_of(number: str) -> int:
    """Return how many decimals a number is written with."""
    return len(number.partition(".")[2])


def plain(number: str) -> str:
    """Return a number as our documents write it: without a plus."""
    return number.removeprefix("+")


def fill(slot: Part, found: Iterable[Value], drafting: Drafting) -> None:
    """Give a slot the values of a parameter: kind, unit, decimals, target and bounds, each doubt marked."""
    slot.setdefault("kind", "number")
    limits: dict[str, str] = {}
    for value in found:
        _limit(slot, limits, value, drafting)
        _unit(slot, value, drafting)
    if limits:
        slot["limits"] = limits
    numbers = [text for text in limits.values() if NUMBER.fullmatch(text)]
    if numbers and (most := max(decimals_of(number) for number in numbers)):
        slot["decimals"] = most
    if slot.get("unit") in TIME:
        slot["kind"] = "duration"


def _limit(slot: Part, limits: dict[str, str], value: Value, drafting: Drafting) -> None:
    bound = _BOUND.fullmatch(value.text)
    if bound is not None:
        sign, number = bound.groups()
        side = "low" if sign in (">", ">=", "≥") else "high"
        _put(slot, limits, side, plain(number), value, drafting)
        if sign in ("<", ">"):
            drafting.unsure(slot, f"limits.{side}", "bound_strict", value.at, text=value.text)
        return
    if not value.text:
        return
    _put(slot, limits, "target", plain(value.text) if NUMBER.fullmatch(value.text) else value.text, value, drafting)
    if value.interpretation not in ("", "Constant"):
        drafting.unsure(slot, "limits.target", "value_computed", value.at, text=value.text)
    elif not NUMBER.fullmatch(value.text):
        drafting.unsure(slot, "limits.target", "value_not_number", value.at, text=value.text)


def _put(slot: Part, limits: dict[str, str], side: str, text: str, value: Value, drafting: Drafting) -> None:
    if side in limits and limits[side] != text:
        drafting.unsure(slot, f"limits.{side}", "value_second", value.at, text=text, first=limits[side])
        return
    limits[side] = text


def _unit(slot: Part, value: Value, drafting: Drafting) -> None:
    if not value.unit:
        return
    unit = unit_of(value.unit)
    if slot.get("unit", unit) != unit:
        drafting.unsure(slot, "unit", "unit_second", value.at, text=value.unit, first=slot["unit"])
        return
    if "unit" not in slot and unit != value.unit:
        drafting.read_as(slot, "unit", "unit_written", value.at, text=value.unit, unit=unit)
    slot["unit"] = unit
    if value.kind in TIMES and unit not in TIME:
        drafting.unsure(slot, "unit", "unit_of_duration", value.at, text=value.unit)
