"""How well a process fits its limits: Cp and Cpk from the short-term deviation, Pp and Ppk from the overall one.

An index of a few batches says more about chance than about the process: below `LEAST` values there is none, and the
number that is needed is said instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ebr.domain.trends.charts import within
from ebr.domain.trends.spread import NotEnough, Values, deviation, mean
from ebr.domain.values import EXACT

LEAST: Final = 25
"""Values below which no index is given."""
SIX, THREE = Decimal(6), Decimal(3)


@dataclass(frozen=True, slots=True)
class Capability:
    """The indices; None where a limit is missing on that side. `spread` is the index of both sides together."""

    spread: Decimal | None
    upper: Decimal | None
    lower: Decimal | None

    @property
    def worst(self) -> Decimal | None:
        """The smaller of both sides: Cpk or Ppk."""
        sides = [side for side in (self.upper, self.lower) if side is not None]
        return min(sides) if sides else None


def indices(centre: Decimal, sigma: Decimal, low: Decimal | None, high: Decimal | None) -> Capability:
    """Return the indices of a process with this mean and deviation; raises `ValueError` for values all the same."""
    if not sigma:
        raise ValueError("values that do not spread have no index")
    whole = None if low is None or high is None else EXACT.divide(EXACT.subtract(high, low), SIX * sigma)
    upper = None if high is None else EXACT.divide(EXACT.subtract(high, centre), THREE * sigma)
    lower = None if low is None else EXACT.divide(EXACT.subtract(centre, low), THREE * sigma)
    return Capability(whole, upper, lower)


def capability(
    values: Values, low: Decimal | None, high: Decimal | None, *, short_term: bool = True
) -> Capability | NotEnough | None:
    """Return Cp and Cpk (`short_term`) or Pp and Ppk of values against limits; None where they do not spread."""
    if len(values) < LEAST:
        return NotEnough(len(values), LEAST)
    sigma = within(values) if short_term else deviation(values)
    return indices(mean(values), sigma, low, high) if sigma else None
