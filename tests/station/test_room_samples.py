"""Samples of a room on a real station: sealed, listed, told to the room, named to its batches, verified."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ebr.cli import run
from ebr.domain.deviation.commands import OpenDeviation
from ebr.domain.sample.commands import CheckRoomResult, ConcludeRoomResult
from ebr.station.questions import DeviationQuestion, Preview, RoomsToSample, Samples, UseLog
from tests.station.plant import Plant
from tests.station.release_room import BATCH, at
from tests.station.sampled_room import PLACE, ROOM, one, read, taken, used, with_room


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[Plant]:
    made = with_room(at(tmp_path / "station"))
    yield made
    made.close()


def test_from_the_plan_to_quality_with_the_batches_of_the_room(
    plant: Plant, capsys: pytest.CaptureFixture[str]
) -> None:
    (room,) = plant.station.ask(RoomsToSample())
    assert (room.room, room.grade, dict(room.most)) == (ROOM, "C", {"settle": "50", "air": "100", "surface": "25"})
    read(used(plant, "B-1"), "E-1", "0")
    used(used(plant, "B-2"), BATCH)
    found = one(read(plant, "E-2", "60", checked=False), "E-2")
    assert (found.row.room, found.row.batch, found.row.stages, found.here) == (ROOM, "", ("check", "decide"), True)
    assert (found.tests[0].label, found.tests[0].limits) == ("Settle plate", "at most 50 CFU")
    assert found.of_room is not None
    assert (found.of_room.batches, found.of_room.elsewhere) == (("B-2", BATCH), ("B-2",))
    assert found.of_room.since == one(plant, "E-1").row.taken_at
    rows = plant.station.ask(Samples(room=ROOM)).rows
    assert [(row.sample, row.room, row.stages) for row in rows] == [
        ("E-2", ROOM, ("check", "decide")),
        ("E-1", ROOM, ()),
    ]
    said = [(row.what, row.detail) for row in plant.station.ask(UseLog(ROOM)) if row.what.startswith("environment")]
    assert said == [
        ("environment_in", f"{PLACE}, E-1, 0 CFU"),
        ("environment_out", f"{PLACE}, E-2, 60 CFU"),
    ]
    deviation = plant.done(OpenDeviation("C-05", "60 CFU", "major", (), (BATCH,)), "lab1")
    number = deviation.answer["deviation"]
    assert [one.batch for one in plant.station.ask(DeviationQuestion(number)).batches] == [BATCH]
    entry = found.results[-1].entry
    plant.signed(CheckRoomResult("E-2", entry), "lab2")
    conclude = ConcludeRoomResult("E-2", entry, number, "Glove torn, sanitised")
    sheet = plant.station.ask(Preview(conclude, "qlee"))
    assert [line.label for line in sheet.lines][:4] == ["Sample", "Room", "Place", "Kind of sample"]
    assert ("Kind of sample", "Settle plate") in [(line.label, line.value) for line in sheet.lines]
    plant.signed(conclude, "qlee")
    assert one(plant, "E-2").row.stages == ()
    assert plant.verified() == ()
    folder = plant.station.store.folder
    plant.close()
    assert run(["samples", "--station", str(folder), "--room", ROOM]) == 0
    assert f"E-2: {PLACE}, room {ROOM}. " in capsys.readouterr().out
    plant.reopen()


def test_a_plate_that_waits_is_on_the_work_list_with_its_room(plant: Plant) -> None:
    taken(plant, "E-1")
    (row,) = (row for row in plant.station.ask(Samples()).rows if row.room)
    assert (row.sample, row.label, row.stages) == ("E-1", PLACE, ("receive",))
    assert one(plant, "E-1").tests[0].status == "pending"
