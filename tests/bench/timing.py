"""Taking turns: every side of a comparison runs once in each round, so a slow minute of the machine slows all of them."""

from __future__ import annotations

import gc
import math
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class Side:
    """What one side took: the seconds of each of its acts, round by round."""

    rounds: list[list[float]] = field(default_factory=list)

    def rate(self) -> float:
        """Acts in a second: the median of the rounds."""
        return statistics.median(len(acts) / math.fsum(acts) for acts in self.rounds)

    def seconds(self) -> float:
        """Seconds of one act: the median of the rounds' medians."""
        return statistics.median(statistics.median(acts) for acts in self.rounds)

    def p99(self) -> float:
        """Seconds that 99 of 100 acts keep within: the median of the rounds."""
        return statistics.median(_percentile(acts, 99) for acts in self.rounds)


def take_turns(sides: Mapping[str, Callable[[], Sequence[float]]], rounds: int) -> dict[str, Side]:
    """Run every side once a round and return what each took."""
    found = {name: Side() for name in sides}
    for _ in range(rounds):
        for name, run in sides.items():
            gc.collect()
            found[name].rounds.append(list(run()))
    return found


def timed(act: Callable[[], object]) -> float:
    """Return the seconds an act takes."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def spread(act: Callable[[], object], count: int) -> list[float]:
    """Return the seconds of each of the things that an act does: those of all, shared out evenly."""
    return [timed(act) / count] * count


def _percentile(values: Sequence[float], percent: int) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(len(ordered) * percent / 100) - 1)]
