"""Orders for the phases of a document: numbers that grow with gaps, so that most keep theirs when others come and go.

A phase keeps the order it had as long as it stands between the same neighbours; one that came or moved gets an order in
the gap. The longest run of phases that still stand as they stood is kept, so what moved is renumbered and not the rest.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

GAP: Final = 1 << 40
"""Free orders between two phases: room for some forty insertions at one point."""
NARROW: Final = 1 << 20
"""Free orders between phases that had to be pushed on, so that they push as few others as possible."""


def spread(phases: Sequence[tuple[str, int]], held: Mapping[str, int]) -> list[int]:
    """Return an order for each phase, given as id and number of slots; `held` are those of the last document by id.

    An order is above that of the phase before by at least the slots of that one and one more; the first is above 0.
    """
    kept = _kept([held.get(name, 0) for name, _ in phases])
    found: list[int] = []
    free = 0
    while len(found) < len(phases):
        at = len(found)
        if kept[at] > free:
            found.append(kept[at])
            free = kept[at] + phases[at][1]
            continue
        run = next((n for n in range(at + 1, len(phases)) if kept[n] > free), len(phases))
        step = _step(free, kept[run] if run < len(phases) else 0, [size for _, size in phases[at:run]])
        for _, size in phases[at:run]:
            found.append(free + step)
            free += step + size
    return found


def _step(free: int, end: int, sizes: Sequence[int]) -> int:
    """Return how far apart phases are laid from `free` on, before `end` (0: nothing follows)."""
    if not end:
        return GAP
    room = (end - free - sum(sizes)) // (len(sizes) + 1)
    return room if room > 0 else NARROW


def _kept(orders: Sequence[int]) -> list[int]:
    """Return the orders with 0 for those outside the longest run that grows."""
    above = [order for order in orders if order]
    if all(a < b for a, b in pairwise(above)):
        return list(orders)
    ends: list[int] = []
    last: list[int] = []
    before = [-1] * len(orders)
    for at, order in enumerate(orders):
        if order:
            length = bisect_left(ends, order)
            ends[length:] = [order] if length == len(ends) else [order, *ends[length + 1 :]]
            last[length:] = [at] if length == len(last) else [at, *last[length + 1 :]]
            before[at] = last[length - 1] if length else -1
    found = [0] * len(orders)
    at = last[-1] if last else -1
    while at >= 0:
        found[at], at = orders[at], before[at]
    return found
