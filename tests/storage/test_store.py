"""A station's store: made whole or not at all, opened by one writer, refused in words when something is wrong."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError

from ebr.domain.decision import Draft
from ebr.domain.refusal import Refusal
from ebr.domain.station.events import KeyStarted
from ebr.storage import codec, database, folder
from ebr.storage.chain import Broken, parsed
from ebr.storage.database import PYSQLITE, Driver
from ebr.storage.store import Store
from tests.storage.storage_world import BATCH, FOUNDING, STATION, busy, create, draft, opened, setting, value, write


def refused(call, *args, **kwargs) -> Refusal:
    with pytest.raises(Refusal) as caught:
        call(*args, **kwargs)
    return caught.value


def test_a_new_station_begins_with_its_genesis_and_a_start_key(tmp_path: Path) -> None:
    create(tmp_path)
    with opened(tmp_path) as store:
        headers = [parsed(e) for e in store.log.read_after(store.log.id, 0)]
    assert [h.event for h in headers] == ["station.genesis/1", "station.key-started/1", "station.key-started/1"]
    assert store.genesis.profile == "practice"
    assert store.key_store == "demonstration"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["ballast", "station.db", "station.key", "station.lock"]


def test_every_start_makes_its_own_key(tmp_path: Path) -> None:
    create(tmp_path)
    keys = set()
    for _ in range(3):
        with opened(tmp_path) as store:
            keys.add(store.log.sealer.public)
            (event,) = [r.event for r in store.log.entries(STATION)][-1:]
            assert isinstance(event, KeyStarted)
            assert event.key == store.log.sealer.public
    assert len(keys) == 3


def test_what_was_written_is_there_at_the_next_start(tmp_path: Path) -> None:
    create(tmp_path)
    with opened(tmp_path) as store:
        busy(store)
        values, head = dict(store.state(BATCH).values), store.log.head
    with opened(tmp_path) as store:
        assert store.state(BATCH).values == values
        assert parsed(store.log.head).prev == head.hash.hex()


def test_what_belongs_to_the_foundation_is_written_with_it(tmp_path: Path) -> None:
    Store.create(
        tmp_path,
        FOUNDING,
        prefer_key_store="demonstration",
        first=lambda store: write(store, "foundation", draft("m1", "1")),
        setting=setting(),
    )
    with opened(tmp_path) as store:
        assert store.state(BATCH).values == {"m1": "1"}


@pytest.mark.parametrize("writes", range(4))
def test_a_foundation_that_breaks_off_leaves_no_station_and_can_be_begun_again(tmp_path: Path, writes: int) -> None:
    class PowerCutError(Exception):
        pass

    def first(store: Store) -> None:
        for n in range(writes):
            write(store, f"a{n}", draft("m1", str(n)))
        raise PowerCutError

    with pytest.raises(PowerCutError):
        Store.create(tmp_path, FOUNDING, prefer_key_store="demonstration", first=first, setting=setting())
    assert not (tmp_path / folder.DATABASE).exists()
    assert refused(opened, tmp_path).code == "store_missing"
    create(tmp_path)
    with opened(tmp_path) as store:
        assert store.log.head.seq == 3


def test_leftovers_of_a_killed_creation_are_removed(tmp_path: Path) -> None:
    code = (
        "import os; from pathlib import Path; from tests.storage.storage_world import *\n"
        f"Store.create(Path({str(tmp_path)!r}), FOUNDING, prefer_key_store='demonstration', first=lambda s: os._exit(9), setting=setting())"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, cwd=Path(__file__).parents[2])
    assert done.returncode == 9
    assert (tmp_path / "station.db.new").exists()
    create(tmp_path)
    with opened(tmp_path) as store:
        assert store.log.head.seq == 3
    assert not (tmp_path / "station.db.new").exists()


def test_a_station_is_not_made_twice(tmp_path: Path) -> None:
    create(tmp_path)
    assert refused(create, tmp_path).code == "store_exists"


def test_a_second_writer_is_refused_with_the_firsts_number_and_readers_work(tmp_path: Path) -> None:
    create(tmp_path)
    with opened(tmp_path) as store:
        write(store, "a1", draft("m1", "1"))
        refusal = refused(opened, tmp_path)
        assert refusal == Refusal("store_in_use", folder=str(tmp_path), pid=str(os.getpid()))
        reader = Store.read(tmp_path, setting())
        with reader.reading() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM audit").scalar() == 4
        with pytest.raises(DatabaseError), reader.reading() as connection:
            connection.exec_driver_sql("DELETE FROM audit")
        reader.close()
    with opened(tmp_path):
        pass


def test_a_reader_reads_a_closed_station(tmp_path: Path) -> None:
    create(tmp_path)
    reader = Store.read(tmp_path, setting())
    with reader.closing(), reader.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM entry").scalar() == 2


def test_an_engine_that_loses_transactions_is_refused(tmp_path: Path) -> None:
    create(tmp_path)
    old = Driver(sqlite3, PYSQLITE.connect)
    if sqlite3.sqlite_version_info >= database.SOUND_ENGINE:
        pytest.skip("this Python's own SQLite is sound")
    refusal = refused(opened, tmp_path, driver=old)
    assert refusal == Refusal("store_engine", found=sqlite3.sqlite_version, needed="3.51.3")


def change(path: Path, sql: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute(sql)
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("PRAGMA user_version = 99", "store_newer"),
        ("PRAGMA application_id = 7", "store_foreign"),
        ("PRAGMA journal_mode = DELETE", "store_setting"),
    ],
)
def test_another_file_is_refused_in_words(tmp_path: Path, sql: str, code: str) -> None:
    create(tmp_path)
    change(tmp_path / folder.DATABASE, sql)
    assert refused(opened, tmp_path).code == code
    assert refused(Store.read, tmp_path, setting()).code == code


def test_a_setting_that_does_not_take_is_refused(tmp_path: Path) -> None:
    create(tmp_path)

    def stubborn(path: Path, _read_only: object) -> object:
        class Connection(PYSQLITE.module.Connection):  # type: ignore[misc,name-defined]
            def execute(self, sql: str, *args: object) -> object:
                return super().execute("SELECT 1" if sql == "PRAGMA synchronous = 2" else sql, *args)

        return PYSQLITE.module.connect(str(path), factory=Connection)

    refusal = refused(opened, tmp_path, driver=Driver(PYSQLITE.module, stubborn, ("PRAGMA synchronous = 1",)))
    assert refusal == Refusal("store_setting", name="synchronous", wanted="2", found="1")


@pytest.mark.parametrize("content", [b"", b"not a database" * 400, bytes(4096)])
def test_a_damaged_head_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    create(tmp_path)
    (tmp_path / folder.DATABASE).write_bytes(content)
    assert refused(opened, tmp_path).code in {"store_damaged", "store_foreign"}
    with opened_lock(tmp_path):
        pass


def opened_lock(place: Path) -> folder.WriterLock:
    """The lock was given back by the refused start."""
    return folder.WriterLock(place)


def test_a_read_only_folder_is_refused_for_writing(tmp_path: Path) -> None:
    create(tmp_path)
    tmp_path.chmod(0o500)
    try:
        if os.access(tmp_path, os.W_OK):
            pytest.skip("this user may write everywhere")
        assert refused(opened, tmp_path).code == "store_read_only"
    finally:
        tmp_path.chmod(0o700)


def test_a_folder_that_is_said_not_writable_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    create(tmp_path)
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert refused(opened, tmp_path) == Refusal("store_read_only", folder=str(tmp_path))


@pytest.mark.parametrize(("magic", "name"), sorted(folder.SHARED_FILE_SYSTEMS.items()))
def test_shared_file_systems_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, magic: int, name: str
) -> None:
    create(tmp_path)
    monkeypatch.setattr(folder, "_magic", lambda _: magic)
    assert refused(opened, tmp_path) == Refusal("store_network_folder", folder=str(tmp_path), found=name)


def test_a_missing_station_is_said(tmp_path: Path) -> None:
    assert refused(opened, tmp_path).code == "store_missing"
    assert refused(opened, tmp_path / "nowhere").code == "store_missing"
    assert refused(Store.read, tmp_path, setting()).code == "store_missing"


def test_a_log_with_an_event_of_a_newer_program_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    create(tmp_path)
    with opened(tmp_path) as store:
        write(store, "a1", draft("m1", "1"))
    older = {name: form for name, form in codec.EVENTS.items() if name != "batch.value-recorded/1"}
    monkeypatch.setattr(codec, "EVENTS", older)
    refusal = refused(opened, tmp_path)
    assert (refusal.code, refusal.params["event"]) == ("needs_newer_program", "batch.value-recorded/1")


def test_a_changed_tail_stops_the_start(tmp_path: Path) -> None:
    create(tmp_path)
    with opened(tmp_path) as store:
        write(store, "a1", draft("m1", "12.40"))
    change(tmp_path / folder.DATABASE, "DROP TRIGGER entry_stays")
    change(
        tmp_path / folder.DATABASE,
        "UPDATE entry SET body = CAST(replace(body, '12.40', '12.60') AS BLOB) WHERE arrival = 4",
    )
    with pytest.raises(Broken) as caught:
        opened(tmp_path)
    assert caught.value.code == "body_hash"


def test_another_stations_key_is_refused(tmp_path: Path) -> None:
    create(tmp_path / "one")
    create(tmp_path / "two")
    shutil.copy(tmp_path / "two" / "station.key", tmp_path / "one" / "station.key")
    assert refused(opened, tmp_path / "one").code == "store_key_differs"


def test_secrets_are_replaced_and_wiped_outside_the_record(tmp_path: Path) -> None:
    create(tmp_path)
    with opened(tmp_path) as store:
        head = store.log.head
        store.keep_secret("wrap/op1", b"one")
        store.keep_secret("wrap/op1", b"two")
        assert store.secret("wrap/op1") == b"two"
        assert store.secret_names() == ["wrap/op1"]
        store.keep_secret("wrap/op1", None)
        assert store.secret("wrap/op1") is None
        assert store.log.head == head


def test_secrets_of_an_action_are_kept_with_it_or_not_at_all(tmp_path: Path) -> None:
    create(tmp_path)
    with opened(tmp_path) as store:
        args = {"by": "op1", "presence": "", "at": setting().clock.now()}
        with pytest.raises(TypeError):
            store.log.append("a1", [Draft(BATCH, "nothing")], secrets={"wrap/op1": b"one"}, **args)
        assert store.secret("wrap/op1") is None
        store.log.append("a2", [Draft(BATCH, value("m1", "1"))], secrets={"wrap/op1": b"one", "old": None}, **args)
        assert store.secret("wrap/op1") == b"one"


def test_a_long_log_is_walked_from_its_tail(tmp_path: Path) -> None:
    create(tmp_path)
    with opened(tmp_path) as store:
        write(store, "many", *(draft("m1", str(n)) for n in range(450)))
    with opened(tmp_path) as store:
        assert len(store.state(BATCH).order) == 450


def test_a_restored_station_begins_a_new_log_that_names_the_old_head(tmp_path: Path) -> None:
    again = replace(FOUNDING, previous_log="ab" * 32, previous_head="cd" * 32)
    create(tmp_path, again)
    with opened(tmp_path) as store:
        assert (store.genesis.previous_log, store.genesis.previous_head) == ("ab" * 32, "cd" * 32)
