"""What a screen may do: ask for a change, ask a question, hear that something changed. No Qt here.

A screen never waits: each method takes `then`, called later on the screen's own thread with the answer. `do` confirms
only what is durable (architecture.md, "The path of one value"). A refusal is an answer, never an error; a question
that is refused calls `refused`, or nothing when the screen has nothing to say about it. Every `do` may carry a
command id made with `new_command_id`: the same act tried again (double tap, lost answer) uses the same id and gets
the first answer.

A question is answered in the form in which the screen that asks it writes numbers (`ebr.words.figure`); whatever is
recorded, drawn or handed out is made in the record's form.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from ebr.domain.refusal import Refusal
from ebr.words import numbers_by_language, writing

Stop = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a command.

    The refusal or None, plain facts ("batch", "presence", ...), and the roots that changed.
    """

    refusal: Refusal | None = None
    answer: Mapping[str, str] = field(default_factory=dict)
    changed: frozenset[str] = frozenset()


Then = Callable[[Answer], None]
Answered = Callable[[Any], None]
Refused = Callable[[Refusal], None]


class Desk(Protocol):
    """The one way from a screen to the station."""

    def do(
        self, command: Any, *, by: str, then: Then, secret: str | None = None, seen: str = "", command_id: str = ""
    ) -> None:
        """Ask for a change; `then` hears of it after it is durable, or refused."""

    def ask(self, question: Any, then: Answered, refused: Refused | None = None) -> None:
        """Ask a question of `ebr.station.questions`; `then` gets its answer."""

    def call(self, name: str, then: Answered, /, *args: Any, **kwargs: Any) -> None:
        """Call another method of the station by its name ("attach", "create_person").

        `then` gets what it returns or a Refusal.
        """

    def sign_in(self, person: str, secret: str, then: Then, *, badge: bool = False) -> None:
        """Begin a presence; whoever was signed in is switched out."""

    def sign_out(self, how: str, then: Then) -> None:
        """End the presence: "lock", "idle", "switch", "log-out", "leave-now" or "stop"."""

    def beside(self, work: Callable[[], Any], then: Answered) -> None:
        """Do something slow beside the screen; `then` gets what it returns, a Refusal, or nothing usable after a fault.

        `work` reads frozen data only: it is on another thread, where numbers have the record's form (`as_shown`).
        """

    def device(self, work: Callable[[Any], Any], then: Answered) -> None:
        """Do something with the devices of this terminal (`ebr.station.devices.Devices`), one after the other.

        `then` gets what `work` returns, a Refusal, or nothing usable after a fault. `work` is on the devices' thread.
        """

    def attach(self, source: Path | bytes, name: str, media: str, then: Answered) -> None:
        """Keep a file; `then` gets its value (sha256, name, size, media) or a Refusal."""

    def report(
        self,
        batch: str,
        target: Path | None,
        by: str,
        then: Then,
        *,
        copy_of: int = 0,
        stage: Callable[[str], None] = lambda _stage: None,
    ) -> Stop:
        """Make the batch's report as a numbered PDF (without `target`: in the station's folder), or a copy of one.

        Slow: `stage` hears "reading", "drawing", "sealing", "writing"; the returned function stops it, which leaves the
        number without a file. The answer names "file", "report" and "copy".
        """

    def labels(
        self, wanted: Any, by: str, then: Answered, *, stage: Callable[[str], None] = lambda _stage: None
    ) -> None:
        """Draw a job of labels (`ebr.station.labelling.Wanted`) and write it down; `then` gets its order or a Refusal.

        Many are drawn in a child process, so that nobody waits for the writer: `stage` hears how far it is, "15/100",
        as soon as nothing stands against the job.
        """

    def form(self, batch: str, by: str, then: Then, *, again: str = "") -> None:
        """Print the rest of a batch as a numbered emergency form in the station's folder, or a numbered one again."""

    def found(self, folder: Path, answers: Any, then: Answered) -> None:
        """Found a site (`ebr.station.door.Answers`) in a folder and open its first station.

        `then` gets what must leave the machine (`ebr.station.door.Founded`) or a Refusal, which leaves nothing.
        """

    def join(self, folder: Path, asked: Mapping[str, Any], then: Answered) -> None:
        """Make the store of a new station that asks to join a site (`ebr.station.door.Station.join`), and open it.

        `then` gets its request or a Refusal, which leaves nothing.
        """

    def on_changed(self, heard: Callable[[frozenset[str]], None]) -> Stop:
        """Hear which subjects changed ("batch:B26-1147", ...); call the returned function to stop hearing."""


def as_shown(work: Callable[[], Any]) -> Callable[[], Any]:
    """Return the work so that it writes numbers as they are written here, whichever thread does it."""
    by_language = numbers_by_language()

    def worded() -> Any:
        with writing(by_language=by_language):
            return work()

    return worded


