"""One person as the entries say: name, roles, keys, acknowledgement, whether a password of their own is set.

Invariants: an id names one human being for ever (21 CFR 11.100(a)); a deactivated person stays deactivated; keys are
only added, each with the entry from which it counts, so an old signature is judged by the key that was current then
(floor-rules 8).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant


@dataclass(frozen=True, slots=True)
class Key:
    """A pair of public keys (hex) and the hashes of the entries that make them count, empty where there is none yet.

    `since` made the pair known; `vouched` is the entry of the persons who checked who holds it; `acknowledged` is the
    owner's acknowledgement, signed with this very key.
    """

    key: str
    encryption_key: str
    since: str
    vouched: str = ""
    acknowledged: str = ""


@dataclass(frozen=True, slots=True)
class Replacement:
    """A key replaced after a forgotten password: shown to the owner, an exception until quality has seen it."""

    entry: str
    key: str
    identity_checked_by: str
    second: str
    reason: str
    wall: str


@dataclass(slots=True)
class PersonState:
    """What is now true of one person; an empty `person` means that nobody was ever enrolled under the id."""

    person: str = ""
    name: str = ""
    roles: tuple[str, ...] = ()
    badge: str = ""
    duty_unlocker: bool = False
    active: bool = False
    temporary: bool = False
    contested: bool = False
    """Two stations enrolled somebody under one id: the first in fold order stands, and nobody signs with it."""
    identity_checked_by: str = ""
    keys: list[Key] = field(default_factory=list)
    replacements: list[Replacement] = field(default_factory=list)
    recovery_used: str = ""
    """Hash of the entry by which the recovery administrator was used; empty before."""
    enrolled_at: str = ""
    deactivated_at: str = ""
    """Wall time of the deactivation; what the person did afterwards elsewhere is named (features.md, traps 3)."""
    lost: dict[str, str] = field(default_factory=dict)
    """Role taken away -> since when (wall time)."""
    until: str = ""
    """Last day of the access, "YYYY-MM-DD"; "" for no end."""
    changed_at: str = ""
    rights_entry: str = ""
    """Hash of the entry that says the present rights: what a change of them covers."""
    wrapped: str = ""
    """Hash of the entry with which the private keys were last wrapped anew: which wrap is the right one."""
    wrapped_in: str = ""
    """The log of that entry: its station has the wrap."""

    @property
    def known(self) -> bool:
        """Whether the id was ever given to somebody."""
        return bool(self.person)

    @property
    def key(self) -> Key | None:
        """The pair of keys that counts now."""
        return self.keys[-1] if self.keys else None

    @property
    def unlocks(self) -> bool:
        """Whether the person is on duty to unlock others."""
        return self.active and not self.contested and self.duty_unlocker

    def roles_now(self) -> frozenset[str]:
        """Return the roles an actor has: none while inactive, contested or on a temporary password."""
        usable = self.active and not self.temporary and not self.contested
        return frozenset(self.roles) if usable else frozenset()

    def key_named(self, public: str) -> Key | None:
        """Return the pair with this public key, current or not: for judging an old signature."""
        return next((pair for pair in self.keys if pair.key == public), None)


INSPECTOR: Final = "inspector"
"""Reads and exports, for a limited time."""


def access_trouble(state: PersonState, at: Instant) -> Refusal | None:
    """Refuse a person whose access is over at this moment, and an inspector whose last day nobody has signed yet.

    Asked at each request, not only at the sign-in: an account ends in the middle of a presence, too.
    """
    if not state.until:
        waits = INSPECTOR in state.roles
        return Refusal("access_undated", name=state.name, person=state.person) if waits else None
    if at.wall[:10] > state.until:
        return Refusal("access_over", name=state.name, person=state.person, until=state.until)
    return None


def may_act(state: PersonState) -> Refusal | None:
    """Refuse a person who may do nothing here: unknown, deactivated, contested, or with a temporary password."""
    if not state.known:
        return Refusal("person_unknown")
    if not state.active:
        return Refusal("person_inactive", name=state.name, person=state.person)
    if state.contested:
        return Refusal("person_contested", name=state.name, person=state.person)
    if state.temporary:
        return Refusal("password_temporary", name=state.name, person=state.person)
    return None


def may_acknowledge(state: PersonState) -> Refusal | None:
    """Refuse the one signature that comes before all others: the acknowledgement itself (11.10(j), 11.100(c))."""
    refusal = may_act(state)
    if refusal is not None:
        return refusal
    if state.key is None or not state.key.vouched:
        return Refusal("key_not_vouched", name=state.name, person=state.person)
    return None


def may_sign(state: PersonState) -> Refusal | None:
    """Refuse a signature of somebody whose current key is not vouched for by others and acknowledged by its owner."""
    refusal = may_acknowledge(state)
    if refusal is not None:
        return refusal
    if state.key is not None and not state.key.acknowledged:
        return Refusal("acknowledgement_missing", name=state.name, person=state.person)
    return None
