"""Mean, standard deviation and moving ranges, computed in two passes: the first never loses what the second needs."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ebr.domain.values import EXACT

Values = Sequence[Decimal]


@dataclass(frozen=True, slots=True)
class NotEnough:
    """There are too few values for a figure to mean anything: so many are here, so many are needed."""

    found: int
    needed: int


def mean(values: Values) -> Decimal:
    """Return the mean of one or more values."""
    return EXACT.divide(_sum(values), Decimal(len(values)))


def deviation(values: Values) -> Decimal:
    """Return the standard deviation of a sample of two or more values (divided by n - 1)."""
    centre = mean(values)
    squares = _sum([EXACT.multiply(off, off) for off in _off(values, centre)])
    return EXACT.sqrt(EXACT.divide(squares, Decimal(len(values) - 1)))


def lag_one(values: Values) -> Decimal:
    """Return how much a value depends on the one before it, -1 to 1; 0 for values that are all the same."""
    off = _off(values, mean(values))
    below = _sum([EXACT.multiply(part, part) for part in off])
    above = _sum([EXACT.multiply(one, other) for one, other in itertools.pairwise(off)])
    return EXACT.divide(above, below) if below else Decimal(0)


def moving_ranges(values: Values) -> list[Decimal]:
    """Return the distance of each value from the one before it."""
    return [abs(EXACT.subtract(after, before)) for before, after in itertools.pairwise(values)]


def _off(values: Values, centre: Decimal) -> list[Decimal]:
    return [EXACT.subtract(value, centre) for value in values]


def _sum(values: Values) -> Decimal:
    total = Decimal(0)
    for value in values:
        total = EXACT.add(total, value)
    return total
