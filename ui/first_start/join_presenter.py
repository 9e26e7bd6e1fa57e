"""Joining a site without its looks: what is asked, the code to read aloud, and the two ways in.

Pages: "form", "making", "waiting", "admitted", "scanner". The station that asks is made at once, so the program may be
closed while the office decides: after the next start the code is there again. Nothing of the site is shown before it
has been proved to be the site with the fingerprint that was typed (`ebr.station.joining`).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ebr.domain.refusal import Refusal
from ebr.station.questions import OwnRequest, RequestAnswer, StationStatus, StatusAnswer
from ebr.wording import refusal_words
from ebr.words import tr
from ui.desk import Desk
from ui.pages.visit import Visit
from ui.rounds import Round, rounds_of
from ui.status.presenter import grouped

SUFFIX: Final = ".ebrj"
DIGITS: Final = 64
NOT_YET: Final = ("not_admitted_yet",)


@dataclass(slots=True)
class Asked:
    """What is typed about the new station and about the way to the central store."""

    name: str = ""
    site: str = ""
    profile: str = ""
    passphrase: str = ""
    passphrase_again: str = ""
    address: str = ""
    password: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What stands on the page of a station that is not admitted yet."""

    station: str
    code: str
    fingerprint: str
    file: str


class JoinPresenter:
    """JoinPresenter(desk, folder). `open()` finds out which page it is.

    Callbacks: on_page(page), on_error(text), on_words(text) for what goes on.
    """

    def __init__(self, desk: Desk, folder: Path) -> None:
        self._desk, self.desk, self.folder = desk, Visit(desk), folder
        self.rounds = rounds_of(desk)
        self.page = "form"
        self.typed = Asked()
        self.waiting: Waiting | None = None
        self.site = ""
        self._data = b""
        self.on_page: Callable[[str], None] = lambda _page: None
        self.on_error: Callable[[str], None] = lambda _text: None
        self.on_words: Callable[[str], None] = lambda _text: None
        self.desk.on_changed(lambda _roots: self._look())
        self._stop = self.rounds.on_moved(self._moved) if self.rounds is not None else lambda: None

    def close(self) -> None:
        """Hear nothing more."""
        self.desk.close()
        self._stop()

    def open(self) -> None:
        """Show the form, or the code where this station has asked already."""
        self.desk.ask(OwnRequest(), self._got, lambda _refusal: self.go("form"))

    def go(self, page: str) -> None:
        """Show a page."""
        self.page = page
        self.on_page(page)

    # -- the form

    def missing(self) -> str:
        """What keeps the station from being made; "" for nothing."""
        typed = self.typed
        if not typed.name.strip():
            return tr("Fill in: {what}", what=tr("Name of this station"))
        digits = len(plain(typed.site))
        if digits != DIGITS:
            return tr("The fingerprint has {n} of {all} characters", n=digits, all=DIGITS)
        if typed.passphrase != typed.passphrase_again:
            return tr("The two passphrases differ")
        return "" if typed.profile else tr("Choose: {what}", what=tr("Profile, for ever"))

    def make(self) -> None:
        """Make the station and its request; on a refusal nothing was made."""
        self.go("making")
        asked = {
            "name": self.typed.name.strip(),
            "site": self.typed.site,
            "profile": self.typed.profile,
            "passphrase": self.typed.passphrase or None,
        }
        self._desk.join(self.folder, asked, self.desk.guarded(self._made))

    def _made(self, said: Any) -> None:
        if isinstance(said, Refusal):
            self.go("form")
            self.on_error(refusal_words(said))
            return
        self.typed.passphrase = self.typed.passphrase_again = ""
        self.open()

    # -- waiting

    def _got(self, answer: RequestAnswer) -> None:
        self._data = answer.data
        before = self.waiting.file if self.waiting is not None else ""
        self.waiting = Waiting(answer.station, answer.code, grouped(answer.fingerprint), before)
        self.go("waiting")

    def file_name(self) -> str:
        """The name of the request."""
        return f"{self.waiting.station if self.waiting is not None else ''}{SUFFIX}"

    def save(self, folder: Path) -> str:
        """Write the request into a folder, over an older one of this station only; returns why not, "" when done."""
        assert self.waiting is not None
        target = folder / self.file_name()
        try:
            if target.exists() and target.read_bytes() != self._data:
                return tr("{file} is there already and is another request. Choose another folder.", file=str(target))
            with target.open("wb") as file:
                file.write(self._data)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            return tr("{file} cannot be written: {why}", file=str(target), why=error.strerror or "")
        self.waiting = Waiting(self.waiting.station, self.waiting.code, self.waiting.fingerprint, str(target))
        self.go("waiting")
        return ""

    def ask_centre(self) -> None:
        """Ask the central store whether the office has admitted this station, and take the site's entries."""
        if self.rounds is None or self.rounds.now.busy:
            return
        self.on_error("")
        self.rounds.start(self.typed.address.strip(), self.typed.password or None)

    def _moved(self, now: Round) -> None:
        if self.page != "waiting":
            return
        if now.busy:
            from ebr.wording.rounds import stage_words

            self.on_words(stage_words(now.stage))
            return
        self.on_words("")
        if now.refusal is not None and now.refusal.code in NOT_YET:
            self.on_words(tr("The central store answers, but the office has not admitted this station yet."))
        elif now.refusal is not None:
            self.on_error(refusal_words(now.refusal))
        elif now.failed:
            self.on_error(now.failed)

    def take(self, file: Path, then: Callable[[str], object]) -> None:
        """Take the first bundle in; `then` gets why not, "" when it was taken."""

        def taken(said: Any) -> None:
            refusal = said if isinstance(said, Refusal) else said.refusal
            then(refusal_words(refusal) if refusal is not None else "")
            if refusal is None:
                self._look()

        self._desk.call("take_bundle", self.desk.guarded(taken), file)

    def _look(self) -> None:
        if self.page == "waiting":
            self.desk.ask(StationStatus(), self._status, lambda _refusal: None)

    def _status(self, answer: StatusAnswer) -> None:
        if answer.site and self.page == "waiting":
            self.site = answer.site
            self.typed.password = ""
            self.go("admitted")


def plain(fingerprint: str) -> str:
    """Return a fingerprint without what people put between its groups."""
    return "".join(fingerprint.split()).replace(":", "").replace("-", "")
