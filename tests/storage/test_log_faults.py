"""Every write of an append fails once, before and after it was done: nothing half-written, never a false confirmation, never a repeated commit."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from ebr.domain.decision import Draft
from ebr.domain.refusal import Refusal
from ebr.storage.fault import LogMoved, WriteFailed
from ebr.storage.folder import BALLAST
from ebr.storage.verify.station_folder import verify_folder
from tests.storage.failing_driver import DISK_FULL, IO_ERROR, Plan, failing_driver
from tests.storage.storage_world import AGGREGATES, BATCH, UNIT, ValuesView, create, draft, opened, value, write

WRITES = 8
"""Writes of the action below: entries, action, index, audit, event name, heads, view rows, commit."""


def act(store, action: str = "second"):
    return write(store, action, draft("m2", "2"), Draft(UNIT, value("m3", "3")))


def started(folder: Path, plan: Plan):
    create(folder)
    store = opened(folder, driver=failing_driver(plan))
    write(store, "first", draft("m1", "1"))
    return store


def test_the_table_below_covers_every_write(tmp_path: Path) -> None:
    plan = Plan()
    with started(tmp_path, plan) as store:
        plan.arm(0)
        plan.seen = 0
        act(store)
    assert plan.seen == WRITES - 1  # the event name is known by then


@pytest.mark.parametrize("persisted", [False, True])
@pytest.mark.parametrize("at", range(1, WRITES))
def test_a_failed_write_stops_writing_and_says_what_is_on_the_disk(tmp_path: Path, at: int, persisted: object) -> None:
    plan = Plan()
    with started(tmp_path, plan) as store:
        plan.arm(at, IO_ERROR, persisted=bool(persisted))
        with pytest.raises(WriteFailed) as caught:
            act(store)
        committed = bool(persisted) and at == WRITES - 1
        assert caught.value.persisted is committed
        with pytest.raises(WriteFailed):
            write(store, "third", draft("m9", "9"))
    with opened(tmp_path) as store:
        values = {"m1": "1", "m2": "2", "m3": "3"} if committed else {"m1": "1"}
        assert store.state(BATCH).values == values
        assert (store.log.answered("second") is not None) is committed
        act(store)
        assert store.state(BATCH).values == {"m1": "1", "m2": "2", "m3": "3"}
    assert verify_folder(tmp_path, aggregates=AGGREGATES, shown=(ValuesView(),)).findings == ()


@pytest.mark.parametrize("at", range(1, WRITES))
def test_a_full_disk_gives_the_ballast_back_and_the_step_is_finished(tmp_path: Path, at: int) -> None:
    plan = Plan()
    with started(tmp_path, plan) as store:
        plan.arm(at, DISK_FULL)
        act(store)
        assert store.low_space
        assert not (tmp_path / BALLAST).exists()
        assert store.state(BATCH).values == {"m1": "1", "m2": "2", "m3": "3"}
        head = store.log.head
    with opened(tmp_path) as store:
        assert store.log.read_after(store.log.id, head.seq - 1, 1)[0] == head
        assert (tmp_path / BALLAST).exists()


def test_a_full_disk_without_ballast_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    plan = Plan()
    with started(tmp_path, plan) as store:
        (tmp_path / BALLAST).unlink()
        plan.arm(1, DISK_FULL)
        with pytest.raises(Refusal) as caught:
            act(store)
        assert caught.value.code == "disk_full"
        assert store.state(BATCH).values == {"m1": "1"}
        act(store)
        assert store.state(BATCH).values == {"m1": "1", "m2": "2", "m3": "3"}


def test_another_writer_is_noticed_before_anything_is_written(tmp_path: Path) -> None:
    create(tmp_path)
    with opened(tmp_path) as store:
        write(store, "first", draft("m1", "1"))
        with store.log.transaction() as connection:
            row = connection.exec_driver_sql(
                "SELECT log, seq + 1, header, body, hash, seal FROM entry ORDER BY arrival DESC"
            ).first()
            connection.exec_driver_sql(
                "INSERT INTO entry (log, seq, header, body, hash, seal) VALUES (?, ?, ?, ?, ?, ?)", tuple(row)
            )
        with pytest.raises(LogMoved):
            write(store, "second", draft("m2", "2"))
        assert store.state(BATCH).values == {"m1": "1"}


def test_entries_are_never_changed_or_deleted(tmp_path: Path) -> None:
    create(tmp_path)
    with opened(tmp_path) as store:
        for sql in ("UPDATE entry SET seq = 9", "DELETE FROM entry"):
            with pytest.raises(Exception, match="never"), store.log.transaction() as connection:
                connection.exec_driver_sql(sql)
        with contextlib.suppress(Refusal):
            assert store.log.read_after(store.log.id, 0)[0].seq == 1
