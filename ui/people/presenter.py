"""People without their looks.

Who is enrolled with which roles, and the acts that give, change and end access (floor-rules 4, 8).

The separation of roles is shown before anything is asked for: which of the chosen roles exclude each other and which
rule says so. The station decides again. Whoever asks never signs for quality: that signature is another person's, in
the sheet.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ebr.domain.people.commands import ChangeBadge, ChangeRights, DeactivatePerson, EnrolPerson, LimitAccess, ReplaceKey
from ebr.domain.people.state import ROLES, roles_trouble
from ebr.domain.refusal import Refusal
from ebr.domain.station.commands import UnlockPerson
from ebr.station.questions import People, PersonRow
from ebr.wording import person_word, refusal_words, role_word
from ebr.words import ntr, tr
from ui.desk import Answer, Desk
from ui.pages.offer import Offer, Shown
from ui.pages.visit import Visit
from ui.shown import initials_of, when_of

GIVEN: Final = tuple(role for role in ROLES if role != "recovery")
"""Roles that can be given; the recovery administrator exists once, from the first start."""
ICONS: Final[Mapping[str, str]] = {
    "active": "user",
    "temporary": "key",
    "to_acknowledge": "signature",
    "locked": "lock",
    "deactivated": "ban",
}
TONES: Final[Mapping[str, str]] = {"locked": "warn", "temporary": "warn", "contested": "warn", "deactivated": "quiet"}


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person as a line."""

    person: str
    cells: tuple[str, ...]
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class PersonDetail:
    """One person in full, with what may be done."""

    person: str
    name: str
    initials: str
    state: str
    tone: str
    facts: tuple[Shown, ...]
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What is typed to enrol somebody."""

    person: str
    name: str
    roles: tuple[str, ...]
    badge: str
    evidence: str
    checked_by: str
    password: str
    duty_unlocker: bool
    until: str = ""
    """Last day of the access, "YYYY-MM-DD"; "" for no end."""


class PeoplePresenter:
    """PeoplePresenter(desk, person, roles).

    Callbacks: on_lines(lines), on_detail(PersonDetail | None), on_drafted(command, password), on_error(text).
    """

    def __init__(self, desk: Desk, person: str, roles: tuple[str, ...]) -> None:
        self.desk, self.person, self.roles = Visit(desk), person, roles
        self.rows: dict[str, PersonRow] = {}
        self.chosen = ""
        self.on_lines: Callable[[tuple[PersonLine, ...]], None] = lambda _lines: None
        self.on_detail: Callable[[PersonDetail | None], None] = lambda _detail: None
        self.on_drafted: Callable[[Any, str], None] = lambda _command, _password: None
        self.on_error: Callable[[str], None] = lambda _text: None
        self.desk.on_changed_below(("person/", "station/"), self.refresh)

    def close(self) -> None:
        """Hear nothing more."""
        self.desk.close()

    def refresh(self) -> None:
        """Ask for everybody."""
        self.desk.ask(People(), self._got)

    def _got(self, rows: tuple[PersonRow, ...]) -> None:
        self.rows = {row.person: row for row in rows}
        self.on_lines(tuple(line_of(row) for row in rows))
        self.choose(self.chosen if self.chosen in self.rows else next(iter(self.rows), ""))

    def choose(self, person: str) -> None:
        """Show one person."""
        self.chosen = person
        row = self.rows.get(person)
        self.on_detail(self.detail(row) if row is not None else None)

    def may(self, *roles: str) -> bool:
        """One of these roles is held."""
        return any(role in self.roles for role in roles)

    def detail(self, row: PersonRow) -> PersonDetail:
        """Return a person in full."""
        checker = self.rows.get(row.identity_checked_by)
        facts: tuple[Shown, ...] = (
            Shown(tr("User name"), row.person),
            Shown(tr("Roles"), roles_words(row.roles)),
            Shown(tr("Badge"), row.badge or tr("None")),
            Shown(tr("Duty unlocker"), tr("Yes") if row.duty_unlocker else tr("No")),
            Shown(tr("Identity checked by"), checker.name if checker is not None else row.identity_checked_by),
            Shown(tr("Enrolled"), when_of(row.since)),
        )
        if row.person == self.person:
            facts += (Shown(tr("Your own access"), tr("Somebody else changes it: nobody changes the own access")),)
        return PersonDetail(
            row.person,
            row.name,
            initials_of(row.name),
            person_word(row.state),
            TONES.get(row.state, ""),
            facts,
            tuple(self._offers(row)),
        )

    def _offers(self, row: PersonRow) -> list[Offer]:
        if row.state == "deactivated" or row.person == self.person:
            return []
        found = []
        if row.state == "locked" and self.may("supervisor", "quality", "administrator"):
            found.append(Offer("unlock", tr("Unlock"), "lock-open", strong=True))
        if self.may("supervisor", "quality", "administrator"):
            found.append(Offer("forgotten", tr("Forgotten password"), "key"))
        if self.may("administrator", "recovery"):
            found += [
                Offer("rights", tr("Change rights"), "shield-check"),
                Offer("badge", tr("Change badge"), "id-badge-2"),
                Offer("deactivate", tr("Deactivate"), "ban"),
            ]
        if self.may("administrator"):
            found.insert(-1, Offer("limit", tr("Last day of access"), "clock"))
        return found

    # -- acts

    def enrol(self, given: Enrolment) -> None:
        """Check what can be checked here, then have keys made: the sheet shows them."""
        problem = roles_trouble(given.roles, duty_unlocker=given.duty_unlocker)
        if problem is not None:
            self.on_error(refusal_words(problem))
            return
        command = EnrolPerson(
            given.person,
            given.name,
            given.roles,
            given.checked_by,
            given.evidence,
            "",
            "",
            "",
            given.badge,
            given.duty_unlocker,
            badge_holder=self._holder(given.badge),
        )
        self._draft(command, given.password)

    def replace(self, checked_by: str, reason: str, password: str) -> None:
        """Help after a forgotten password.

        Fresh keys, a temporary password, a second person's signature (floor-rules 8).
        """
        self._draft(ReplaceKey(self.chosen, "", "", checked_by, "", reason), password)

    def _draft(self, command: Any, password: str) -> None:
        def drafted(said: Any) -> None:
            if isinstance(said, Refusal):
                self.on_error(refusal_words(said))
            else:
                self.on_drafted(said, password)

        self.desk.call("draft_keys", drafted, command, password)

    def rights(self, roles: tuple[str, ...], reason: str, *, duty_unlocker: bool) -> ChangeRights:
        """Return the command that changes the rights of the chosen person; quality signs it."""
        return ChangeRights(self.chosen, roles, duty_unlocker, reason, "")

    def limit(self, person: str, until: str, reason: str) -> LimitAccess:
        """Return the command that sets the last day of a person's access; quality signs it."""
        return LimitAccess(person, until, reason, "")

    def deactivation(self, reason: str) -> DeactivatePerson:
        """Return the command that ends the access of the chosen person; quality signs it."""
        return DeactivatePerson(self.chosen, reason, "")

    def unlock(self, reason: str, then: Callable[[Answer], None]) -> None:
        """Lift the lock of the chosen person on this station."""
        self.desk.do(UnlockPerson(self.chosen, self.person, reason), by=self.person, then=then)

    def change_badge(self, badge: str, reason: str, then: Callable[[Answer], None]) -> None:
        """Give the chosen person another badge, or none."""
        self.desk.do(ChangeBadge(self.chosen, badge, reason, self._holder(badge)), by=self.person, then=then)

    def _holder(self, badge: str) -> str:
        return next((row.person for row in self.rows.values() if badge and row.badge == badge), "")


def line_of(row: PersonRow) -> PersonLine:
    """Return a person as a line."""
    cells = (row.name, row.person, roles_words(row.roles), person_word(row.state))
    return PersonLine(row.person, cells, TONES.get(row.state, ""), ICONS.get(row.state, "user"))


def roles_words(roles: Collection[str]) -> str:
    """Return roles by their names."""
    return ", ".join(role_word(role) for role in roles)


def separation_words(roles: tuple[str, ...], *, duty_unlocker: bool) -> str:
    """Return why nobody may hold these roles together; "" when somebody may."""
    problem = roles_trouble(roles, duty_unlocker=duty_unlocker)
    return refusal_words(problem) if problem is not None else ""


def counted(lines: tuple[PersonLine, ...]) -> str:
    """Return how many people there are."""
    return ntr("{n} person", "{n} people", len(lines))
