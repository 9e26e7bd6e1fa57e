"""Entries of other logs: checked whole, merged into the same states, whatever order they arrive in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ebr.domain.decision import Draft
from ebr.domain.refusal import Refusal
from ebr.storage.chain import Broken, Entry
from ebr.storage.receiving import receive
from ebr.storage.store import Store
from tests.storage.storage_world import BATCH, FOUNDING, UNIT, create, draft, opened, value, write

OTHER = replace(FOUNDING, station="Room 2")


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    create(tmp_path / "one")
    create(tmp_path / "two", OTHER)
    with opened(tmp_path / "one") as one, opened(tmp_path / "two") as two:
        yield one, two


def everything(store: Store) -> list[Entry]:
    return store.log.read_after(store.log.id, 0)


def take(into: Store, entries: list[Entry]) -> frozenset[str]:
    return receive(into.log, into.genesis.profile, entries)


def test_two_stations_end_with_the_same_views(stores: tuple[Store, Store]) -> None:
    one, two = stores
    write(one, "a1", draft("m1", "1"))
    write(two, "b1", draft("m2", "2"))
    assert take(one, everything(two)) >= {BATCH}
    take(two, everything(one))
    assert one.state(BATCH).values == two.state(BATCH).values == {"m1": "1", "m2": "2"}
    assert one.state(BATCH).order == two.state(BATCH).order
    assert one.views_digest() == two.views_digest()
    assert len(one.log.heads(BATCH)[UNIT]) == 2


def test_writing_after_a_merge_joins_the_branches(stores: tuple[Store, Store]) -> None:
    one, two = stores
    write(one, "a1", draft("m1", "1"))
    write(two, "b1", draft("m2", "2"))
    take(one, everything(two))
    write(one, "a2", draft("m3", "3"))
    assert len(one.log.heads(BATCH)[UNIT]) == 1
    write(two, "b2", draft("m2", "5"))
    take(one, everything(two))
    take(two, everything(one))
    assert one.state(BATCH).order == two.state(BATCH).order
    assert one.views_digest() == two.views_digest()
    before = one.views_digest()
    one.rebuild()
    assert one.views_digest() == before


def test_a_repetition_changes_nothing_and_a_fork_is_an_alarm(stores: tuple[Store, Store]) -> None:
    one, two = stores
    entries = everything(two)
    take(one, entries)
    assert take(one, entries) == frozenset()
    with pytest.raises(Broken) as caught:
        take(one, [replace(entries[-1], hash=b"\x00" * 32)])
    assert caught.value.code == "fork"


@pytest.mark.parametrize("part", ["header", "body", "hash", "seal"])
def test_a_damaged_entry_is_not_stored_and_stops_only_its_log(stores: tuple[Store, Store], part: str) -> None:
    one, two = stores
    write(two, "b1", draft("m2", "2"))
    entries = everything(two)
    whole = getattr(entries[-1], part)
    entries[-1] = replace(entries[-1], **{part: whole[:-1] + bytes([whole[-1] ^ 1])})
    with pytest.raises(Broken):
        take(one, entries)
    assert one.log.read_after(two.log.id, 0) == []
    take(one, entries[:-1])
    write(one, "a1", draft("m1", "1"))
    assert one.state(BATCH).values == {"m1": "1"}


def test_a_gap_is_refused(stores: tuple[Store, Store]) -> None:
    one, two = stores
    entries = everything(two)
    with pytest.raises(Broken) as caught:
        take(one, [entries[0], entries[2]])
    assert caught.value.code == "gap"
    with pytest.raises(Broken):
        take(one, entries[1:])


def test_an_action_that_is_not_whole_waits(stores: tuple[Store, Store]) -> None:
    one, two = stores
    write(two, "b1", draft("m1", "1"), Draft(BATCH, value("m2", "2")), draft("m3", "3"))
    entries = everything(two)
    take(one, entries[:-1])
    assert one.state(BATCH).values == {}
    take(one, entries)
    assert one.state(BATCH).values == {"m1": "1", "m2": "2", "m3": "3"}
    with one.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM journal_values").scalar() == 3


def test_what_follows_on_an_entry_not_here_waits_for_it(tmp_path: Path) -> None:
    for name in ("one", "two", "three"):
        create(tmp_path / name, replace(FOUNDING, station=name))
    with opened(tmp_path / "one") as one, opened(tmp_path / "two") as two, opened(tmp_path / "three") as three:
        write(one, "a1", draft("m1", "1"))
        take(two, everything(one))
        write(two, "b1", draft("m2", "2"))
        take(three, everything(two))
        assert three.state(BATCH).values == {}
        take(three, everything(one))
        assert three.state(BATCH).values == {"m1": "1", "m2": "2"}
        assert three.views_digest() == two.views_digest()


def test_more_of_the_own_log_than_was_written_is_a_clone(tmp_path: Path) -> None:
    create(tmp_path / "one")
    shutil.copytree(tmp_path / "one", tmp_path / "clone")
    with opened(tmp_path / "one") as one, opened(tmp_path / "clone") as clone:
        write(clone, "a1", draft("m1", "1"))
        with pytest.raises(Broken) as caught:
            take(one, everything(clone))
        assert caught.value.code in {"fork", "clone"}


def test_another_profile_is_refused(tmp_path: Path) -> None:
    create(tmp_path / "one")
    create(tmp_path / "two", replace(OTHER, profile="demonstration"))
    with opened(tmp_path / "one") as one, opened(tmp_path / "two") as two:
        with pytest.raises(Refusal) as caught:
            take(one, everything(two))
        assert caught.value == Refusal("other_profile", found="demonstration", own="practice")
        assert one.log.read_after(two.log.id, 0) == []


def test_headers_alone_are_stored_and_their_root_waits_for_the_bodies(stores: tuple[Store, Store]) -> None:
    one, two = stores
    write(two, "b1", draft("m2", "2"))
    entries = everything(two)
    take(one, [*entries[:-1], replace(entries[-1], body=None)])
    with pytest.raises(Refusal) as caught:
        one.state(BATCH)
    assert caught.value.code == "needs_body"
