"""Control charts and capability against published answers (NIST e-Handbook and StRD, Montgomery, Nelson)."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebr.domain.trends import (
    NELSON,
    WESTERN_ELECTRIC,
    Chart,
    NotEnough,
    capability,
    cusum,
    deviation,
    ewma,
    individuals,
    lag_one,
    mean,
    moving_ranges,
    signals,
)
from ebr.domain.trends import factors as f
from ebr.domain.trends.capability import Capability, indices
from ebr.domain.trends.charts import LEAST, within

D2 = {2: 1.128, 3: 1.693, 4: 2.059, 5: 2.326, 6: 2.534, 7: 2.704, 8: 2.847, 9: 2.970, 10: 3.078}
"""Published to three decimals."""
EWMA_IN = "52.0 47.0 53.0 49.3 50.1 47.0 51.0 50.1 51.2 50.5 49.6 47.6 49.9 51.3 47.8 51.2 52.6 52.4 53.6 52.1"
EWMA_OUT = (
    "50.60 49.52 50.56 50.18 50.16 49.21 49.75 49.85 50.26 50.33 50.11 49.36 49.52 50.05 49.38 49.92 50.73 51.23 "
    "51.94 51.99"
)
CUSUM_IN = (
    "324.93 324.68 324.73 324.35 325.35 325.23 324.13 324.53 325.23 324.60 324.63 325.15 328.33 327.25 327.83 328.50 "
    "326.68 327.78 326.88 328.35"
)
CUSUM_HIGH = "0 0 0 0 0.03 0 0 0 0 0 0 0 3.01 4.94 7.45 10.63 11.99 14.44 16.00 19.04"
CUSUM_LOW = "0 0.01 0 0.33 0 0 0.56 0.72 0.17 0.25 0.31 0 0 0 0 0 0 0 0 0"
ONE, TOLERANCE = Decimal(1), Decimal("0.005")


def numbers(text: str) -> list[Decimal]:
    return [Decimal(part) for part in text.split()]


@pytest.mark.parametrize("n", D2)
def test_the_factor_is_that_of_the_published_table(n: int) -> None:
    assert f.d2(n) == pytest.approx(D2[n], abs=1e-3)


def test_the_factor_of_two_is_exact_and_not_the_tables_rounded_one() -> None:
    assert f.d2(2) == pytest.approx(1.1283791670955126, abs=1e-9)
    assert 3 / f.d2(2) == pytest.approx(2.658680776358274, abs=1e-8)


@pytest.mark.parametrize(
    ("first", "low", "high", "count", "expected"),
    [
        ("10000002", "10000001", "10000003", 2, ("10000002", "1", "-0.5")),
        ("1.2", "1.1", "1.3", 1000, ("1.2", "0.1", "-0.999")),
        ("1000000.2", "1000000.1", "1000000.3", 1000, ("1000000.2", "0.1", "-0.999")),
        ("10000000.2", "10000000.1", "10000000.3", 1000, ("10000000.2", "0.1", "-0.999")),
    ],
)
def test_sets_made_to_break_naive_formulas_come_out_exactly(first, low, high, count, expected) -> None:
    """NIST StRD, NumAcc 1 to 4: a naive variance of the last is negative."""
    values = [Decimal(first), *[Decimal(low), Decimal(high)] * (count // 2)]
    if count == 2:
        values = [Decimal(low), Decimal(high), Decimal(first)]
    assert mean(values) == Decimal(expected[0])
    assert deviation(values) == Decimal(expected[1])
    assert lag_one(values) == Decimal(expected[2])


def test_capability_of_the_worked_example() -> None:
    """NIST 6.1.6: the spread would fit, the process is off its centre."""
    found = indices(Decimal(16), Decimal(2), Decimal(8), Decimal(20))
    assert found.spread == ONE
    assert [round(part, 4) for part in (found.upper, found.lower, found.worst)] == numbers("0.6667 1.3333 0.6667")


def test_one_limit_gives_one_side() -> None:
    found = indices(Decimal(16), Decimal(2), None, Decimal(20))
    assert (found.spread, found.lower) == (None, None)
    assert found.worst == found.upper


def test_too_few_values_say_how_many_are_needed() -> None:
    values = [Decimal(n % 5) for n in range(24)]
    assert capability(values, Decimal(0), Decimal(9)) == NotEnough(24, 25)
    assert isinstance(capability([*values, ONE], Decimal(0), Decimal(9)), Capability)
    assert individuals(values[: LEAST - 1]) == NotEnough(LEAST - 1, LEAST)
    assert ewma(values[: LEAST - 1]) == NotEnough(LEAST - 1, LEAST)


def test_values_that_are_all_the_same_have_no_index_and_no_signal() -> None:
    same = [Decimal("7.0")] * 30
    assert capability(same, Decimal(6), Decimal(8)) is None
    chart = individuals(same)
    assert isinstance(chart, Chart)
    assert (chart.outside, signals(same, chart.centre, chart.sigma)) == ((), [])


def test_ewma_of_the_worked_example() -> None:
    """NIST 6.3.2.4, with the limits of a long run as printed there."""
    chart = ewma(numbers(EWMA_IN), Decimal(50), Decimal("2.0539"), weight=Decimal("0.3"), settled=True)
    assert isinstance(chart, Chart)
    assert all(abs(a - b) <= TOLERANCE for a, b in zip(chart.points, numbers(EWMA_OUT), strict=True))
    assert abs(chart.high[0] - Decimal("52.5884")) < Decimal("0.0002")
    assert abs(chart.low[0] - Decimal("47.4115")) < Decimal("0.0002")
    assert chart.outside == ()


def test_limits_of_an_ewma_widen_to_those_of_a_long_run() -> None:
    values = numbers(EWMA_IN) * 3
    exact, long_run = ewma(values), ewma(values, settled=True)
    assert isinstance(exact, Chart)
    assert isinstance(long_run, Chart)
    assert list(exact.high) == sorted(exact.high)
    assert exact.high[0] < long_run.high[0]
    assert abs(exact.high[-1] - long_run.high[-1]) < Decimal("0.0001")


def test_cusum_of_the_worked_example_signals_at_group_fourteen() -> None:
    """NIST 6.3.2.3; the inputs are printed to two decimals and their rounding adds up, hence 0.03."""
    found = cusum(numbers(CUSUM_IN), Decimal(325), Decimal("0.635"), limit=Decimal("6.607716535433071"))
    assert (found.slack, round(found.limit, 4)) == (Decimal("0.3175"), Decimal("4.1959"))
    for ours, theirs in ((found.above, CUSUM_HIGH), (found.below, CUSUM_LOW)):
        assert all(abs(a - b) <= Decimal("0.03") for a, b in zip(ours, numbers(theirs), strict=True))
    assert found.first_signal == 14 - 1


def fired(points: list[str], rules=NELSON) -> set[str]:
    return {signal.rule for signal in signals([Decimal(point) for point in points], Decimal(0), ONE, rules)}


def test_eight_on_one_side_part_the_two_standards() -> None:
    assert fired(["0.5"] * 8) == set()
    assert fired(["0.5"] * 9) == {"nelson 2"}
    assert fired(["0.5"] * 8, WESTERN_ELECTRIC) == {"western electric 4"}
    assert fired(["0.5"] * 7, WESTERN_ELECTRIC) == set()


@pytest.mark.parametrize(
    ("rule", "points", "short"),
    [
        ("nelson 1", ["3.1"], ["3.0"]),
        ("nelson 3", ["-0.5", "-0.4", "-0.2", "0.1", "0.2", "0.3"], ["-0.5", "-0.4", "-0.2", "0.1", "0.2"]),
        ("nelson 4", ["0.2", "-0.2"] * 7, ["0.2", "-0.2"] * 6),
        ("nelson 5", ["2.1", "0", "2.2"], ["2.1", "0", "-2.2"]),
        ("nelson 6", ["1.1", "1.2", "0", "1.3", "1.4"], ["1.1", "1.2", "0", "0", "1.4"]),
        ("nelson 7", ["0.9", "-0.9", "0.1"] * 5, ["0.9", "-0.9", "0.1"] * 4),
        ("nelson 8", ["1.1", "-1.1", "1.2", "1.1", "-1.3", "-1.2", "1.1", "1.1"], ["1.1", "-1.1"] * 3),
    ],
)
def test_each_rule_fires_at_its_count_and_not_below(rule: str, points: list[str], short: list[str]) -> None:
    assert rule in fired(points)
    assert rule not in fired(short)


def test_rules_fire_as_often_on_a_process_that_is_well_as_they_should() -> None:
    """Nelson's first rule about 1 in 370, all Western Electric rules about 1 in 61."""
    chance = random.Random(1984)
    points = [Decimal(repr(round(chance.gauss(0, 1), 6))) for _ in range(20_000)]
    first = {s.at for s in signals(points, Decimal(0), ONE, {"nelson 1": NELSON["nelson 1"]})}
    every = {s.at for s in signals(points, Decimal(0), ONE, WESTERN_ELECTRIC)}
    assert 0.0027 * 0.65 < len(first) / len(points) < 0.0027 * 1.35
    assert 0.016 * 0.65 < len(every) / len(points) < 0.016 * 1.35


@given(st.lists(st.decimals("-1e6", "1e6", places=3), min_size=LEAST, max_size=40))
def test_limits_are_three_short_term_deviations_and_shift_with_the_values(values: list[Decimal]) -> None:
    chart = individuals(values)
    assert isinstance(chart, Chart)
    assert chart.sigma == within(values)
    assert abs(chart.high[0] - chart.centre - 3 * chart.sigma) < Decimal("1e-20")
    assert len(moving_ranges(values)) == len(values) - 1
    moved = individuals([value + 1000 for value in values])
    assert isinstance(moved, Chart)
    assert abs(moved.high[0] - chart.high[0] - 1000) < Decimal("1e-15")
    assert moved.outside == chart.outside
