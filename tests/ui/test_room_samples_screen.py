"""Samples of rooms in the real window: planned, taken, read, and what a result above its limit leads to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from ebr.station.questions import Deviations, Samples
from tests.station.plant import Plant
from tests.station.release_room import BATCH, at
from tests.station.sampled_room import ROOM, one, read, used, with_room
from tests.ui.test_release_screen import Window, settle
from tests.ui.test_samples_screen import fill
from tests.ui.test_widgets_clipping import clipped


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[Plant]:
    made = with_room(at(tmp_path / "station"))
    yield made
    made.close()


@pytest.fixture
def window(plant: Plant, qtbot: QtBot, qapp: QApplication) -> Iterator[Window]:
    made = Window(plant, qtbot)
    yield made
    made.close()


def words(window: Window) -> str:
    return "\n".join(label.text() for label in window.window.findChildren(QLabel) if label.isVisible())


def test_a_sample_of_a_room_is_planned_and_taken(window: Window, plant: Plant) -> None:
    window.go("sups", "samples")
    window.press("Sample a room")
    window.press("Filling room")
    window.press("Settle plate")
    fill(window, sample="E-9", place="Position 1", alert="25")
    window.press("Plan it")
    (row,) = plant.station.ask(Samples(room=ROOM)).rows
    assert (row.sample, row.label, row.stages) == ("E-9", "Position 1", ("take",))
    window.press("Take the sample")
    fill(window, activity="in_operation")
    window.press("Record that it was taken")
    assert one(plant, "E-9").row.stages == ("receive",)
    assert clipped(window.window) == []


def test_a_result_above_its_limit_leads_to_a_deviation_that_names_the_batches(window: Window, plant: Plant) -> None:
    read(used(used(plant, "B-7"), BATCH), "E-2", "60")
    view = window.go("qlee", "samples", sample="E-2")
    settle()
    assert [key for key, _ in view.presenter._filters()][-2:] == ["rooms", "all"]
    view.presenter.filter("rooms")
    settle()
    assert [row.cells[2] for row in view._listed.rows] == ["Room C-05"]
    shown = words(window)
    for text in ("What it means for batches", "B-7", "The room was above its action limit", "60 CFU"):
        assert text in shown, text
    window.press("Open a deviation")
    assert "Not known on this station, to be named elsewhere: B-7" in words(window)
    window.press("Open it")
    (deviation,) = plant.station.ask(Deviations(BATCH))
    assert deviation.title == "Filling room: E-2 above its action limit"
    assert clipped(window.window) == []
