"""A log of which only some entries are carried, and what stands for the others: roots of whole subtrees of its tree.

Every station signs the RFC 6962 tree over its own log now and then (`station.checkpoint-made/1`). Up to such a
checkpoint, entries may be left out of a copy: where they stood come the roots of the largest whole subtrees that hold
none of the entries that are carried. Anybody can compute the root of the whole tree from what is left, and compare it
with the one that the station signed; so each carried entry is proven to stand at its place in that log, by about as
many hashes as inclusion proofs of all of them would share. Behind the checkpoint nothing may be left out: there the
chain itself proves.

The checkpoint is an entry of the same log, so whoever countersigned a later entry countersigned the tree with it
(record-and-sync.md, "Witnesses").
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from ebr.storage.tree import Frontier, node, root_of

Node = tuple[int, int, bytes]
"""Number of the first entry left out, how many (a power of two), and the root over them."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What stands for the entries of one log that a copy does not carry.

    `checkpoint` is the number of the entry that signs the tree over the first `size` entries.
    """

    checkpoint: int
    size: int
    nodes: tuple[Node, ...]

    @property
    def count(self) -> int:
        """How many entries are left out."""
        return sum(count for _, count, _ in self.nodes)


def left_out(checkpoint: int, leaves: Sequence[bytes], carried: Collection[int]) -> LeftOut:
    """Return what stands for the entries that are not carried, from the hashes of all that the checkpoint covers."""
    size = len(leaves)
    nodes = tuple(
        (first + 1, count, root_of(leaves[first : first + count]))
        for start, end in _gaps(size, carried)
        for first, count in _blocks(start, end)
    )
    return LeftOut(checkpoint, size, nodes)


def _gaps(size: int, carried: Collection[int]) -> Iterator[tuple[int, int]]:
    """Yield the places (from 0, the end not included) between carried entries."""
    start = 0
    for seq in sorted(seq for seq in carried if seq <= size):
        if seq - 1 > start:
            yield start, seq - 1
        start = seq
    if size > start:
        yield start, size


def _blocks(start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield first place and size of the largest whole subtrees that fill a gap."""
    while start < end:
        count = start & -start or 1 << end.bit_length()
        while start + count > end:
            count >>= 1
        yield start, count
        start += count


def frontier(left: LeftOut, leaves: Sequence[tuple[int, bytes]]) -> Frontier | None:
    """Return the tree over the first `size` entries from those carried (number, hash) and what stands for the others.

    None where they do not fill it exactly: an entry too many or too few, or a node that is no whole subtree there.
    """
    parts = sorted([*((seq, 1, leaf) for seq, leaf in leaves if seq <= left.size), *left.nodes])
    complete: list[tuple[int, bytes]] = []
    place = 0
    for first, count, found in parts:
        if first != place + 1 or count < 1 or count & (count - 1) or place % count:
            return None
        place += count
        size, whole = count, found
        while complete and complete[-1][0] == size:
            size, whole = 2 * size, node(complete.pop()[1], whole)
        complete.append((size, whole))
    if place != left.size:
        return None
    return Frontier.standing(place, [whole for _, whole in complete])
