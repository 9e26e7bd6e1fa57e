"""A value from batch to batch looked at as a whole: both charts, what they signal, how well it fits its limits.

What a screen, a table, a paper and a command say of a value all comes from here, so that they say the same (EU GMP
1.10). Below eight batches there are no limits of the process, below 25 no index: the number that is needed is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ebr.domain.trends.capability import Capability, capability
from ebr.domain.trends.charts import Chart, ewma, individuals
from ebr.domain.trends.run_rules import NELSON, WESTERN_ELECTRIC, Rule, Signal, signals
from ebr.domain.trends.spread import NotEnough, Values, deviation, mean

RULES: Final[Mapping[str, Mapping[str, Rule]]] = {"western_electric": WESTERN_ELECTRIC, "nelson": NELSON}
"""The sets of run rules that a reviewer may choose from, by name."""
USUAL: Final = "western_electric"
WEIGHTED: Final = "ewma"
"""The rule of a signal that the chart of weighted means gave."""
PAIR: Final = 2


@dataclass(frozen=True, slots=True)
class Assessed:
    """Mean and deviation (None without values, or of one), both charts, signals by place, and the indices.

    `short_term` is Cp and Cpk, `overall` Pp and Ppk; None where there is no limit or the values do not spread.
    """

    mean: Decimal | None
    deviation: Decimal | None
    single: Chart | NotEnough
    weighted: Chart | NotEnough
    signals: tuple[Signal, ...]
    short_term: Capability | NotEnough | None
    overall: Capability | NotEnough | None

    @property
    def places(self) -> frozenset[int]:
        """Places of the values at which something was signalled."""
        return frozenset(signal.at for signal in self.signals)


def assess(
    values: Values,
    low: Decimal | None = None,
    high: Decimal | None = None,
    rules: Mapping[str, Rule] = WESTERN_ELECTRIC,
) -> Assessed:
    """Return what the values say, oldest first, against the limits of the newest batch."""
    single = individuals(values)
    weighted = single if isinstance(single, NotEnough) else ewma(values, single.centre, single.sigma)
    limited = low is not None or high is not None
    return Assessed(
        mean(values) if values else None,
        deviation(values) if len(values) >= PAIR else None,
        single,
        weighted,
        tuple(_signals(single, weighted, rules)),
        capability(values, low, high) if limited else None,
        capability(values, low, high, short_term=False) if limited else None,
    )


def _signals(single: Chart | NotEnough, weighted: Chart | NotEnough, rules: Mapping[str, Rule]) -> list[Signal]:
    """Return what the run rules find among the values, and where the weighted mean leaves its limits."""
    if isinstance(single, NotEnough) or isinstance(weighted, NotEnough):
        return []
    found = signals(single.points, single.centre, single.sigma, rules)
    drifts = [Signal(WEIGHTED, at) for at in weighted.outside] if weighted.sigma else []
    return sorted([*found, *drifts], key=lambda signal: signal.at)
