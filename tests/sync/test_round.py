"""Rounds between real stations: they converge, go on where they stopped, and change nothing the second time."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ebr.domain.batch.commands import AddComment
from ebr.domain.master.commands import SignMbr
from ebr.domain.mbr.write import write
from ebr.domain.refusal import Refusal
from ebr.domain.site.commands import AdmitWitness
from ebr.domain.subjects import batch as batch_root
from ebr.station import anew, joining, syncing
from ebr.station.door import Station, adding
from ebr.station.questions import KeptFile, Masters, MasterVersion, StationStatus
from ebr.station.verifying import verify
from ebr.storage.setting import Setting
from ebr.storage.store import Store
from ebr.sync import witness as witnesses
from ebr.sync.central import Central
from ebr.sync.central.founding import init, login
from ebr.sync.envelopes import remember_versions
from ebr.sync.other_side import Description
from ebr.sync.steps import Stopped, Told
from ebr.sync.witness import WitnessKey
from tests.station import plant
from tests.station import test_step_media as media
from tests.sync.postgres_server import Server
from tests.sync.site_of_two import LATER, Between, Site, admit, log_of


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path)
    yield site
    site.close()


def digest(who: plant.Plant) -> str:
    return who.station.store.views_digest()


def test_two_stations_converge_once_every_body_is_fetched(site: Site) -> None:
    site.settle()
    assert digest(site.office) == digest(site.room)
    assert syncing.not_carried(site.room.station.store) == []
    for who in (site.office, site.room):
        before = digest(who)
        who.station.store.rebuild()
        assert digest(who) == before
        assert who.verified() == ()


def test_a_second_round_changes_nothing(site: Site) -> None:
    site.settle()
    before = (digest(site.room), len(log_of(site.room.station)))
    done = site.sync(site.room, everything=True)
    assert (done.sent, done.taken, done.bodies, done.files, done.changed) == (0, 0, 0, 0, frozenset())
    assert (digest(site.room), len(log_of(site.room.station))) == before


def test_headers_of_all_logs_travel_and_bodies_of_batches_by_need(site: Site) -> None:
    site.sync(site.office)
    site.sync(site.room)
    office = site.office.station.store.log
    entries = log_of(site.room.station, office.id)
    assert [entry.hash for entry in entries] == [entry.hash for entry in log_of(site.office.station)]
    without = {entry.seq for entry in entries if entry.body is None}
    assert without
    assert all(b'"subject":"batch/' in entry.header for entry in entries if entry.seq in without)
    assert syncing.not_carried(site.room.station.store) == [batch_root(plant.BATCH)]
    with pytest.raises(Refusal, match="needs_body"):
        site.room.station.store.state(batch_root(plant.BATCH))
    assert verify(site.room.folder).findings == ()


def test_a_batch_asked_for_by_name_comes_with_the_next_round_and_stays_whole(site: Site) -> None:
    site.sync(site.office)
    site.sync(site.room)
    syncing.fetch(site.room.station, plant.BATCH)
    assert site.sync(site.room).bodies > 0
    assert site.room.station.store.state(batch_root(plant.BATCH)).issued is not None
    site.office.done(AddComment(plant.BATCH, "", "seen"), "sups")
    site.sync(site.office)
    done = site.sync(site.room)
    assert done.taken > 0
    assert done.bodies == 0
    assert site.room.station.store.state(batch_root(plant.BATCH)).issued is not None


def test_people_can_sign_in_at_the_other_station_after_one_round(site: Site) -> None:
    site.sync(site.office)
    assert plant.code(site.room.station.sign_in("mchen", plant.PASSWORD)) == "sign_in_failed"
    done = site.sync(site.room)
    assert done.secrets > 1
    plant.fine(site.room.station.sign_in("mchen", plant.PASSWORD))


def test_attachments_come_with_the_bodies_that_name_them(site: Site) -> None:
    site.sync(site.office)
    site.sync(site.room)
    assert list(site.room.station.attachments.names()) == []
    site.sync(site.room, everything=True)
    wanted = set(site.office.station.attachments.names())
    assert wanted
    assert set(site.room.station.attachments.names()) == wanted


def test_a_picture_of_a_master_comes_with_the_round_and_is_shown_in_the_other_room(site: Site) -> None:
    # given a master in force at the office, whose first step shows a picture
    picture = media.PICTURE.read_bytes()
    site.office.station.attach(picture, media.PICTURE.name, "image/png")
    mbr = media.with_media(media.MEDIA)
    mbr = replace(mbr, header=replace(mbr.header, id="pictured"))
    site.office.done(adding(write(mbr)), "auth")
    row = next(one for one in site.office.station.ask(Masters()) if one.mbr == "pictured")
    site.office.signed(SignMbr(row.mbr, row.version, row.hash, "performed"), "auth")
    site.office.signed(SignMbr(row.mbr, row.version, row.hash, "approved"), "qlee")
    # when both meet the centre once
    site.sync(site.office)
    site.sync(site.room)
    # then the room has the very file, and its record holds
    kept = site.room.station.ask(KeptFile(media.SHA))
    assert kept
    assert Path(kept).read_bytes() == picture
    shown = site.room.station.ask(MasterVersion("pictured", row.version))
    assert media.SHA in shown.document
    assert verify(site.room.folder).findings == ()


def test_a_round_stops_between_batches_and_the_next_goes_on(site: Site) -> None:
    site.sync(site.office)
    seen: list[Told] = []
    with pytest.raises(Stopped):
        site.sync(site.room, tell=seen.append, stop=lambda: any(told.stage == "take" for told in seen))
    site.settle()
    assert digest(site.office) == digest(site.room)


@pytest.mark.parametrize(
    "verb", ["heads", "append", "read_after", "bodies", "has_files", "put_file", "envelopes", "put_envelopes"]
)
def test_a_line_that_breaks_anywhere_costs_one_more_round(site: Site, verb: str) -> None:
    count = 0

    def breaks(real, *arguments):
        nonlocal count
        count += 1
        found = real(*arguments)
        if count == 1:
            raise Refusal("centre_unreachable", centre="x", why="")  # done over there, the answer lost
        return found

    line = Between(site.centre, **{verb: breaks})

    def rounds() -> None:
        for who, everything in ((site.office, False), (site.room, False), (site.room, True)):
            who.station.sync(line, everything=everything)

    with pytest.raises(Refusal, match="centre_unreachable"):
        rounds()
    site.settle()
    assert digest(site.office) == digest(site.room)
    assert verify(site.room.folder).findings == ()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"site": "ab" * 32}, "centre_other_site"),
        ({"profile": "production"}, "other_profile"),
        ({"schema": 99}, "centre_newer"),
        ({"schema": 0}, "centre_older"),
    ],
)
def test_a_foreign_centre_is_refused_before_anything_is_sent(site: Site, changed: dict, code: str) -> None:
    def describe(real) -> Description:
        return replace(real(), **changed)

    line = Between(site.centre, describe=describe)
    with pytest.raises(Refusal) as caught:
        site.office.station.sync(line)
    assert caught.value.code == code
    assert line.calls == ["describe"]
    assert site.centre.heads() == {}


def test_a_station_that_is_not_admitted_takes_nothing(site: Site, tmp_path: Path) -> None:
    from ebr.station import joining

    site.sync(site.office)
    stranger_site = site.office.station.ask(StationStatus()).fingerprint
    joining.join(
        tmp_path / "stranger",
        "Room-99",
        stranger_site,
        "demonstration",
        clock=plant.Plant.clock_at(plant.MORNING),
        key_store="demonstration",
    )
    stranger = plant.Plant(tmp_path / "stranger")
    with pytest.raises(Refusal) as caught:
        stranger.station.sync(site.centre)
    assert caught.value.code == "not_admitted_yet"
    assert log_of(stranger.station, site.office.station.store.log.id) == []
    stranger.station.store.close()


def test_the_status_says_what_is_not_elsewhere(site: Site) -> None:
    before = site.office.station.ask(StationStatus())
    starts = sum(b'"event":"station.key-started/1"' in entry.header for entry in log_of(site.office.station))
    assert before.unsent == before.entries - starts
    assert before.last_contact == ""
    site.sync(site.office)
    after = site.office.station.ask(StationStatus())
    assert after.unsent == 0
    assert after.contact_name == site.centre.name
    assert not after.safe_to_switch_off  # a file that the same hands can change is no other machine
    assert after.unwitnessed == after.entries - starts
    assert not after.independent_witness


def test_a_station_whose_log_went_on_elsewhere_writes_nothing_more(site: Site, tmp_path: Path) -> None:
    site.sync(site.office)
    site.office.station.store.close()
    plant.copied(site.office.folder, tmp_path / "copy")
    original = plant.Plant(site.office.folder, start=plant.MORNING + timedelta(days=3))
    original.station.sync(site.centre)
    clone = plant.Plant(tmp_path / "copy", start=plant.MORNING + timedelta(days=3))
    with pytest.raises(Refusal) as caught:
        clone.station.sync(site.centre)
    assert caught.value.code == "own_log_forked"
    head = clone.station.store.log.head
    assert plant.code(clone.station.sign_in("mchen", plant.PASSWORD)) == "own_log_forked"
    assert clone.station.store.log.head == head
    clone.station.store.close()
    with pytest.raises(Refusal) as again:
        plant.Plant(tmp_path / "copy")
    assert again.value.code == "own_log_forked"
    assert verify(tmp_path / "copy").findings == ()
    site.office = original


def test_a_copied_disk_goes_on_in_a_new_log_with_the_rest_of_the_old_one(site: Site, tmp_path: Path) -> None:
    site.settle()
    site.room.station.store.close()
    plant.copied(site.room.folder, tmp_path / "copy")
    original = plant.Plant(site.room.folder, start=LATER + timedelta(days=1))
    plant.fine(original.station.sign_in("mchen", plant.PASSWORD))
    original.station.sync(site.centre)
    old = original.station.store.log
    theirs = log_of(original.station)
    original.station.store.close()
    copy = plant.Plant(tmp_path / "copy", start=LATER + timedelta(days=2))
    plant.fine(copy.station.sign_in("jdoe", plant.PASSWORD))
    lost = log_of(copy.station)[len(theirs) - 3 :]
    with pytest.raises(Refusal, match="own_log_forked"):
        copy.station.sync(site.centre)
    copy.station.store.close()

    again = anew.again(tmp_path / "copy", site.centre, clock=plant.Plant.clock_at(LATER + timedelta(days=3)))

    assert again.store.genesis.previous_log == old.id
    assert again.store.genesis.previous_head == theirs[-1].hash.hex()
    assert log_of(again, old.id) == theirs
    evidence = [again.attachments.read(name) or b"" for name in again.attachments.names()]
    assert any(b64encode(lost[-1].header) in data for data in evidence)
    assert [found.code for found in verify(tmp_path / "copy").findings] == ["station_not_admitted"]
    site.admit(again)
    again.sync(site.centre, everything=True)
    assert verify(tmp_path / "copy").findings == ()
    site.office.station.sync(site.centre, everything=True)
    assert again.store.views_digest() == digest(site.office)
    again.store.close()
    third = plant.Plant(plant.copied(original.folder, tmp_path / "third"), start=LATER + timedelta(days=4))
    third.station.store.halt(Refusal("own_log_ahead", here="1", there="2", centre="an older disk"))
    third.station.store.close()
    with pytest.raises(Refusal, match="log_continued_before"):
        anew.again(third.folder, site.centre, clock=plant.Plant.clock_at(LATER + timedelta(days=5)))
    site.room = plant.Plant(original.folder, start=LATER + timedelta(days=4))


def test_two_offices_that_went_on_from_one_log_are_an_alarm_wherever_they_meet(site: Site, tmp_path: Path) -> None:
    """The office cannot be asked: each of the two admits itself, and nobody may take the second one for the office."""
    site.settle()
    site.office.station.store.close()
    offices = [_second_office(site.office.folder, tmp_path / name, days) for days, name in enumerate(("one", "two"), 5)]
    first, second = offices
    first.sync(site.centre)
    assert site.sync(site.room).alarms == ()
    assert [alarm.code for alarm in second.sync(site.centre).alarms] == ["station_name_twice"]
    alarms = site.sync(site.room).alarms
    assert [(alarm.code, alarm.log) for alarm in alarms] == [("station_name_twice", second.store.log.id)]
    assert site.room.station.ask(StationStatus()).alarms == ("station_name_twice",)
    for office in offices:
        office.store.close()
    site.office = plant.Plant(site.office.folder, start=LATER + timedelta(days=9))


def _second_office(source: Path, folder: Path, days: int) -> Station:
    """Restore the office's disk without a centre, and let it admit itself."""
    plant.copied(source, folder)
    clock = plant.Plant.clock_at(LATER + timedelta(days=days))
    Store.open(folder, setting=Setting(clock=clock), anew=remember_versions).close()
    office = plant.Plant(folder, start=LATER + timedelta(days=days, hours=1))
    admit(office, joining.request_of(office.station.store))
    return office.station


