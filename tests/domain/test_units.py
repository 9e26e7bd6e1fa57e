"""Units: the closed list, exact factors, and what the check of a formula's units finds."""

from __future__ import annotations

import subprocess
import sys
import time
from decimal import Decimal

import pint
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ebr.domain.formula import parse
from ebr.domain.units import (
    SENTENCES,
    UNIT_NAMES,
    UnitError,
    check_units,
    dimension,
    factor,
    known,
    same_dimension,
)

PINT = pint.UnitRegistry()
UNITS = {
    "gross": "g", "tare": "g", "dust": "mg", "volume": "mL", "assay": "%", "warm": "degC", "cold": "degC", "room": "K",
    "plain": None, "alive": "cells", "body": "kg", "hours": "h", "half": "h", "odd": "furlong", "temps": "degC",
    "tablets": "tablets", "strength": "mg/tablet", "iu": "IU", "eu": "EU",
}  # fmt: skip


@pytest.mark.parametrize(
    "unit",
    ["%", "% v/v", "% w/w", "degC", "mL", "L", "mg", "g", "kg", "min", "h", "s", "d", "rpm", "kPa", "mbar", "psi", "1/mL", "cells/mL",
     "cells/kg", "EU/mL", "IU/mL", "CFU", "pH", "NTU", "kP", "mm", "ppm", "lux", "each", "mg/tablet", "mL/kg/h", "1e6 cells/kg", "tablet",
     "bag", "unit", "copies/cell", "mosmol/kg", "uS/cm"],
)  # fmt: skip
def test_known_units(unit):
    assert known(unit)
    assert dimension(unit)
    assert factor(unit, unit) == 1


@pytest.mark.parametrize(
    "unit", ["", " ", "Kg", "ml", "gr", "furlong", "mg/", "/mL", "mg/1", "mg//mL", "mg mL", "g*mL", "degF", "1", "%/"]
)
def test_unknown_units(unit):
    assert known(unit) is (unit == "1")
    if unit != "1":
        with pytest.raises(UnitError, match="is not a unit this program knows"):
            dimension(unit)


def test_every_name_of_the_list_has_a_meaning():
    for unit in UNIT_NAMES:
        assert dimension(unit), unit


@pytest.mark.parametrize(
    ("unit", "words"),
    [("mg/mL", "mass / volume"), ("1/mL", "1 / volume"), ("rpm", "1 / time"), ("%", "plain number"), ("pH", "plain number"),
     ("cells/kg", "cells / mass"), ("IU", "international units"), ("EU/mL", "endotoxin units / volume"), ("m2", "length^2")],
)  # fmt: skip
def test_dimension_in_words(unit, words):
    assert dimension(unit) == words


@pytest.mark.parametrize(
    ("source", "target", "wanted"),
    [("g", "mg", "1000"), ("mg", "kg", "0.000001"), ("h", "min", "60"), ("d", "s", "86400"), ("mg/mL", "g/L", "1"), ("mbar", "kPa", "0.1"),
     ("%", "ppm", "10000"), ("kP", "N", "9.80665"), ("1e6 cells/kg", "cells/kg", "1000000"), ("cm3", "mL", "1"), ("degC", "\u00b0C", "1"),
     ("mPa*s", "cP", "1"), ("kPa", "mbar", "10"), ("M", "mol/L", "1"), ("uS/cm", "mS/cm", "0.001")],
)  # fmt: skip
def test_factors_are_exact(source, target, wanted):
    assert factor(source, target) == Decimal(wanted)
    assert same_dimension(source, target)


@pytest.mark.parametrize(
    ("source", "target", "code"),
    [("g", "mL", "different_dimensions"), ("IU", "EU", "different_dimensions"), ("tablet", "bag", "different_dimensions"),
     ("min", "h", "inexact_factor"), ("psi", "kPa", "inexact_factor"), ("degC", "K", "no_factor"), ("g", "ounce", "unknown_unit")],
)  # fmt: skip
def test_a_factor_that_does_not_exist_is_refused(source, target, code):
    with pytest.raises(UnitError) as caught:
        factor(source, target)
    assert caught.value.code == code
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize(
    ("ours", "base", "theirs"),
    [
        ("mg", "kg", "mg to kg"),
        ("mL", "L", "mL to L"),
        ("kPa", "Pa", "kPa to Pa"),
        ("mbar", "Pa", "mbar to Pa"),
        ("week", "s", "week to s"),
        ("MBq", "Bq", "MBq to Bq"),
        ("kP", "N", "kilogram_force to N"),
        ("mPa*s", "Pa*s", "centipoise to Pa*s"),
    ],
)
def test_factors_agree_with_an_unchanged_pint(ours, base, theirs):
    source, target = theirs.split(" to ")
    assert float(factor(ours, base)) == pytest.approx(PINT.Quantity(1, source).to(target).magnitude)


