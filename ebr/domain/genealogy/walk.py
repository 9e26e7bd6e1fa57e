"""Following the joins from one thing, forward or backward, to everything that can be reached.

Breadth first: what is near is found first, and each thing is visited once, so records that go in a circle (a rework
of a rework) end. The walk is bounded in depth and in size; one that was cut says so, because a recall list that looks
complete and is not would be the worst answer of all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final, Literal

from ebr.domain.genealogy.things import Link, Thing

Direction = Literal["forward", "backward"]
LinksOf = Callable[[AbstractSet[Thing], Direction], Sequence[Link]]
"""Gives every link that leads from these things (forward: their sources; backward: their targets).

Each thing is asked for once, so no link comes twice.
"""
DEEPEST: Final = 40
"""Levels. Apheresis to bag is 3, an active made in ten stages with intermediates 20."""
MOST: Final = 200_000
"""Things."""


@dataclass(frozen=True, slots=True)
class Walk:
    """What was reached, with how many joins lie between, and every join that was followed, near ones first.

    `cut`: "" for a whole answer, "depth" or "size" when there is more than was followed.
    """

    start: Thing
    direction: Direction
    reached: Mapping[Thing, int]
    links: tuple[Link, ...]
    cut: str = ""


def walk(start: Thing, links_of: LinksOf, direction: Direction, *, deepest: int = DEEPEST, most: int = MOST) -> Walk:
    """Return everything that lies ahead of a thing, or behind it; `start` itself stands at distance 0."""
    reached = {start: 0}
    links: list[Link] = []
    frontier = {start: 0}
    depth = 0
    while frontier and depth < deepest and len(reached) < most:
        depth += 1
        found = links_of(frontier.keys(), direction)
        links += found
        ends = [link[1] for link in found] if direction == "forward" else [link[0] for link in found]
        frontier = {end: depth for end in ends if end not in reached}
        reached.update(frontier)
    cut = "" if not frontier else "size" if len(reached) >= most else "depth"
    return Walk(start, direction, reached, tuple(links), cut)
