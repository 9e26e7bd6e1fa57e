"""Which of several things that were put in another order are the ones that moved: as few as possible."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def moved(positions: Sequence[int]) -> list[int]:
    """Return the indexes of what left its place; `positions` are the old places in the new order.

    The rest is the longest run that kept its order, so one step dragged to the end is one move, not many.
    """
    lowest: list[int] = []
    at_length: list[int] = []
    before: list[int] = []
    for index, position in enumerate(positions):
        length = bisect_left(lowest, position)
        before.append(at_length[length - 1] if length else -1)
        if length == len(lowest):
            lowest.append(position)
            at_length.append(index)
        else:
            lowest[length] = position
            at_length[length] = index
    kept = set()
    here = at_length[-1] if at_length else -1
    while here >= 0:
        kept.add(here)
        here = before[here]
    return [index for index in range(len(positions)) if index not in kept]
