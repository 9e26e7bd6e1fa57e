"""The diagnostic package: what support needs, and none of it from a record."""

from __future__ import annotations

import json
import platform
import re
import sqlite3
import zipfile
from pathlib import Path

import pytest

from ebr import applog
from ebr.cli import run
from ebr.cli.diagnosis import FILES
from ebr.domain.batch.commands import RaiseException
from ebr.storage.setting import PROGRAM
from tests.station.forgery import entries_in
from tests.station.plant import BATCH, FOUNDERS, IDENTIFIERS, PEOPLE, Plant, busy, copied

TYPED = "25.4711"
SAID_OF_THE_MACHINE = ("demonstration", "witnessed", "1.00")
"""What the program says in a record too: its profile, a finding's code, a scale."""


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A station in the middle of a batch: people, masters, values, exceptions, signatures."""
    return copied(busy(), tmp_path_factory.mktemp("diagnosis") / "Plant of Ines Roth")


def packed(station: Path, target: Path) -> dict[str, str]:
    run(["doctor", "--station", str(station), "--package", str(target)])
    with zipfile.ZipFile(target) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def texts_of(station: Path) -> set[str]:
    """Return every text of the record's views that is long enough not to be found by chance."""
    with sqlite3.connect(f"file:{station / 'station.db'}?mode=ro", uri=True) as database:
        rows = [line for line in database.iterdump() if line.startswith("INSERT")]
    texts = {text for row in rows for text in re.findall(r"'([^']{5,})'", row)}
    return {text for text in texts if not text.islower() and not text.isdecimal()}


def test_nothing_of_the_record_is_in_it(prepared: Path, tmp_path: Path):
    applog.begin(prepared)
    applog.note("start", version="0.1.0")
    applog.fault(ValueError("Ines Roth typed 7.4"))
    applog.end()
    (prepared / "unrecorded.json").write_text(f"[{TYPED}]", encoding="utf-8")  # what somebody typed (`ui.unrecorded`)

    found = packed(prepared, tmp_path / "support.zip")
    everything = "\n".join(found.values())
    texts = texts_of(prepared)

    assert len(texts) > 60
    assert {text for text in texts if text in everything} == set()
    assert "Roth" not in everything
    assert TYPED not in everything
    assert str(prepared) not in everything
    assert "fault kind=ValueError" in found["logs/ebr.log"]


def entered(station: Path) -> set[str]:
    """Return every text in headers and bodies of the record's entries, and those in texts that are JSON themselves."""
    found: set[str] = set()

    def gather(value: object) -> None:
        if isinstance(value, dict | list):
            for one in value.values() if isinstance(value, dict) else value:
                gather(one)
        elif isinstance(value, str):
            found.add(value)
            if value.startswith(("{", "[")):
                gather(json.loads(value))

    for entry in entries_in(station):
        gather(json.loads(entry.header))
        gather(json.loads(entry.body or b"null"))
    return found


def a_word(text: str) -> bool:
    """Tell whether it is a number or a lone word like "batch" or "scale", which the explanation in the package needs."""
    return text.isdecimal() or re.fullmatch(r"[a-z_]+", text) is not None


def test_no_byte_of_the_package_is_of_an_entry(tmp_path: Path):
    """Every name, number of a batch or patient, value and comment that stands in an entry is looked for in every byte."""
    plant = Plant(copied(busy(), tmp_path / "station"))
    plant.done(RaiseException(BATCH, "", "leak", "Frau Öztürk saw drops under the valve.", "major"), "mchen")
    plant.close()
    people = {person for person, *_ in (*FOUNDERS, *PEOPLE)}
    texts = {text for text in entered(plant.folder) if text in people or (len(text) > 3 and not a_word(text))}
    assert texts >= {"Maria Chen", "mchen", BATCH, *IDENTIFIERS.values(), "Frau Öztürk saw drops under the valve."}

    target = tmp_path / "support.zip"
    run(["doctor", "--station", str(plant.folder), "--package", str(target)])
    with zipfile.ZipFile(target) as archive:
        everything = b"\0".join((target.read_bytes(), *(archive.read(name) for name in archive.namelist())))

    seen = {text for text in texts for code in ("utf-8", "utf-16-le") if text.encode(code) in everything}
    assert seen <= {*SAID_OF_THE_MACHINE, platform.system(), platform.machine(), PROGRAM}


def test_it_tells_what_support_needs(prepared: Path, tmp_path: Path):
    facts = json.loads(packed(prepared, tmp_path / "support.zip")["facts.json"])

    assert facts["store"]["walk"] == {"entries": facts["store"]["status"]["entries"], "findings": []}
    assert set(facts["store"]["bytes"]) <= set(FILES)
    assert facts["machine"]["disk free MiB"] > 0
    assert facts["program"]["version"]


def test_a_damaged_store_is_told_by_its_code_and_packed_all_the_same(tmp_path: Path):
    (tmp_path / "station.db").write_bytes(b"not a database" * 100)
    facts = json.loads(packed(tmp_path, tmp_path / "support.zip")["facts.json"])
    assert facts["store"]["status"] == {"refused": "store_damaged"}
    assert facts["checks"]["store_damaged"] is False


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    target = tmp_path / "support.zip"
    target.write_text("kept", encoding="utf-8")
    assert run(["doctor", "--package", str(target)]) == 1
    assert "support.zip" in capsys.readouterr().err
    assert target.read_text(encoding="utf-8") == "kept"


def test_without_a_station_the_machine_is_told(tmp_path: Path):
    target = tmp_path / "support.zip"
    run(["doctor", "--package", str(target)])
    with zipfile.ZipFile(target) as archive:
        assert sorted(archive.namelist()) == ["README.txt", "facts.json"]


def test_a_fault_of_a_command_is_noted_in_the_log_of_its_station(prepared: Path, monkeypatch: pytest.MonkeyPatch):
    def broken(_folder: Path) -> None:
        raise ZeroDivisionError("Ines Roth")

    monkeypatch.setattr("ebr.station.looking.look", broken)
    assert run(["status", "--station", str(prepared)]) == 2
    last = applog.files(prepared)[0].read_text(encoding="utf-8").splitlines()[-1]
    assert " fault kind=ZeroDivisionError at=tests/cli/test_diagnosis.py:" in last
    assert "Roth" not in last
