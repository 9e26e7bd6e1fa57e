"""Bundles without their looks: what goes to and comes from a room without a network, as a file on a stick.

Writing reads the file back from the medium before it is said to be there; taking proves the whole file before anything
of it is taken (`ebr.station.bundles`). Each ends with a receipt in words, or with why not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from ebr.domain.refusal import Refusal
from ebr.station.questions import Stations, StationsAnswer
from ebr.wording import refusal_words
from ebr.wording.rounds import revoked_words, stage_words
from ebr.words import ntr, tr
from ui.desk import Answer, Desk
from ui.pages.offer import Shown
from ui.pages.visit import Visit
from ui.rounds import rounds_of

SUFFIX: Final = ".ebrb"
Told = Callable[[str], object]
"""Hears why not, "" when it is done."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was done: one sentence, and its facts; tone "warn" when something was left out."""

    text: str
    facts: tuple[Shown, ...]
    tone: str = ""


class BundlesPresenter:
    """BundlesPresenter(desk, person, station, now): `station` is the own name, `now()` gives the time for file names.

    Callbacks: on_answer(StationsAnswer), on_receipts(receipts, newest first), on_busy(words, "" for nothing).
    """

    def __init__(self, desk: Desk, person: str, station: str, now: Callable[[], datetime]) -> None:
        self._desk, self.desk, self.person, self.station, self._now = desk, Visit(desk), person, station, now
        self.answer: StationsAnswer | None = None
        self.receipts: tuple[Receipt, ...] = ()
        self.busy = ""
        self.on_answer: Callable[[StationsAnswer], None] = lambda _answer: None
        self.on_receipts: Callable[[tuple[Receipt, ...]], None] = lambda _receipts: None
        self.on_busy: Callable[[str], None] = lambda _words: None
        self.desk.on_changed(lambda _roots: self.refresh())

    def close(self) -> None:
        """Hear nothing more."""
        self.desk.close()

    def refresh(self) -> None:
        """Ask which stations there are."""
        self.desk.ask(Stations(), self._got)

    def _got(self, answer: StationsAnswer) -> None:
        if answer != self.answer:
            self.answer = answer
            self.on_answer(answer)

    def receivers(self) -> tuple[str, ...]:
        """The stations that a bundle may be for."""
        rows = self.answer.stations if self.answer is not None else ()
        return tuple(row.name for row in rows if row.state in ("office", "admitted", "quarantined"))

    def write_reason(self) -> str:
        """Why no bundle can be written; "" when one can."""
        if self.answer is not None and not self.answer.bundles:
            return tr("The site's policy does not allow bundles on removable media")
        return "" if self.receivers() else tr("The site has no other station")

    def file_name(self, to: str) -> str:
        """The name of a new bundle: for whom, of whom, when."""
        return f"{to}-from-{self.station}-{self._now():%Y%m%d-%H%M%S}{SUFFIX}"

    # -- acts

    def write(self, to: str, folder: Path, then: Told) -> None:
        """Write a bundle for a station into a folder."""
        target = folder / self.file_name(to)
        self._set_busy(tr("The bundle for {station} is being written…", station=to))
        written = self.desk.guarded(lambda said: self._written(_answer(said), then))
        rounds = rounds_of(self._desk)
        if rounds is not None:
            rounds.bundle(to, target, self.person, written, self.desk.guarded(self._moved))
        else:
            self._desk.call("write_bundle", written, to, target, self.person)

    def _written(self, said: Answer, then: Told) -> None:
        self._set_busy("")
        if said.refusal is not None:
            then(refusal_words(said.refusal))
            return
        then("")
        told = said.answer
        text = ntr(
            "{n} entry for {station} is on the medium",
            "{n} entries for {station} are on the medium",
            int(told["entries"]),
            station=told["to"],
        )
        file = Shown(tr("File"), told["file"], tr("Read back and whole"))
        self._keep(Receipt(text, (file, Shown(tr("Bundle"), told["bundle"]))))

    def take(self, file: Path, then: Told) -> None:
        """Take a bundle in."""
        self._set_busy(tr("The bundle is being checked and taken in…"))
        taken = self.desk.guarded(lambda said: self._taken(file, _answer(said), then))
        rounds = rounds_of(self._desk)
        if rounds is not None:
            rounds.take_bundle(file, self.person, taken, self.desk.guarded(self._moved))
        else:
            self._desk.call("take_bundle", taken, file, self.person)

    def _taken(self, file: Path, said: Answer, then: Told) -> None:
        self._set_busy("")
        if said.refusal is not None:
            then(refusal_words(said.refusal))
            return
        then("")
        told = said.answer
        left = told.get("left_out", "")
        text = ntr(
            "{n} entry of {station} was taken in",
            "{n} entries of {station} were taken in",
            int(told["entries"]),
            station=told["of"],
        )
        facts = [Shown(tr("File"), str(file)), Shown(tr("Bundle"), told["bundle"])]
        if left:
            words = tr("These records part from what is here. See the status of this station.")
            facts.append(Shown(tr("Left out"), left, words, "warn"))
        revoked = told.get("revoked", "")
        if revoked:
            facts.append(Shown(tr("Sender"), told["of"], revoked_words(told["of"], revoked), "warn"))
        self._keep(Receipt(text, tuple(facts), "warn" if left or revoked else ""))

    def stop(self) -> None:
        """Stop what is being written or taken in."""
        rounds = rounds_of(self._desk)
        if rounds is not None:
            rounds.stop_bundle()

    def can_stop(self) -> bool:
        """Tell whether what is under way can be stopped."""
        return bool(self.busy) and rounds_of(self._desk) is not None

    def _moved(self, told: Any) -> None:
        """A bundle under way: which stage, how much of how many."""
        if not self.busy:
            return
        words = stage_words(told.stage)
        counted = tr("{what} {done} of {all}", what=words, done=told.done, all=told.of)
        self._set_busy(counted if told.of else words)

    def _keep(self, receipt: Receipt) -> None:
        self.receipts = (receipt, *self.receipts)
        self.on_receipts(self.receipts)

    def _set_busy(self, words: str) -> None:
        self.busy = words
        self.on_busy(words)


def _answer(said: Any) -> Answer:
    return Answer(said) if isinstance(said, Refusal) else said
