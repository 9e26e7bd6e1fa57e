"""Who is here: login, lock, coming back, leaving, and how long a presence may last.

A lock keeps the place and the drafts of the person who locked: the same person comes back to the same field, somebody
else gets their own work. A presence ends by itself when nobody touched anything for the time of the room, never longer
than the policy's (draft Annex 11, 11.8), and at the policy's longest time whatever happens; both are counted on a clock
that nobody can set.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, QTimer

from ebr.domain.site.state import Policy
from ebr.station.questions import PolicySettings, Who
from ebr.wording.signing import ACKNOWLEDGEMENT
from ebr.words import tr
from ui.session import Session

if TYPE_CHECKING:
    from ebr.station.questions import PolicyRow, Presence
    from ui.desk import Answer
    from ui.execution.kept import Kept
    from ui.hands import Hands
    from ui.places import Places
    from ui.widgets.sheet import Sheet

MINUTE, HOUR = 60, 3600
HELD_MS: Final = 500
LONGEST_TIMER: Final = 2**31 - 1
"""Milliseconds; a timer of Qt counts no further (24 days)."""


class Presences:
    """Presences(session, places, hands)."""

    def __init__(self, session: Session, places: Places, hands: Hands) -> None:
        self.session, self.places, self.hands = session, places, hands
        self._idle_minutes, self._longest_hours = 10.0, 12.0
        self._named, self._signed = Policy(), False
        hands.idle.connect(lambda _value: self.lock("idle"))
        self._began = 0.0
        self._last = ""
        """Who locked, until somebody comes."""
        self._end = QTimer(hands, singleShot=True, timerType=Qt.TimerType.PreciseTimer)  # a coarse one may come later
        self._end.timeout.connect(self._time_is_over)

    # -- the policy

    def ask_policy(self) -> None:
        """Ask how long a presence may last."""
        self.session.desk.ask(PolicySettings(), self._policy)

    def _policy(self, rows: tuple[PolicyRow, ...]) -> None:
        found = {row.name: row.value for row in rows}
        self._idle_minutes = float(found.get("idle_lock", self._idle_minutes))
        self._longest_hours = float(found.get("presence_maximum", self._longest_hours))
        self._named = Policy({name: found[name] for name in ("signer_named",) if name in found})
        self.set_idle()
        self._count()

    def names_signer(self) -> bool:
        """Tell whether the one signed in says again who signs, as the policy says (21 CFR 11.200(a)(1)(i))."""
        return self._named.names_signer(signed_before=self._signed)

    def has_signed(self) -> None:
        """The one signed in has signed: until this presence ends."""
        self._signed = True

    def set_idle(self) -> None:
        """Count anew from now: the room's own time, never longer than the policy's."""
        own = float(self.session.setting("idle_minutes") or self._idle_minutes)
        here = self.session.presence is not None
        self.hands.set_idle(min(own, self._idle_minutes) * MINUTE if here else 0)

    def _begin(self) -> None:
        self._began, self._signed = time.monotonic(), False
        self._count()

    def _count(self) -> None:
        """Wait for the end of the presence; a policy that changes meanwhile counts from the same beginning."""
        self._end.stop()
        if self.session.presence is not None:
            left = self._began + self._longest_hours * HOUR - time.monotonic()
            left = min(left, self._access_left())
            self._end.start(min(LONGEST_TIMER, max(0, round(left * 1000))))

    def _access_left(self) -> float:
        """Seconds to the end of the last day of whoever is here; without a last day, for ever."""
        until = self.session.presence.until if self.session.presence is not None else ""
        if not until:
            return float("inf")
        end = datetime.combine(date.fromisoformat(until) + timedelta(days=1), datetime.min.time())
        return (end - datetime.now()).total_seconds()  # noqa: DTZ005 - a last day ends by the clock on the wall

    def _time_is_over(self) -> None:
        """The time is over; a reading that is under way is finished first: it takes seconds (ux.md 1.6)."""
        if self.hands.held:
            self._end.start(HELD_MS)
            return
        if self._access_left() <= 1:
            self.lock("lock", tr("Your access has ended. Quality can sign another last day."))
            return
        words = tr(
            "Your sign-in has lasted {n} hours, the longest that the policy allows."
            " Sign in again: you come back to where you were.",
            n=f"{self._longest_hours:g}",
        )
        self.lock("lock", words)

    # -- coming

    def ask_who(self, then: Callable[[], None] = lambda: None) -> None:
        """Ask again who is signed in, for example after rights or password changed."""

        def got(presence: Presence | None) -> None:
            self.session.presence = presence
            self.places.on_shown()
            then()

        self.session.desk.ask(Who(), got)

    def show_login(self) -> None:
        """Nobody is signed in."""
        from ui.login.view import View

        self._nobody()
        view = View(self.session.desk, self.session)
        view.presenter.on_signed_in = self.signed_in
        self.places.put(view)

    def _nobody(self) -> None:
        self.session.presence = None
        self.set_idle()
        self._begin()

    def signed_in(self, presence: Presence) -> None:
        """Somebody is in: their own place, or the queue."""
        self.session.close_sheets()
        self.session.presence = presence
        if self._last not in ("", presence.person):  # the language was another person's choice
            self._last = ""
            self.session.speak("")
        self.set_idle()
        self._begin()
        self.places.resume(presence.person)
        if presence.must_acknowledge:
            self._acknowledge()

    def _acknowledge(self) -> None:
        from ebr.domain.people.commands import SignAcknowledgement
        from ui.ask import Question, ask

        words = tr(ACKNOWLEDGEMENT)
        question = Question(
            tr("Before your first signature"), tr("Continue to signature"), words=words, icon="arrow-right"
        )

        def agreed(_parts: object, _content: object, sheet: Sheet) -> None:
            sheet.close_sheet()
            command: Any = SignAcknowledgement(self.session.person, words)
            self.session.sign(command, lambda _said: self.ask_who(), title=tr("Acknowledge"))

        ask(self.session, question, agreed)

    # -- going

    def lock(self, how: str, words: str = "") -> None:
        """Lock or idle: the presence ends, the place stays; what is under way is finished first by the desk's order.

        `words` say why, when it was not the person's own act.
        """
        if self.session.presence is not None:
            self.session.desk.sign_out(how, lambda said: self._locked(said, words))

    def _locked(self, said: Answer, words: str) -> None:
        self.show_lock(words=words)
        if said.refusal is not None:
            from ebr.wording import refusal_words

            self.session.notice(refusal_words(said.refusal), "warn")

    def switch(self, badge: str) -> None:
        """Somebody else's badge: the one signed in is switched out."""
        self.session.desk.sign_out("switch", lambda _said: self.show_lock(badge))

    def show_lock(self, badge: str = "", words: str = "") -> None:
        """Show the lock screen of who was here."""
        from ui.lock.view import View, face_of

        who = self.session.presence
        if who is None:
            return
        self.session.close_sheets()
        kept = getattr(self.places.frame.view, "kept", None)
        found: Kept | None = kept() if callable(kept) else None
        self.places.keep(who.person)
        self._last = who.person
        self._nobody()
        readable = self.session.setting("instruction_when_locked") == "yes"
        face = face_of(who.person, who.name, who.roles)
        view = View(self.session.desk, self.session, face, found, show_instruction=readable)
        view.presenter.on_signed_in = self.signed_in
        self.places.put(view)
        if words:
            view.card.show_hint(words)
        if badge:
            view.presenter.badge(badge)

    def sign_out(self) -> None:
        """Leave for good: nothing is kept but drafts in memory."""
        if self.session.presence is not None:
            self.places.forget(self.session.person)
            self.session.close_sheets()
            self.session.desk.sign_out("log-out", lambda _said: self._left())

    def _left(self) -> None:
        """The next person finds the station in its own language."""
        self._nobody()
        self.session.speak("")
        self.show_login()
