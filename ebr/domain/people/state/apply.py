"""How the entries of a person become the state. Total: what rules would refuse changes what it can, or nothing."""

from __future__ import annotations

from dataclasses import replace

from ebr.domain.decision import Recorded
from ebr.domain.people.events import (
    AccessLimited,
    AcknowledgementSigned,
    BadgeChanged,
    KeyReplaced,
    PasswordChanged,
    PersonDeactivated,
    PersonEnrolled,
    RecoveryUsed,
    RightsChanged,
)
from ebr.domain.people.state.person import Key, PersonState, Replacement
from ebr.domain.values import Stamp


def start(_root: str) -> PersonState:
    """Return the state before any entry: an id that nobody has."""
    return PersonState()


def apply(state: PersonState, recorded: Recorded) -> PersonState:
    """Take one more entry into the state; an event of no concern to a person changes nothing."""
    stamp = recorded.stamp
    match recorded.event:
        case PersonEnrolled() as event:
            _enrol(state, event, stamp)
        case AcknowledgementSigned() as event:
            _acknowledge(state, event, stamp)
        case RightsChanged() as event:
            state.lost.update(dict.fromkeys(set(state.roles) - set(event.roles), stamp.at.wall))
            for role in event.roles:
                state.lost.pop(role, None)
            state.roles, state.duty_unlocker, state.rights_entry = event.roles, event.duty_unlocker, stamp.hash
        case PersonDeactivated():
            state.active, state.rights_entry = False, stamp.hash
            state.deactivated_at = state.deactivated_at or stamp.at.wall
        case KeyReplaced() as event:
            _replace_key(state, event, stamp)
        case PasswordChanged() as event:
            _choose_password(state, event, stamp)
        case BadgeChanged() as event:
            state.badge = event.badge
        case AccessLimited() as event:
            state.until, state.rights_entry = event.until, stamp.hash
        case RecoveryUsed():
            state.recovery_used = state.recovery_used or stamp.hash
        case _:
            return state
    state.changed_at = stamp.at.wall
    return state


def _enrol(state: PersonState, event: PersonEnrolled, stamp: Stamp) -> None:
    if state.known:
        state.contested = True
        return
    state.person, state.name, state.badge = event.person, event.name, event.badge
    state.roles, state.duty_unlocker = event.roles, event.duty_unlocker
    state.active, state.temporary = True, event.temporary
    state.identity_checked_by = event.identity_checked_by
    state.keys.append(Key(event.key, event.encryption_key, since=stamp.hash, vouched=stamp.hash))
    state.wrapped, state.wrapped_in = stamp.hash, stamp.log
    state.rights_entry, state.enrolled_at = stamp.hash, stamp.at.wall


def _acknowledge(state: PersonState, event: AcknowledgementSigned, stamp: Stamp) -> None:
    """Only the key that signed is acknowledged: the acknowledgement of an old key says nothing about a new one."""
    for place, pair in enumerate(state.keys):
        if event.signed is not None and pair.key == event.signed.key and not pair.acknowledged:
            state.keys[place] = replace(pair, acknowledged=stamp.hash)


def _replace_key(state: PersonState, event: KeyReplaced, stamp: Stamp) -> None:
    two = len({event.identity_checked_by, event.second, event.person}) == len(("checker", "second", "owner"))
    vouched = stamp.hash if two else ""
    state.keys.append(Key(event.key, event.encryption_key, since=stamp.hash, vouched=vouched))
    state.temporary = True
    state.wrapped, state.wrapped_in = stamp.hash, stamp.log
    state.replacements.append(
        Replacement(stamp.hash, event.key, event.identity_checked_by, event.second, event.reason, stamp.at.wall)
    )


def _choose_password(state: PersonState, event: PasswordChanged, stamp: Stamp) -> None:
    """A fresh key inherits who vouched for its owner only when it replaces the key under a temporary password."""
    if event.key:
        vouched = state.keys[-1].vouched if state.temporary and state.keys else ""
        state.keys.append(Key(event.key, event.encryption_key, since=stamp.hash, vouched=vouched))
    state.temporary = False
    state.wrapped, state.wrapped_in = stamp.hash, stamp.log
