"""The roles, and which of them one person never holds together (floor-rules 4; 21 CFR 11.10(d), 11.10(g)).

Rights are data: each aggregate's `commands.RIGHTS` names, for every command, the roles of which one is enough. The
empty role "" stands for nobody signed in: the program itself, and whoever stands before a locked screen.
`right_missing` is the one reader, `with_right` what most rules put it in front of themselves with.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import wraps
from itertools import combinations
from typing import Final, TypeVar

from ebr.domain.decision import Actor, Decision, Facts
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant

S = TypeVar("S")
C = TypeVar("C")
Decide = Callable[[S, Facts, C, Actor, Instant], Decision]

ROLES: Final[Mapping[str, str]] = {
    "operator": "Operator",
    "supervisor": "Supervisor",
    "laboratory": "Laboratory",
    "quality": "Quality",
    "qualified_person": "Qualified person",
    "sponsor": "Sponsor",
    "author": "Author",
    "administrator": "Administrator",
    "recovery": "Recovery administrator",
    "inspector": "Inspector",
}
"""Every role and its English words, which are the key of the catalogue."""

NOBODY: Final = ""

BATCH_ROLES: Final = ("operator", "supervisor", "laboratory", "quality", "qualified_person", "sponsor")
"""Roles that record, verify, decide or approve in a batch."""

SEPARATED: Final[Mapping[frozenset[str], str]] = {
    **{frozenset({"administrator", role}): "floor-rules 4" for role in BATCH_ROLES},
    frozenset({"administrator", "author"}): "21 CFR 211.68(b)",
    **{frozenset({"recovery", role}): "floor-rules 4" for role in ROLES if role != "recovery"},
    **{frozenset({"inspector", role}): "floor-rules 20" for role in ROLES if role != "inspector"},
}
"""Pairs of roles that nobody holds together, and the rule that says so. Production and quality in one pair of hands is
allowed (a small site has no choice) and prevented where it matters: within one batch (floor-rules 21)."""

UNLOCKING_ROLES: Final = ("supervisor", "quality", "administrator")
"""Roles that may be on duty to unlock a person and to help after a forgotten password (floor-rules 8)."""


def right_missing(rights: Mapping[type, tuple[str, ...]], command: object, actor: Actor) -> Refusal | None:
    """Refuse a command for which the actor holds none of the roles; a command without a row is nobody's."""
    allowed = rights.get(type(command), ())
    held = actor.roles or {NOBODY}
    if held.intersection(allowed):
        return None
    needed = ", ".join(role for role in allowed if role)
    return Refusal("right_missing", person=actor.name or actor.person, needed=needed)


def with_right(rights: Mapping[type, tuple[str, ...]]) -> Callable[[Decide[S, C]], Decide[S, C]]:
    """Refuse whoever lacks the right before a rule is asked, and with what the rule raises when it is."""

    def before(rule: Decide[S, C]) -> Decide[S, C]:
        @wraps(rule)
        def decide(state: S, facts: Facts, command: C, actor: Actor, at: Instant) -> Decision:
            refusal = right_missing(rights, command, actor)
            if refusal is not None:
                return Decision(refusal=refusal)
            try:
                return rule(state, facts, command, actor, at)
            except Refusal as found:
                return Decision(refusal=found)

        return decide

    return before


def roles_trouble(roles: Collection[str], *, duty_unlocker: bool) -> Refusal | None:
    """Refuse a set of roles that no person can hold."""
    if not roles:
        return Refusal("roles_empty")
    unknown = next((role for role in roles if role not in ROLES), None)
    if unknown is not None:
        return Refusal("role_unknown", role=unknown)
    if len(set(roles)) != len(roles):
        return Refusal("role_twice", roles=", ".join(roles))
    if duty_unlocker and not set(roles).intersection(UNLOCKING_ROLES):
        return Refusal("duty_not_for_role", roles=", ".join(UNLOCKING_ROLES))
    return _separation_trouble(roles)


def _separation_trouble(roles: Collection[str]) -> Refusal | None:
    for one, other in combinations(roles, 2):
        clause = SEPARATED.get(frozenset({one, other}))
        if clause is not None:
            return Refusal("roles_separated", one=one, other=other, clause=clause)
    return None
