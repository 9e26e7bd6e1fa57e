"""What the certificate counts (EU GMP Annex 16): conforming is only what was compared with something."""

from __future__ import annotations

import pytest

from ebr.reports.certificate import Result, conforming


def results(*verdicts: str) -> list[Result]:
    return [Result("Test", "", "1", verdict, "Lara Vogel", "") for verdict in verdicts]


@pytest.mark.parametrize(
    ("verdicts", "words"),
    [
        (("in", "alert"), "2 of 2 conform"),
        (("in", "out", "pending"), "1 of 3 conform"),
        (("in", "", ""), "1 of 1 conform; 2 recorded without limits"),
        (("",), "1 recorded without limits"),
        ((), "no results"),
    ],
)
def test_a_value_without_limits_is_not_counted_as_conforming(verdicts: tuple[str, ...], words: str) -> None:
    assert conforming(results(*verdicts)) == words
