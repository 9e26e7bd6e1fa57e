"""Heavy work is done by a child process of the same program: a report, the walk over the chain; a step stays fast meanwhile."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from ebr.clock import SimulatedClock
from ebr.domain.batch import commands as c
from ebr.domain.refusal import Refusal
from ebr.station import reporting
from ebr.station.door import Station
from ebr.station.questions import Exceptions
from ebr.station.verifying import verify
from tests.ui.real_station import BATCH, NOW, SECRET, Floor
from ui.desk import Answer
from ui.qt_desk import QtDesk


@pytest.fixture
def desk(qtbot: QtBot, built: Path, tmp_path: Path) -> Iterator[QtDesk]:
    import shutil

    folder = tmp_path / "station"
    shutil.copytree(built, folder)
    made = QtDesk(lambda: Station.open(folder, clock=SimulatedClock(NOW.replace(hour=10))))
    said = waited(qtbot, lambda then: made.sign_in("sups", SECRET, then))
    assert said.refusal is None
    yield made
    made.close()


def waited(qtbot: QtBot, ask: Callable[[Callable[[Any], None]], object], timeout: int = 60_000) -> Any:
    heard: list[Any] = []
    ask(heard.append)
    qtbot.waitUntil(lambda: bool(heard), timeout=timeout)
    return heard[0]


def test_a_report_is_drawn_by_a_child_and_verifies(qtbot: QtBot, desk: QtDesk, tmp_path: Path) -> None:
    stages: list[str] = []
    changed: list[frozenset[str]] = []
    desk.on_changed(changed.append)
    said = waited(qtbot, lambda then: desk.report(BATCH, None, "sups", then, stage=stages.append))
    assert said.refusal is None
    assert stages == list(reporting.STAGES)
    assert Path(said.answer["file"]).name == f"{BATCH}-report-1.pdf"
    assert verify(Path(said.answer["file"])).findings == ()
    assert frozenset({f"batch/{BATCH}"}) in changed
    assert desk.under_way() == ""


def test_steps_typed_while_a_report_is_drawn_are_as_fast_as_before(qtbot: QtBot, desk: QtDesk) -> None:
    def comment(n: int) -> float:
        start = time.perf_counter()
        command = c.RaiseException(BATCH, "", "Waiting time", f"Remark {n}", "minor")
        assert waited(qtbot, lambda then: desk.do(command, by="sups", then=then)).refusal is None
        return time.perf_counter() - start

    idle = sorted(comment(n) for n in range(15))[7]
    stages: list[str] = []
    done: list[Answer] = []
    desk.report(BATCH, None, "sups", done.append, stage=stages.append)
    qtbot.waitUntil(lambda: "reading" in stages, timeout=20_000)
    busy = [comment(100)]
    while not done and len(busy) < 60:
        busy.append(comment(100 + len(busy)))
    print(f"a step: {idle * 1e3:.1f} ms alone, {sorted(busy)[len(busy) // 2] * 1e3:.1f} ms beside a report")
    assert sorted(busy)[len(busy) // 2] < max(3 * idle, 0.05)
    qtbot.waitUntil(lambda: bool(done), timeout=60_000)
    assert done[0].refusal is None
    assert verify(Path(done[0].answer["file"])).findings == ()


def test_a_stopped_report_leaves_a_number_and_can_be_made_again_as_a_copy(qtbot: QtBot, desk: QtDesk) -> None:
    stages: list[str] = []
    done: list[Answer] = []
    stop = desk.report(BATCH, None, "sups", done.append, stage=stages.append)
    qtbot.waitUntil(lambda: "reading" in stages, timeout=20_000)
    assert desk.under_way() == "report"
    stop()
    qtbot.waitUntil(lambda: bool(done), timeout=20_000)
    assert done[0].refusal == Refusal("report_cancelled")
    again = waited(qtbot, lambda then: desk.report(BATCH, None, "sups", then, copy_of=1))
    assert Path(again.answer["file"]).name == f"{BATCH}-report-1-copy-2.pdf"


def test_a_report_that_cannot_be_written_is_a_refusal_and_stops_nothing(
    qtbot: QtBot, desk: QtDesk, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    said = waited(qtbot, lambda then: desk.report(BATCH, tmp_path / "file" / "r.pdf", "sups", then))
    assert said.refusal.code == "report_not_written"
    assert waited(qtbot, lambda then: desk.ask(Exceptions(BATCH), then)) is not None


def test_a_child_that_fails_is_told_in_its_last_line(qtbot: QtBot, desk: QtDesk) -> None:
    said = waited(qtbot, lambda then: desk.work({"work": "nonsense"}, then))
    assert "nonsense" in said


def test_the_station_s_key_is_in_no_argument_and_no_environment(floor: Floor, tmp_path: Path) -> None:
    floor.enter("sups")
    answer, order = floor.station.report_order(BATCH, tmp_path / "r.pdf", "sups")
    assert answer.refusal is None
    assert order is not None
    assert order["key"] not in repr(reporting.Order(**order))
    child = subprocess.Popen(
        [sys.executable, "-m", "ui", "--child"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(json.dumps({"work": "report", **order}) + "\n")
    child.stdin.flush()
    assert json.loads(child.stdout.readline()) == {"stage": "reading"}
    seen = Path(f"/proc/{child.pid}/cmdline")
    if seen.exists():
        shown = seen.read_bytes() + Path(f"/proc/{child.pid}/environ").read_bytes()
        assert order["key"].encode() not in shown
    out, _ = child.communicate(timeout=60)
    assert json.loads(out.splitlines()[-1]) == {"done": {"file": str(tmp_path / "r.pdf")}}


def test_the_walk_finds_an_edited_entry(qtbot: QtBot, desk: QtDesk, tmp_path: Path) -> None:
    said = waited(qtbot, lambda then: desk.work({"work": "walk", "folder": str(tmp_path / "station")}, then))
    assert said["findings"] == []
    assert said["entries"] > 50
