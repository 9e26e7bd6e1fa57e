"""Signing in without its looks.

Who, the password, an own password after a temporary one, the acknowledgement before the first signature.

A badge or a face in the list only fills in who (21 CFR 11.200); the full password is asked each time. Serves the lock
screen as well. Who has begun to sign in is in, even when the screen was left for the help meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ebr.domain.refusal import Refusal
from ebr.station.questions import BadgeOwner, People, Who
from ebr.words import tr
from ui.pages.visit import Visit

if TYPE_CHECKING:
    from ebr.station.questions import PersonRow, Presence
    from ui.desk import Answer, Desk

TEMPORARY: Final = ("password_temporary", "choose_own_password", "temporary_password")
USABLE: Final = ("active", "temporary", "to_acknowledge", "locked")


@dataclass(frozen=True, slots=True)
class Face:
    """A person in the list: id, name, and what is worth knowing."""

    person: str
    name: str
    detail: str


class LoginPresenter:
    """LoginPresenter(desk). Callbacks.

    On_faces(tuple[Face]), on_who(Face), on_error(text), on_busy(bool), on_choose(person) when an own password
    must be chosen, on_signed_in(Presence).
    """

    def __init__(self, desk: Desk) -> None:
        self._desk, self.desk = desk, Visit(desk)
        self.busy = False
        self._badge = False
        self._last = ""
        self._people: dict[str, PersonRow] = {}
        self.on_faces: Callable[[tuple[Face, ...]], None] = lambda _faces: None
        self.on_who: Callable[[Face], None] = lambda _face: None
        self.on_error: Callable[[str], None] = lambda _text: None
        self.on_busy: Callable[[bool], None] = lambda _busy: None
        self.on_choose: Callable[[str], None] = lambda _person: None
        self.on_signed_in: Callable[[Presence], None] = lambda _presence: None

    def close(self) -> None:
        """The screen has gone."""
        self.desk.close()

    def start(self) -> None:
        """Ask who works here."""
        self.desk.ask(People(), self._known)

    def _known(self, rows: tuple[PersonRow, ...]) -> None:
        self._people = {row.person.casefold(): row for row in rows}
        self.on_faces(tuple(self._face(row) for row in rows if row.state in USABLE))

    def _face(self, row: PersonRow) -> Face:
        from ebr.wording import role_word

        roles = ", ".join(role_word(role) for role in row.roles)
        states = {
            "locked": tr("Locked after wrong passwords"),
            "temporary": tr("Has a temporary password"),
            "to_acknowledge": roles,
        }
        return Face(row.person, row.name, states.get(row.state, roles))

    def badge(self, badge: str) -> None:
        """A badge was read."""
        self._badge = True
        self.desk.ask(BadgeOwner(badge), self._owner)

    def _owner(self, person: str) -> None:
        found = self._people.get(person.casefold()) if person else None
        if found is None:
            self.on_error(tr("Nobody here has this badge. Type your user name."))
            return
        self.on_who(self._face(found))

    def typed(self) -> None:
        """The user name was typed, not read from a badge."""
        self._badge = False

    def sign_in(self, person: str, secret: str) -> None:
        """Try; the station notes failures and locks."""
        if self.busy:
            return
        if not person.strip() or not secret:
            self.on_error(tr("Fill in user name and password"))
            return
        known = self._people.get(person.strip().casefold())
        self._last = known.person if known is not None else person.strip()
        self._set_busy(True)
        self._desk.sign_in(self._last, secret, self._answered, badge=self._badge)

    def _answered(self, said: Answer) -> None:
        self._set_busy(False)
        self._badge = False
        if said.refusal is None:
            self._desk.ask(Who(), self._present)
        elif self.desk.here:
            self._refused(said.refusal)

    def _refused(self, refusal: Refusal) -> None:
        if refusal.code in TEMPORARY:
            self.on_choose(self._last)
        else:
            self._say(refusal)

    def _say(self, refusal: Refusal) -> None:
        from ebr.wording import refusal_words

        self.on_error(refusal_words(refusal))

    def _present(self, presence: Presence | None) -> None:
        if presence is not None and not presence.must_choose_password:
            self.on_signed_in(presence)
        elif self.desk.here and presence is not None:
            self.on_choose(presence.person)
        elif self.desk.here:
            self.on_error(tr("Nobody is signed in"))

    def choose(self, person: str, old: str, new: str, again: str) -> None:
        """Choose an own password and sign in with it."""
        if self.busy:
            return
        if new != again:
            self.on_error(tr("The two new passwords differ"))
            return
        self._set_busy(True)
        self.desk.call("choose_password", lambda said: self._chosen(person, new, said), person, old, new)

    def _chosen(self, person: str, new: str, said: Any) -> None:
        self._set_busy(False)
        refusal = said if isinstance(said, Refusal) else said.refusal
        if refusal is not None:
            self._say(refusal)
            return
        self.sign_in(person, new)

    def _set_busy(self, busy: bool) -> None:
        self.busy = busy
        if self.desk.here:
            self.on_busy(busy)
