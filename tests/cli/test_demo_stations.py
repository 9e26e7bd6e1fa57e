"""`ebr demo --stations 3 --central URL`: three stations of one site and a real PostgreSQL, killed once on the way."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ebr import cli
from ebr.station.looking import look
from tests.sync.postgres_server import running

pytestmark = pytest.mark.slow

STATIONS = ("1", "2", "3")
HAND_RUB, METFORMIN, CAR_T = "batch/HR-2026-001", "batch/MF-2026-004", "batch/CT-2026-007"
KILLED_AT = 1720
"""Entries of all stations after which the child is killed: metformin is on its way back from the second."""


@pytest.fixture(scope="module")
def plant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("stations")
    with running() as server:
        words = ["--station", str(folder), "--headless", "--stations", "3", "--central", server.fresh(), "--trace"]
        with subprocess.Popen([sys.executable, "-m", "ui", "demo", *words], stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            seen = 0
            while seen < KILLED_AT and (line := child.stdout.readline()):
                seen += line.startswith("entry ")
            child.send_signal(signal.SIGKILL)
        assert seen == KILLED_AT
        assert cli.run(["demo", *words]) == 0
        yield folder


def status(folder: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert cli.run(["status", "--station", str(folder), "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_at_the_end_every_station_shows_the_same_and_everything_is_witnessed(
    plant: Path, capsys: pytest.CaptureFixture[str]
):
    found = [status(plant / name, capsys) for name in STATIONS]
    assert [one["station"] for one in found] == ["Room-12", "Room-14", "Cleanroom-3"]
    assert len({one["views_digest"] for one in found}) == 1
    assert [one["unwitnessed"] for one in found] == [0, 0, 0]


@pytest.mark.parametrize("name", STATIONS)
def test_each_station_verifies(plant: Path, name: str, capsys: pytest.CaptureFixture[str]):
    assert cli.run(["verify", str(plant / name), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["findings"] == []


def test_each_report_verifies_alone(plant: Path, capsys: pytest.CaptureFixture[str]):
    reports = sorted(plant.glob("*/reports/*-report-*.pdf"))
    assert [path.name for path in reports] == [
        "AL-2026-003-report-1.pdf",
        "HR-2026-001-report-1.pdf",
        "MF-2026-004-report-1.pdf",
        "TR-2026-002-report-1.pdf",
        "CT-2026-007-report-1.pdf",
        "CT-2026-007-report-2.pdf",
    ]
    for path in reports:
        assert cli.run(["verify", str(path)]) == 0, path
    capsys.readouterr()


@pytest.mark.parametrize("name", STATIONS)
def test_parts_went_from_hand_to_hand_and_the_batches_are_certified(plant: Path, name: str):
    with look(plant / name) as found:
        hand_rub, metformin, car_t = (found.state(root) for root in (HAND_RUB, METFORMIN, CAR_T))
    assert {state.status for state in (hand_rub, metformin, car_t)} == {"certified"}
    assert [(held.part, held.was, held.holder) for held in metformin.holdings] == [
        ("compression", "Room-12", "Room-14")
    ]
    assert [(held.part, held.holder, held.taken) for held in hand_rub.holdings] == [
        ("filling", "Room-14", False),
        ("filling", "Room-12", True),
    ]


@pytest.mark.parametrize("name", STATIONS)
def test_what_two_stations_wrote_is_shown_side_by_side_and_decided_by_quality(plant: Path, name: str):
    with look(plant / name) as found:
        (contest,) = found.state(HAND_RUB).contested.values()
    assert contest.where == "filling/fill_run/fill_close/bottles_rejected"
    assert sorted(side.says["number"] for side in contest.sides) == ["2", "3"]
    assert len({side.stamp.log for side in contest.sides}) == 2
    kept = next(side for side in contest.sides if side.stamp.hash == contest.kept)
    assert (kept.says["number"], contest.resolved.by) == ("3", "qlee")
