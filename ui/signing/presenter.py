"""Signing without its looks.

Who signs, what is covered, the secret on its way to the station (21 CFR 11.50, 11.70, 11.200).

The sheet is asked for with `Preview` for the very person who signs, and what was seen goes back with the secret: when
the record changed meanwhile the station refuses, and the sheet is asked for again. A second person is identified by
badge or user name, and the person signed in stays so. The secret is passed on and kept nowhere.

After `close()`, and for a person who is not the signer any more, no sheet comes; what was signed before is told all the
same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from ebr.domain.refusal import Refusal
from ebr.station.questions import BadgeOwner, People, PersonRow, Preview, SheetAnswer
from ebr.wording import refusal_words
from ebr.words import tr
from ui.desk import Answer, Desk, new_command_id
from ui.pages.visit import Visit

CHANGED = ("record_changed", "seen_differs", "changed_while_reading")


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs."""

    person: str
    name: str
    roles: tuple[str, ...] = ()


class SigningPresenter:
    """SigningPresenter(desk, command, signer or None, *, asker, names, through, extra) as `Session.sign` says.

    Callbacks: on_sheet(SheetAnswer), on_signer(Signer | None), on_error(text),
    on_busy(bool), on_done(Answer).
    """

    def __init__(
        self,
        desk: Desk,
        command: Any,
        signer: Signer | None,
        *,
        asker: str = "",
        names: str = "",
        through: str = "",
        extra: tuple[Any, ...] = (),
    ) -> None:
        self._doing, self.desk, self.command, self.signer = desk, Visit(desk), command, signer
        self._asker, self._names, self._through, self._extra = asker, names, through, extra
        self.sheet: SheetAnswer | None = None
        self.busy = False
        self._command_id = new_command_id()
        self.on_sheet: Callable[[SheetAnswer], None] = lambda _sheet: None
        self.on_signer: Callable[[Signer | None], None] = lambda _signer: None
        self.on_error: Callable[[str], None] = lambda _text: None
        self.on_busy: Callable[[bool], None] = lambda _busy: None
        self.on_done: Callable[[Answer], None] = lambda _said: None

    def close(self) -> None:
        """The sheet was closed, or its screen left: open nothing more."""
        self.desk.close()

    def start(self) -> None:
        """Ask for the sheet when the person is known, else for the person."""
        if self.signer is None:
            self.on_signer(None)
        else:
            self.preview()

    def preview(self) -> None:
        """Ask what signing would cover."""
        signer = self.signer
        assert signer is not None
        if self._names:
            self.command = replace(self.command, **{self._names: signer.person})
        self.desk.ask(
            Preview(self.command, self._by()),
            lambda sheet: self._previewed(signer, sheet),
            lambda refusal: self._refused(signer, refusal),
        )

    def _by(self) -> str:
        """Who asks: the signer, unless the command only names the signer."""
        assert self.signer is not None
        return self._asker if self._names else self.signer.person

    def _previewed(self, signer: Signer, sheet: SheetAnswer) -> None:
        if signer is self.signer:
            self.sheet = sheet
            self.on_sheet(sheet)

    def _refused(self, signer: Signer, refusal: Refusal) -> None:
        if signer is self.signer:
            self.sheet = None
            self.on_error(refusal_words(refusal))

    def badge(self, badge: str) -> None:
        """A badge was read: it only fills in who."""
        self.desk.ask(
            BadgeOwner(badge),
            lambda person: self._find(person) if person else self.on_error(tr("Nobody here has this badge")),
        )

    def named(self, text: str) -> None:
        """A user name was typed."""
        self._find(text.strip())

    def _find(self, person: str) -> None:
        self.desk.ask(People(active_only=True), lambda rows: self._found(person, rows))

    def _found(self, person: str, rows: tuple[PersonRow, ...]) -> None:
        wanted = person.casefold()
        found = next((row for row in rows if row.person.casefold() == wanted), None)
        if found is None:
            self.on_error(tr("Nobody here has the user name {name}", name=person))
            return
        self.signer = Signer(found.person, found.name, found.roles)
        self.on_signer(self.signer)
        self.preview()

    def not_you(self) -> None:
        """Somebody else signs; not while the signature of this one is under way."""
        if self.busy:
            return
        self.signer, self.sheet = None, None
        self.on_signer(None)

    def sign(self, secret: str) -> None:
        """Pass the secret on, once at a time; the same act keeps its command id until it is answered."""
        if self.busy or self.signer is None:
            return
        self.busy = True
        self.on_busy(True)
        seen = self.sheet.seen if self.sheet is not None else ""
        how = {"by": self._by(), "secret": secret, "seen": seen, "command_id": self._command_id}
        if self._through:
            self._doing.call(self._through, self._called, self.command, *self._extra, **how)
        else:
            self._doing.do(self.command, then=self._signed, **how)

    def _called(self, said: Any) -> None:
        self._signed(Answer(said) if isinstance(said, Refusal) else said)

    def _signed(self, said: Answer) -> None:
        self.busy = False
        self.on_busy(False)
        if said.refusal is None:
            self.on_done(said)
            return
        self._command_id = new_command_id()
        self.on_error(refusal_words(said.refusal))
        if said.refusal.code in CHANGED and self.signer is not None:
            self.preview()
