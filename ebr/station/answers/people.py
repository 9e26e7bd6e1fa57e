"""People, presence, policy and the reasons a site offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ebr.domain.people.state import INSPECTOR, may_sign
from ebr.domain.site.state import SETTINGS, SiteState
from ebr.domain.station.state import signed_in
from ebr.station.questions import (
    BadgeOwner,
    People,
    PersonRow,
    PolicyRow,
    PolicySettings,
    Presence,
    Reasons,
    Who,
)
from ebr.storage.views import people as view

if TYPE_CHECKING:
    from ebr.station.inside import Inside

STATES = {"inactive": "deactivated", "unacknowledged": "to_acknowledge"}


def who(station: Inside, _question: Who) -> Presence | None:
    """Answer `Who`."""
    found = signed_in(station.station_state())
    if found is None:
        return None
    person = station.acting.person(found.person)
    refusal = may_sign(person)
    return Presence(
        person.person,
        person.name,
        person.roles,
        found.id,
        found.began.wall,
        person.temporary,
        INSPECTOR not in person.roles and refusal is not None and refusal.code == "acknowledgement_missing",
        person.until,
    )


def people(station: Inside, question: People) -> tuple[PersonRow, ...]:
    """Answer `People`."""
    locked = station.station_state().locked
    with station.store.reading() as connection:
        found = view.people(connection, active_only=question.active_only)
    text = question.text.lower()
    return tuple(
        PersonRow(
            row.person,
            row.name,
            tuple(row.roles.split()),
            row.badge,
            "locked" if row.person in locked else STATES.get(row.standing, row.standing),
            bool(row.duty_unlocker),
            row.identity_checked_by,
            row.enrolled_at,
        )
        for row in found
        if not text or text in row.name.lower() or text in row.person.lower()
    )


def badge_owner(station: Inside, question: BadgeOwner) -> str:
    """Answer `BadgeOwner`."""
    with station.store.reading() as connection:
        return view.badge_holder(connection, question.badge)


def policy(station: Inside, _question: PolicySettings) -> tuple[PolicyRow, ...]:
    """Answer `PolicySettings`."""
    state = station.store.state("site")
    assert isinstance(state, SiteState)
    return tuple(
        PolicyRow(name, state.policy.text(name), setting.default, setting.unit) for name, setting in SETTINGS.items()
    )


def reasons(station: Inside, question: Reasons) -> tuple[str, ...]:
    """Answer `Reasons`: what the policy lists for "exception" or "correction"."""
    state = station.store.state("site")
    assert isinstance(state, SiteState)
    return state.policy.texts(f"{question.purpose}_reasons")
