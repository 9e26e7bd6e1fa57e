"""The tree: proofs of every kind for every size up to 100, and the published vectors of RFC 6962 implementations."""

from __future__ import annotations

import hashlib

import pytest

from ebr.storage.tree import Frontier, consistency_proof, consistent, included, inclusion_proof, root_of

SIZES = range(1, 101)


def leaves(count: int) -> list[bytes]:
    return [hashlib.sha256(b"\x00" + n.to_bytes(4, "big")).digest() for n in range(count)]


def recursive_root(parts: list[bytes]) -> bytes:
    """The definition of RFC 6962, 2.1, word for word."""
    if not parts:
        return hashlib.sha256(b"").digest()
    if len(parts) == 1:
        return parts[0]
    split = 1
    while split * 2 < len(parts):
        split *= 2
    return hashlib.sha256(b"\x01" + recursive_root(parts[:split]) + recursive_root(parts[split:])).digest()


def test_known_roots_of_other_implementations() -> None:
    inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    parts = [hashlib.sha256(b"\x00" + bytes.fromhex(text)).digest() for text in inputs]
    assert root_of([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert root_of(parts[:1]).hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert root_of(parts).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


@pytest.mark.parametrize("size", [0, *SIZES])
def test_the_frontier_gives_the_root_of_the_definition(size: int) -> None:
    assert Frontier(leaves(size)).root() == recursive_root(leaves(size))


def test_every_leaf_of_every_size_is_provable_and_only_at_its_place() -> None:
    for size in SIZES:
        parts = leaves(size)
        root = root_of(parts)
        for index in range(size):
            proof = inclusion_proof(parts, index)
            assert included(parts[index], index, size, proof, root)
            assert not included(parts[index - 1], index, size, proof, root) or size == 1
            assert not included(parts[index], index, size, (*proof, root), root)
            if proof:
                assert not included(parts[index], index, size, proof[:-1], root)


def test_every_pair_of_sizes_is_consistent_and_a_changed_past_is_not() -> None:
    for size in SIZES:
        parts = leaves(size)
        root = root_of(parts)
        for old in range(1, size + 1):
            proof = consistency_proof(parts, old)
            before = root_of(parts[:old])
            assert consistent(old, before, size, root, proof)
            forged = root_of([b"\x00" * 32, *parts[1:old]])
            assert not consistent(old, forged, size, root, proof)
            assert not consistent(old, before, size, before if old < size else forged, proof)


def test_proofs_for_places_that_do_not_exist_are_refused() -> None:
    with pytest.raises(IndexError):
        inclusion_proof(leaves(3), 3)
    with pytest.raises(IndexError):
        consistency_proof(leaves(3), 4)
    assert not included(leaves(1)[0], 1, 1, (), leaves(1)[0])
    assert not consistent(0, b"", 1, leaves(1)[0], ())
