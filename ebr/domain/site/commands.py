"""What is asked of the site, and who may ask (floor-rules 4; architecture.md "Signatures and keys").

Keys, certificates and hashes are hexadecimal and made by the station before it asks. `quality` names whose signature
the event needs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class Founder:
    """One of the first people: like an enrolment, but before there is anybody to ask.

    `identity_checked_by` is another founder. Founders type their own password, so it is not temporary.
    """

    person: str
    name: str
    roles: tuple[str, ...]
    key: str
    encryption_key: str
    identity_checked_by: str
    identity_evidence: str
    badge: str = ""
    duty_unlocker: bool = False


@dataclass(frozen=True, slots=True)
class CreateSite:
    """Found the site on its first station: at least two administrators and one person of quality, and the recovery.

    `log`, `station`, its keys, `pdf_certificate` and `station_certificate` admit the first station as the office.
    `recovery` is the recovery administrator, whose password leaves on paper in two halves. `settings` are what the
    founders want different from the documented defaults.
    """

    name: str
    root_key: str
    issuing_ca: str
    certificate: str
    founders: tuple[Founder, ...]
    recovery: Founder
    log: str
    station: str
    station_key: str
    pdf_certificate: str
    station_certificate: str
    settings: Mapping[str, str] = field(default_factory=dict)
    station_encryption_key: str = ""


@dataclass(frozen=True, slots=True)
class ChangePolicy:
    """Set some settings anew, with a reason."""

    settings: Mapping[str, str]
    reason: str
    quality: str


@dataclass(frozen=True, slots=True)
class AdmitStation:
    """Admit a further station; `certificate` is by the office's station key over its log and keys.

    A restored station comes back under its name with a new log, and names the log it had before.
    """

    log: str
    name: str
    key: str
    encryption_key: str
    pdf_certificate: str
    certificate: str
    previous_log: str = ""
    quality: str = ""


@dataclass(frozen=True, slots=True)
class RevokeStation:
    """Trust a station no longer; `seq` and `hash` name the last entry of its log that is accepted."""

    log: str
    seq: int
    hash: str
    reason: str
    quality: str


@dataclass(frozen=True, slots=True)
class AdmitWitness:
    """Let receipts by this key count."""

    name: str
    key: str
    reason: str
    quality: str


@dataclass(frozen=True, slots=True)
class GrantLease:
    """Let a station rely on facts up to a checkpoint; without `terms`, for as long as the policy says.

    `office` is the log of the station that grants: the office does it by itself at every contact.
    """

    office: str
    log: str
    checkpoint: str
    terms: Mapping[str, int] = field(default_factory=dict)
    series: Mapping[str, str] = field(default_factory=dict)


RIGHTS: Final[Mapping[type, tuple[str, ...]]] = {
    CreateSite: ("",),
    ChangePolicy: ("administrator",),
    AdmitStation: ("administrator",),
    RevokeStation: ("administrator",),
    AdmitWitness: ("administrator",),
    GrantLease: ("", "administrator"),
}
"""Roles that may ask; the empty role is nobody signed in: the founders, and the office's own program."""

SIGNED_BY: Final[Mapping[type, tuple[str, ...]]] = {
    ChangePolicy: ("quality",),
    AdmitStation: ("quality",),
    RevokeStation: ("quality",),
    AdmitWitness: ("quality",),
}
"""Roles of which the signer holds one; a command without a row is not signed."""
