"""What a unit measures and how large it is, in exact fractions.

Decision: pint computes in `Fraction`, not `Decimal`, so a factor is either exact or known not to be a decimal at all
(one minute is 1/60 h); nothing is ever rounded here. degC measures as K does and carries a mark that it has an offset.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from ebr.domain.units.names import OFFSET_NAMES, OWN_DEFINITIONS, UNIT_NAMES, parts
from ebr.domain.units.trouble import UnitError

CUBE = 3
Dimensions = tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """One unit: its dimensions with their exponents (sorted, none zero), its size in base units, an offset or none."""

    dimensions: Dimensions
    scale: Fraction
    offset: bool = False


def times(left: Dimensions, right: Dimensions, sign: int = 1) -> Dimensions:
    """The dimensions of a product, or of a quotient with `sign` -1."""
    powers = dict(left)
    for name, power in right:
        powers[name] = powers.get(name, Fraction(0)) + sign * power
    return tuple(sorted((name, power) for name, power in powers.items() if power))


def raised(dimensions: Dimensions, exponent: Fraction) -> Dimensions:
    """The dimensions of a power."""
    return tuple((name, power * exponent) for name, power in dimensions) if exponent else ()


@cache
def measure(unit: str) -> Measure:
    """What a known unit is. Errors: `UnitError` unknown_unit."""
    names = parts(unit)
    if names is None:
        raise UnitError("unknown_unit", unit=unit)
    first, *below = (_simple(name) for name in names)
    dimensions, scale = first.dimensions, first.scale
    for one in below:
        dimensions, scale = times(dimensions, one.dimensions, -1), scale / one.scale
    return Measure(dimensions, scale, len(names) == 1 and names[0] in OFFSET_NAMES)


def dimension(unit: str) -> str:
    """What a unit measures, in words: "mass / volume", "1 / time", "plain number". Errors: `UnitError` unknown_unit."""
    above: list[str] = []
    below: list[str] = []
    for name, power in measure(unit).dimensions:
        word = "volume" if name == "length" and abs(power) == CUBE else name.replace("_", " ")
        shown = word if word == "volume" or abs(power) == 1 else f"{word}^{abs(power)}"
        (above if power > 0 else below).append(shown)
    if not above and not below:
        return "plain number"
    return " / ".join([" * ".join(above) or "1", *below])


def same_dimension(a: str, b: str) -> bool:
    """Whether two units measure the same, in whatever size. Errors: `UnitError` unknown_unit."""
    return measure(a).dimensions == measure(b).dimensions


def factor(from_: str, to: str) -> Decimal:
    """How many `to` one `from_` is, exactly.

    Errors: `UnitError` unknown_unit; different_dimensions; inexact_factor if no decimal says it (min to h); no_factor
    between degC and K.
    """
    source, target = measure(from_), measure(to)
    if source.dimensions != target.dimensions:
        raise UnitError("different_dimensions", left=from_, right=to)
    if source.offset != target.offset:
        raise UnitError("no_factor", left=from_, right=to)
    found = _decimal(source.scale / target.scale)
    if found is None:
        raise UnitError("inexact_factor", left=from_, right=to)
    return found


def _decimal(fraction: Fraction) -> Decimal | None:
    """The fraction as a decimal of at most 40 places, or None if it is none."""
    for places in range(41):
        shifted = fraction * 10**places
        if shifted.denominator == 1:
            return Decimal(f"{shifted.numerator}E-{places}")
    return None


@cache
def _simple(name: str) -> Measure:
    """One listed name. pint's units must not be printed: it cannot write fractions."""
    quantity = _registry().Quantity(Fraction(1), "").to_base_units() * _registry().parse_expression(UNIT_NAMES[name])
    scale, base = _registry().get_base_units(quantity.units)
    powers = ((key.strip("[]"), Fraction(power)) for key, power in base.dimensionality.items())
    return Measure(tuple(sorted(powers)), Fraction(quantity.magnitude) * Fraction(scale))


@cache
def _registry() -> Any:  # noqa: ANN401 - pint brings no types
    """The definitions of pint and ours; made once, read only afterwards."""
    import pint

    registry: Any = pint.UnitRegistry(non_int_type=Fraction)
    registry.load_definitions(list(OWN_DEFINITIONS))
    return registry
