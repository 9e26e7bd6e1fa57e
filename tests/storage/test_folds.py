"""Fold order depends on the set of entries only; branches merge, missing parents and unfinished actions wait."""

from __future__ import annotations

import random
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from ebr.domain.decision import Draft
from ebr.storage.action import Action, Place, entries_of
from ebr.storage.chain import Entry, Sealer
from ebr.storage.folds import Loaded, besides, fold_order, heads_of
from tests.storage.storage_world import BATCH, UNIT, instant, value

SUBJECTS = (BATCH, UNIT)
SEALERS = [Sealer.of(Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32)) for n in range(3)]


@dataclass
class Station:
    """A log in memory that sees what it was told."""

    sealer: Sealer
    log: str = ""
    head: Entry | None = None

    def write(self, number: int, subject: str, seen: list[Loaded]) -> Loaded:
        action = Action(f"a{number}", [Draft(subject, value("m1", str(number)))], "op1", "", instant())
        heads = heads_of(fold_order(seen))
        relied = tuple(sorted((s, h) for s, hs in heads.items() for h in hs))
        (written,), _ = entries_of(action, Place(self.log, self.head, 0), heads, relied, self.sealer, "test")
        self.head, self.log = written.entry, written.entry.log
        return Loaded(written.entry, written.header)


STEPS = st.lists(st.tuples(st.integers(0, 2), st.sampled_from(SUBJECTS), st.booleans()), min_size=1, max_size=14)


def history(steps: list[tuple[int, str, bool]]) -> list[Loaded]:
    """Three stations write; one that is not told anything new writes on what it saw before."""
    stations = [Station(sealer) for sealer in SEALERS]
    seen: list[list[Loaded]] = [[], [], []]
    everything: list[Loaded] = []
    for number, (who, subject, told) in enumerate(steps):
        if told:
            seen[who] = list(everything)
        part = stations[who].write(number, subject, seen[who])
        seen[who] = [*seen[who], part]
        everything.append(part)
    return everything


@given(STEPS, st.integers())
def test_the_order_is_a_function_of_the_set(steps: list[tuple[int, str, bool]], seed: int) -> None:
    parts = history(steps)
    shuffled = list(parts)
    random.Random(seed).shuffle(shuffled)
    assert fold_order(shuffled) == fold_order(parts)
    assert heads_of(fold_order(shuffled)) == heads_of(fold_order(parts))


@given(STEPS)
def test_nothing_comes_before_what_it_follows_on(steps: list[tuple[int, str, bool]]) -> None:
    order = fold_order(history(steps))
    place = {part.entry.hash.hex(): n for n, part in enumerate(order)}
    for n, part in enumerate(order):
        assert all(place[name] < n for name in part.header.after)
        assert all(place[head] < n for _, head in part.header.relies)
    for log in {part.entry.log for part in order}:
        numbers = [part.entry.seq for part in order if part.entry.log == log]
        assert numbers == sorted(numbers)


@given(STEPS, st.integers(0, 13))
def test_what_follows_on_a_missing_entry_waits(steps: list[tuple[int, str, bool]], at: int) -> None:
    parts = history(steps)
    missing = parts[at % len(parts)].entry.hash.hex()
    order = fold_order([part for part in parts if part.entry.hash.hex() != missing])
    here = {part.entry.hash.hex() for part in order}
    assert missing not in here
    assert all(set(part.header.after) <= here for part in order)


def test_one_log_folds_in_the_order_of_its_numbers() -> None:
    parts = history([(0, UNIT, True)] * 5 + [(0, BATCH, True)] * 3)
    assert fold_order(list(reversed(parts))) == parts


def pasts(parts: list[Loaded]) -> dict[str, set[str]]:
    """Return what each writer knew, the slow way: everything reached by `after`, `relies` and the own log."""
    here = {part.entry.hash.hex(): part for part in parts}
    known: dict[str, set[str]] = {}
    for part in parts:
        own = {
            h for h, other in here.items() if (other.entry.log == part.entry.log and other.entry.seq < part.entry.seq)
        }
        direct = own | {*part.header.after} | {head for _, head in part.header.relies if head in here}
        known[part.entry.hash.hex()] = direct.union(*(known[name] for name in direct))
    return known


@given(STEPS)
def test_what_a_writer_did_not_know_is_told_with_its_entry(steps: list[tuple[int, str, bool]]) -> None:
    parts = history(steps)
    known, order = pasts(parts), fold_order(parts)
    before: set[str] = set()
    for part, unknown in zip(order, besides(order), strict=True):
        name = part.entry.hash.hex()
        assert unknown == before - known[name]
        before.add(name)


def test_alone_nothing_is_unknown() -> None:
    order = fold_order(history([(0, UNIT, True), (0, BATCH, False)] * 3))
    assert besides(order) == [frozenset()] * 6


def test_entries_of_one_open_branch_share_one_set() -> None:
    parts = history([(0, UNIT, True)] * 40 + [(1, UNIT, False)] * 40)
    found = [unknown for unknown in besides(fold_order(parts)) if unknown]
    assert len(found) == 40
    assert len({id(unknown) for unknown in found}) == 1
