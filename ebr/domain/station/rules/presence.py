"""Signing in, failing, being locked and unlocked, leaving (21 CFR 11.300(d); draft 11.7-11.9; floor-rules 8, 9).

Every try is an entry. A wrong secret says nothing about what was wrong, and a name nobody has is not written down:
people type their password into the wrong field. A temporary password never begins a presence: it opens only "choose
your own".
"""

from __future__ import annotations

from typing import Final

from ebr.domain import subjects
from ebr.domain.decision import Actor, Decision, Draft, Facts, refuse
from ebr.domain.people.events import RecoveryUsed
from ebr.domain.people.state import PersonState, access_trouble, may_act, person_in, reason_trouble
from ebr.domain.refusal import Refusal
from ebr.domain.site.state import policy_in
from ebr.domain.station.commands import EndPresence, NoteFailure, SignIn, UnlockPerson
from ebr.domain.station.events import PersonLocked, PersonUnlocked, SignedIn, SignedOut, SignInFailed
from ebr.domain.station.state import HOW_ENDED, StationState, lock_trouble, tries_left
from ebr.domain.values import Instant

PURPOSES: Final = ("sign", "choose")
PROGRAM_ENDS: Final = ("idle", "stop", "lock", "leave-now")
"""How a presence may end without the person asking: at the screen nobody asks who pressed "leave now" in a fire."""


def sign_in(state: StationState, facts: Facts, command: SignIn, at: Instant) -> Decision:
    """Begin a presence, or note the failure and lock after too many in a row."""
    person = person_in(facts, command.person)
    if not person.known:
        return _failed(state, "", "sign-in", "person_unknown", Refusal("sign_in_failed"))
    locked = lock_trouble(state, command.person)
    if locked is not None:
        return _failed(state, command.person, "sign-in", "person_locked", locked)
    if not command.secret_ok:
        return _wrong_secret(state, facts, command.person, "sign-in", state.failures.get(command.person, 0) + 1)
    refusal = may_act(person)
    if refusal is not None and refusal.code == "password_temporary":
        return Decision(refusal=refusal)
    refusal = refusal or access_trouble(person, at)
    if refusal is None and person.recovery_used:
        refusal = Refusal("recovery_used_before", name=person.name)
    if refusal is not None:
        return _failed(state, command.person, "sign-in", refusal.code, refusal)
    return Decision(_begin(state, command, person))


def end_presence(state: StationState, command: EndPresence, actor: Actor) -> Decision:
    """End a presence that is open: the own one, or any by the program itself."""
    presence = state.presences.get(command.presence)
    if command.how not in HOW_ENDED:
        return refuse("presence_end_unknown", how=command.how)
    if presence is None:
        return refuse("presence_ended_before")
    own = actor.person == presence.person
    if not own and (actor.person or command.how not in PROGRAM_ENDS):
        return refuse("presence_of_another")
    return Decision((_out(state, presence.id, presence.person, command.how),))


def note_failure(state: StationState, facts: Facts, command: NoteFailure) -> Decision:
    """Note a wrong secret at a signature; it counts like one at sign-in, and a lock ends the presence."""
    if command.purpose not in PURPOSES:
        return refuse("purpose_unknown", purpose=command.purpose)
    if not person_in(facts, command.person).known:
        return _failed(state, "", command.purpose, "person_unknown", Refusal("sign_in_failed"))
    locked = lock_trouble(state, command.person)
    if locked is not None:
        return _failed(state, command.person, command.purpose, "person_locked", locked)
    failures = 1 if command.succeeded_since else state.failures.get(command.person, 0) + 1
    return _wrong_secret(state, facts, command.person, command.purpose, failures)


def unlock(state: StationState, facts: Facts, command: UnlockPerson, actor: Actor) -> Decision:
    """Lift a lock; the key stays what it was (floor-rules 8). Nobody unlocks themselves."""
    unlocker = person_in(facts, command.unlocker)
    if command.unlocker != actor.person or not unlocker.unlocks:
        return refuse("not_on_duty", name=unlocker.name or actor.name)
    if command.person == actor.person:
        return refuse("own_lock")
    if command.person not in state.locked:
        return refuse("person_not_locked", person=command.person)
    refusal = lock_trouble(state, actor.person) or reason_trouble(command.reason)
    if refusal is not None:
        return Decision(refusal=refusal)
    return Decision((Draft(subjects.station(state.name), PersonUnlocked(command.person, command.reason.strip())),))


def _begin(state: StationState, command: SignIn, person: PersonState) -> tuple[Draft, ...]:
    """The recovery administrator's one use is written beside the sign-in, so that every station learns of it."""
    left = tuple(_out(state, open_.id, open_.person, "switch") for open_ in state.presences.values())
    begun = Draft(subjects.station(state.name), SignedIn(command.person, command.presence, command.badge))
    if "recovery" not in person.roles:
        return (*left, begun)
    used = RecoveryUsed(command.person, state.name, command.presence)
    return (*left, begun, Draft(subjects.person(command.person), used))


def _wrong_secret(state: StationState, facts: Facts, person: str, purpose: str, failures: int) -> Decision:
    limit = policy_in(facts).whole("failures_before_lock")
    noted = Draft(subjects.station(state.name), SignInFailed(person, purpose, "secret_wrong", failures))
    if failures < limit:
        left = tries_left(state, person, limit) - 1 if failures > 1 else limit - 1
        return Decision((noted,), Refusal("secret_wrong", left=str(left)))
    locked = Draft(subjects.station(state.name), PersonLocked(person, failures))
    out = tuple(_out(state, one.id, one.person, "lock") for one in state.presences.values() if one.person == person)
    return Decision((noted, locked, *out), Refusal("person_locked_now", person=person, failures=str(failures)))


def _failed(state: StationState, person: str, purpose: str, why: str, refusal: Refusal) -> Decision:
    """Note a try that failed for another reason than the secret: it does not count towards a lock."""
    failures = state.failures.get(person, 0)
    return Decision((Draft(subjects.station(state.name), SignInFailed(person, purpose, why, failures)),), refusal)


def _out(state: StationState, presence: str, person: str, how: str) -> Draft:
    return Draft(subjects.station(state.name), SignedOut(person, presence, how))
