"""What a child process draws for the writer: one report between its number and its file, one job of labels.

The writer takes the number and hands out an order (`Station.report_order`); a child process draws it. Whatever happens
to the child, the number stays taken, so each bad end says that the report can be made again as a copy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

from ebr.domain.refusal import Refusal
from ebr.station.child import FEW_LABELS, labels_undrawn, undrawn
from ui.desk import Answer, Answered, Stop, Then, new_command_id

TOO_LATE: Final = "writing"
"""From this stage on the file is finished rather than stopped."""
Stage = Callable[[str], None]


class Drawing:
    """Drawing(work, announce, then, stage): `work(order, then, stage)` starts the child and returns what stops it."""

    def __init__(self, work: Callable[..., Stop], announce: Callable[[Answer], None], then: Then, stage: Stage) -> None:
        self._work, self._announce, self._then, self._stage = work, announce, then, stage
        self._answer = Answer()
        self._now = ""
        self._stop: Stop | None = None
        self._cancelled = False

    def numbered(self, result: Any) -> None:
        """The number is taken, or refused."""
        if isinstance(result, Refusal):
            self._then(Answer(result))
            return
        self._answer, order = result
        self._announce(self._answer)
        if order is None:
            self._then(self._answer)
        elif self._cancelled:
            self._then(Answer(undrawn("", stopped=True)))
        else:
            self._stop = self._work({"work": "report", **order}, self._drawn, self._told)

    def _told(self, stage: str) -> None:
        self._now = stage
        self._stage(stage)

    def _drawn(self, result: Mapping[str, Any] | Refusal | str) -> None:
        if isinstance(result, Refusal):
            self._then(Answer(result))
        elif isinstance(result, str):
            self._then(Answer(undrawn(result, stopped=self._cancelled)))
        else:
            self._then(Answer(None, {**self._answer.answer, **result}, self._answer.changed))

    def stop(self) -> None:
        """Give up drawing; once the file is being written it is finished."""
        self._cancelled = True
        if self._stop is not None and self._now != TOO_LATE:
            self._stop()


class Working(Protocol):
    """What a desk lends for a job of labels."""

    def call(self, name: str, then: Answered, /, *args: Any, **kwargs: Any) -> None:
        """Call a method of the station."""

    def work(self, order: Mapping[str, Any], then: Callable[..., None], stage: Stage) -> Stop:
        """Let a child do an order."""


class LabelDrawing:
    """LabelDrawing(desk, wanted, by, then, stage): many labels, planned by the writer, drawn by a child, written down.

    Nothing is in the record before the child is done: one that fails or is stopped has printed nothing.
    """

    def __init__(self, desk: Working, wanted: Any, by: str, then: Answered, stage: Stage) -> None:
        self._desk, self._wanted, self._by, self._then, self._stage = desk, wanted, by, then, stage
        self._order: Mapping[str, Any] = {}
        self.few = max(wanted.count, len(wanted.serials)) <= FEW_LABELS

    def planned(self, result: Any) -> None:
        """What is to be drawn, or why nothing is."""
        if isinstance(result, Refusal):
            self._then(result)
            return
        self._order = result
        self._stage(f"0/{len(result['serials'])}")
        self._desk.work(result, self._drawn, self._stage)

    def _drawn(self, result: Mapping[str, Any] | Refusal | str) -> None:
        if isinstance(result, Refusal):
            self._then(result)
        elif isinstance(result, str):
            self._then(labels_undrawn(result))
        else:
            given = (self._wanted, self._order, result)
            self._desk.call("label_written", self._then, *given, by=self._by, command_id=new_command_id())
