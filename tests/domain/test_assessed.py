"""A value judged as a whole: what is said, what is not said of too few, and that every part comes from one set of values."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ebr.domain.refusal import Refusal
from ebr.domain.trends import (
    NELSON,
    WEIGHTED,
    Capability,
    Chart,
    NotEnough,
    Signal,
    assess,
    capability,
    ewma,
    individuals,
)
from ebr.station.questions.trends import decimal_of, rules_of
from ebr.wording.trends import index_words, missing_words, runs, signal_lines

STEADY = [Decimal(text) for text in ("10.1", "9.9", "10.2", "9.8", "10.0") * 6]
LOW, HIGH = Decimal(9), Decimal(11)


def test_of_no_value_nothing_is_said() -> None:
    found = assess([], LOW, HIGH)
    assert (found.mean, found.deviation, found.signals) == (None, None, ())
    assert found.single == NotEnough(0, 8)
    assert found.short_term == NotEnough(0, 25)


def test_the_parts_are_those_of_the_charts_and_the_index_themselves() -> None:
    found = assess(STEADY, LOW, HIGH)
    assert found.single == individuals(STEADY)
    assert found.weighted == ewma(STEADY)
    assert found.short_term == capability(STEADY, LOW, HIGH)
    assert found.overall == capability(STEADY, LOW, HIGH, short_term=False)
    assert found.signals == ()


@pytest.mark.parametrize(
    ("count", "charted", "indexed"), [(7, False, False), (8, True, False), (24, True, False), (25, True, True)]
)
def test_figures_come_from_eight_and_from_twenty_five_batches_on(count: int, charted: bool, indexed: bool) -> None:
    found = assess(STEADY[:count], LOW, HIGH)
    assert isinstance(found.single, Chart) is charted
    assert isinstance(found.weighted, Chart) is charted
    assert isinstance(found.short_term, Capability) is indexed
    assert (missing_words(found) == "") is indexed


def test_without_limits_there_is_no_index_and_it_says_so() -> None:
    found = assess(STEADY)
    assert (found.short_term, found.overall) == (None, None)
    assert missing_words(found) == "no limits"
    assert missing_words(assess([Decimal(5)] * 30, LOW, HIGH)) == "the values do not spread"


def test_one_far_out_is_signalled_and_named() -> None:
    found = assess([*STEADY, Decimal(12)], LOW, HIGH)
    assert Signal("western electric 1", 30) in found.signals
    assert 30 in found.places
    assert "B30: beyond three standard deviations" in signal_lines(found.signals, [f"B{n}" for n in range(31)])


def test_a_slow_drift_is_found_by_the_weighted_mean() -> None:
    drifting = [value + Decimal("0.05") * max(0, at - 12) for at, value in enumerate(STEADY)]
    found = assess(drifting, LOW, HIGH)
    assert any(signal.rule == WEIGHTED for signal in found.signals)


def test_other_rules_find_other_runs() -> None:
    to_and_fro = [Decimal(10) + (Decimal("0.1") if at % 2 else Decimal("-0.1")) for at in range(20)]
    assert assess(to_and_fro).signals == ()
    assert {signal.rule for signal in assess(to_and_fro, rules=NELSON).signals} >= {"nelson 4"}


def test_the_same_rule_in_a_row_is_one_run() -> None:
    told = [Signal("a", 3), Signal("b", 3), Signal("a", 4), Signal("a", 7)]
    assert list(runs(told)) == [("b", 3, 3), ("a", 3, 4), ("a", 7, 7)]
    assert signal_lines([Signal("ewma", 0), Signal("ewma", 1)], ["X", "Y"]) == [
        "X to Y: the weighted mean left its limits: a slow drift"
    ]


def test_indices_are_shown_with_two_decimals_and_one_sided_limits_have_no_first_one() -> None:
    assert index_words(assess(STEADY, None, HIGH).short_term)[0] == ""
    both, worst = index_words(assess(STEADY, LOW, HIGH).short_term)
    assert len(both.partition(".")[2]) == len(worst.partition(".")[2]) == 2


def test_unknown_rules_are_refused_and_a_limit_that_is_no_number_is_none() -> None:
    with pytest.raises(Refusal) as refused:
        rules_of("astrology")
    assert refused.value.code == "rules_unknown"
    assert (decimal_of(""), decimal_of("x"), decimal_of("1.50")) == (None, None, Decimal("1.50"))
