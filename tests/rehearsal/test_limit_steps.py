"""Where a value lies at its limits: the ledger's own comparison agrees with the rules."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebr.domain.batch.rules.verdict import judge
from ebr.rehearsal.amounts import around
from ebr.rehearsal.guessing import Range
from ebr.rehearsal.watching import beyond, steps

TENTHS = st.integers(-200, 200).map(lambda n: Decimal(n) / 10)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("9.9", [("low", "outside")]),
        ("10.0", [("low", "at")]),
        ("10.1", [("low", "inside")]),
        ("15.0", []),
        ("19.9", [("high", "inside")]),
        ("20", [("high", "at")]),
        ("20.1", [("high", "outside")]),
        ("20.2", []),
    ],
)
def test_a_value_lies_at_a_limit_or_one_last_place_beside_it(value: str, found: list[tuple[str, str]]) -> None:
    assert steps(Decimal(value), {"low": "10", "high": "20"}, Decimal("0.1")) == found


def test_a_limit_that_rounds_begins_half_a_place_further_out() -> None:
    limits = {"low": "10", "rule": "rounded"}
    assert steps(Decimal("9.5"), limits, Decimal("0.1")) == []
    assert steps(Decimal("9.4"), limits, Decimal("0.1")) == [("low", "outside")]


@given(TENTHS, TENTHS, TENTHS, st.booleans())
def test_beyond_is_what_the_rules_call_out(value: Decimal, one: Decimal, other: Decimal, rounds: bool) -> None:
    limits = {"low": str(min(one, other)), "high": str(max(one, other)), **({"rule": "rounded"} if rounds else {})}
    assert beyond(value, limits) == (judge(value, limits).verdict == "out")


@given(TENTHS.map(lambda found: found / 7), st.sampled_from(["0.1", "1", "0.01"]))
def test_around_a_limit_lie_the_nearest_values_of_the_last_place(bound: Decimal, step: str) -> None:
    found = around(bound, Decimal(step))
    assert all(abs(value - bound) <= Decimal(step) for value in found)
    assert found[0] < bound < found[-1]


@given(TENTHS, st.integers(0, 300), st.floats(0, 1))
def test_a_range_gives_only_whole_steps_within_it(low: Decimal, wide: int, part: float) -> None:
    found = Range(low, low + wide, Decimal("0.1"))
    value = found.at(part)
    assert found.low <= value <= found.high
    assert value % Decimal("0.1") == 0
