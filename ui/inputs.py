"""What comes in by hand and by scanner, on its way to the screen: letters for a field, codes, badges, signatures."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QTimer

from ebr.domain.refusal import Refusal
from ebr.domain.values import shown_text
from ebr.station.questions import BadgeOwner
from ebr.wording import refusal_words
from ebr.words import tr
from ui.session import Session
from ui.widgets.wedge import Scan

if TYPE_CHECKING:
    from ui.desk import Answer
    from ui.hands import Hands
    from ui.places import Places
    from ui.presences import Presences
    from ui.signing.view import SigningFlow
    from ui.widgets.field import Field

TAKEN_MS: Final = 200
"""A scan that nobody has refused by then was taken: what becomes of it is asked of the writer first."""


class Inputs:
    """Inputs(session, places, presences, hands). `flow` is the signature under way, which takes a badge first."""

    def __init__(self, session: Session, places: Places, presences: Presences, hands: Hands) -> None:
        self.session, self.places, self.presences, self.hands = session, places, presences, hands
        self.flow: SigningFlow | None = None
        self._taken = QTimer(hands, singleShot=True, interval=TAKEN_MS)
        self._taken.timeout.connect(lambda: session.play("scan"))
        hands.typed.connect(lambda _value: self._typed())

    def left(self) -> None:
        """The screen is thrown away: a signature that it asked for opens no sheet on the next one."""
        if self.flow is not None:
            self.flow.end()

    def sign(
        self,
        command: Any,
        then: Callable[[Answer], None],
        *,
        second: bool = False,
        title: str = "",
        names: str = "",
        through: str = "",
        extra: tuple[Any, ...] = (),
    ) -> None:
        """Begin a signature as `Session.sign` says; it is the only one under way."""
        from ui.signing.presenter import Signer, SigningPresenter
        from ui.signing.view import SigningFlow

        session, who = self.session, self.session.presence
        here = who if not second and not self.presences.names_signer() else None
        signer = Signer(here.person, here.name, here.roles) if here is not None else None

        def signed(said: Answer) -> None:
            session.play("signed")
            if not second:
                self.presences.has_signed()
            then(said)

        presenter = SigningPresenter(
            session.desk, command, signer, asker=session.person, names=names, through=through, extra=extra
        )
        words = tr("{name} stays signed in.", name=who.name) if second and who is not None else ""
        self.left()
        self.flow = SigningFlow(session, presenter, signed, title or tr("Sign"), words)
        self.flow.start()

    def letters(self, field: Field) -> None:
        """Dock letters for a field, when hands touch: in the view's own place, else below everything."""
        if not self.hands.touch or self.session.setting("letter_panel", "yes") == "no":
            return
        frame = self.places.frame
        take = getattr(frame.view, "take_letters", None)
        if callable(take) and take(field):
            # Both kinds of keys at once have no room on a small screen.
            frame.undock_letters()
        else:
            frame.dock_letters(field, self.session.sheets[-1] if self.session.sheets else None)

    def _typed(self) -> None:
        """A real key: the letters on the screen go away."""
        frame = self.places.frame
        frame.undock_letters()
        hide = getattr(frame.view, "hide_letters", None)
        if callable(hide):
            hide()

    def take_typed(self, scan: object) -> None:
        """A scanner that types like a keyboard: its codes say by their AIM identifier what they were (ux.md, Hardware).

        Without it a lost separator cannot be told from none, so the code goes nowhere, unless this station says that
        its scanners have none to send.
        """
        assert isinstance(scan, Scan)
        self._came()
        if self._checks(scan):
            return
        needed = self.session.presence is not None and self.session.setting("scan_identifier", "yes") == "yes"
        if needed and not scan.badge and not scan.aim:
            refusal = Refusal("scan_without_identifier", device=tr("of this station"), raw=shown_text(scan.data))
            self.session.notice(refusal_words(refusal), "warn")
            return
        self.take_scan(scan)

    def take_scan(self, scan: object) -> None:
        """A badge names a person; anything else belongs to the screen."""
        assert isinstance(scan, Scan)
        self._came()
        if self._checks(scan):
            return
        if self.flow is not None and self.flow.open and self.flow.take_scan(scan):
            return
        if scan.badge and self.session.presence is not None:
            self.session.desk.ask(BadgeOwner(scan.data), lambda person: self._badge(scan, person))
            return
        self._to_view(scan)

    def _came(self) -> None:
        """Whoever scans is at work, and hears whether the scan was taken."""
        self.hands.awake()
        self._taken.start()

    def _checks(self, scan: Scan) -> bool:
        """A screen that tries a scanner gets whatever came, wrong as it may be."""
        check = getattr(self.places.frame.view, "check_scan", None)
        return callable(check) and not self.session.sheets and bool(check(scan))

    def refused(self, *, said: bool = True) -> None:
        """Something was refused on the screen; after a scan it is heard as well, once."""
        if self._taken.isActive():
            self._taken.stop()
            if said:
                self.session.play("refused")

    def _to_view(self, scan: Scan) -> None:
        if not self._taken_by_view(scan):
            self.session.notice(tr("This screen takes no scan"), "warn")

    def _taken_by_view(self, scan: Scan) -> bool:
        take = getattr(self.places.frame.view, "take_scan", None)
        return callable(take) and bool(take(scan))

    def _to_question(self, person: str) -> None:
        """The badge of a person fills the field for a person in the question on top, whichever screen has asked."""
        from ui.pages.sheet_form import SheetForm

        asked = self.session.sheets[-1].content
        if not self._taken_by_view(Scan(person)) and not (isinstance(asked, SheetForm) and asked.take_scan(person)):
            self.session.notice(tr("This screen takes no scan"), "warn")

    def _named_in_view(self, person: str) -> bool:
        """An open hand-over asks who takes over: a badge answers it before anybody is switched in."""
        take = getattr(self.places.frame.view, "take_person", None)
        return callable(take) and bool(take(person))

    def _badge(self, scan: Scan, person: str) -> None:
        if self.session.presence is None:  # locked while it was looked up: it belongs to the lock screen
            self._to_view(scan)
        elif not person:
            self.session.notice(tr("Nobody here has this badge"), "warn")
        elif self.session.sheets:
            self._to_question(person)
        elif person != self.session.person and not self._named_in_view(person):
            self.presences.switch(scan.data)
