"""Control charts of single values, one for each batch: individuals (Shewhart), EWMA, CUSUM.

The deviation of an individuals chart comes from the moving ranges (mean range / d2 of two), so that a drift does not
widen the limits that should show it. Below `LEAST` batches there are points and no limits: limits from a handful of
values are a guess (the issue's "not enough data").
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from ebr.domain.trends.factors import d2
from ebr.domain.trends.spread import NotEnough, Values, mean, moving_ranges
from ebr.domain.values import EXACT

LEAST: Final = 8
"""Batches below which a chart draws no limits."""
WIDTH: Final = Decimal(3)
WEIGHT: Final = Decimal("0.2")
"""Weight of the newest value in an EWMA: small enough to see a drift of one deviation within ten batches."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A centre line, the deviation the limits are made of, points, and the limits at each point."""

    centre: Decimal
    sigma: Decimal
    points: tuple[Decimal, ...]
    low: tuple[Decimal, ...]
    high: tuple[Decimal, ...]

    @property
    def outside(self) -> tuple[int, ...]:
        """Places of the points beyond a limit."""
        rows = enumerate(zip(self.points, self.low, self.high, strict=True))
        return tuple(at for at, (point, low, high) in rows if not low <= point <= high)


def individuals(values: Values) -> Chart | NotEnough:
    """Return the chart of the values themselves, with limits at three deviations."""
    if len(values) < LEAST:
        return NotEnough(len(values), LEAST)
    centre, sigma = mean(values), within(values)
    reach = EXACT.multiply(WIDTH, sigma)
    low, high = EXACT.subtract(centre, reach), EXACT.add(centre, reach)
    return Chart(centre, sigma, tuple(values), (low,) * len(values), (high,) * len(values))


def within(values: Values) -> Decimal:
    """Return the short-term deviation: mean moving range / d2(2)."""
    return EXACT.divide(mean(moving_ranges(values)), Decimal(repr(d2(2))))


def ewma(
    values: Values,
    target: Decimal | None = None,
    sigma: Decimal | None = None,
    *,
    weight: Decimal = WEIGHT,
    width: Decimal = WIDTH,
    settled: bool = False,
) -> Chart | NotEnough:
    """Return the chart of the weighted mean of each value and all before it.

    Without `target` and `sigma`, those of the values. `settled` gives every point the limits of a long run.
    """
    if (target is None or sigma is None) and len(values) < LEAST:
        return NotEnough(len(values), LEAST)
    centre = mean(values) if target is None else target
    spread = within(values) if sigma is None else sigma
    points, keep = [centre], 1 - weight
    for value in values:
        points.append(EXACT.add(EXACT.multiply(weight, value), EXACT.multiply(keep, points[-1])))
    wide = EXACT.multiply(width, spread)
    reach = [EXACT.multiply(wide, _widening(weight, None if settled else at + 1)) for at in range(len(values))]
    low = tuple(EXACT.subtract(centre, part) for part in reach)
    return Chart(centre, spread, tuple(points[1:]), low, tuple(EXACT.add(centre, part) for part in reach))


@lru_cache(maxsize=4096)
def _widening(weight: Decimal, at: int | None) -> Decimal:
    """Return how far the weighted mean of so many values spreads, in deviations: the same for every chart."""
    long_run = EXACT.divide(weight, 2 - weight)
    share = Decimal(1) if at is None else 1 - EXACT.power(1 - weight, 2 * at)
    return EXACT.sqrt(EXACT.multiply(long_run, share))


@dataclass(frozen=True, slots=True)
class Cusum:
    """Summed distances above and below the target, what is allowed for each value, and the decision limit."""

    above: tuple[Decimal, ...]
    below: tuple[Decimal, ...]
    slack: Decimal
    limit: Decimal

    @property
    def first_signal(self) -> int | None:
        """Place of the first point beyond the limit."""
        rows = enumerate(zip(self.above, self.below, strict=True))
        return next((at for at, (high, low) in rows if max(high, low) > self.limit), None)


def cusum(
    values: Values, target: Decimal, sigma: Decimal, *, slack: Decimal = Decimal("0.5"), limit: Decimal = Decimal(5)
) -> Cusum:
    """Return the summed distances from a target; `slack` and `limit` in deviations."""
    allowed, above, below = EXACT.multiply(slack, sigma), [Decimal(0)], [Decimal(0)]
    for value in values:
        off = EXACT.subtract(value, target)
        above.append(max(Decimal(0), EXACT.subtract(EXACT.add(above[-1], off), allowed)))
        below.append(max(Decimal(0), EXACT.subtract(EXACT.subtract(below[-1], off), allowed)))
    return Cusum(tuple(above[1:]), tuple(below[1:]), allowed, EXACT.multiply(limit, sigma))
