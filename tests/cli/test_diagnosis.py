"""The diagnostic package: what support needs, and none of it from a record."""

from __future__ import annotations

import json
import re
import sqlite3
import zipfile
from pathlib import Path

import pytest

from ebr import applog
from ebr.cli import run
from ebr.cli.diagnosis import FILES
from tests.station.plant import busy, copied


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

    found = packed(prepared, tmp_path / "support.zip")
    everything = "\n".join(found.values())
    texts = texts_of(prepared)

    assert len(texts) > 60
    assert {text for text in texts if text in everything} == set()
    assert "Roth" not in everything
    assert str(prepared) not in everything
    assert "fault kind=ValueError" in found["logs/ebr.log"]


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
