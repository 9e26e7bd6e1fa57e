"""Differences that are only shown while somebody weighs; what counts is worked out by the record."""

from __future__ import annotations

from decimal import Decimal

from ebr.words import figure
from ui.shown import number_of


def net_of(gross: str, tare: str) -> Decimal | None:
    """Return gross less tare, None while one of them is no number."""
    full, empty = number_of(gross), number_of(tare)
    return None if full is None or empty is None else full - empty


def sum_of(*texts: str) -> Decimal | None:
    """Return the sum of decimal texts, None while one of them is no number."""
    found = [number_of(text) for text in texts]
    return None if any(one is None for one in found) else sum((one for one in found if one is not None), Decimal(0))


def shown(amount: Decimal | None) -> str:
    """Return an amount as it is read on a screen, "" for none."""
    return "" if amount is None else figure(f"{amount:f}")
