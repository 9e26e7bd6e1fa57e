"""The desk on Qt: one thread owns the station, answers come on the screen's thread, a fault stops the writing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from ebr.domain.refusal import Refusal
from ebr.station import questions as q
from tests.ui.desk_played import BATCH, PlayedStation
from ui.desk import Answer
from ui.qt_desk import Fault, QtDesk


class Threaded(PlayedStation):
    """Remembers on which threads it was used."""

    closed = False

    def ask(self, question: Any) -> Any:
        self.threads = {*getattr(self, "threads", set()), threading.current_thread().name}
        return super().ask(question)

    def attach(self, data: bytes, name: str, media: str) -> dict[str, str]:
        return {"name": name, "size": str(len(data)), "media": media, "sha256": "0" * 64}

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def station() -> Threaded:
    return Threaded()


@pytest.fixture
def desk(qtbot: QtBot, station: Threaded) -> Iterator[QtDesk]:
    made = QtDesk(lambda: station)
    yield made
    made.close()


def wait(qtbot: QtBot, ask: Callable[[Callable[[Any], None]], object]) -> Any:
    heard: list[tuple[Any, str]] = []
    ask(lambda said: heard.append((said, threading.current_thread().name)))
    qtbot.waitUntil(lambda: bool(heard), timeout=5000)
    assert heard[0][1] == threading.main_thread().name
    return heard[0][0]


def test_questions_are_answered_from_the_writer_thread_on_the_screens_thread(
    qtbot: QtBot, desk: QtDesk, station: Threaded
) -> None:
    answer = wait(qtbot, lambda then: desk.ask(q.BatchQuestion(BATCH, "mchen"), then))
    assert answer.batch == BATCH
    assert all(name.startswith("writer") for name in station.threads)


def test_a_refused_question_goes_to_refused(qtbot: QtBot, desk: QtDesk) -> None:
    refusal = wait(qtbot, lambda then: desk.ask(q.BatchQuestion("nothing", "mchen"), print, then))
    assert refusal == Refusal("batch_unknown", batch="nothing")


def test_changes_are_told_after_the_answer(qtbot: QtBot, desk: QtDesk) -> None:
    order: list[object] = []
    desk.on_changed(order.append)
    wait(
        qtbot,
        lambda then: desk.sign_in("mchen", "correct horse battery", lambda said: (order.append(said), then(said))),
    )
    qtbot.waitUntil(lambda: len(order) == 2, timeout=5000)
    assert isinstance(order[0], Answer)
    assert order[1] == frozenset({"station:T-312"})


def test_a_fault_is_told_once_and_nothing_is_written_after_it(qtbot: QtBot, desk: QtDesk, station: Threaded) -> None:
    faults: list[Fault] = []
    desk.faulted.connect(faults.append)
    desk.call("no_such_method", print)
    qtbot.waitUntil(lambda: bool(faults), timeout=5000)
    desk.do("anything", by="mchen", then=print)
    QCoreApplication.processEvents()
    assert "no_such_method" in faults[0].line
    assert station.done == []


def test_a_station_that_cannot_be_opened_says_why(qtbot: QtBot) -> None:
    def refuse() -> None:
        raise Refusal("in_use")

    made = QtDesk(refuse)
    heard: list[object] = []
    made.opened.connect(heard.append)
    qtbot.waitUntil(lambda: bool(heard), timeout=5000)
    assert heard == [Refusal("in_use")]
    made.close()


def test_a_file_that_is_gone_is_a_refusal(qtbot: QtBot, desk: QtDesk, tmp_path: Path) -> None:
    said = wait(qtbot, lambda then: desk.attach(tmp_path / "gone.png", "gone.png", "image/png", then))
    assert isinstance(said, Refusal)
    (tmp_path / "there.png").write_bytes(b"abc")
    assert wait(qtbot, lambda then: desk.attach(tmp_path / "there.png", "there.png", "image/png", then))["size"] == "3"


def test_closing_closes_the_station(qtbot: QtBot, station: Threaded) -> None:
    made = QtDesk(lambda: station)
    wait(qtbot, lambda then: made.ask(q.Who(), then))
    made.close()
    assert station.closed
