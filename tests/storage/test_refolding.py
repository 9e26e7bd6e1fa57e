"""A root that one log wrote is folded on a short way; it leads where the long one does, whatever is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ebr.domain.decision import Draft
from ebr.domain.refusal import Refusal
from ebr.storage import reading
from ebr.storage.aggregates import folded
from ebr.storage.chain import Entry
from ebr.storage.folds import heads_of, recorded_in
from ebr.storage.receiving import checked, standing, take
from ebr.storage.refolding import Refolded, refolded, rows_of
from ebr.storage.store import Store
from tests.storage.storage_world import AGGREGATES, BATCH, FOUNDING, ValuesView, create, draft, opened, value, write

OTHER = replace(FOUNDING, station="Room 2")


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    create(tmp_path / "one")
    create(tmp_path / "two", OTHER)
    with opened(tmp_path / "one") as one, opened(tmp_path / "two") as two:
        yield one, two


def written(store: Store) -> list[Entry]:
    """The log of a store with alone-standing actions and one of three entries at its end."""
    for n in range(4):
        write(store, f"a{n}", draft(f"m{n % 3}", str(n)))
    write(store, "several", *(Draft(BATCH, value("x", str(n))) for n in range(3)))
    return store.log.read_after(store.log.id, 0)


def arrived(store: Store, entries: list[Entry]) -> None:
    """Take entries without making any row anew."""
    with store.log.transaction() as connection:
        before = standing(connection, entries[0].log)
    found = checked(before, [entry for entry in entries if entry.seq > before.seq])
    take(store.log, found, 0, len(found.parts))


def by_the_long_way(store: Store, own: str) -> tuple[dict[str, tuple[str, ...]], set[tuple[object, ...]]]:
    with store.reading() as connection:
        order = reading.in_fold_order(connection, BATCH, own)
    try:
        state = folded(BATCH, recorded_in(order), AGGREGATES)
    except Refusal:
        return dict(heads_of(order)), set()
    return dict(heads_of(order)), set(rows_of(ValuesView(), BATCH, state).values())


def refolded_in(store: Store, own: str) -> Refolded:
    with store.reading() as connection:
        return refolded(connection, BATCH, own, (ValuesView(),), AGGREGATES)


def same(store: Store, own: str) -> Refolded:
    found = refolded_in(store, own)
    heads, rows = by_the_long_way(store, own)
    assert dict(found.heads) == heads
    assert {tuple(row) for row in found.views[0].puts} == rows
    return found


@pytest.mark.parametrize("short", [0, 1, 2, 3, 5])
def test_another_log_alone(stores: tuple[Store, Store], short: int) -> None:
    one, two = stores
    entries = written(two)
    arrived(one, entries[: len(entries) - short])
    assert same(one, one.log.id).views[0].puts


def test_without_a_body_there_are_heads_and_no_rows(stores: tuple[Store, Store]) -> None:
    one, two = stores
    entries = written(two)
    entries[-4] = replace(entries[-4], body=None)
    arrived(one, entries)
    found = same(one, one.log.id)
    assert found.heads
    assert not found.views[0].puts


def test_behind_an_entry_that_is_not_here_nothing_is_folded(stores: tuple[Store, Store]) -> None:
    one, two = stores
    write(one, "own", draft("m9", "9"))
    arrived(two, one.log.read_after(one.log.id, 0))
    entries = written(two)
    with opened_third(two.folder.parent) as third:
        arrived(third, entries)
        found = same(third, third.log.id)
        assert not found.heads
        arrived(third, one.log.read_after(one.log.id, 0))
        assert same(third, third.log.id).views[0].puts


def opened_third(place: Path) -> Store:
    create(place / "three", replace(FOUNDING, station="Room 3"))
    return opened(place / "three")


def test_the_own_log_alone(stores: tuple[Store, Store]) -> None:
    one, _ = stores
    written(one)
    found = refolded_in(one, one.log.id)
    assert not found.views[0].puts  # all of it is shown already
    assert dict(found.heads) == by_the_long_way(one, one.log.id)[0]
