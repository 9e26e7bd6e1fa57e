"""First start: a site with its founders on its first station, whole or not at all (architecture.md, "First start").

The site root key certifies the foundation and the station, then leaves: as a recovery file, and as words in two
halves for two people. It is not kept. `Answers` is what the screen or `ebr site create --answers FILE` collects;
every refusal names the field.
"""

from __future__ import annotations

import platform
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from ebr.clock import Clock, SystemClock
from ebr.domain import subjects
from ebr.domain.decision import Actor, Draft
from ebr.domain.people.rules import password_problem
from ebr.domain.people.state import PersonState
from ebr.domain.refusal import Refusal
from ebr.domain.site import rules as site_rules
from ebr.domain.site.commands import CreateSite, Founder
from ebr.domain.site.state import SiteState
from ebr.domain.station import rules as station_rules
from ebr.domain.station.commands import BeginStation
from ebr.domain.station.events import SettingsChanged
from ebr.domain.station.state import StationState
from ebr.domain.station.state.settings import DEFAULTS, SPOKEN
from ebr.domain.values import Instant
from ebr.station.people_keys import SITE_SECRET, name_of
from ebr.storage import certificates
from ebr.storage.keys import PersonKeys, cost_for, new_person_keys, wrap_person
from ebr.storage.setting import Founding, Setting
from ebr.storage.site_key import Recovery, SiteRoot
from ebr.storage.store import Store
from ebr.words import tr

PDF_KEY: Final = "pdf-key"
CA_KEY: Final = "pdf-ca-key"
PDF_LEAF: Final = "pdf-leaf"
RECOVERY_ID: Final = "recovery"


@dataclass(frozen=True, slots=True)
class FounderAnswers:
    """One of the first people, with the password typed at this very moment."""

    person: str
    name: str
    roles: tuple[str, ...]
    password: str
    identity_checked_by: str
    identity_evidence: str
    badge: str = ""
    duty_unlocker: bool = False


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything the first start asks."""

    site: str
    station: str
    founders: tuple[FounderAnswers, ...]
    profile: str = "production"
    settings: Mapping[str, str] = field(default_factory=dict)
    passphrase: str | None = None
    key_store: str | None = None
    language: str = "en"
    """What the station speaks from the first day."""


@dataclass(frozen=True, slots=True)
class Founded:
    """What leaves: the recovery of the root key in a file and two halves, and the recovery administrator's password."""

    recovery: Recovery
    recovery_password: str


def found(place: Path, answers: Answers, clock: Clock | None = None) -> Founded:
    """Create the site and its first station in a folder; raises `Refusal` and leaves nothing."""
    clock = clock or SystemClock()
    _check_station(answers, clock.now())
    _check_passwords(answers)
    root = SiteRoot.make()
    keys = {founder.person: new_person_keys() for founder in answers.founders}
    recovery_password = secrets.token_hex(12)
    keys[RECOVERY_ID] = new_person_keys()
    passwords = {**{f.person: f.password for f in answers.founders}, RECOVERY_ID: recovery_password}
    founding = Founding(answers.station, answers.site, answers.profile, _machine())
    Store.create(
        place,
        founding,
        passphrase=answers.passphrase,
        prefer_key_store=answers.key_store,
        first=lambda store: _write(store, answers, root, keys, passwords, clock),
        setting=Setting(clock=clock),
    )
    return Founded(root.leave(answers.site), recovery_password)


def _machine() -> dict[str, str]:
    return {"machine": platform.machine(), "node": platform.node(), "system": platform.system()}


def _check_station(answers: Answers, at: Instant) -> None:
    """Ask the rules whether a station may begin so; the key that it will have does not exist yet."""
    command = BeginStation(answers.station, answers.site, answers.profile, "0" * 64, _machine())
    begun = station_rules.decide(StationState(), {}, command, Actor(""), at)
    if begun.refusal is not None:
        raise begun.refusal


def _check_passwords(answers: Answers) -> None:
    policy = SiteState(settings=dict(answers.settings)).policy
    for founder in answers.founders:
        problem = password_problem(founder.password, policy, PersonState(person=founder.person, name=founder.name))
        if problem is not None:
            raise Refusal(problem.code, **{**problem.params, "person": founder.person})


def _write(
    store: Store,
    answers: Answers,
    root: SiteRoot,
    keys: Mapping[str, PersonKeys],
    passwords: Mapping[str, str],
    clock: Clock,
) -> None:
    at = clock.now()
    now = datetime.fromisoformat(at.wall)
    ca_key, pdf_key = certificates.new_key(), certificates.new_key()
    ca = certificates.issuing_ca(answers.site, answers.profile, ca_key, now)
    leaf = certificates.station_leaf(ca, ca_key, answers.station, answers.profile, pdf_key, now)
    command = _command(store, answers, root, keys, ca, leaf)
    decision = site_rules.decide(SiteState(), {}, command, Actor(""), at)
    if decision.refusal is not None:
        raise decision.refusal
    site_secret = secrets.token_bytes(32)
    cost = cost_for(answers.profile)
    kept: dict[str, bytes | None] = {
        SITE_SECRET: store.keys.lock(SITE_SECRET, site_secret),
        CA_KEY: store.keys.lock(CA_KEY, certificates.key_bytes(ca_key)),
        PDF_KEY: store.keys.lock(PDF_KEY, certificates.key_bytes(pdf_key)),
        PDF_LEAF: leaf,
        **{name_of(who): wrap_person(who, keys[who], word, site_secret, cost) for who, word in passwords.items()},
    }
    drafts = (*decision.drafts, *_spoken(answers))
    store.log.append(secrets.token_hex(16), drafts, by="", presence="", at=at, secrets=kept)


def _spoken(answers: Answers) -> tuple[Draft, ...]:
    """Return what is written down of the language that was chosen at the first start; English is what a station has."""
    if answers.language not in SPOKEN or answers.language == DEFAULTS["language"]:
        return ()
    old = {"language": DEFAULTS["language"]}
    event = SettingsChanged({"language": answers.language}, old, tr("Chosen at the first start"))
    return (Draft(subjects.station(answers.station), event),)


def _command(
    store: Store, answers: Answers, root: SiteRoot, keys: Mapping[str, PersonKeys], ca: bytes, leaf: bytes
) -> CreateSite:
    founders = tuple(_founder(founder, keys[founder.person]) for founder in answers.founders)
    signing = {founder.person: founder.key for founder in founders}
    log, key, reads = store.log.id, store.keys.public, store.keys.encryption_public
    checker = founders[0].person if founders else ""
    rescue = Founder(
        RECOVERY_ID,
        "Recovery administrator",
        ("recovery",),
        keys[RECOVERY_ID].public,
        keys[RECOVERY_ID].encryption_public,
        checker,
        "password on paper in two halves",
    )
    return CreateSite(
        name=answers.site,
        root_key=root.public,
        issuing_ca=ca.hex(),
        certificate=root.certify_site(answers.site, log, {**signing, RECOVERY_ID: rescue.key}, ca.hex()),
        founders=founders,
        recovery=rescue,
        log=log,
        station=answers.station,
        station_key=key,
        pdf_certificate=leaf.hex(),
        station_certificate=root.certify_station(log, answers.station, key, leaf.hex(), reads, office=True),
        settings=answers.settings,
        station_encryption_key=reads,
    )


def _founder(answers: FounderAnswers, keys: PersonKeys) -> Founder:
    return Founder(
        answers.person,
        answers.name,
        answers.roles,
        keys.public,
        keys.encryption_public,
        answers.identity_checked_by,
        answers.identity_evidence,
        answers.badge,
        answers.duty_unlocker,
    )
