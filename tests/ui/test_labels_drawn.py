"""A hundred labels are drawn by a child process and then written down: the writer is free meanwhile."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from ebr.clock import SimulatedClock
from ebr.domain.batch import commands as c
from ebr.domain.refusal import Refusal
from ebr.station.door import Station
from ebr.station.labelling import LabelOrder, Wanted
from ebr.station.questions import BatchLabels
from tests.ui.real_station import BATCH, NOW, SECRET, Floor
from tests.ui.test_children import waited
from tests.ui.test_labels_screen import GTIN, in_force, issued, slot
from ui.qt_desk import QtDesk

FIELDS = {"gtin": GTIN, "expiry": "2028-11-30"}


@pytest.fixture
def ready(floor: Floor, qtbot: QtBot) -> Iterator[tuple[QtDesk, str]]:
    in_force(floor)
    issued(floor, 250)
    where, folder = slot(floor), floor.station.folder
    floor.station.close()
    desk = QtDesk(lambda: Station.open(folder, clock=SimulatedClock(NOW.replace(hour=11))))
    assert waited(qtbot, lambda then: desk.sign_in("mchen", SECRET, then)).refusal is None
    yield desk, where
    desk.close()


def wanted(desk: QtDesk, where: str, count: int) -> Wanted:
    return Wanted(BATCH, where, fields=FIELDS, count=count)


def test_a_hundred_labels_are_drawn_beside_the_writer_and_then_written_down(
    qtbot: QtBot, ready: tuple[QtDesk, str]
) -> None:
    desk, where = ready
    far: list[str] = []
    done: list[Any] = []
    desk.labels(wanted(desk, where, 100), "mchen", done.append, stage=far.append)
    qtbot.waitUntil(lambda: bool(far), timeout=20_000)
    assert desk.under_way() == "report"
    waits = []
    for number in itertools.count():
        if done or number >= 200:
            break
        start = time.perf_counter()
        command = c.AddComment(BATCH, where, f"Remark {number}")
        waited(qtbot, lambda then, command=command: desk.do(command, by="mchen", then=then))
        waits.append(time.perf_counter() - start)
    qtbot.waitUntil(lambda: bool(done), timeout=60_000)
    print(f"the longest step while 100 labels were drawn: {max(waits) * 1e3:.0f} ms")
    order = done[0]
    assert isinstance(order, LabelOrder)
    assert order.answer.refusal is None
    assert order.data.startswith(b"%PDF")
    assert far[0] == "0/100"
    assert far[-1] == "100/100"
    assert sorted(waits)[len(waits) // 2] < 0.25
    job = waited(qtbot, lambda then: desk.ask(BatchLabels(BATCH, where), then)).jobs[-1]
    assert len(job.serials) == 100
    assert job.open


def test_labels_that_another_job_numbered_meanwhile_are_not_written_down(
    qtbot: QtBot, ready: tuple[QtDesk, str]
) -> None:
    desk, where = ready
    plan = waited(qtbot, lambda then: desk.call("label_plan", then, wanted(desk, where, 6)))
    drawn = waited(qtbot, lambda then: desk.work(plan, then))
    other = waited(qtbot, lambda then: desk.labels(wanted(desk, where, 1), "mchen", then))
    assert other.answer.refusal is None
    said = waited(
        qtbot,
        lambda then: desk.call("label_written", then, wanted(desk, where, 6), plan, drawn, by="mchen", command_id="c1"),
    )
    assert said.answer.refusal == Refusal("label_plan_changed", batch=BATCH)
    assert len(waited(qtbot, lambda then: desk.ask(BatchLabels(BATCH, where), then)).jobs) == 1


def test_what_stands_against_a_job_is_said_before_anything_is_drawn(qtbot: QtBot, ready: tuple[QtDesk, str]) -> None:
    desk, where = ready
    far: list[str] = []
    said = waited(qtbot, lambda then: desk.labels(Wanted(BATCH, where, count=101), "mchen", then, stage=far.append))
    assert isinstance(said, Refusal)
    assert (said.code, far) == ("labels_count", [])
