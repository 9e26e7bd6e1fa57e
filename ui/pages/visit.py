"""`Visit`: a screen's stay at the desk.

What was asked for is done in any case; answers that come after the screen has gone are dropped.

A screen is thrown away when it is left, and its widgets with it; an answer that is still on its way must not reach
them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ui.desk import Answered, Desk, Refused, Stop, Then


class Visit:
    """Visit(desk): the desk's methods for one presenter. close() ends it and stops hearing of changes."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._here = True
        self._stops: list[Stop] = []

    def close(self) -> None:
        """The screen has gone."""
        self._here = False
        for stop in self._stops:
            stop()

    @property
    def here(self) -> bool:
        """The screen is still there."""
        return self._here

    def guarded(self, then: Callable[[Any], None]) -> Callable[[Any], None]:
        """Return `then`, for as long as the screen is there."""
        return lambda said: then(said) if self._here else None

    def do(
        self, command: Any, *, by: str, then: Then, secret: str | None = None, seen: str = "", command_id: str = ""
    ) -> None:
        """As `Desk.do`."""
        self.desk.do(command, by=by, then=self.guarded(then), secret=secret, seen=seen, command_id=command_id)

    def ask(self, question: Any, then: Answered, refused: Refused | None = None) -> None:
        """As `Desk.ask`."""
        self.desk.ask(question, self.guarded(then), self.guarded(refused) if refused is not None else None)

    def call(self, name: str, then: Answered, /, *args: Any, **kwargs: Any) -> None:
        """As `Desk.call`."""
        self.desk.call(name, self.guarded(then), *args, **kwargs)

    def beside(self, work: Callable[[], Any], then: Answered) -> None:
        """As `Desk.beside`."""
        self.desk.beside(work, self.guarded(then))

    def device(self, work: Callable[[Any], Any], then: Answered) -> None:
        """As `Desk.device`."""
        self.desk.device(work, self.guarded(then))

    def attach(self, source: Path | bytes, name: str, media: str, then: Answered) -> None:
        """As `Desk.attach`."""
        self.desk.attach(source, name, media, self.guarded(then))

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
        """As `Desk.report`. It goes on when the screen is left, and `then` is told even so: see `here`."""
        return self.desk.report(batch, target, by, then, copy_of=copy_of, stage=self.guarded(stage))

    def labels(
        self, wanted: Any, by: str, then: Answered, *, stage: Callable[[str], None] = lambda _stage: None
    ) -> None:
        """As `Desk.labels`. A job that is drawn when the screen is left is printed all the same."""
        self.desk.labels(wanted, by, then, stage=self.guarded(stage))

    def form(self, batch: str, by: str, then: Then, *, again: str = "") -> None:
        """As `Desk.form`; it is printed even when the screen is left."""
        self.desk.form(batch, by, self.guarded(then), again=again)

    def on_changed(self, heard: Callable[[frozenset[str]], None]) -> None:
        """As `Desk.on_changed`; `close` stops it."""
        self._stops.append(self.desk.on_changed(heard))

    def on_changed_below(self, roots: tuple[str, ...], heard: Callable[[], None]) -> None:
        """Hear when a subject changed whose root begins with one of these; `close` stops it."""
        self.on_changed(lambda changed: heard() if any(root.startswith(roots) for root in changed) else None)
