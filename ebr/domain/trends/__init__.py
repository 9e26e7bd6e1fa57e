"""How a value goes from batch to batch: spread, control charts, run rules, capability (EU GMP 1.10; 21 CFR 211.180(e)).

What is computed here never gates anything: it shows a person where to look. Figures are decimals, computed in two
passes from the very values of the record, so that no figure depends on the order or the size of the numbers.

    spread       mean, standard deviation, moving ranges
    factors      d2, which charts take their limits from, from its definition
    charts       individuals (Shewhart), EWMA, CUSUM
    run_rules    Nelson's and the Western Electric rules
    capability   Cp, Cpk, Pp, Ppk, and nothing below a stated number of values
    assessed     all of these for one value, as every screen and paper shows it
"""

from __future__ import annotations

from ebr.domain.trends.assessed import RULES, USUAL, WEIGHTED, Assessed, assess
from ebr.domain.trends.capability import Capability, capability
from ebr.domain.trends.charts import Chart, Cusum, cusum, ewma, individuals
from ebr.domain.trends.run_rules import NELSON, WESTERN_ELECTRIC, Rule, Signal, signals
from ebr.domain.trends.spread import NotEnough, deviation, lag_one, mean, moving_ranges

__all__ = [
    "NELSON",
    "RULES",
    "USUAL",
    "WEIGHTED",
    "WESTERN_ELECTRIC",
    "Assessed",
    "Capability",
    "Chart",
    "Cusum",
    "NotEnough",
    "Rule",
    "Signal",
    "assess",
    "capability",
    "cusum",
    "deviation",
    "ewma",
    "individuals",
    "lag_one",
    "mean",
    "moving_ranges",
    "signals",
]
