"""Parts of several events: a quantity in a container, a result that a lot brought along."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Amount:
    """A container and a quantity (decimal text) in the unit of the lot."""

    container: str
    quantity: str


@dataclass(frozen=True, slots=True)
class Known:
    """A checked result that a lot brought along from the lot it was split from."""

    test: str
    title: str
    value: str
    unit: str
    low: str
    high: str
    expected: str
    use: str
    verdict: str
    analyst: str
    checker: str