def test_a_log_that_is_whole_needs_no_new_one(site: Site) -> None:
    site.sync(site.office)
    site.office.station.store.close()
    with pytest.raises(Refusal, match="log_is_whole"):
        anew.again(site.office.folder, site.centre)
    site.office = plant.Plant(site.office.folder, start=LATER + timedelta(days=4))


@pytest.mark.postgres
def test_two_stations_converge_over_a_real_server_with_logins_of_their_own(tmp_path: Path, postgres: Server) -> None:
    url = postgres.fresh()
    init(url)
    addresses = {name: login(url, f"{url.rpartition('/')[2].partition('?')[0]}-{name}") for name in ("office", "room")}
    key = WitnessKey(Ed25519PrivateKey.generate())
    site = Site(tmp_path, Central.at(url))
    owner = site.centre
    lines = {name: Central.at(address) for name, address in addresses.items()}
    site.office.be("aroot")
    plant.fine(site.office.sign(AdmitWitness("vault", key.public, "the first witness", "qlee"), "aroot"))
    for _ in range(3):
        for name, who in (("office", site.office), ("room", site.room)):
            who.station.sync(lines[name], everything=True)
        witnesses.countersign_all(owner, key, site.office.clock)
    for name, who in (("office", site.office), ("room", site.room), ("office", site.office)):
        who.station.sync(lines[name], everything=True)
    status = [who.station.ask(StationStatus(digest=True)) for who in (site.office, site.room)]
    assert status[0].views_digest == status[1].views_digest
    for who in (site.office, site.room):
        found = who.station.ask(StationStatus())
        assert (found.unwitnessed, found.independent_witness, found.safe_to_switch_off) == (0, True, True)
        assert who.verified() == ()
    site.close()
    for line in (owner, *lines.values()):
        line.close()
