"""Joining, bundles, backup and restore from the command line: the whole way of a room without a network."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest

from ebr.cli import run
from ebr.station import joining
from ebr.station.door import Station
from tests.station.plant import PASSWORD, copied, founded

PASSPHRASE = "seven green bottles 9"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return copied(founded(), tmp_path / "office")


def typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def test_a_room_without_a_network_from_request_to_drill(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    room, stick = tmp_path / "room", tmp_path
    with Station.open(office) as station:
        fingerprint = joining.fingerprint_here(station.store)
    name = ["--name", "Iso-1", "--site", fingerprint, "--profile", "demonstration"]
    assert run(["site", "join", "--station", str(room), *name, "-o", str(stick / "r.ebrj")]) == 0
    code = re.findall(r"[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}", capsys.readouterr().out)[0]

    people = ["--as", "aroot", "--quality", "qlee"]
    typed(monkeypatch, PASSWORD, PASSWORD)
    first = stick / "first.ebrb"
    admit = ["site", "admit", str(stick / "r.ebrj"), "--station", str(office), *people]
    assert run([*admit, "--code", code, "--bundle", str(first)]) == 0, capsys.readouterr().err
    assert run(["bundle", "import", str(first), "--station", str(room)]) == 0, capsys.readouterr().err

    typed(monkeypatch, PASSWORD)
    back = ["bundle", "export", "--station", str(room), "--to", "Room-12", "-o", str(stick / "back.ebrb")]
    assert run([*back, "--as", "mchen"]) == 0, capsys.readouterr().err
    assert run(["bundle", "import", str(stick / "back.ebrb"), "--station", str(office)]) == 0
    assert "from Iso-1" in capsys.readouterr().out

    (stick / "copies").mkdir()
    assert run(["copy", "--station", str(room), "--to", str(stick / "copies")]) == 0

    typed(monkeypatch, PASSPHRASE)
    assert run(["backup", "--station", str(room), "-o", str(stick / "room.ebrs")]) == 0, capsys.readouterr().err
    capsys.readouterr()
    typed(monkeypatch, PASSPHRASE)
    assert run(["restore", str(stick / "room.ebrs"), "--drill", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["ok"]
    assert (report["station"], report["new_log"], report["findings"]) == ("Iso-1", "", [])

    typed(monkeypatch, PASSPHRASE)
    assert run(["restore", str(stick / "room.ebrs"), "--station", str(stick / "new")]) == 0
    assert "new log" in capsys.readouterr().out
    assert run(["site", "request", "--station", str(stick / "new"), "-o", str(stick / "n.ebrj")]) == 0

    typed(monkeypatch, PASSWORD, PASSWORD)
    assert run(["site", "revoke", "Iso-1", "--station", str(office), *people, "--reason", "Terminal stolen"]) == 0


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["bundle", "import", "{none}", "--station", "{office}"], 2),
        (["bundle", "import", "{text}", "--station", "{office}"], 2),
        (["bundle", "export", "--station", "{office}", "--to", "Nowhere", "-o", "{none}"], 1),
        (["bundle", "export", "--station", "{office}", "--to", "Room-12", "-o", "{none}"], 1),
        (["site", "admit", "{text}", "--station", "{office}", "--as", "aroot", "--quality", "qlee"], 2),
        (["site", "join", "--station", "{none}", "--name", "X", "--site", "12", "--profile", "practice"], 1),
        (["restore", "{text}", "--drill"], 2),
        (["restore", "{text}"], 1),
        (["copy", "--station", "{office}", "--to", "{none}"], 2),
    ],
)
def test_what_is_wrong_is_one_clear_line(
    office: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    status: int,
) -> None:
    (tmp_path / "text").write_text("nothing of ours\n", encoding="utf-8")
    typed(monkeypatch, PASSPHRASE)
    places = {"none": tmp_path / "none", "text": tmp_path / "text", "office": office}
    assert run([part.format(**places) for part in arguments]) == status
    said = capsys.readouterr().err
    assert said.startswith("ebr: ")
    assert len(said.splitlines()) == 1
    assert not (tmp_path / "none").exists()
