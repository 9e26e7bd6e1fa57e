"""Proofs out of the stored tree, in bounded time however large it is.

Kept are all leaves and the roots of the complete subtrees of every eighth level (256, 65,536, ... leaves). Any other
complete subtree is made from at most 128 kept ones below it, so a proof over a million leaves reads some hundreds of
rows. The parts of a proof are ranges of leaves (RFC 9162, 2.1.3.1 and 2.1.4.1); a range that ends at the edge of the
tree is folded from its complete subtrees, the smallest first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from sqlalchemy import Connection, select

from ebr.storage.tree import node
from ebr.sync.central.tables import LEAF, NODE

STEP: Final = 8
"""Levels between two that are kept."""

Range = tuple[int, int]


def proofs(connection: Connection, index: int, kept: int, size: int) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
    """Return the inclusion proof of a leaf in the tree of `size`, and the consistency proof from the tree of `kept`."""
    inclusion = tuple(_hash(connection, part) for part in inclusion_ranges(index, 0, size))
    old = consistency_ranges(kept, 0, size, whole=True) if 0 < kept <= size else ()
    return inclusion, tuple(_hash(connection, part) for part in old)


def inclusion_ranges(index: int, start: int, end: int) -> list[Range]:
    """Return the ranges of leaves whose roots prove a leaf, from the leaf upwards."""
    if end - start == 1:
        return []
    middle = start + _split(end - start)
    if index < middle:
        return [*inclusion_ranges(index, start, middle), (middle, end)]
    return [*inclusion_ranges(index, middle, end), (start, middle)]


def consistency_ranges(old: int, start: int, end: int, *, whole: bool) -> list[Range]:
    """Return the ranges whose roots prove that the tree up to `end` extends the one up to `old`."""
    if old == end:
        return [] if whole else [(start, end)]
    middle = start + _split(end - start)
    if old <= middle:
        return [*consistency_ranges(old, start, middle, whole=whole), (middle, end)]
    return [*consistency_ranges(old, middle, end, whole=False), (start, middle)]


def finished(start: int, leaves: Sequence[bytes], lower: Sequence[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield (position, root) of the complete subtrees of 256 that `leaves` finish.

    `lower` are the leaves (or lower roots) that stand before them in the subtree that is begun.
    """
    pending = [*lower, *leaves]
    first = start - len(lower)
    whole = 1 << STEP
    for at in range(0, len(pending) - whole + 1, whole):
        yield (first + at) >> STEP, _root(pending[at : at + whole])


def _hash(connection: Connection, part: Range) -> bytes:
    """Return the root over a range that begins where a subtree of its size may begin."""
    roots = [_complete(connection, level, position) for level, position in _complete_parts(part)]
    result = roots[-1]
    for left in reversed(roots[:-1]):
        result = node(left, result)
    return result


def _complete_parts(part: Range) -> list[tuple[int, int]]:
    start, end = part
    parts = []
    while start < end:
        level = (end - start).bit_length() - 1
        parts.append((level, start >> level))
        start += 1 << level
    return parts


def _complete(connection: Connection, level: int, position: int) -> bytes:
    """Return the root of a complete subtree from those kept at the level at or below it."""
    kept = level - level % STEP
    width = 1 << (level - kept)
    first = position * width
    if kept == 0:
        asked = select(LEAF.c.hash).where(LEAF.c.position >= first, LEAF.c.position < first + width)
        asked = asked.order_by(LEAF.c.position)
    else:
        asked = select(NODE.c.hash).where(NODE.c.level == kept, NODE.c.position >= first)
        asked = asked.where(NODE.c.position < first + width).order_by(NODE.c.position)
    return _root([bytes(found) for found in connection.scalars(asked)])


def _root(level: Sequence[bytes]) -> bytes:
    """Return the root over a power of two of hashes."""
    while len(level) > 1:
        level = [node(level[n], level[n + 1]) for n in range(0, len(level), 2)]
    return level[0]


def _split(size: int) -> int:
    return 1 << ((size - 1).bit_length() - 1)
