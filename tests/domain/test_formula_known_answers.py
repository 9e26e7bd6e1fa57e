"""Every known answer comes out, to the digits its source prints."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from ebr.domain.formula import Value, evaluate, parse

TEXT = (Path(__file__).parent / "known_answers" / "calculations.csv").read_text(encoding="utf-8")
CASES = list(csv.DictReader(TEXT.splitlines()))


def value(text: str) -> Value:
    if text.startswith("["):
        return tuple(Decimal(item) for item in text.strip("[]").split())
    return Decimal(text)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_known_answer(case):
    given = dict(part.split("=") for part in case["values"].split(";") if part)
    result = evaluate(parse(case["formula"]), {name: value(text) for name, text in given.items()})
    assert isinstance(result, Decimal)
    assert abs(result - Decimal(case["expected"])) <= Decimal(case["tolerance"])


def test_no_case_was_lost():
    assert len({case["id"] for case in CASES}) == len(CASES) == 63
    assert {case["kind"] for case in CASES} == {"published", "computed", "recalled"}


@pytest.mark.parametrize("case", [case for case in CASES if case["id"].startswith("MKT")], ids=lambda case: case["id"])
def test_mkt_lies_above_the_mean_and_below_the_warmest(case):
    given = dict(part.split("=") for part in case["values"].split(";"))
    t, w = value(given["t"]), value(given["w"])
    assert isinstance(t, tuple)
    weights = w if isinstance(w, tuple) else (w,) * len(t)
    mean = sum(a * b for a, b in zip(t, weights, strict=True)) / sum(weights)
    assert mean < evaluate(parse(case["formula"]), {"t": t, "w": w}) < max(t)


@pytest.mark.parametrize("constant", ["25", "-69.9", "4.1", "0"])
def test_mkt_of_a_constant_series_is_itself(constant):
    readings = (Decimal(constant),) * 7
    assert evaluate(parse("mkt(t, 1, 83144 / 8.314462618)"), {"t": readings}) == Decimal(constant)
