"""Until when a product is good, counted from its shelf life; a shelf life in other words counts nothing."""

from __future__ import annotations

from datetime import date

import pytest

from ebr.domain.batch.state.product import expiry

MADE = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("shelf_life", "last_day"),
    [
        ("24 months", "2028-10-31"),
        ("1 year", "2027-10-31"),
        (" 2 Jahre ", "2028-10-31"),
        ("12 mois", "2027-10-31"),
        ("6 months", "2027-05-21"),
        ("3 weeks", "2026-12-12"),
        ("1 day", "2026-11-22"),
        ("72 Monate", "2032-10-31"),
    ],
)
def test_a_shelf_life_is_counted_and_never_stretched(shelf_life: str, last_day: str) -> None:
    assert expiry(MADE, shelf_life) == date.fromisoformat(last_day)


@pytest.mark.parametrize(
    "shelf_life", ["", "24", "months", "0 months", "24 months from filling", "9999 years", "2 lustra"]
)
def test_what_cannot_be_counted_gives_no_date(shelf_life: str) -> None:
    assert expiry(MADE, shelf_life) is None


def test_a_month_that_is_too_short_ends_with_its_last_day() -> None:
    assert expiry(date(2026, 1, 31), "1 month") == date(2026, 2, 27)
    assert expiry(date(2026, 1, 31), "13 months") == date(2027, 1, 31)
