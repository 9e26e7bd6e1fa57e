"""What stands for entries left out: the tree comes out as over all of them, and nothing else fits."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from ebr.storage.left_out import frontier, left_out
from ebr.storage.tree import Frontier, root_of

SIZES = st.integers(1, 80)


def leaves_of(size: int) -> list[bytes]:
    return [sha256(bytes([n])).digest() for n in range(size)]


@given(SIZES, st.sets(st.integers(1, 80)))
def test_the_tree_comes_out_whatever_is_left_out(size: int, carried: set[int]) -> None:
    leaves = leaves_of(size)
    left = left_out(size + 1, leaves, carried)
    here = [(seq, leaves[seq - 1]) for seq in sorted(carried) if seq <= size]
    found = frontier(left, here)
    assert found is not None
    assert (found.size, found.root()) == (size, root_of(leaves))
    assert found.complete() == Frontier(leaves).complete()
    assert left.count == size - len(here)


@given(SIZES, st.sets(st.integers(1, 80)), st.integers(0, 200))
def test_an_entry_changed_missing_or_twice_does_not_fit(size: int, carried: set[int], at: int) -> None:
    leaves = leaves_of(size)
    here = [(seq, leaves[seq - 1]) for seq in sorted(carried) if seq <= size]
    left = left_out(size + 1, leaves, carried)
    if not here:
        return
    n = at % len(here)
    changed = frontier(left, [*here[:n], (here[n][0], bytes(32)), *here[n + 1 :]])
    assert changed is not None
    assert changed.root() != root_of(leaves)
    assert frontier(left, [*here[:n], *here[n + 1 :]]) is None
    assert frontier(left, [*here, here[n]]) is None


def test_a_node_that_is_no_whole_subtree_does_not_fit() -> None:
    leaves = leaves_of(8)
    left = left_out(9, leaves, {1, 8})
    here = [(1, leaves[0]), (8, leaves[7])]
    assert [node[:2] for node in left.nodes] == [(2, 1), (3, 2), (5, 2), (7, 1)]
    for nodes in (
        [(2, 2, bytes(32)), (4, 4, bytes(32))],
        [(2, 6, bytes(32))],
        [(2, 0, bytes(32)), *left.nodes],
        [(2, -1, bytes(32)), *left.nodes],
    ):
        assert frontier(replace(left, nodes=tuple(nodes)), here) is None
    shorter = frontier(replace(left, size=7), here)
    assert shorter is not None
    assert shorter.root() == root_of(leaves[:7]) != root_of(leaves)
    assert frontier(replace(left, size=9), here) is None
