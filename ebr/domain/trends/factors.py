"""The factors of control charts, from their definitions and not from a table that somebody may have copied wrongly.

    d2(n)   mean of the range of n values of a normal distribution with deviation 1
    d3(n)   standard deviation of that range
    c4(n)   mean of the standard deviation of n such values, in closed form

Integrals by the trapezoid rule over -8 to 8, which for these smooth functions is right to nine digits.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

REACH: Final = 8.0
FINE: Final = 1600
COARSE: Final = 400


def _below(x: float) -> float:
    return 0.5 * (1 + math.erf(x / math.sqrt(2)))


@lru_cache(maxsize=32)
def d2(n: int) -> float:
    """Return the mean range of n standard normal values, n at least 2."""
    width = 2 * REACH / FINE
    points = (_below(-REACH + at * width) for at in range(FINE + 1))
    return width * sum(1 - (1 - part) ** n - part**n for part in points)


@lru_cache(maxsize=32)
def d3(n: int) -> float:
    """Return the standard deviation of the range of n standard normal values, n at least 2."""
    width = 2 * REACH / COARSE
    parts = [_below(-REACH + at * width) for at in range(COARSE + 1)]
    square = 0.0
    for at, low in enumerate(parts):
        rest = 1 - low
        row = [1 - high**n - rest**n + (high - low) ** n for high in parts[at:]]
        square += sum(row) - row[0] / 2
    return math.sqrt(2 * square * width * width - d2(n) ** 2)


def c4(n: int) -> float:
    """Return the mean standard deviation of n standard normal values, n at least 2."""
    return math.sqrt(2 / (n - 1)) * math.exp(math.lgamma(n / 2) - math.lgamma((n - 1) / 2))


def of_ranges(n: int) -> dict[str, float]:
    """Return A2, D3 and D4: limits of means and of ranges of groups of n, from the mean range."""
    spread = 3 * d3(n) / d2(n)
    return {"A2": 3 / (d2(n) * math.sqrt(n)), "D3": max(0.0, 1 - spread), "D4": 1 + spread}


def of_deviations(n: int) -> dict[str, float]:
    """Return A3, B3 and B4: limits of means and of deviations of groups of n, from the mean deviation."""
    spread = 3 * math.sqrt(1 - c4(n) ** 2) / c4(n)
    return {"A3": 3 / (c4(n) * math.sqrt(n)), "B3": max(0.0, 1 - spread), "B4": 1 + spread}
