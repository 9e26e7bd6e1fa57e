"""What is allowed about people: one door, `decide`, and the table of rights before it (floor-rules 4).

`signer` says whose signature the event needs, so that the station can ask that person for it beside the one signed in.
"""

from __future__ import annotations

from ebr.domain import subjects
from ebr.domain.decision import Actor, Decision, Facts
from ebr.domain.people.commands import (
    RIGHTS,
    SIGNED_BY,
    ChangeBadge,
    ChangeRights,
    ChoosePassword,
    DeactivatePerson,
    EnrolPerson,
    LimitAccess,
    ReplaceKey,
    SignAcknowledgement,
)
from ebr.domain.people.rules.credentials import acknowledge, choose_password, replace_key
from ebr.domain.people.rules.enrolment import change_badge, change_rights, deactivate, enrol, limit_access
from ebr.domain.people.rules.passwords import password_problem
from ebr.domain.people.rules.sheets import sheet
from ebr.domain.people.state import PersonState, right_missing
from ebr.domain.values import Instant

__all__ = ["decide", "needs", "password_problem", "sheet", "signer", "subject"]

Command = (
    EnrolPerson
    | SignAcknowledgement
    | ChangeRights
    | DeactivatePerson
    | ReplaceKey
    | ChoosePassword
    | ChangeBadge
    | LimitAccess
)


def subject(command: Command) -> str:
    """Return the subject whose state decides."""
    return subjects.person(command.person)


def needs(command: Command, _state: PersonState) -> tuple[str, ...]:
    """Return the roots of the people who stand beside this one in the decision."""
    named: tuple[str, ...] = ()
    match command:
        case EnrolPerson():
            named = (command.identity_checked_by, command.quality)
        case ReplaceKey():
            named = (command.identity_checked_by, command.second)
        case ChangeRights() | DeactivatePerson() | LimitAccess():
            named = (command.quality,)
        case _:
            pass
    return tuple(dict.fromkeys(subjects.person(person) for person in named if person))


def signer(command: Command, actor: Actor) -> tuple[str, tuple[str, ...]]:
    """Return who signs the event and the roles of which one is the role of the signature; an empty id: no signature."""
    roles = SIGNED_BY.get(type(command), ())
    match command:
        case EnrolPerson() | ChangeRights() | DeactivatePerson() | LimitAccess():
            return command.quality, roles
        case ReplaceKey():
            return command.second, roles
        case SignAcknowledgement():
            return actor.person, roles
        case _:
            return "", roles


def decide(state: PersonState, facts: Facts, command: Command, actor: Actor, at: Instant) -> Decision:
    """Return the events that a command makes, or why not."""
    refusal = right_missing(RIGHTS, command, actor)
    if refusal is not None:
        return Decision(refusal=refusal)
    match command:
        case EnrolPerson():
            return enrol(state, facts, command, actor)
        case SignAcknowledgement():
            return acknowledge(state, command, actor)
        case ChangeRights():
            return change_rights(state, facts, command, actor)
        case DeactivatePerson():
            return deactivate(state, facts, command, actor)
        case ReplaceKey():
            return replace_key(state, facts, command, actor)
        case ChoosePassword():
            return choose_password(state, command, actor)
        case ChangeBadge():
            return change_badge(state, command, actor)
        case LimitAccess():
            return limit_access(state, facts, command, actor, at)
