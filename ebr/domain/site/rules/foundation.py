"""Founding the site: the only time people come into the record without quality's signature ("First start").

The site root key certifies what is written here, and the founders vouch for each other: nobody checks the own
identity, and no ring of one. From then on somebody can always ask (an administrator) and somebody else can always
sign (quality).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from ebr.domain import subjects
from ebr.domain.decision import Decision, Draft
from ebr.domain.people.events import PersonEnrolled
from ebr.domain.people.state import (
    badge_trouble,
    id_trouble,
    keys_form_trouble,
    name_trouble,
    reason_trouble,
    roles_trouble,
)
from ebr.domain.refusal import Refusal
from ebr.domain.site.commands import CreateSite, Founder
from ebr.domain.site.events import PolicyChanged, SiteCreated, StationAdmitted
from ebr.domain.site.state import SiteState, setting_trouble, station_name_trouble
from ebr.domain.values import clean_text

ADMINISTRATORS: Final = 2
HEX: Final = re.compile(r"([0-9a-f]{2})+")


def create(state: SiteState, command: CreateSite) -> Decision:
    """Found the site: its entry, its first people, its first station, its policy where it differs from the defaults."""
    refusal = (
        (Refusal("site_exists", name=state.name) if state.founded else None)
        or _name_trouble(command.name)
        or _hex_trouble(command)
        or station_name_trouble(command.station)
        or _company_trouble(command)
        or _settings_trouble(command.settings)
    )
    return Decision(refusal=refusal) if refusal is not None else Decision(tuple(_drafts(command)))


def _name_trouble(name: str) -> Refusal | None:
    try:
        return None if clean_text(name, longest=80) == name and name and "\n" not in name else Refusal("site_name_form")
    except Refusal as refusal:
        return refusal


def _hex_trouble(command: CreateSite) -> Refusal | None:
    parts = {
        "root_key": command.root_key,
        "issuing_ca": command.issuing_ca,
        "certificate": command.certificate,
        "log": command.log,
        "station_key": command.station_key,
        "pdf_certificate": command.pdf_certificate,
        "station_certificate": command.station_certificate,
    }
    broken = next((name for name, text in parts.items() if not HEX.fullmatch(text)), None)
    return Refusal("founding_part_missing", part=broken) if broken else None


def _company_trouble(command: CreateSite) -> Refusal | None:
    """Refuse a company of founders that could not run the site, or in which somebody would be double."""
    people = (*command.founders, command.recovery)
    roles = Counter(role for founder in command.founders for role in founder.roles)
    if roles["administrator"] < ADMINISTRATORS:
        return Refusal("founders_administrators", wanted=str(ADMINISTRATORS))
    if not roles["quality"]:
        return Refusal("founders_quality")
    if command.recovery.roles != ("recovery",) or roles["recovery"]:
        return Refusal("founders_recovery")
    for what in ("person", "key", "encryption_key", "badge"):
        double = [text for text, n in Counter(getattr(one, what) for one in people).items() if n > 1 and text]
        if double:
            return Refusal("founders_double", what=what, text=double[0])
    ids = frozenset(founder.person for founder in command.founders)
    return next((trouble for founder in people if (trouble := _founder_trouble(founder, ids))), None)


def _founder_trouble(founder: Founder, ids: frozenset[str]) -> Refusal | None:
    return (
        id_trouble(founder.person)
        or name_trouble(founder.name)
        or badge_trouble(founder.badge, "", founder.person)
        or keys_form_trouble(founder.key, founder.encryption_key)
        or _checker_trouble(founder, ids)
        or roles_trouble(founder.roles, duty_unlocker=founder.duty_unlocker)
    )


def _checker_trouble(founder: Founder, ids: frozenset[str]) -> Refusal | None:
    if founder.identity_checked_by == founder.person:
        return Refusal("identity_checked_by_self", person=founder.person)
    if founder.identity_checked_by not in ids:
        return Refusal("identity_checker_missing")
    return Refusal("identity_evidence_missing") if reason_trouble(founder.identity_evidence) else None


def _settings_trouble(settings: Mapping[str, str]) -> Refusal | None:
    return next((trouble for name, text in settings.items() if (trouble := setting_trouble(name, text))), None)


def _drafts(command: CreateSite) -> Iterator[Draft]:
    ids = tuple(founder.person for founder in command.founders)
    yield Draft(
        "site",
        SiteCreated(
            command.name, command.root_key, command.issuing_ca, ids, command.recovery.person, command.certificate
        ),
    )
    yield from (_enrolment(founder) for founder in (*command.founders, command.recovery))
    admitted = StationAdmitted(
        log=command.log,
        name=command.station,
        key=command.station_key,
        pdf_certificate=command.pdf_certificate,
        office=True,
        certificate=command.station_certificate,
        encryption_key=command.station_encryption_key,
    )
    yield Draft("site", admitted)
    if command.settings:
        yield Draft("site", PolicyChanged(dict(command.settings), {}, "foundation"))


def _enrolment(founder: Founder) -> Draft:
    event = PersonEnrolled(
        person=founder.person,
        name=founder.name,
        roles=founder.roles,
        badge=founder.badge,
        identity_checked_by=founder.identity_checked_by,
        identity_evidence=founder.identity_evidence.strip(),
        key=founder.key,
        encryption_key=founder.encryption_key,
        temporary=False,
        duty_unlocker=founder.duty_unlocker,
    )
    return Draft(subjects.person(founder.person), event)
