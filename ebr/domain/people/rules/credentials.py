"""What a person proves to be themselves with: acknowledgement, own password, and help after a forgotten one.

A forgotten password takes two persons and the owner: somebody on duty checks the identity and sets a temporary
password under a key that signs nothing; a second person signs that; the owner chooses an own password, at which fresh
keys are made that the helpers cannot have seen; the owner's acknowledgement, signed with the fresh key, frees it
(floor-rules 8; 21 CFR 11.200(a)(2), 11.300).
"""

from __future__ import annotations

from ebr.domain import subjects
from ebr.domain.decision import Actor, Decision, Draft, Facts, refuse
from ebr.domain.people.commands import SIGNED_BY, ChoosePassword, ReplaceKey, SignAcknowledgement
from ebr.domain.people.events import AcknowledgementSigned, KeyReplaced, PasswordChanged
from ebr.domain.people.rules.enrolment import keys_trouble
from ebr.domain.people.state import PersonState, approver_trouble, may_acknowledge, person_in, reason_trouble
from ebr.domain.refusal import Refusal


def acknowledge(state: PersonState, command: SignAcknowledgement, actor: Actor) -> Decision:
    """Let the owner acknowledge the current key, once; it is the first thing the key signs (11.10(j))."""
    if actor.person != command.person:
        return refuse("acknowledgement_is_personal", person=command.person)
    if not command.text.strip():
        return refuse("acknowledgement_empty")
    refusal = may_acknowledge(state)
    if refusal is not None:
        return Decision(refusal=refusal)
    if state.key is not None and state.key.acknowledged:
        return refuse("acknowledged_before", name=state.name)
    return Decision((Draft(subjects.person(command.person), AcknowledgementSigned(command.person, command.text)),))


def choose_password(state: PersonState, command: ChoosePassword, actor: Actor) -> Decision:
    """Take the person's own password into use; with fresh keys exactly when the old password was temporary."""
    refusal = _not_own(state, command, actor) or _wrong_keys(state, command)
    if refusal is not None:
        return Decision(refusal=refusal)
    event = PasswordChanged(command.person, state.temporary, command.key, command.encryption_key)
    return Decision((Draft(subjects.person(command.person), event),))


def replace_key(state: PersonState, facts: Facts, command: ReplaceKey, actor: Actor) -> Decision:
    """Set a temporary password for somebody who forgot theirs; old key and old signatures stay valid."""
    refusal = (
        _not_replaceable(state, command.person)
        or _helper_trouble(facts, command, actor)
        or keys_trouble(state, command.key, command.encryption_key)
        or reason_trouble(command.reason)
        or approver_trouble(facts, command.second, SIGNED_BY[ReplaceKey], actor, command.person)
    )
    if refusal is not None:
        return Decision(refusal=refusal)
    event = KeyReplaced(
        command.person,
        command.key,
        command.encryption_key,
        command.identity_checked_by,
        command.second,
        command.reason.strip(),
    )
    return Decision((Draft(subjects.person(command.person), event),))


def _not_own(state: PersonState, command: ChoosePassword, actor: Actor) -> Refusal | None:
    if not state.known or not state.active:
        return _not_replaceable(state, command.person)
    if actor.person not in {"", command.person} or (not actor.person and not state.temporary):
        return Refusal("password_is_personal", name=state.name)
    return None if command.secret_ok else Refusal("secret_wrong_before")


def _wrong_keys(state: PersonState, command: ChoosePassword) -> Refusal | None:
    if state.temporary:
        return keys_trouble(state, command.key, command.encryption_key)
    return Refusal("key_not_asked_for") if command.key or command.encryption_key else None


def _not_replaceable(state: PersonState, person: str) -> Refusal | None:
    if not state.known:
        return Refusal("person_unknown")
    return None if state.active else Refusal("person_inactive", name=state.name, person=person)


def _helper_trouble(facts: Facts, command: ReplaceKey, actor: Actor) -> Refusal | None:
    """The one who asks is the one who looked at the person, is on duty for it, and is not helping themselves."""
    if actor.person == command.person:
        return Refusal("own_password_forgotten")
    if command.identity_checked_by != actor.person:
        return Refusal("identity_checker_asks", checker=command.identity_checked_by)
    helper = person_in(facts, actor.person)
    return None if helper.unlocks else Refusal("not_on_duty", name=helper.name or actor.name)
