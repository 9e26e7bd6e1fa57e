"""What happened to a person (subject `person/<id>`); ids are never used again (21 CFR 11.100(a))."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ebr.domain.signature import Signed


@dataclass(frozen=True, slots=True)
class PersonEnrolled:
    """A person got an id, a printed name, roles and keys; a named person checked the identity (11.100(b)).

    `key` is the Ed25519 public key for signatures, `encryption_key` the X25519 one; both hex. `temporary` says that the
    password was set by somebody else and must be replaced before anything else (11.200(a)(3), draft 11.4).
    """

    person: str
    name: str
    roles: tuple[str, ...]
    badge: str
    identity_checked_by: str
    identity_evidence: str
    key: str
    encryption_key: str
    temporary: bool
    duty_unlocker: bool = False
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class AcknowledgementSigned:
    """The person accepted that the electronic signature binds like a handwritten one (11.10(j), 11.100(c))."""

    person: str
    text: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class RightsChanged:
    """Roles or duty changed, with a reason and quality's signature (floor-rules 4)."""

    person: str
    roles: tuple[str, ...]
    old: tuple[str, ...]
    duty_unlocker: bool
    reason: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class PersonDeactivated:
    """The person may no longer sign in; the id and old signatures stay."""

    person: str
    reason: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class KeyReplaced:
    """A forgotten password: two persons, identity checked, a new key; old signatures stay valid (floor-rules 8)."""

    person: str
    key: str
    encryption_key: str
    identity_checked_by: str
    second: str
    reason: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class PasswordChanged:
    """The person chose an own password; the key is the same, its wrapping is new.

    After a temporary password `first_own` is set and a fresh pair of keys was made, because whoever set the temporary
    password could have opened the old one (11.200(a)(2)); otherwise both keys are empty.
    """

    person: str
    first_own: bool
    key: str = ""
    encryption_key: str = ""


@dataclass(frozen=True, slots=True)
class BadgeChanged:
    """The person's badge was replaced (11.300(c)); a badge only says who, it never signs."""

    person: str
    badge: str
    old: str
    reason: str


@dataclass(frozen=True, slots=True)
class RecoveryUsed:
    """The recovery administrator signed in: an alarm, and the only time this recovery may be used (floor-rules 4)."""

    person: str
    station: str
    presence: str


@dataclass(frozen=True, slots=True)
class AccessLimited:
    """The person's access ends after a day, "YYYY-MM-DD", of the station's clock; `old` is the day before, or ""."""

    person: str
    until: str
    old: str
    reason: str
    signed: Signed | None = None


EVENTS: Mapping[str, type] = {
    "people.person-enrolled/1": PersonEnrolled,
    "people.acknowledgement-signed/1": AcknowledgementSigned,
    "people.rights-changed/1": RightsChanged,
    "people.person-deactivated/1": PersonDeactivated,
    "people.key-replaced/1": KeyReplaced,
    "people.password-changed/1": PasswordChanged,
    "people.badge-changed/1": BadgeChanged,
    "people.recovery-used/1": RecoveryUsed,
    "people.access-limited/1": AccessLimited,
}
