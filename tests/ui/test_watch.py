"""The walk over the chain: what it found is told, noted once, and kept; a walk that failed is said too."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from ebr.domain.refusal import Refusal
from ebr.domain.station.commands import NoteFault
from ebr.station.questions import StationStatus
from tests.ui.real_station import Floor
from ui.status.presenter import status_of, walk_fact
from ui.watch import Walked, Watch

FOUND = {"log": "ab" * 32, "seq": 12, "code": "body_hash", "words": "The body was changed."}
PAGE = {"log": "", "seq": 0, "code": "database_damaged", "words": "The database is damaged."}


class Desk:
    def __init__(self) -> None:
        self.walks: list[Any] = []
        self.done: list[tuple[Any, str]] = []

    def work(self, order: dict[str, str], then: Any) -> None:
        assert order == {"work": "walk", "folder": "here"}
        self.walks.append(then)

    def do(self, command: Any, *, by: str, then: Any) -> None:
        self.done.append((command, by))


class Seen:
    def __init__(self) -> None:
        self.desk, self.walked, self.grave = Desk(), list[Walked](), list[str]()
        self.watch = Watch(self.desk, lambda: "mchen", lambda: datetime(2026, 11, 22, 8, 0, tzinfo=UTC))
        self.watch.on_walked = self.walked.append
        self.watch.on_grave = lambda text, detail: self.grave.append(f"{text}\n{detail}")

    def walk(self, result: object) -> None:
        self.watch.walk("here")
        self.desk.walks[-1](result)


def test_a_whole_chain_is_only_remembered() -> None:
    seen = Seen()
    seen.walk({"entries": 700, "findings": []})
    assert seen.walked == [Walked(), Walked("2026-11-22T08:00:00+00:00", 700)]
    assert seen.grave == []
    assert seen.desk.done == []


def test_a_second_walk_waits_for_the_first() -> None:
    seen = Seen()
    seen.watch.walk("here")
    seen.watch.walk("here")
    assert len(seen.desk.walks) == 1


def test_findings_are_told_each_time_and_noted_once() -> None:
    seen = Seen()
    for found in ([FOUND], [FOUND], [FOUND, PAGE]):
        seen.walk({"entries": 12, "findings": found})
    assert len(seen.grave) == 3
    assert "Entry 12 of log abababababababab: The body was changed." in seen.grave[0]
    assert [by for _command, by in seen.desk.done] == ["mchen", "mchen"]
    command = seen.desk.done[1][0]
    assert isinstance(command, NoteFault)
    assert command.detail.splitlines()[1] == "The database is damaged."


@pytest.mark.parametrize(
    ("result", "why"), [("OSError: gone", "OSError: gone"), ("", "the child process ended"), (Refusal("store_missing", folder="x"), "no station in x")]
)  # fmt: skip
def test_a_walk_that_failed_proves_nothing_and_forgets_nothing(result: object, why: str) -> None:
    seen = Seen()
    seen.walk({"entries": 12, "findings": [FOUND]})
    seen.walk(result)
    assert why in seen.walked[-1].failed
    assert len(seen.walked[-1].findings) == 1


def test_the_status_screen_says_when_the_chain_was_walked(floor: Floor) -> None:
    answer = floor.station.ask(StationStatus())
    at = "2026-11-22T08:00:00+00:00"
    facts = {
        None: "Not since the program was started",
        Walked(): "Being walked now",
        Walked(at, 700): "2026-11-22 08:00 +00:00",
        Walked(at, failed="gone"): "Failed 2026-11-22 08:00 +00:00",
    }
    assert {walked: walk_fact(walked).value for walked in facts} == facts
    calm = status_of(answer, Walked(at, 700))
    assert walk_fact(Walked(at, 700)) in calm.record
    assert [one.tone for one in calm.messages if one.tone == "crit"] == []
    grave = status_of(answer, Walked(at, 700, ("Entry 12 ...",)))
    assert grave.messages[0].tone == "crit"
    assert "safe to switch" not in "".join(one.text for one in grave.messages)
    assert status_of(answer, Walked(at, failed="gone")).messages[0].tone == "warn"
