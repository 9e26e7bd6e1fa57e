"""A quantity: what the check of units knows of one part of a formula, and how quantities multiply."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from ebr.domain.units.measure import Dimensions, measure, raised, times


@dataclass(frozen=True, slots=True)
class Quantity:
    """What is known of a part of a formula. `scale` None: uncertain. `free`: a written number that takes any unit."""

    text: str
    dimensions: Dimensions
    scale: Fraction | None
    offset: bool = False
    free: bool = False


FREE = Quantity("1", (), None, free=True)
PLAIN = Quantity("1", (), None)
PERCENT = Quantity("%", (), Fraction(1, 100))
KELVIN = "K"
BIG = 10**60
MOST = 12


def of_unit(unit: str) -> Quantity:
    """The quantity of a value in this unit. Errors: `UnitError` unknown_unit."""
    found = measure(unit)
    return Quantity(unit, found.dimensions, found.scale, found.offset)


def grouped(text: str) -> str:
    """The words of a unit as they stand beside a sign."""
    return f"({text})" if "/" in text or "*" in text else text


def multiplied(left: Quantity, right: Quantity, sign: int) -> Quantity:
    """The quantity of a product, or of a quotient with `sign` -1."""
    if right.free:
        return replace(left, scale=None)
    if left.free and sign == 1:
        return replace(right, scale=None)
    scale = left.scale * right.scale**sign if left.scale is not None and right.scale is not None else None
    sides = f"{left.text}{'*' if sign == 1 else '/'}{grouped(right.text)}"
    return Quantity(sides, times(left.dimensions, right.dimensions, sign), scale)


def raised_to(base: Quantity, exponent: int) -> Quantity:
    """The quantity of a power with a whole exponent; its size is kept for the small exponents a formula really has."""
    scale = base.scale
    if scale is not None:
        bounded = abs(exponent) <= MOST and max(scale.numerator, scale.denominator) < BIG
        scale = scale**exponent if bounded else None
    return Quantity(f"{grouped(base.text)}^{exponent}", raised(base.dimensions, Fraction(exponent)), scale)