def new_command_id() -> str:
    """Return a fresh id for one act of a person."""
    return os.urandom(16).hex()


class InlineDesk:
    """A Desk that works at once, on a real or a played station: for tests and pictures."""

    def __init__(self, station: Any) -> None:
        self.station = station
        self._heard: list[Callable[[frozenset[str]], None]] = []

    def do(
        self, command: Any, *, by: str, then: Then, secret: str | None = None, seen: str = "", command_id: str = ""
    ) -> None:
        """As `Desk.do`, before it returns."""
        act = command_id or new_command_id()
        with writing(by_language=False):
            said = self.station.do(command, by=by, secret=secret, seen=seen, command_id=act)
        self._tell(then, said)

    def ask(self, question: Any, then: Answered, refused: Refused | None = None) -> None:
        """As `Desk.ask`, before it returns."""
        try:
            said = self.station.ask(question)
        except Refusal as refusal:
            if refused is not None:
                refused(refusal)
            return
        then(said)

    def call(self, name: str, then: Answered, /, *args: Any, **kwargs: Any) -> None:
        """As `Desk.call`, before it returns."""
        try:
            with writing(by_language=False):
                said = getattr(self.station, name)(*args, **kwargs)
        except Refusal as refusal:
            said = refusal
        then(said)
        self._announce(said)

    def sign_in(self, person: str, secret: str, then: Then, *, badge: bool = False) -> None:
        """As `Desk.sign_in`, before it returns."""
        self._tell(then, self.station.sign_in(person, secret, badge=badge))

    def sign_out(self, how: str, then: Then) -> None:
        """As `Desk.sign_out`, before it returns."""
        self._tell(then, self.station.sign_out(how))

    def beside(self, work: Callable[[], Any], then: Answered) -> None:
        """As `Desk.beside`, before it returns."""
        try:
            with writing(by_language=False):
                said = work()
        except Refusal as refusal:
            said = refusal
        then(said)

    def device(self, work: Callable[[Any], Any], then: Answered) -> None:
        """As `Desk.device`, before it returns."""
        self.beside(lambda: work(self.station.devices()), then)

    def attach(self, source: Path | bytes, name: str, media: str, then: Answered) -> None:
        """As `Desk.attach`, before it returns."""
        try:
            data = source if isinstance(source, bytes) else source.read_bytes()
        except OSError as error:
            then(Refusal("file_unreadable", name=name, why=error.strerror or ""))
            return
        self.call("attach", then, data, name, media)

    def report(
        self,
        batch: str,
        target: Path | None,
        by: str,
        then: Then,
        *,
        copy_of: int = 0,
        stage: Callable[[str], None] = lambda _stage: None,
    ) -> Stop:
        """As `Desk.report`, before it returns."""
        stage("drawing")
        with writing(by_language=False):
            said = self.station.report(batch, target, by=by, copy_of=copy_of)
        self._tell(then, said)
        return lambda: None

    def labels(
        self, wanted: Any, by: str, then: Answered, *, stage: Callable[[str], None] = lambda _stage: None
    ) -> None:
        """As `Desk.labels`, before it returns."""
        del stage  # it is over before anybody could look
        self.call("label_order", then, wanted, by=by, command_id=new_command_id())

    def form(self, batch: str, by: str, then: Then, *, again: str = "") -> None:
        """As `Desk.form`, before it returns."""
        from ebr.station import forms

        with writing(by_language=False):
            answer, order = forms.ordered(self.station, batch, None, by, again)
            file = {"file": str(forms.drawn(order))} if order is not None else {}
        self._tell(then, Answer(answer.refusal, {**answer.answer, **file}, answer.changed))

    def found(self, folder: Path, answers: Any, then: Answered) -> None:
        """As `Desk.found`, before it returns."""
        from ebr.station.door import Station

        try:
            founded = Station.create(folder, answers)
        except Refusal as refusal:
            then(refusal)
            return
        self.station = Station.open(folder, passphrase=answers.passphrase)
        then(founded)

    def join(self, folder: Path, asked: Mapping[str, Any], then: Answered) -> None:
        """As `Desk.join`, before it returns."""
        from ebr.station.door import Station

        try:
            request = Station.join(folder, **asked)
        except Refusal as refusal:
            then(refusal)
            return
        self.station = Station.open(folder, passphrase=asked.get("passphrase"))
        then(request)

    def on_changed(self, heard: Callable[[frozenset[str]], None]) -> Stop:
        """As `Desk.on_changed`."""
        self._heard.append(heard)
        return lambda: self._heard.remove(heard) if heard in self._heard else None

    def _tell(self, then: Then, said: Any) -> None:
        then(said)
        self._announce(said)

    def _announce(self, said: Any) -> None:
        changed: frozenset[str] = getattr(said, "changed", frozenset())
        for heard in tuple(self._heard) if changed else ():
            heard(changed)
