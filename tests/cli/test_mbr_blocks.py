"""`ebr mbr blocks`: the library of a station in words and as JSON, with where each block is used."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from ebr.cli import run
from ebr.station.door import adding_block
from tests.station.plant import MORNING, Plant, copied
from tests.station.test_library import BLOCK, approved, drafted, step, taken
from tests.station.test_master_life import in_force


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A station with a block in two versions, the first used in a draft."""
    folder = copied(in_force(), tmp_path / "station")
    plant = Plant(folder, start=MORNING.replace(hour=8))
    part = step(plant)
    plant.done(adding_block(BLOCK, "1", part), "auth")
    approved(plant, "1")
    drafted(plant, taken(part, "1"))
    plant.done(adding_block(BLOCK, "2", replace(part, title="Count twice")), "auth")
    plant.close()
    return folder


def test_each_version_with_its_uses(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mbr", "blocks", "--station", str(library)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"{BLOCK}@2: Step, Count twice. To be approved by quality"
    assert lines[1].startswith(f"{BLOCK}@1: Step, ")
    assert lines[1].endswith(" Approved")
    assert lines[2].startswith("  car_t_autologous 2, 1.")
    assert lines[2].endswith(": As in the block")
    assert len(lines) == 3


def test_as_json_one_block(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mbr", "blocks", BLOCK, "--station", str(library), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [(row["version"], row["status"], len(row["uses"])) for row in found] == [
        ("2", "added", 0),
        ("1", "approved", 1),
    ]
    assert found[1]["uses"][0]["likeness"] == "same"


def test_an_empty_library_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = copied(in_force(), tmp_path / "station")
    assert run(["mbr", "blocks", "--station", str(folder)]) == 0
    assert capsys.readouterr().out.strip() == "No building block"
