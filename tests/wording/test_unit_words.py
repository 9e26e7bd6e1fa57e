from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebr.domain.formula import FormulaError, parse
from ebr.domain.mbr.problem import Problem
from ebr.domain.units.names import UNIT_NAMES
from ebr.wording import (
    error_words,
    moment_words,
    problem_words,
    unit_words,
    with_unit,
)
from ebr.wording.parameters import seconds_words


@pytest.mark.parametrize(
    ("unit", "words"),
    [
        ("degC", "°C"),
        ("ug/mL", "µg/mL"),
        ("1/mL", "1/mL"),
        ("1", ""),
        ("kg", "kg"),
        ("% v/v", "% v/v"),
        ("1e6 cells/kg", "×10⁶ cells/kg"),
        ("", ""),
    ],
)
def test_a_unit_reads_as_it_is_printed(unit: str, words: str):
    assert unit_words(unit) == words


@pytest.mark.parametrize("unit", sorted(UNIT_NAMES))
def test_a_unit_that_is_shown_already_stays(unit: str):
    assert unit_words(unit_words(unit)) == unit_words(unit)


def test_different_units_never_read_alike():
    different = set(UNIT_NAMES) - {"\N{MICRO SIGN}g", "\N{MICRO SIGN}L", "\N{MICRO SIGN}m", "\N{DEGREE SIGN}C"}
    assert len({unit_words(unit) for unit in different}) == len(different)


def test_a_plain_number_has_no_unit():
    assert (with_unit("9.1", "degC"), with_unit("7", "1"), with_unit("3", "")) == ("9.1 °C", "7", "3")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2025-11-22T03:40:11.123456+01:00", "2025-11-22 03:40 +01:00"),
        ("2025-11-22T03:40+00:00", "2025-11-22 03:40 +00:00"),
        ("2025-11-22", "2025-11-22"),
        ("2025-11-22T03:40:11", "2025-11-22T03:40:11"),
        ("soon", "soon"),
    ],
)
def test_a_time_is_cut_to_the_minute(text: str, words: str):
    assert moment_words(text) == words


@given(st.text())
def test_a_text_that_is_no_time_or_number_stays(text: str):
    assert moment_words(text)[:4] == text[:4]
    assert seconds_words(f"x{text}") == f"x{text}"


def test_a_problem_and_a_formula_error_are_worded():
    problem = Problem(3, 1, "header", "key_missing", {"key": "title"})
    assert problem_words(problem) == "title is missing here."
    with pytest.raises(FormulaError) as found:
        parse("1 +")
    assert error_words(found.value) == str(found.value)
