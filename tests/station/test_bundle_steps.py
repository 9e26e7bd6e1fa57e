"""Bundles as rows of small jobs: somebody goes on recording meanwhile, and either one can be stopped at any of them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from ebr.domain.refusal import Refusal
from ebr.domain.station.commands import ChangeAppearance
from ebr.station import bundle_contents, bundles, distance
from ebr.station.answered import Answer
from ebr.station.verifying import verify
from ebr.sync.pace import Pace
from ebr.sync.steps import BUNDLE, Job, Stopped, Told, drive
from tests.station.plant import Plant, code, fine
from tests.station.two_stations import ROOM, Site, site

THEMES = ("dark", "light")


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Site]:
    made = site(tmp_path)
    yield made
    made.close()


def stopping_after(count: int) -> Callable[[], bool]:
    asked = iter(range(count))
    return lambda: next(asked, None) is None


def ends(plant: Plant) -> dict[str, int]:
    return {log: head.seq for log, head in bundle_contents.ends_of(plant.station.store).items()}


def between(plant: Plant, acts: list[Answer]) -> Callable[[Job], Any]:
    """Run each job behind an act of a person."""

    def run(job: Job) -> Any:
        theme = THEMES[len(acts) % len(THEMES)]
        acts.append(plant.station.do(ChangeAppearance({"theme": theme}), by="mchen"))
        return job()

    return run


def test_somebody_records_while_a_bundle_is_written(both: Site) -> None:
    both.office.be("mchen")
    acts: list[Answer] = []
    path = both.stick / "meanwhile.ebrb"
    answer = fine(drive(bundles.export_steps(both.office.station, ROOM, path), between(both.office, acts)))
    assert len(acts) >= 2
    assert all(act.ok for act in acts)
    fine(bundles.take(both.room.station, path))
    own = both.office.station.store.log.id
    assert int(answer.answer["entries"]) > len(acts)
    assert ends(both.room)[own] == ends(both.office)[own] - 2  # the last act, and that the bundle was made
    assert verify(both.office.folder).findings == ()


def test_somebody_records_while_a_bundle_is_taken(both: Site) -> None:
    both.office.be("qlee")
    both.office.be("mchen")
    path = both.made(both.office, ROOM, "fresh")
    both.room.be("mchen")
    acts: list[Answer] = []
    steps = bundles.take_steps(both.room.station, path, pace=Pace())
    answer = fine(drive(steps, between(both.room, acts)))
    assert int(answer.answer["entries"]) > 1
    assert len(acts) > 5
    assert all(act.ok for act in acts)
    assert verify(both.room.folder).findings == ()
    assert code(bundles.take(both.room.station, path)) == "bundle_taken_before"


def test_nothing_slow_happens_where_the_station_lives(both: Site) -> None:
    told = set[int]()

    def note(_told: Told) -> None:
        told.add(threading.get_ident())

    path = both.stick / "one.ebrb"
    with ThreadPoolExecutor(1) as writer:
        there = writer.submit(threading.get_ident).result()

        def run(job: Job) -> Any:
            return writer.submit(job).result()

        fine(drive(bundles.export_steps(both.office.station, ROOM, path, tell=note), run))
        fine(drive(bundles.take_steps(both.room.station, path, tell=note), run))
    assert told == {threading.get_ident()} != {there}


def test_both_say_how_far_they_are(both: Site) -> None:
    told: list[Told] = []
    path = both.stick / "told.ebrb"
    entries = int(
        fine(drive(bundles.export_steps(both.office.station, ROOM, path, tell=told.append))).answer["entries"]
    )
    assert {one.stage for one in told} == {"write"}
    assert (told[-1].done, told[-1].of) == (entries, entries)
    told.clear()
    fine(drive(bundles.take_steps(both.room.station, path, tell=told.append)))
    assert {one.stage for one in told} <= set(BUNDLE) - {"write"}
    looked = [one for one in told if one.stage == "look"]
    assert (looked[-1].done, looked[-1].of) == (entries, entries)


def test_stopped_while_it_is_written_there_is_no_file_and_no_entry(both: Site) -> None:
    before = ends(both.office)
    with pytest.raises(Stopped):
        drive(bundles.export_steps(both.office.station, ROOM, both.stick / "half.ebrb", stop=lambda: True))
    assert list(both.stick.iterdir()) == []
    assert both.office.events()[-1] != "station.bundle-made/1"
    assert (
        ends(both.office)[both.office.station.store.log.id] - before[both.office.station.store.log.id] <= 1
    )  # a lease


@pytest.mark.parametrize("count", [0, 1, 3, 6])
def test_stopped_while_it_is_taken_it_can_be_taken_again(both: Site, count: int) -> None:
    both.office.be("qlee")
    path = both.made(both.office, ROOM, "again")
    office, before = both.office.station.store.log.id, ends(both.room)
    known, stop = dict(both.room.station.station_state().bundles_taken), stopping_after(count)
    try:
        drive(bundles.take_steps(both.room.station, path, stop=stop))
    except Stopped:
        assert both.room.station.station_state().bundles_taken == known
    if count == 0:
        assert ends(both.room) == before  # while it was looked through, nothing was taken
    answer = bundles.take(both.room.station, path)
    assert answer.ok or code(answer) == "bundle_taken_before"
    assert ends(both.room)[office] == bundle_contents.ends_of(both.office.station.store)[office].seq - 1
    assert verify(both.room.folder).findings == ()


def test_from_another_thread_a_stop_is_an_answer(both: Site) -> None:
    def run(job: Callable[[Any], Any]) -> Any:
        return job(both.office.station)

    path = both.stick / "never.ebrb"
    answer = distance.bundle_for(run, ROOM, path, "", "", stop=lambda: True)
    assert isinstance(answer.refusal, Refusal)
    assert answer.refusal.code == "bundle_write_stopped"
    fine(distance.bundle_for(run, ROOM, path, "", ""))

    def at_room(job: Callable[[Any], Any]) -> Any:
        return job(both.room.station)

    assert code(distance.take_bundle(at_room, path, "", "", stop=lambda: True)) == "bundle_take_stopped"
    fine(distance.take_bundle(at_room, path, "", ""))
