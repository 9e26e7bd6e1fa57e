"""A site in memory for tests: founders, stations, a clock; commands go through the real rules and states, nothing is sealed.

Decisions get only the facts that `needs` names, so a rule that reads a fact it did not name sees nobody there.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta

from ebr.domain import subjects
from ebr.domain.decision import Actor, Decision, Recorded
from ebr.domain.people import commands as people
from ebr.domain.people import rules as people_rules
from ebr.domain.people import state as people_state
from ebr.domain.signature import Signed
from ebr.domain.site import commands as site
from ebr.domain.site import rules as site_rules
from ebr.domain.site import state as site_state
from ebr.domain.station import commands as station
from ebr.domain.station import rules as station_rules
from ebr.domain.station import state as station_state
from ebr.domain.values import Instant, Stamp

STATES = {"person": people_state, "site": site_state, "station": station_state}
PEOPLE_OF_EACH_ROLE = {
    "operator": "maria.chen",
    "supervisor": "jan.kowalski",
    "laboratory": "lena.vogt",
    "quality": "quentin.ode",
    "qualified_person": "petra.quist",
    "author": "arthur.moss",
    "administrator": "ada.first",
    "recovery": "last.resort",
    "inspector": "ines.pector",
    "sponsor": "sol.sponsor",
}


def key(text: str) -> str:
    """Return something that looks like a public key, the same for the same text."""
    return hashlib.sha256(text.encode()).hexdigest()


def keys(person: str, n: int = 1) -> dict[str, str]:
    return {"key": key(f"{person} signs {n}"), "encryption_key": key(f"{person} reads {n}")}


def instant(seconds: float = 0, *, boot: str = "b1", clock: str = "system", wall_off: float = 0) -> Instant:
    """Return an instant so many seconds after a morning in May; `wall_off` parts the wall clock from the boot clock."""
    wall = datetime.fromisoformat("2026-05-04T08:00:00.000000+02:00") + timedelta(seconds=seconds + wall_off)
    return Instant(wall.isoformat(timespec="microseconds"), "Europe/Berlin", boot, int(seconds * 1e9), clock)


def founder(person: str, name: str, *roles: str, checked_by: str, duty: bool = False) -> site.Founder:
    return site.Founder(
        person,
        name,
        roles,
        **keys(person),
        identity_checked_by=checked_by,
        identity_evidence="passport seen",
        duty_unlocker=duty,
    )


def foundation(**changes: object) -> site.CreateSite:
    asked = site.CreateSite(
        name="Riverside",
        root_key=key("root"),
        issuing_ca="30820122",
        certificate=key("certificate"),
        founders=(
            founder("ada.first", "Ada First", "administrator", checked_by="ben.second", duty=True),
            founder("ben.second", "Ben Second", "administrator", checked_by="quentin.ode"),
            founder("quentin.ode", "Quentin Ode", "quality", checked_by="ada.first", duty=True),
        ),
        recovery=founder("last.resort", "Last Resort", "recovery", checked_by="ada.first"),
        log=key("log 1"),
        station="S1",
        station_key=key("station 1"),
        pdf_certificate="3082",
        station_certificate=key("admission 1"),
    )
    return replace(asked, **changes)  # type: ignore[arg-type]


def genesis(profile: str = "production") -> station.BeginStation:
    return station.BeginStation("S1", "Riverside", profile, key("station 1"), {"system": "Linux"})


@dataclass
class Company:
    """States by root and the next moment."""

    states: dict[str, object] = field(default_factory=dict)
    at: Instant = field(default_factory=instant)
    entries: int = 0
    recorded: list[Recorded] = field(default_factory=list)
    station: str = "S1"

    def state(self, root: str) -> object:
        if root not in self.states:
            self.states[root] = STATES[subjects.kind_of(root)].start(root)
        return self.states[root]

    def person(self, person: str) -> people_state.PersonState:
        return self.state(subjects.person(person))

    def here(self) -> station_state.StationState:
        return self.state(subjects.station(self.station))

    def site(self) -> site_state.SiteState:
        return self.state("site")

    def actor(self, person: str) -> Actor:
        found = self.person(person) if person else people_state.PersonState()
        return Actor(person, found.name, found.roles_now())

    def room(self, command: object):
        for rules, asked, root in (
            (people_rules, people, lambda: subjects.person(command.person)),
            (site_rules, site, lambda: "site"),
            (station_rules, station, lambda: subjects.station(self.station)),
        ):
            if type(command) in asked.RIGHTS:
                return rules, root()
        raise TypeError(type(command))

    def decide(self, command: object, by: str | Actor = "") -> Decision:
        rules, root = self.room(command)
        actor = by if isinstance(by, Actor) else self.actor(by)
        state = self.state(root)
        facts = {needed: self.state(needed) for needed in rules.needs(command, state)}
        return rules.decide(state, facts, command, actor, self.at)

    def do(self, command: object, by: str = "") -> Decision:
        """Decide, and write what was decided; a signature is made by whom the rules name."""
        decision = self.decide(command, by)
        rules, _ = self.room(command)
        signer, _roles = rules.signer(command, self.actor(by))
        for draft in decision.drafts:
            event = draft.event
            if signer and any(one.name == "signed" for one in fields(event)):
                event = replace(event, signed=self.signature(signer))
            self.write(draft.subject, event, by)
        return decision

    def done(self, command: object, by: str = "") -> None:
        decision = self.do(command, by)
        assert decision.refusal is None, str(decision.refusal)

    def events_of(self, command: object, by: str = "") -> list[Recorded]:
        """Do it, and return what was recorded."""
        before = len(self.recorded)
        self.done(command, by)
        return self.recorded[before:]

    def write(self, subject: str, event: object, by: str = "") -> None:
        self.entries += 1
        stamp = Stamp(key(f"entry {self.entries}"), key("log 1"), self.entries, subject, by, "", self.at)
        root = subjects.root_of(subject)
        self.recorded.append(Recorded(event, stamp))
        self.states[root] = STATES[subjects.kind_of(root)].apply(self.state(root), Recorded(event, stamp))

    def signature(self, person: str) -> Signed:
        found = self.person(person)
        public = found.key.key if found.key else ""
        return Signed(person, public, found.name, "", "approved", self.at.wall, "", "", "", (), (), "{}", "")


def founded(profile: str = "production") -> Company:
    """Return a company on its first day: station and site exist, the founders acknowledged their signatures."""
    company = Company()
    company.done(genesis(profile))
    company.done(foundation())
    for person in ("ada.first", "ben.second", "quentin.ode"):
        company.done(people.SignAcknowledgement(person, "My electronic signature binds me."), person)
    return company


def enrolment(person: str, name: str, *roles: str, **changes: object) -> people.EnrolPerson:
    asked = people.EnrolPerson(
        person, name, roles, "ben.second", "identity card seen", quality="quentin.ode", temporary=False, **keys(person)
    )
    return replace(asked, **changes)  # type: ignore[arg-type]


def hire(company: Company, person: str, name: str, *roles: str, duty: bool = False) -> None:
    company.done(enrolment(person, name, *roles, duty_unlocker=duty), "ada.first")
    company.done(people.SignAcknowledgement(person, "My electronic signature binds me."), person)


def staffed(profile: str = "production") -> Company:
    """Return a company with somebody of each role, all of them able to sign."""
    company = founded(profile)
    hire(company, "maria.chen", "Maria Chen", "operator")
    hire(company, "jan.kowalski", "Jan Kowalski", "supervisor", duty=True)
    hire(company, "lena.vogt", "Lena Vogt", "laboratory")
    hire(company, "petra.quist", "Petra Quist", "qualified_person")
    hire(company, "arthur.moss", "Arthur Moss", "author")
    return company


def code(decision: Decision) -> str:
    return decision.refusal.code if decision.refusal else ""
