"""What other rules ask about people: who stands behind an id, and whether somebody can approve with a signature."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ebr.domain import subjects
from ebr.domain.decision import Actor, Facts
from ebr.domain.people.state.person import PersonState, may_act, may_sign
from ebr.domain.refusal import Refusal


def person_in(facts: Facts, person: str) -> PersonState:
    """Return the person's state among the facts, an empty one if the station knows nobody under the id."""
    found = facts.get(subjects.person(person)) if person else None
    return found if isinstance(found, PersonState) else PersonState()


def approver_trouble(
    facts: Facts, approver: str, roles: Collection[str], actor: Actor, concerned: str = ""
) -> Refusal | None:
    """Refuse a second person who cannot sign for this: without the role, the one who asks, or the one concerned."""
    state = person_in(facts, approver)
    if not approver:
        return Refusal("second_person_missing", roles=", ".join(roles))
    if not state.known:
        return Refusal("second_person_unknown")
    if approver == actor.person:
        return Refusal("second_person_is_same", name=state.name)
    if approver == concerned:
        return Refusal("second_person_concerned", name=state.name)
    if not set(state.roles).intersection(roles):
        return Refusal("second_person_role", name=state.name, roles=", ".join(roles))
    return may_sign(state)


def witness_trouble(facts: Facts, person: str, concerned: str) -> Refusal | None:
    """Refuse who is said to have checked an identity: unknown, inactive, or the one concerned (11.100(b))."""
    if not person:
        return Refusal("identity_checker_missing")
    if person == concerned:
        return Refusal("identity_checked_by_self", person=concerned)
    return may_act(person_in(facts, person))


def duty_unlockers(people: Iterable[PersonState]) -> int:
    """Return how many people are on duty to unlock others; the policy warns below two a shift (floor-rules 8)."""
    return sum(person.unlocks for person in people)


def recovery_alarms(people: Iterable[PersonState]) -> tuple[PersonState, ...]:
    """Return the recovery administrators that were used: an alarm until each is deactivated (floor-rules 4)."""
    return tuple(person for person in people if person.recovery_used and person.active)
