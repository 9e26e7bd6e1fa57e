"""`ebr sync` as a person runs it: stages, a summary, exit codes, an address that is remembered."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ebr.cli import run
from ebr.station import credentials
from ebr.sync.central.founding import init
from tests.station import plant
from tests.sync.site_of_two import Site, log_of


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    Site(tmp_path).close()
    return tmp_path


def test_a_round_says_what_it_does_and_remembers_the_address(folders: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url = f"sqlite:///{folders / 'central.db'}"
    assert run(["sync", "--station", str(folders / "office"), "--central", url]) == 0
    said = capsys.readouterr().out
    assert "Sending entries" in said
    assert "entries sent" in said
    assert run(["sync", "--station", str(folders / "office")]) == 0
    assert run(["sync", "--station", str(folders / "room"), "--all", "--central", url]) == 0
    capsys.readouterr()
    assert run(["sync", "--station", str(folders / "office")]) == 0
    assert run(["sync", "--station", str(folders / "room"), "--all"]) == 0
    capsys.readouterr()
    assert run(["status", "--station", str(folders / "room"), "--json"]) == 0
    status = json.loads(capsys.readouterr().out)
    assert status["station"] == "Room-13"
    assert status["not_carried"] == 0
    assert status["last_contact"]
    assert status["independent_witness"] is False
    assert status["safe_to_switch_off"] is False


def test_without_an_address_it_is_refused_in_words(folders: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sync", "--station", str(folders / "office")]) == 1
    assert "--central" in capsys.readouterr().err


@pytest.mark.parametrize("url", ["nonsense", "sqlite:////nowhere/at/all.db", "postgresql://nobody@127.0.0.1:1/none"])
def test_an_address_that_cannot_be_used_is_one_sentence(
    folders: Path, capsys: pytest.CaptureFixture[str], url: str
) -> None:
    assert run(["sync", "--station", str(folders / "office"), "--central", url]) in (1, 2)
    said = capsys.readouterr().err.strip()
    assert said.startswith("ebr: ")
    assert "\n" not in said
    assert "fault of the program" not in said


def test_a_password_is_kept_apart_from_the_address_and_locked(folders: Path) -> None:
    site = plant.Plant(folders / "office", start=plant.MORNING.replace(year=2027))
    credentials.remember(site.station, "postgresql://room-1:s%40cret@db.example:5433/ebr")
    store = site.station.store
    assert credentials.address(site.station) == "postgresql://room-1@db.example:5433/ebr"
    box = store.secret(credentials.LOCKED) or b""
    assert b"s@cret" not in box
    assert store.keys.unlock(credentials.LOCKED, box) == b"s@cret"
    assert "s@cret" not in json.dumps(store.contacts(""))
    site.close()


def test_the_new_log_is_refused_where_the_old_one_is_whole(folders: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url = f"sqlite:///{folders / 'central.db'}"
    init(url)
    assert run(["sync", "--station", str(folders / "office"), "--central", url]) == 0
    assert run(["sync", "--station", str(folders / "office"), "--new-log"]) == 1
    assert "no more of this station's record" in capsys.readouterr().err
    office = plant.Plant(folders / "office", start=plant.MORNING.replace(year=2027))
    assert log_of(office.station)[0].log == office.station.store.log.id
    office.close()
