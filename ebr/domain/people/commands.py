"""What is asked about people, and who may ask (floor-rules 4, 8; 21 CFR 11.10(d), 11.100, 11.300).

A command never carries a password. The station makes keys and opens them before it asks; what it found comes as
public keys (hex) and as `secret_ok`. Where a signature is needed, `quality` or `second` names whose it is; the asker
is another person. `badge_holder` is filled by the station: the id of the person who has the badge now, empty for
nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class EnrolPerson:
    """Give a person an id, a printed name, roles and keys; `identity_checked_by` looked at the evidence (11.100(b)).

    `temporary` is False only when the person typed an own password, unseen, at the enrolment itself.
    """

    person: str
    name: str
    roles: tuple[str, ...]
    identity_checked_by: str
    identity_evidence: str
    key: str
    encryption_key: str
    quality: str
    badge: str = ""
    duty_unlocker: bool = False
    temporary: bool = True
    badge_holder: str = ""


@dataclass(frozen=True, slots=True)
class SignAcknowledgement:
    """Accept, in the words shown, that the signature binds like a handwritten one; for every new key again."""

    person: str
    text: str


@dataclass(frozen=True, slots=True)
class ChangeRights:
    """Give other roles, or put on or off duty as unlocker."""

    person: str
    roles: tuple[str, ...]
    duty_unlocker: bool
    reason: str
    quality: str


@dataclass(frozen=True, slots=True)
class DeactivatePerson:
    """End all access; for good, because an id is never used again."""

    person: str
    reason: str
    quality: str


@dataclass(frozen=True, slots=True)
class ReplaceKey:
    """Help after a forgotten password: the asker, on duty, checked the identity; `second` signs (floor-rules 8)."""

    person: str
    key: str
    encryption_key: str
    identity_checked_by: str
    second: str
    reason: str


@dataclass(frozen=True, slots=True)
class ChoosePassword:
    """Choose an own password. After a temporary one, fresh keys come along; otherwise both key fields are empty.

    `secret_ok` says that the password used so far opened the key; a failure is noted by the station aggregate
    (`NoteFailure`).
    """

    person: str
    secret_ok: bool
    key: str = ""
    encryption_key: str = ""


@dataclass(frozen=True, slots=True)
class ChangeBadge:
    """Give another badge, or none: a lost badge is withdrawn at once (11.300(c))."""

    person: str
    badge: str
    reason: str
    badge_holder: str = ""


@dataclass(frozen=True, slots=True)
class LimitAccess:
    """Set the last day of a person's access, "YYYY-MM-DD", or another one; an inspector has none before it is set."""

    person: str
    until: str
    reason: str
    quality: str


SIGNED_IN: Final = (
    "operator",
    "supervisor",
    "laboratory",
    "quality",
    "qualified_person",
    "sponsor",
    "author",
    "administrator",
    "recovery",
)
ANYBODY: Final = ("", *SIGNED_IN)
READING: Final = (*ANYBODY, "inspector")
"""An inspector reads: signs in, leaves, chooses a password, and notes an export. No other row names the role."""

RIGHTS: Final[Mapping[type, tuple[str, ...]]] = {
    EnrolPerson: ("administrator", "recovery"),
    SignAcknowledgement: SIGNED_IN,
    ChangeRights: ("administrator", "recovery"),
    DeactivatePerson: ("administrator", "recovery"),
    ReplaceKey: ("supervisor", "quality", "administrator"),
    ChoosePassword: READING,
    ChangeBadge: ("administrator", "recovery"),
    LimitAccess: ("administrator",),
}
"""Roles that may ask; the empty role is nobody signed in."""

SIGNED_BY: Final[Mapping[type, tuple[str, ...]]] = {
    EnrolPerson: ("quality",),
    SignAcknowledgement: SIGNED_IN,
    ChangeRights: ("quality",),
    DeactivatePerson: ("quality",),
    ReplaceKey: ("supervisor", "quality", "administrator"),
    LimitAccess: ("quality",),
}
"""Roles of which the signer holds one; a command without a row is not signed."""
