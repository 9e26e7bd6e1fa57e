"""Giving, changing and ending access: administrator asks, quality signs, a named person checked the identity."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from ebr.domain import subjects
from ebr.domain.decision import Actor, Decision, Draft, Facts
from ebr.domain.people.commands import SIGNED_BY, ChangeBadge, ChangeRights, DeactivatePerson, EnrolPerson, LimitAccess
from ebr.domain.people.events import AccessLimited, BadgeChanged, PersonDeactivated, PersonEnrolled, RightsChanged
from ebr.domain.people.state import (
    INSPECTOR,
    PersonState,
    approver_trouble,
    badge_trouble,
    id_trouble,
    keys_form_trouble,
    name_trouble,
    reason_trouble,
    roles_trouble,
    witness_trouble,
)
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant, shown_text

LONGEST_VISIT: Final = timedelta(days=366)
"""An inspector's access is for a visit; a longer one is signed anew."""


def enrol(state: PersonState, facts: Facts, command: EnrolPerson, actor: Actor) -> Decision:
    """Enrol under an id that was never used; refuses unfit names, roles, keys, and an unchecked identity."""
    refusal = (
        id_trouble(command.person)
        or _id_used(state, command.person)
        or name_trouble(command.name)
        or roles_trouble(command.roles, duty_unlocker=command.duty_unlocker)
        or badge_trouble(command.badge, command.badge_holder, command.person)
        or keys_trouble(state, command.key, command.encryption_key)
        or _evidence_missing(command)
        or witness_trouble(facts, command.identity_checked_by, command.person)
        or approver_trouble(facts, command.quality, SIGNED_BY[EnrolPerson], actor, command.person)
    )
    if refusal is not None:
        return Decision(refusal=refusal)
    event = PersonEnrolled(
        person=command.person,
        name=command.name,
        roles=command.roles,
        badge=command.badge,
        identity_checked_by=command.identity_checked_by,
        identity_evidence=command.identity_evidence.strip(),
        key=command.key,
        encryption_key=command.encryption_key,
        temporary=command.temporary,
        duty_unlocker=command.duty_unlocker,
    )
    return Decision((Draft(subjects.person(command.person), event),))


def change_rights(state: PersonState, facts: Facts, command: ChangeRights, actor: Actor) -> Decision:
    """Change roles or duty; nobody changes the own rights, and so somebody with the right always remains."""
    refusal = (
        _not_changeable(state, command.person, actor)
        or roles_trouble(command.roles, duty_unlocker=command.duty_unlocker)
        or _stays_inspector(state, command)
        or _nothing_changes(state, command)
        or reason_trouble(command.reason)
        or approver_trouble(facts, command.quality, SIGNED_BY[ChangeRights], actor, command.person)
    )
    if refusal is not None:
        return Decision(refusal=refusal)
    event = RightsChanged(command.person, command.roles, state.roles, command.duty_unlocker, command.reason.strip())
    return Decision((Draft(subjects.person(command.person), event),))


def limit_access(state: PersonState, facts: Facts, command: LimitAccess, actor: Actor, at: Instant) -> Decision:
    """Set a last day that is today or later; for an inspector within a year. What is over may be opened again so."""
    refusal = (
        _not_changeable(state, command.person, actor)
        or _day_trouble(state, command, at)
        or reason_trouble(command.reason)
        or approver_trouble(facts, command.quality, SIGNED_BY[LimitAccess], actor, command.person)
    )
    if refusal is not None:
        return Decision(refusal=refusal)
    event = AccessLimited(command.person, command.until, state.until, command.reason.strip())
    return Decision((Draft(subjects.person(command.person), event),))


def deactivate(state: PersonState, facts: Facts, command: DeactivatePerson, actor: Actor) -> Decision:
    """End a person's access; nobody ends the own."""
    refusal = (
        _not_changeable(state, command.person, actor)
        or reason_trouble(command.reason)
        or approver_trouble(facts, command.quality, SIGNED_BY[DeactivatePerson], actor, command.person)
    )
    if refusal is not None:
        return Decision(refusal=refusal)
    event = PersonDeactivated(command.person, command.reason.strip())
    return Decision((Draft(subjects.person(command.person), event),))


def change_badge(state: PersonState, command: ChangeBadge, actor: Actor) -> Decision:
    """Give another badge or withdraw it; a badge only says who, so no signature is needed."""
    refusal = (
        _not_changeable(state, command.person, actor)
        or badge_trouble(command.badge, command.badge_holder, command.person)
        or (Refusal("badge_unchanged") if command.badge == state.badge else None)
        or reason_trouble(command.reason)
    )
    if refusal is not None:
        return Decision(refusal=refusal)
    event = BadgeChanged(command.person, command.badge, state.badge, command.reason.strip())
    return Decision((Draft(subjects.person(command.person), event),))


def keys_trouble(state: PersonState, key: str, encryption_key: str) -> Refusal | None:
    """Refuse public keys that are no keys, are one key twice, or were this person's before."""
    refusal = keys_form_trouble(key, encryption_key)
    if refusal is not None:
        return refusal
    used = {pair.key for pair in state.keys} | {pair.encryption_key for pair in state.keys}
    return Refusal("key_used_before") if used.intersection({key, encryption_key}) else None


def _id_used(state: PersonState, person: str) -> Refusal | None:
    return Refusal("person_id_used", person=person, name=state.name) if state.known else None


def _evidence_missing(command: EnrolPerson) -> Refusal | None:
    refusal = reason_trouble(command.identity_evidence)
    if refusal is not None and refusal.code == "reason_missing":
        return Refusal("identity_evidence_missing")
    return refusal


def _not_changeable(state: PersonState, person: str, actor: Actor) -> Refusal | None:
    if not state.known:
        return Refusal("person_unknown")
    if not state.active:
        return Refusal("person_inactive", name=state.name, person=person)
    return Refusal("own_rights", name=state.name) if person == actor.person else None


def _day_trouble(state: PersonState, command: LimitAccess, at: Instant) -> Refusal | None:
    try:
        until = date.fromisoformat(command.until)
    except ValueError:
        until = None
    today = date.fromisoformat(at.wall[:10])
    if until is None or until.isoformat() != command.until:
        return Refusal("access_day_form", until=shown_text(command.until))
    if until < today:
        return Refusal("access_day_past", until=command.until, today=today.isoformat())
    if INSPECTOR in state.roles and until > today + LONGEST_VISIT:
        return Refusal("access_day_far", until=command.until, last=(today + LONGEST_VISIT).isoformat())
    return Refusal("access_unchanged", name=state.name, until=state.until) if command.until == state.until else None


def _stays_inspector(state: PersonState, command: ChangeRights) -> Refusal | None:
    """Who came to inspect never works here under the same name, and nobody who worked here inspects."""
    return Refusal("inspector_stays", name=state.name) if INSPECTOR in {*state.roles, *command.roles} else None


def _nothing_changes(state: PersonState, command: ChangeRights) -> Refusal | None:
    same = set(command.roles) == set(state.roles) and command.duty_unlocker == state.duty_unlocker
    return Refusal("rights_unchanged", name=state.name) if same else None
