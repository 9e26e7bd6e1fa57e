"""The self-test's own promise: every screen is shown, and one that breaks, or paints nothing, is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from ebr.cli import run as command
from ebr.cli.qualification.plant import Plant, Stages
from ebr.cli.qualification.stages import STAGES
from ui import screens, selftest


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Stages:
    return Stages(tmp_path_factory.mktemp("self-test"), STAGES)


@pytest.fixture
def plant(stages: Stages):
    made = stages.plant("stocked")
    yield made
    made.station.close()


def only(monkeypatch: pytest.MonkeyPatch, view: type) -> None:
    monkeypatch.setattr(screens, "SCREENS", {"status": "ui.status.view", "queue": "ui.queue.view"})
    whole = screens.factory
    monkeypatch.setattr(screens, "factory", lambda name: view if name == "status" else whole(name))


def broken(plant: Plant) -> list[str]:
    return [name for name, _ in selftest.shown(plant)]


def test_every_screen_is_shown(plant: Plant, qapp: Any, capsys) -> None:
    assert list(selftest.shown(plant)) == []
    assert f"showed {len(screens.SCREENS) + 1} screens" in capsys.readouterr().out


def test_the_program_itself_is_started_on_a_station(plant: Plant, qapp: Any, capsys) -> None:
    plant.station.close()
    assert selftest.started(plant.folder) == ""
    assert "opened its station" in capsys.readouterr().out


def test_a_start_whose_station_does_not_open_is_named(tmp_path: Path, qapp: Any) -> None:
    assert "not open" in selftest.started(tmp_path, patience=0.5)


class Raising(QWidget):
    def __init__(self, *_: object) -> None:
        raise ValueError("no such thing")


class Late(QWidget):
    """Breaks in a call of Qt, where nobody catches it."""

    def __init__(self, *_: object) -> None:
        super().__init__()
        QTimer.singleShot(0, self.fall)

    def fall(self) -> None:
        raise LookupError("gone")


@pytest.mark.parametrize("view", [Raising, Late])
def test_a_screen_that_breaks_is_named(plant: Plant, qapp: Any, monkeypatch, view: type) -> None:
    only(monkeypatch, view)
    assert "status" in broken(plant)


def test_without_screens_the_record_is_made_and_checked(capsys) -> None:
    assert command(["self-test"]) == 0
    told = capsys.readouterr()
    assert "0 findings" in told.out
    assert "read it back" in told.out


def test_a_report_in_which_a_change_is_not_noticed_is_wrong(monkeypatch, capsys) -> None:
    from ebr.cli import selftest as first

    monkeypatch.setattr(first, "_notices", lambda _file: False)
    assert command(["self-test"]) == 1
    assert "WRONG" in capsys.readouterr().out


def test_parameters_are_those_a_screen_takes(plant: Plant) -> None:
    given = selftest.parameters(plant)
    assert selftest._understood("execution", given)["batch"] == given["batch"]
    assert selftest._understood("help", given) == {}
    assert Path(plant.folder).is_dir()
