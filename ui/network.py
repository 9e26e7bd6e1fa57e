"""The network thread of the screens: rounds in the background, each piece of work on the store handed to the writer.

Each round runs on a thread of its own (`QtDesk.beside`) that may be left behind at any time. What it does with the
store goes through `QtDesk.at_writer`, job by job between the acts of a person, so a network that is slow, dead or lying
never delays recording (`ebr.station.distance`). A fault on that thread ends the round and is told; a fault inside a job
stops the writing, as any fault at the writer does.

Rounds come about once a minute, never at the same second on all stations; after a round that failed they come less and
less often, up to a quarter of an hour. A station without a central store has none.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Protocol

from PySide6.QtCore import QObject, QTimer

from ebr.domain.refusal import Refusal
from ebr.words import tr
from ui.desk import Answer, Stop, Then, new_command_id
from ui.rounds import Moved, Round, unheard

FIRST_MS: Final = 4_000
EVERY_MS: Final = 60_000
LONGEST_MS: Final = 900_000
JITTER: Final = 0.2
"""A part by which a pause is longer or shorter, so that stations do not come all at once."""
PLAIN_SECONDS: Final = 0.005
SWITCH_SECONDS: Final = 0.0005
"""While two threads work, Python would let the writer wait 5 ms for each turn."""
NO_CENTRE: Final = "centre_not_named"
FAILED: Final = "failed"


class Threads(Protocol):
    """What the network needs of the desk (`ui.qt_desk.QtDesk`)."""

    def at_writer(self, job: Callable[[Any], Any]) -> Any:
        """Do a job with the station and return what it gives."""

    def beside(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """Do something slow on a thread of its own."""

    def tell(self, then: Callable[[Any], None], said: Any) -> None:
        """Call `then` on the screen's thread."""

    def announce(self, said: Any) -> None:
        """Tell everybody which subjects have changed."""


class Network(QObject):
    """Network(desk, parent): `watch()` begins the rounds in the background, `start` does one now, `stop` ends all."""

    def __init__(self, desk: Threads, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.now = Round()
        self._heard: list[Callable[[Round], None]] = []
        self._stopped = False
        self._failures = 0
        self._asked = False
        self._bundle_stopped = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._in_background)

    # -- the screen's thread

    def watch(self) -> None:
        """Begin the rounds in the background."""
        self._timer.start(FIRST_MS)

    def stop(self) -> None:
        """End all of it: what is under way is left behind after its present job."""
        self._stopped = True
        self._timer.stop()

    def on_moved(self, heard: Callable[[Round], None]) -> Stop:
        """As `Rounds.on_moved`."""
        self._heard.append(heard)
        return lambda: self._heard.remove(heard) if heard in self._heard else None

    def start(self, url: str = "", password: str | None = None, *, everything: bool = False) -> None:
        """As `Rounds.start`."""
        self._asked = True
        self._begin(url, password, everything=everything)

    def _in_background(self) -> None:
        self._asked = False
        self._begin("", None, everything=False)

    def _begin(self, url: str, password: str | None, *, everything: bool) -> None:
        if self.now.busy or self._stopped:
            return
        self._timer.stop()
        self._move(replace(self.now, stage="describe", done=0, of=0))
        sys.setswitchinterval(SWITCH_SECONDS)
        self._desk.beside(lambda: self._round(url, password, everything=everything), self._ended)

    def bundle(self, to: str, target: Path, by: str, then: Then, moved: Moved = unheard) -> None:
        """As `Rounds.bundle`."""

        def write(tell: Moved) -> Any:
            from ebr.station import distance

            at_writer, name = self._desk.at_writer, new_command_id()
            return distance.bundle_for(at_writer, to, target, by, name, tell=tell, stop=self._bundle_stops)

        failed = Refusal("file_not_written", file=str(target), why=tr("the program found a fault"))
        self._bundle(write, failed, then, moved)

    def take_bundle(self, file: Path, by: str, then: Then, moved: Moved = unheard) -> None:
        """As `Rounds.take_bundle`."""

        def take(tell: Moved) -> Any:
            from ebr.station import distance

            at_writer, name = self._desk.at_writer, new_command_id()
            return distance.take_bundle(at_writer, file, by, name, tell=tell, stop=self._bundle_stops)

        failed = Refusal("path_unreadable", path=str(file), why=tr("the program found a fault"))
        self._bundle(take, failed, then, moved)

    def stop_bundle(self) -> None:
        """As `Rounds.stop_bundle`."""
        self._bundle_stopped = True

    def _bundle_stops(self) -> bool:
        return self._stopped or self._bundle_stopped

    def _bundle(self, work: Callable[[Moved], Any], failed: Refusal, then: Then, moved: Moved) -> None:
        """Write or take a bundle on a thread of its own; its jobs for the store come between the acts of a person."""

        def ended(result: Any) -> None:
            sys.setswitchinterval(PLAIN_SECONDS)
            answer = Answer(failed) if result is FAILED else Answer(result) if isinstance(result, Refusal) else result
            then(answer)
            self._desk.announce(answer)

        self._bundle_stopped = False
        sys.setswitchinterval(SWITCH_SECONDS)
        self._desk.beside(lambda: work(lambda told: self._desk.tell(moved, told)), ended)

    def _move(self, now: Round) -> None:
        self.now = now
        for heard in tuple(self._heard):
            heard(now)

    def _told(self, told: Any) -> None:
        if self.now.busy:
            self._move(replace(self.now, stage=told.stage, done=told.done, of=told.of))

    def _ended(self, result: Any) -> None:
        """The round is over: a summary, a refusal, or FAILED."""
        sys.setswitchinterval(PLAIN_SECONDS)
        ended = datetime.now().astimezone().isoformat(timespec="seconds")
        if isinstance(result, Refusal):
            silent = result.code == NO_CENTRE and not self._asked
            now = replace(self.now, stage="") if silent else Round(ended=ended, refusal=result)
        elif result is FAILED:
            now = Round(ended=ended, failed=tr("The program found a fault in this round; recording is not affected."))
        else:
            now = self._summed(ended, result)
        self._failures = 0 if now.refusal is None and not now.failed else self._failures + 1
        self._timer.start(self._pause())
        self._move(now)
        if not isinstance(result, Refusal) and result is not FAILED:
            self._desk.announce(Answer(changed=result.changed | {"station/"}))

    def _summed(self, ended: str, summary: Any) -> Round:
        from ebr.wording.rounds import alarm_words, summary_lines

        doubt = summary.witness_trouble
        words = alarm_words(doubt, {}) or doubt if doubt else ""
        return Round(ended=ended, lines=tuple(summary_lines(summary)), doubt=words)

    def _pause(self) -> int:
        wait: int = min(EVERY_MS << self._failures, LONGEST_MS)
        return round(wait * random.uniform(1 - JITTER, 1 + JITTER))  # noqa: S311 - no secret, only not all at once

    # -- the network thread

    def _round(self, url: str, password: str | None, *, everything: bool) -> Any:
        from ebr.station import distance

        return distance.synchronise(
            self._desk.at_writer,
            url=url,
            password=password,
            everything=everything,
            tell=lambda told: self._desk.tell(self._told, told),
            stop=lambda: self._stopped,
        )