@pytest.mark.parametrize(
    ("source", "expect"),
    [
        ("gross - tare", "g"),
        ("gross - 1.5", "g"),
        ("gross + dust / 1000", "g"),
        ("gross / volume", "g/mL"),
        ("gross / volume * 1000", "mg/mL"),
        ("gross * assay / 100", "g"),
        ("gross / tare * 100", "%"),
        ("100 - assay", "%"),
        ("1 - assay / 100", "1"),
        ("volume * 0.96", "mL"),
        ("alive / body", "cells/kg"),
        ("tablets * strength / 1000000", "kg"),
        ("warm - cold", "degC"),
        ("(warm - cold) / hours", "K/h"),
        ("warm + (warm - cold)", "degC"),
        ("(warm - 25) * 2", "K"),
        ("mean([warm, cold])", "degC"),
        ("max(temps) > 25 ? warm : cold", "degC"),
        ("sd(temps)", "K"),
        ("mkt(temps, 1, 10000)", "degC"),
        ("mkt(temps, hours, room)", "degC"),
        ("2 ^ (-hours / half)", "1"),
        ("gross ^ 2 / tare", "g"),
        ("sqrt(gross * tare)", "g"),
        ("ln(gross / tare)", "1"),
        ("rsd(gross)", "%"),
        ("count(gross, volume)", "1"),
        ("round_half_up(gross, 2)", "g"),
        ("gross > 5", None),
        ('odd_choice == "yes" ? gross : tare', "g"),
        ("unheard_of + gross", "g"),
        ("plain * gross", "mg"),
        ("42", "g"),
    ],
)
def test_units_that_fit(source, expect):
    assert check_units(parse(source), UNITS, expect) == []


@pytest.mark.parametrize(
    ("source", "expect", "code", "column"),
    [
        ("gross + volume", "g", "mixed_units", 7),
        ("gross + dust", "g", "mixed_scales", 7),
        ("gross > volume", None, "mixed_units", 7),
        ("[gross, volume]", None, "mixed_units", 1),
        ("mean([gross, dust])", "g", "mixed_scales", 6),
        ("max(gross, volume)", "g", "mixed_units", 1),
        ("plain > 1 ? gross : volume", "g", "mixed_units", 11),
        ("iu + eu", "IU", "mixed_units", 4),
        ("plain + gross", "g", "mixed_units", 7),
        ("gross / volume", "mg/mL", "result_scale", None),
        ("gross * assay", "g", "result_scale", None),
        ("gross / tare", "%", "result_scale", None),
        ("gross", "mL", "result_unit", None),
        ("gross ^ 2", "g", "result_unit", None),
        ("tablets * 5", "mg", "result_unit", None),
        ("gross", None, "result_needs_unit", None),
        ("gross", "furlong", "unknown_unit", None),
        ("odd + 1", None, "unknown_unit", 1),
        ("warm * 2", "degC", "temperature_product", 6),
        ("warm ^ 2", "degC", "temperature_product", 6),
        ("sqrt(warm)", "degC", "temperature_product", 1),
        ("rsd(temps)", "%", "temperature_product", 1),
        ("warm + cold", "degC", "temperature_sum", 6),
        ("sum(temps)", "degC", "temperature_sum", 1),
        ("warm > room", None, "mixed_scales", 6),
        ("2 ^ (-hours / 109.7)", "1", "exponent_unit", 3),
        ("gross ^ plain", "g", "power_unit", 7),
        ("ln(gross)", "1", "plain_needed", 1),
        ("round_up(gross, tare)", "g", "plain_needed", 1),
        ("mkt(gross, 1, 10000)", "degC", "celsius_needed", 1),
        ("mkt(temps, 1, hours)", "degC", "kelvin_needed", 1),
    ],
)
def test_units_that_do_not_fit(source, expect, code, column):
    (problem,) = check_units(parse(source), UNITS, expect)
    assert (problem.code, problem.column) == (code, column)
    assert str(problem).endswith(".")
    assert "{" not in str(problem)


def test_all_problems_are_found_in_order():
    found = check_units(parse("(warm * 2 > 3 ? gross + volume : tare) + ln(dust)"), UNITS, "g")
    assert [problem.code for problem in found] == ["temperature_product", "mixed_units", "mixed_units", "plain_needed"]


pieces = st.sampled_from([*UNITS, "1", "2", "300", "0.5", '"yes"'])
trees = st.recursive(
    pieces,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/", "^", "<", "==", " and "]), inner).map(
            lambda t: f"({''.join(t)})"
        ),
        st.tuples(st.sampled_from(["sum", "mean", "sd", "rsd", "count", "exp", "sqrt"]), inner).map(
            lambda t: f"{t[0]}({t[1]})"
        ),
        st.tuples(inner, inner, inner).map(lambda t: f"(not {t[0]} ? {t[1]} : [{t[2]}])"),
        st.tuples(inner, inner, inner).map(lambda t: f"mkt({t[0]}, {t[1]}, {t[2]})"),
    ),
    max_leaves=20,
)


@settings(max_examples=200, deadline=2000)
@given(trees, st.sampled_from([None, "g", "%", "degC"]))
def test_the_check_answers_for_any_formula(source, expect):
    for problem in check_units(parse(source), UNITS, expect):
        assert problem.code in SENTENCES
        assert str(problem)


@given(st.text(max_size=20))
def test_any_text_is_a_known_unit_or_not(unit):
    try:
        dimension(unit)
    except UnitError:
        assert not known(unit)
    else:
        assert known(unit)


def test_high_powers_do_not_run_away():
    start = time.perf_counter()
    check_units(parse("(" * 90 + "dust" + "^300)" * 90), UNITS, "g")
    check_units(parse("dust ^ 1e90"), UNITS, "g")
    assert time.perf_counter() - start < 2


def test_pint_is_not_imported_before_a_unit_is_measured():
    program = (
        "import sys, ebr.domain.formula, ebr.domain.units as u\n"
        "assert u.known('mg/mL') and 'pint' not in sys.modules and 'lark' not in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
