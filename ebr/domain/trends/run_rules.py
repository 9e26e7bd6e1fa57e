"""Runs on a control chart that chance alone seldom makes: the rules of Nelson (1984) and of Western Electric (1956).

Each rule is a count, so each says its count: nine on one side is Nelson's, eight the Western Electric one.
Every rule more makes the chart signal more often on a process that is well: which ones count is the reviewer's choice.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ebr.domain.values import EXACT

Offs = Sequence[Decimal]
"""Distances from the centre, in deviations."""
Rule = tuple[int, Callable[[Offs], bool]]
"""How many points a rule looks at, and whether these are what it looks for."""


@dataclass(frozen=True, slots=True)
class Signal:
    """A rule that fired, and the place of the point at which it did."""

    rule: str
    at: int


def _same_side(points: Offs) -> bool:
    return all(point > 0 for point in points) or all(point < 0 for point in points)


def _beyond(deviations: int, least: int) -> Callable[[Offs], bool]:
    def found(points: Offs) -> bool:
        if abs(points[-1]) <= deviations:
            return False
        above = sum(point > deviations for point in points)
        below = sum(point < -deviations for point in points)
        return max(above, below) >= least and (points[-1] > 0) is (above >= least)

    return found


def _steps(points: Offs) -> list[int]:
    pairs = itertools.pairwise(points)
    return [(after > before) - (after < before) for before, after in pairs]


def _one_way(points: Offs) -> bool:
    return set(_steps(points)) in ({1}, {-1})


def _to_and_fro(points: Offs) -> bool:
    steps = _steps(points)
    return 0 not in steps and all(one == -other for one, other in itertools.pairwise(steps))


def _close(points: Offs) -> bool:
    return all(abs(point) < 1 for point in points)


def _apart(points: Offs) -> bool:
    return all(abs(point) > 1 for point in points) and not _same_side(points)


NELSON: Final[Mapping[str, Rule]] = {
    "nelson 1": (1, _beyond(3, 1)),
    "nelson 2": (9, _same_side),
    "nelson 3": (6, _one_way),
    "nelson 4": (14, _to_and_fro),
    "nelson 5": (3, _beyond(2, 2)),
    "nelson 6": (5, _beyond(1, 4)),
    "nelson 7": (15, _close),
    "nelson 8": (8, _apart),
}
WESTERN_ELECTRIC: Final[Mapping[str, Rule]] = {
    "western electric 1": (1, _beyond(3, 1)),
    "western electric 2": (3, _beyond(2, 2)),
    "western electric 3": (5, _beyond(1, 4)),
    "western electric 4": (8, _same_side),
}


def signals(
    points: Sequence[Decimal], centre: Decimal, sigma: Decimal, rules: Mapping[str, Rule] = WESTERN_ELECTRIC
) -> list[Signal]:
    """Return every rule that fires and where, by place; nothing where the values do not spread at all."""
    if not sigma:
        return []
    off = [EXACT.divide(EXACT.subtract(point, centre), sigma) for point in points]
    found = [
        Signal(name, at)
        for name, (count, fires) in rules.items()
        for at in range(count - 1, len(off))
        if fires(off[at - count + 1 : at + 1])
    ]
    return sorted(found, key=lambda signal: signal.at)
