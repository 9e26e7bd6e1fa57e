"""A backup while the program runs, its drill, and the station that comes back from it in a new log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pysqlite3.dbapi2 as sqlite
import pytest

from ebr.domain.refusal import Refusal
from ebr.station import backup, bundle_contents, bundles, joining, restoring
from ebr.station.backup import Opener
from ebr.station.door import Station
from ebr.station.verifying import verify
from ebr.storage.site_key import SiteRoot, root_encryption_key, root_encryption_private
from tests.station.plant import PASSWORD, Plant, code, copied, fine, founded
from tests.station.two_stations import OFFICE, ROOM, Site, admitted, clock_of, site

PASSPHRASE = Opener("seven green bottles 9")


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Site]:
    made = site(tmp_path)
    yield made
    made.close()


def refused(call: object, *arguments: object) -> str:
    with pytest.raises(Refusal) as raised:
        call(*arguments)  # type: ignore[operator]
    return raised.value.code


def test_a_backup_is_made_beside_the_open_program_and_holds_everything(both: Site, tmp_path: Path) -> None:
    before = sorted(path.name for path in both.office.folder.rglob("*"))
    made = backup.backup(both.office.folder, tmp_path / "office.ebrs", PASSPHRASE)
    assert sorted(path.name for path in both.office.folder.rglob("*")) == before
    head = both.office.station.store.log.head
    assert head is not None
    assert (made.title.seq, made.title.head) == (head.seq, head.hash.hex())
    assert made.attachments == len(list(both.office.station.attachments.names())) > 0
    data = (tmp_path / "office.ebrs").read_bytes()
    assert b"Maria Chen" not in data
    assert (both.office.folder / "station.key").read_bytes()[20:60] not in data
    assert backup.title_of(tmp_path / "office.ebrs") == made.title


def test_a_drill_verifies_and_leaves_nothing(both: Site, tmp_path: Path) -> None:
    file = tmp_path / "office.ebrs"
    made = backup.backup(both.office.folder, file, PASSPHRASE)
    found = restoring.drill(file, PASSPHRASE)
    assert found.report.findings == ()
    assert (found.new_log, found.entries, found.may_be_missing) == ("", made.entries, str(made.title.seq + 1))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["office", "office.ebrs", "room", "stick"]


def test_wrong_words_and_altered_files_give_no_station(both: Site, tmp_path: Path) -> None:
    file, place = tmp_path / "room.ebrs", tmp_path / "new"
    backup.backup(both.room.folder, file, PASSPHRASE)
    assert refused(restoring.restore, file, place, Opener("seven green bottles 8")) == "wrong_password"
    assert refused(restoring.restore, file, place, Opener()) == "backup_needs_passphrase"
    data = file.read_bytes()
    for at in range(0, len(data), 9973):
        altered = bytearray(data)
        altered[at] ^= 4
        (tmp_path / "bad.ebrs").write_bytes(altered)
        with pytest.raises(Refusal) as raised:
            restoring.restore(tmp_path / "bad.ebrs", place, PASSPHRASE)
        assert raised.value.code in {"file_damaged", "file_foreign", "file_newer", "wrong_password"}
    (tmp_path / "bad.ebrs").write_bytes(data[: len(data) // 2])
    assert refused(restoring.restore, tmp_path / "bad.ebrs", place, PASSPHRASE) == "file_damaged"
    assert list(place.iterdir()) == []
    assert refused(restoring.restore, file, both.room.folder, PASSPHRASE) == "store_exists"
    assert refused(backup.backup, both.room.folder, file, PASSPHRASE) == "file_exists"


def test_a_damaged_record_is_not_packed_as_a_backup(tmp_path: Path) -> None:
    folder, file = copied(founded(), tmp_path / "station"), tmp_path / "station.ebrs"
    with closing(sqlite.connect(folder / "station.db")) as database:
        database.execute("DROP TRIGGER entry_stays")
        row = database.execute("SELECT arrival, body FROM entry WHERE body LIKE '%Maria%' LIMIT 1").fetchone()
        database.execute("UPDATE entry SET body = ? WHERE arrival = ?", (row[1].replace(b"Maria", b"Marie"), row[0]))
        database.commit()
    assert refused(backup.backup, folder, file, PASSPHRASE) == "store_damaged"
    assert not file.exists()


def test_what_is_sealed_to_the_root_opens_with_the_recovery_only(both: Site, tmp_path: Path) -> None:
    root, other = SiteRoot.make(), SiteRoot.make()
    public = root_encryption_private(root).public_key().public_bytes_raw().hex()
    assert root_encryption_key(root.public) == public
    file = tmp_path / "room.ebrs"
    backup.backup(both.room.folder, file, Opener(root_key=root.public))
    assert refused(restoring.drill, file, PASSPHRASE) == "backup_needs_recovery"
    assert refused(restoring.drill, file, Opener(root=other)) == "recovery_other_site"
    assert restoring.drill(file, Opener(root=root)).report.ok


def test_a_restored_room_goes_on_in_a_new_log_once_the_office_admits_it(both: Site, tmp_path: Path) -> None:
    file, office = tmp_path / "room.ebrs", both.office
    (both.room.folder / "unrecorded.json").write_text("[]", encoding="utf-8")  # what was typed (`ui.unrecorded`)
    backup.backup(both.room.folder, file, PASSPHRASE)
    both.room.be("mchen")  # written after the backup: lost here, known at the office
    fine(both.to_office("late"))
    old = both.room.station.store.log.id
    clock = clock_of(both.room)
    restored = restoring.restore(file, tmp_path / "new", PASSPHRASE, clock=clock)
    assert not (tmp_path / "new" / "unrecorded.json").exists()
    with Station.open(tmp_path / "new", clock=clock) as room:
        assert room.store.log.id == restored.new_log != old
        assert (room.store.genesis.previous_log, room.store.genesis.previous_head) == (old, restored.title.head)
        lost = bundle_contents.ends_of(room.store)[old].seq
        fine(room.sign_in("mchen", PASSWORD))
        fine(admitted(office, joining.request_of(room.store)))
        assert office.station.store.state("site").stations[restored.new_log].previous_log == old
        fine(bundles.export(office.station, ROOM, tmp_path / "b.ebrb"))
        fine(bundles.take(room, tmp_path / "b.ebrb"))
        assert bundle_contents.ends_of(room.store)[old].seq > lost  # what was lost came back
        fine(bundles.export(room, OFFICE, tmp_path / "c.ebrb"))
        fine(bundles.take(office.station, tmp_path / "c.ebrb"))
    assert verify(tmp_path / "new").findings == ()
    assert verify(office.folder).findings == ()


def test_a_restored_office_admits_itself_and_is_known_elsewhere(both: Site, tmp_path: Path) -> None:
    file = tmp_path / "office.ebrs"
    backup.backup(both.office.folder, file, PASSPHRASE)
    clock = clock_of(both.office)
    restoring.restore(file, tmp_path / "new", PASSPHRASE, clock=clock)
    office = Plant(tmp_path / "new", start=datetime.fromisoformat(clock.now().wall))
    fine(admitted(office, joining.request_of(office.station.store)))
    own = office.station.store.state("site").stations[office.station.store.log.id]
    assert own.office
    assert verify(office.folder).findings == ()
    fine(bundles.export(office.station, ROOM, tmp_path / "b.ebrb"))
    answer = fine(bundles.take(both.room.station, tmp_path / "b.ebrb"))
    assert answer.answer["left_out"] == ""
    assert verify(both.room.folder).findings == ()
    office.close()


def test_a_restored_station_that_was_not_admitted_yet_writes_no_bundle(both: Site, tmp_path: Path) -> None:
    file, clock = tmp_path / "room.ebrs", clock_of(both.room)
    backup.backup(both.room.folder, file, PASSPHRASE)
    restoring.restore(file, tmp_path / "new", PASSPHRASE, clock=clock)
    with Station.open(tmp_path / "new", clock=clock) as room:
        fine(bundles.export(room, OFFICE, tmp_path / "b.ebrb"))
        assert code(bundles.take(both.office.station, tmp_path / "b.ebrb")) == "sender_unknown"


def test_the_report_of_a_head_that_is_not_there(both: Site, tmp_path: Path) -> None:
    file = tmp_path / "room.ebrs"
    backup.backup(both.room.folder, file, PASSPHRASE)
    found = restoring.drill(file, PASSPHRASE)
    about = backup.About("", {"ab" * 32: (5, "cd" * 32)}, "", "", 0)
    compared = restoring.compared(replace(found.report), about)
    assert [finding.code for finding in compared.findings] == ["head_missing"]
