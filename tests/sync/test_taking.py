"""What a station takes, and what it puts into quarantine while everything else goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ebr.domain.refusal import Refusal
from ebr.domain.subjects import batch as batch_root
from ebr.station import syncing
from ebr.station.door import Station
from ebr.station.questions import StationStatus
from ebr.storage.chain import Broken, Entry
from ebr.storage.receiving import Standing, checked_until, presumed
from ebr.sync import taking as takes
from ebr.sync.checking import Beside, Here
from ebr.sync.other_side import EVERYTHING, Head
from ebr.sync.pace import Pace
from ebr.sync.steps import drive
from ebr.sync.taking import Taking
from tests.station import plant
from tests.sync.making import Chain
from tests.sync.memory_side import MemorySide
from tests.sync.site_of_two import LATER, Between, Site, log_of


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path, MemorySide())
    site.sync(site.office)
    site.sync(site.room)
    yield site
    site.close()


def office_log(site: Site) -> str:
    return site.office.station.store.log.id


def hashes(entries: list[Entry]) -> list[bytes]:
    return [entry.hash for entry in entries]


def damaged(entry: Entry, part: str) -> Entry:
    data = getattr(entry, part)
    return replace(entry, **{part: data[:-1] + bytes([data[-1] ^ 1])})


def stranger(name: str, values: int = 3, profile: str = "demonstration") -> Chain:
    chain = Chain(name, profile)
    made = Chain.begun(name, 0)
    if profile != made.profile:
        from ebr.domain import subjects
        from ebr.domain.station.events import Genesis
        from tests.sync.making import keys

        station = keys(name)
        chain.write(Genesis(name, "Example", profile, station.public, {}), subjects.station(name), station.sealer())
        chain.start()
    else:
        chain = made
    chain.values(values)
    return chain


@pytest.mark.parametrize("part", ["header", "body", "hash", "seal"])
def test_a_damaged_entry_stops_its_log_at_the_entry_before_and_no_other(site: Site, part: str) -> None:
    site.office.be("sups")
    site.office.be("mchen")
    site.sync(site.office)
    entries = site.centre.logs[office_log(site)]
    before = len(log_of(site.room.station, office_log(site)))
    wrong = entries[before + 1]
    other = stranger("Room-77")
    site.centre.logs[other.log] = other.entries

    def read_after(real, *arguments):
        return [damaged(entry, part) if entry.hash == wrong.hash else entry for entry in real(*arguments)]

    line = Between(site.centre, read_after=read_after)
    done = site.room.station.sync(line)

    assert [(alarm.log, alarm.seq) for alarm in done.alarms] == [(office_log(site), before + 1)]
    assert len(log_of(site.room.station, office_log(site))) == before + 1
    assert len(log_of(site.room.station, other.log)) == len(other.entries)
    status = site.room.station.ask(StationStatus())
    assert status.alarms == (done.alarms[0].code,)
    assert status.findings == 1
    assert syncing.alarm_line(done.alarms[0])
    assert site.room.station.sync(line).alarms == ()
    assert site.room.station.ask(StationStatus()).findings == 1

    site.sync(site.room)
    assert site.room.station.ask(StationStatus()).alarms == ()
    assert len(log_of(site.room.station, office_log(site))) == len(entries)


def test_another_entry_in_place_of_one_that_is_here_is_a_fork(site: Site) -> None:
    other = stranger("Room-77")
    clone = other.copy()
    other.values(2)
    clone.values(3, "b2")
    site.centre.logs[other.log] = other.entries
    site.sync(site.room)
    site.centre.logs[other.log] = clone.entries
    done = site.sync(site.room)
    assert [alarm.code for alarm in done.alarms] in (["fork"], ["link"])
    assert hashes(log_of(site.room.station, other.log)) == hashes(other.entries)


def test_a_gap_stops_the_log(site: Site) -> None:
    other = stranger("Room-77", 6)
    site.centre.logs[other.log] = other.entries[:3] + other.entries[4:]
    assert [alarm.code for alarm in site.sync(site.room).alarms] == ["gap"]
    assert hashes(log_of(site.room.station, other.log)) == hashes(other.entries[:3])


def test_a_log_of_another_profile_is_left_out(site: Site) -> None:
    other = stranger("Room-77", profile="practice")
    site.centre.logs[other.log] = other.entries
    assert [alarm.code for alarm in site.sync(site.room).alarms] == ["other_profile"]
    assert log_of(site.room.station, other.log) == []


@pytest.mark.parametrize("name", ["Room-12", "Room-13"])
def test_a_second_log_under_a_stations_name_is_left_out(site: Site, name: str) -> None:
    other = stranger(name)
    site.centre.logs[other.log] = other.entries
    done = site.sync(site.room)
    assert [alarm.code for alarm in done.alarms] == ["station_name_twice"]
    assert log_of(site.room.station, other.log) == []
    assert site.room.station.station_state().log == site.room.station.store.log.id


def test_bodies_that_are_not_the_headers_are_not_filled_in(site: Site) -> None:
    syncing.fetch(site.room.station, plant.BATCH)
    entries = site.centre.logs[office_log(site)]
    root = batch_root(plant.BATCH)
    at = next(n for n, e in enumerate(entries) if f'"subject":"{root}'.encode() in e.header)
    good = entries[at]
    entries[at] = replace(good, body=b'["00",{}]')
    done = site.sync(site.room)
    assert [alarm.code for alarm in done.alarms] == ["body_hash"]
    with pytest.raises(Refusal, match="needs_body"):
        site.room.station.store.state(root)
    entries[at] = good
    site.sync(site.room)
    assert site.room.station.store.state(root).issued is not None


def test_the_database_lets_a_body_be_filled_in_once_and_nothing_else_be_changed(site: Site) -> None:
    log = site.room.station.store.log
    bodiless = next(e for e in log_of(site.room.station, office_log(site)) if e.body is None)
    whole = site.centre.logs[office_log(site)][bodiless.seq - 1]
    with log.transaction() as connection:
        for change in ("seal = x'00', body = x'01'", "seq = seq + 1000", "header = x'00'", "body = NULL"):
            with pytest.raises(Exception, match="never changed"):
                connection.exec_driver_sql(
                    f"UPDATE entry SET {change} WHERE log = ? AND seq = ?",  # noqa: S608 - a list of this test
                    (bodiless.log, bodiless.seq),
                )
        fill = "UPDATE entry SET body = ? WHERE log = ? AND seq = ?"
        connection.exec_driver_sql(fill, (whole.body, whole.log, whole.seq))
        with pytest.raises(Exception, match="never changed"):
            connection.exec_driver_sql(fill, (whole.body, whole.log, whole.seq))


def test_a_child_process_checks_as_this_one_does(site: Site, tmp_path: Path) -> None:
    other = stranger("Room-77", 1200)
    site.centre.logs[other.log] = other.entries
    site.office.station.sync(site.centre, checking=lambda _count: Here(site.office.folder))
    site.room.station.sync(site.centre, everything=True, checking=lambda _count: Beside(site.room.folder))
    assert log_of(site.room.station, other.log) == other.entries
    site.settle()
    assert site.room.station.store.views_digest() == site.office.station.store.views_digest()


def test_a_crash_between_slice_and_views_is_made_good_at_the_next_start(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.office.done(*_comment())
    site.sync(site.office)
    syncing.fetch(site.room.station, plant.BATCH)
    monkeypatch.setattr(Taking, "views", _crash)
    with pytest.raises(KeyboardInterrupt):
        site.sync(site.room)
    monkeypatch.undo()
    site.room.station.store.close()
    site.room = plant.Plant(site.room.folder, start=LATER)
    before = site.room.station.store.views_digest()
    site.room.station.store.rebuild()
    assert site.room.station.store.views_digest() == before
    site.settle()
    assert site.room.station.store.views_digest() == site.office.station.store.views_digest()


def _crash(_self: Taking) -> Iterator[Callable[[], None]]:
    raise KeyboardInterrupt
    yield


def _comment():
    from ebr.domain.batch.commands import AddComment

    return AddComment(plant.BATCH, "", "seen"), "sups"


def test_whoever_asks_between_slices_gets_everything_that_is_here(site: Site) -> None:
    syncing.fetch(site.room.station, plant.BATCH)
    site.sync(site.room)
    site.office.done(*_comment())
    site.sync(site.office)
    room = site.room.station
    taking = Taking(room.store, site.centre, Here(room.folder), EVERYTHING, lambda _told: None, lambda: False)
    drive(taking.logs(site.centre.heads(), {room.store.log.id}))
    assert batch_root(plant.BATCH) in room.store.log.stale()
    assert len(room.store.state(batch_root(plant.BATCH)).comments) == 1
    assert batch_root(plant.BATCH) not in room.store.log.stale()
    drive(taking.views())
    assert room.store.log.stale() == []


def test_rows_computed_for_an_earlier_arrival_are_thrown_away(site: Site) -> None:
    room = site.room.station
    site.office.be("sups")
    site.sync(site.office)
    checking = Here(room.folder)
    taking = Taking(room.store, site.centre, checking, EVERYTHING, lambda _told: None, lambda: False)
    drive(taking.logs(site.centre.heads(), {room.store.log.id}))
    root = "station/Room-12"
    checking.submit(takes.Fold(root, room.store.log.id))
    old = checking.result().found
    site.office.be("mchen")
    site.sync(site.office)
    drive(taking.logs(site.centre.heads(), {room.store.log.id}))
    assert room.store.log.show(old) is False
    drive(taking.views())
    assert room.store.state(root).presences == site.office.station.station_state().presences


def test_entries_before_a_doubt_are_sound() -> None:
    chain = Chain.begun("Room-1", 4)
    found, broken = checked_until(Standing(chain.log), [*chain.entries[:4], damaged(chain.entries[4], "seal")])
    assert isinstance(broken, Broken)
    assert broken.code == "seal"
    assert [part.entry for part in found.parts] == chain.entries[:4]
    again, none = checked_until(found.behind, chain.entries[4:])
    assert none is None
    assert again.behind.seq == len(chain.entries)


def test_a_station_closed_and_opened_has_the_same_heads(site: Site) -> None:
    heads = {
        log: Head(len(log_of(site.room.station, log)), log_of(site.room.station, log)[-1].hash)
        for log in site.centre.heads()
    }
    assert heads == site.centre.heads()
    assert isinstance(site.room.station, Station)


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_what_is_presumed_is_what_the_walk_finds(site: Site, size: int) -> None:
    log = office_log(site)
    entries = site.centre.read_after(log, 0, 10_000, EVERYTHING)
    before = Standing(log)
    for first in range(0, len(entries), size):
        part = entries[first : first + size]
        found, broken = checked_until(before, part)
        assert broken is None
        assert presumed(before, part) == found.behind
        before = found.behind


def test_a_presumption_that_does_not_hold_is_checked_anew(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Several batches are checked at once on wrong presumptions: nothing is taken on them, and nothing is missing."""

    def wrong(before: Standing, entries: list[Entry]) -> Standing | None:
        found = presumed(before, entries)
        return None if found is None else replace(found, hash=b"\x00" * 32)

    monkeypatch.setattr(takes, "presumed", wrong)
    monkeypatch.setattr(Pace, "batch", lambda _self: 5)
    monkeypatch.setattr(Pace, "width", lambda _self, most: most)
    taken = with_children(site)
    log = office_log(site)
    ours = site.room.station.store.log.read_after(log, 0, 10_000)
    assert (taken.alarms, hashes(ours)) == ([], hashes(site.centre.read_after(log, 0, 10_000, EVERYTHING)))


def test_batches_checked_at_once_stop_at_the_entry_before_the_doubt(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    chain = Chain.begun("Room-9", 40)
    chain.entries[23] = damaged(chain.entries[23], "seal")
    monkeypatch.setattr(Pace, "batch", lambda _self: 5)
    monkeypatch.setattr(Pace, "width", lambda _self, most: most)
    monkeypatch.setattr(takes, "check_profile", lambda _found, _profile: None)
    site.centre.logs[chain.log] = list(chain.entries)
    taken = with_children(site)
    assert [(alarm.log, alarm.seq, alarm.code) for alarm in taken.alarms] == [(chain.log, 23, "seal")]
    assert hashes(site.room.station.store.log.read_after(chain.log, 0, 100)) == hashes(chain.entries[:23])


def with_children(site: Site) -> takes.Taken:
    room = site.room.station
    site.office.be("mchen")
    site.sync(site.office)
    checking = Beside(site.room.folder, 2)
    taking = Taking(room.store, site.centre, checking, EVERYTHING, lambda _told: None, lambda: False)
    try:
        drive(taking.logs(site.centre.heads(), {room.store.log.id}))
        drive(taking.views())
    finally:
        checking.close()
    return taking.taken
