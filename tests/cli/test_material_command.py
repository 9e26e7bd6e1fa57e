"""`ebr material`: lots listed, and a table of goods received into quarantine by whoever may."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from ebr.cli import run
from ebr.domain.material.commands import AddItem
from tests.station.plant import MORNING, PASSWORD, Plant, copied, founded

TABLE = """lot,item,containers,expiry,place
L/1,RM-1001,"A1: 25, A2: 24.6",2028-06-30,A-01
L-2,RM-1001,2 x 10,,
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = copied(founded(), tmp_path / "station")
    plant = Plant(place, start=MORNING.replace(hour=8))
    plant.done(AddItem("RM-1001", "Metformin hydrochloride", "active", "kg"), "qlee")
    plant.close()
    return place


def received(folder: Path, table: str, monkeypatch: pytest.MonkeyPatch, person: str = "mchen") -> int:
    file = folder.parent / "stock.csv"
    file.write_text(table, encoding="utf-8")
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))
    return run(["material", "receive", str(file), "--station", str(folder), "--as", person])


def test_a_table_is_received_into_quarantine_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert received(folder, "\ufeff" + TABLE, monkeypatch) == 0
    assert capsys.readouterr().out.strip() == "2 lots received into quarantine"
    assert run(["material", "lots", "--station", str(folder)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "L-2: RM-1001 Metformin hydrochloride. Quarantine, 20 kg",
        "L/1: RM-1001 Metformin hydrochloride. Quarantine, 49.6 kg, 2028-06-30",
    ]
    assert received(folder, TABLE, monkeypatch) == 0
    capsys.readouterr()
    assert run(["material", "lots", "--station", str(folder), "--json", "--status", "quarantine"]) == 0
    assert [row["lot"] for row in json.loads(capsys.readouterr().out)] == ["L-2", "L/1"]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("lot,item\nL-1,RM-1001\n", "Line 2"),
        ("lot,item,containers,colour\nL-1,RM-1001,25,red\n", "colour"),
        ("lot,item,containers\nL-1,RM-1001,25\nL-2,,25\n", "Line 3"),
        ("lot,item,containers\nL-1,RM-1001,25,more\n", "Line 2"),
        ("lot,item,containers\nL-1,RM-1001,many\n", "many"),
        ('lot,item,containers\n"L-1"x,RM-1001,25\n', "Line 1"),
    ],
)
def test_nothing_of_a_table_that_cannot_be_read_is_received(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], table: str, said: str
) -> None:
    assert received(folder, table, monkeypatch) == 1
    assert said in capsys.readouterr().err
    assert run(["material", "lots", "--station", str(folder)]) == 0
    assert capsys.readouterr().out.strip() == "No lot"


def test_a_refusal_says_how_many_were_received_before(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert received(folder, TABLE + "L-3,RM-0,25,,\n", monkeypatch) == 1
    told = capsys.readouterr()
    assert told.out.strip() == "2 lots were received before"
    assert "There is no material RM-0 here" in told.err


def test_only_who_may_receive_and_never_the_program(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert received(folder, TABLE, monkeypatch, "lab1") == 1
    assert "Operator, Supervisor" in capsys.readouterr().err
    assert run(["material", "receive", str(folder.parent / "stock.csv"), "--station", str(folder)]) == 1


def test_the_inventory_of_a_lot_is_said_and_written_as_a_sealed_paper(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert received(folder, TABLE, monkeypatch) == 0
    capsys.readouterr()
    file = tmp_path / "inventory.pdf"
    assert run(["material", "inventory", "L/1", "--station", str(folder), "-o", str(file)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("\t")[1:5] for line in lines[:2]] == [
        ["Received", "A1", "25 kg", "25"],
        ["Received", "A2", "24.6 kg", "49.6"],
    ]
    assert lines[2] == str(file)
    assert b"/ByteRange" in file.read_bytes(), "sealed"
    assert run(["material", "inventory", "L-0", "--station", str(folder)]) != 0
    assert "L-0" in capsys.readouterr().err
