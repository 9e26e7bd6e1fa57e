"""The program is killed (SIGKILL) in the middle of a step and started again: the step is there, and so is the person."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer

import pytest

from ebr.clock import SimulatedClock
from ebr.station.door import Station
from ebr.station.questions import BatchQuestion
from ebr.station.verifying import verify
from tests.ui.real_station import BATCH, NOW
from ui.last_place import FILE, LastPlace
from ui.unrecorded import FILE as UNRECORDED

LATE = 45.0
"""Seconds after which a program that says nothing is ended, and the test with it."""
FIRST = "preparation/prep_start/prep_clear"
ROOM = "preparation/prep_start/prep_safe/prep_room"
ROOT = Path(__file__).parents[2]


@contextmanager
def program(folder: Path, what: str) -> Iterator[dict[str, object]]:
    """The program with somebody at its keys; yields what they said, then kills it."""
    line = [sys.executable, "-m", "tests.ui.killed_child", str(folder), what, BATCH]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(
        line, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        late = Timer(LATE, running.kill)
        late.start()
        try:
            said = running.stdout.readline()
            yield json.loads(said) if said else {"died": running.stderr.read()}
        finally:
            late.cancel()
            running.send_signal(signal.SIGKILL)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_killed_in_a_step_it_stands_in_the_same_step_again(built: Path, tmp_path: Path) -> None:
    folder = tmp_path / "station"
    shutil.copytree(built, folder)
    with program(folder, "work") as before:
        assert "died" not in before, before["died"]
    assert before["fields"] == {"temp": "18.5", "rh": ""}
    with program(folder, "look") as after:
        assert after["place"] == before["place"]
        assert "You had typed Temperature 18.5 °C" in str(after["before"])
        assert after["fields"] == {"temp": "", "rh": ""}, "nothing comes back into a field by itself"
    assert (folder / UNRECORDED).exists()
    assert verify(folder).ok
    with Station.open(folder, clock=SimulatedClock(NOW.replace(hour=11))) as station:
        step = station.ask(BatchQuestion(BATCH, "mchen", FIRST)).step
        assert step is not None
        assert [one.meaning for one in step.signatures] == ["performed", "verified"], (
            "what was signed before the kill is there"
        )
        assert before["place"][0] not in ("", FIRST)  # type: ignore[index]
        room = station.ask(BatchQuestion(BATCH, "mchen", ROOM.rpartition("/")[0])).step
        assert room is not None
        assert not any(one.rows or one.attempts for one in room.entries), "what was typed is nowhere in the record"


def test_a_place_is_kept_for_each_person_until_they_leave(tmp_path: Path) -> None:
    last = LastPlace(tmp_path)
    last.keep("mchen", {"batch": "B-1", "phase": "a/b", "entry": "", "other": "x"})
    last.keep("jdoe", {"batch": "B-2"})
    assert LastPlace(tmp_path).of("mchen") == {"batch": "B-1", "phase": "a/b"}
    last.keep("mchen", {})
    assert LastPlace(tmp_path).of("mchen") == {}
    assert LastPlace(tmp_path).of("jdoe") == {"batch": "B-2"}
    last.forget()
    assert not (tmp_path / FILE).exists()


@pytest.mark.parametrize("text", ["", "[]", '{"mchen": 7}', '{"mchen": {"phase": "x"}}', "\x00"])
def test_a_damaged_file_is_as_if_it_were_not_there(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    assert LastPlace(tmp_path).of("mchen") == {}
