"""Trends inside the limits: run rules on the readings of one entry over its rows and rounds (EU GMP 1.10(ii)).

The Western Electric rules look at distances from the middle line in deviations. Within one batch there is no history
to take either from, so the limits of the master give them: the target is the middle line and a third of the way to the
limit one deviation. Without a target the readings' own mean is the middle line, and nothing less than a twelfth of the
band counts as a deviation: readings that hardly move have no trend. Steps all one way count when they cover one
deviation. Fewer readings than the policy's number say nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from ebr.domain.batch.rules.sweep.found import Entry, Found, Sight, decimal_of
from ebr.domain.trends import NELSON, WESTERN_ELECTRIC, Signal, mean, signals
from ebr.domain.trends.charts import within
from ebr.domain.values import plain

RUNS = {name: rule for name, rule in WESTERN_ELECTRIC.items() if name != "western electric 1"}
"""The first rule is a point beyond three deviations: that is the limit itself."""
ONE_WAY = "nelson 3"
THIRD, TWELFTH = Decimal(3), Decimal(12)


def found(sight: Sight) -> Iterator[Found]:
    """Yield the first signal of each entry whose readings have one."""
    together: dict[str, list[Entry]] = {}
    for entry in sight.series:
        together.setdefault(entry.slot.id, []).append(entry)
    least = sight.policy.whole("trend_points")
    for entries in together.values():
        yield from _of_entry(sight, entries, least)


def _of_entry(sight: Sight, entries: Sequence[Entry], least: int) -> Iterator[Found]:
    slot = entries[0].slot
    points = [
        (entry, row.item, value)
        for entry in entries
        for row in entry.rows
        if (value := decimal_of(row.value.get("number", ""))) is not None
    ]
    if len(points) < least:
        return
    values = [value for _, _, value in points]
    signal = first_signal(values, sight.limits(slot.limits, entries[0].rounds))
    if signal is not None:
        entry, item, value = points[signal.at]
        params = {"slot": slot.label, "run": signal.rule, "value": plain(value), "points": str(signal.at + 1)}
        yield Found("trend", entry.address, {**params, "unit": sight.unit(slot)}, item=item)


def first_signal(values: Sequence[Decimal], limits: Mapping[str, str]) -> Signal | None:
    """Return the first run that chance alone seldom makes, measured by the limits; None without any limit."""
    low, high, target = (decimal_of(limits.get(name, "")) for name in ("low", "high", "target"))
    if low is None and high is None:
        return None
    centre = mean(values) if target is None else target
    sigma = _deviation(values, centre, low, high, own=target is None)
    if not sigma:
        return None
    runs = signals(values, centre, sigma, RUNS)
    count = NELSON[ONE_WAY][0]
    drifts = [
        signal
        for signal in signals(values, centre, sigma, {ONE_WAY: NELSON[ONE_WAY]})
        if abs(values[signal.at] - values[signal.at - count + 1]) >= sigma
    ]
    return min([*runs, *drifts], key=lambda signal: signal.at, default=None)


def _deviation(
    values: Sequence[Decimal], centre: Decimal, low: Decimal | None, high: Decimal | None, *, own: bool
) -> Decimal:
    ways = [abs(bound - centre) for bound in (low, high) if bound is not None]
    if not own:
        return min(ways) / THIRD
    band = high - low if low is not None and high is not None else 2 * ways[0]
    return max(band / TWELFTH, within(values))
