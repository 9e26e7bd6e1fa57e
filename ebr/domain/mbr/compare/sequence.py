"""The order in which changes are told: that of the new version; what is gone stands where it stood."""

from __future__ import annotations

from collections.abc import Iterable

from ebr.domain.mbr.compare.change import Change
from ebr.domain.mbr.compare.pair import Pair
from ebr.domain.mbr.compare.parts import Key, PartAt, Side

At = tuple[int, int, int, int]
"""Rank of the nearest part of the new version; 0 itself, 1 inside it, 2 gone from behind it; rank there; 1 if gone."""


def in_order(pair: Pair, changes: Iterable[tuple[Key, Change]]) -> tuple[Change, ...]:
    """Return changes in the order in which a reader of the new version meets them."""
    places = _Places(pair)
    found = sorted(((places.at(key, gone=c.kind == "removed"), c) for key, c in changes), key=lambda one: one[0])
    return tuple(change for _, change in found)


class _Places:
    def __init__(self, pair: Pair) -> None:
        self.pair = pair
        self.rank = {key: at for at, key in enumerate(pair.now.parts)}
        self.last = _ends(pair.now, self.rank)
        self.old = {key: at for at, key in enumerate(pair.was.parts)}
        self._siblings: dict[tuple[Key | None, str], list[PartAt]] = {}
        for part in pair.was.parts.values():
            self._siblings.setdefault((part.parent, part.level), []).append(part)

    def at(self, key: Key, *, gone: bool) -> At:
        side = self.pair.was if gone else self.pair.now
        part = side.parts[key]
        if part.inner:
            parent = self.pair.after(part.parent) if gone else part.parent
            return (self.rank[parent] if parent is not None else 0, 1, part.at, int(gone))
        return (self._behind(part), 2, self.old[key], 0) if gone else (self.rank[key], 0, 0, 0)

    def _behind(self, part: PartAt) -> int:
        """Return the rank of what stood before a part that is gone and is still there, with all that is in it."""
        siblings = self._siblings[part.parent, part.level]
        for sibling in reversed(siblings[: part.at]):
            key = self.pair.after(sibling.key)
            if key is not None and key not in self.pair.shifted:
                return self.last[key]
        if part.parent is None:
            return 0
        key = self.pair.after(part.parent)
        return self.rank[key] if key is not None else self._behind(self.pair.was.parts[part.parent])


def _ends(side: Side, rank: dict[Key, int]) -> dict[Key, int]:
    """Return for each part the rank of the last one inside it."""
    ends = dict(rank)
    for key, part in side.parts.items():
        above = None if part.inner else part.parent
        while above is not None:
            ends[above] = max(ends[above], rank[key])
            above = side.parts[above].parent
    return ends
