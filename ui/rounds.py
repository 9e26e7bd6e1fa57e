"""Rounds with the central store, as a screen sees them: under way or not, how far, what the last one said. No Qt here.

A round is nobody's act: it runs in the background, and a person may ask for one at once. Whoever offers rounds is
`Desk.rounds`; a desk without a network has none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from ebr.domain.refusal import Refusal
from ui.desk import Answer, Stop, Then, new_command_id


@dataclass(frozen=True, slots=True)
class Round:
    """What is known of rounds: the stage of the one under way ("" for none), and how the last one ended.

    `done` of `of` counts what the stage is at (0: not known). `ended` is the time of the last end (ISO 8601, "" before
    the first), `lines` say what it did; or `refusal` says why not, and `failed` is the fault that ended it.
    """

    stage: str = ""
    done: int = 0
    of: int = 0
    ended: str = ""
    lines: tuple[str, ...] = ()
    doubt: str = ""
    refusal: Refusal | None = None
    failed: str = ""

    @property
    def busy(self) -> bool:
        """A round is under way."""
        return bool(self.stage)


Moved = Callable[[Any], None]
"""Hears how far something is: `stage`, `done`, `of`."""


def unheard(_told: Any) -> None:
    """Hear nothing."""


class Rounds(Protocol):
    """What runs rounds and whatever else needs the network."""

    @property
    def now(self) -> Round:
        """How it stands."""
        ...

    def start(self, url: str = "", password: str | None = None, *, everything: bool = False) -> None:
        """Do a round now, with the central store remembered or with another; one at a time."""
        ...

    def on_moved(self, heard: Callable[[Round], None]) -> Stop:
        """Hear how a round goes on and ends; call the returned function to stop hearing."""
        ...

    def bundle(self, to: str, target: Path, by: str, then: Then, moved: Moved = unheard) -> None:
        """Write a bundle for a station; `then` hears of it when it is on the medium, or refused."""
        ...

    def take_bundle(self, file: Path, by: str, then: Then, moved: Moved = unheard) -> None:
        """Take a bundle in, between the acts of a person; `then` hears of its end, `moved` of how far it is."""
        ...

    def stop_bundle(self) -> None:
        """Stop the bundle that is being written or taken in; `then` hears of it."""
        ...


class InlineRounds:
    """Rounds that are over before they return, on a station that this thread owns: for tests and pictures."""

    def __init__(self, station: Any) -> None:
        self._station = station
        self.now = Round()
        self._heard: list[Callable[[Round], None]] = []

    def _run(self, job: Callable[[Any], Any]) -> Any:
        return job(self._station)

    def start(self, url: str = "", password: str | None = None, *, everything: bool = False) -> None:
        """As `Rounds.start`."""
        from ebr.station import distance
        from ebr.wording.rounds import summary_lines

        at = datetime.now().astimezone().isoformat(timespec="seconds")
        try:
            done = distance.synchronise(self._run, url=url, password=password, everything=everything)
            self.now = Round(ended=at, lines=tuple(summary_lines(done)))
        except Refusal as refusal:
            self.now = Round(ended=at, refusal=refusal)
        for heard in tuple(self._heard):
            heard(self.now)

    def on_moved(self, heard: Callable[[Round], None]) -> Stop:
        """As `Rounds.on_moved`."""
        self._heard.append(heard)
        return lambda: self._heard.remove(heard) if heard in self._heard else None

    def bundle(self, to: str, target: Path, by: str, then: Then, moved: Moved = unheard) -> None:
        """As `Rounds.bundle`."""
        from ebr.station import distance

        self._bundle(lambda: distance.bundle_for(self._run, to, target, by, new_command_id(), tell=moved), then)

    def take_bundle(self, file: Path, by: str, then: Then, moved: Moved = unheard) -> None:
        """As `Rounds.take_bundle`."""
        from ebr.station import distance

        self._bundle(lambda: distance.take_bundle(self._run, file, by, new_command_id(), tell=moved), then)

    def stop_bundle(self) -> None:
        """As `Rounds.stop_bundle`; here it is over before anybody can."""

    def _bundle(self, work: Callable[[], Any], then: Then) -> None:
        try:
            done = work()
        except Refusal as refusal:
            then(Answer(refusal))
            return
        then(Answer(done.refusal, done.answer, done.changed))


def rounds_of(desk: object) -> Rounds | None:
    """Return what runs rounds for a desk; None where nothing does."""
    found: Rounds | None = getattr(desk, "rounds", None)
    return found
