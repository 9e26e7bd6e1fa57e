"""What happened to the site: its foundation, its rules, its stations (subject `site`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ebr.domain.signature import Signed


@dataclass(frozen=True, slots=True)
class SiteCreated:
    """The site root key (public, hex) was made.

    `issuing_ca` is the PDF issuing certificate (DER, hex) that it certified.
    """

    name: str
    root_key: str
    issuing_ca: str
    founders: tuple[str, ...]
    recovery: str
    certificate: str
    """Ed25519 signature by the root key over the canonical JSON of name, first log and founders' keys (hex)."""


@dataclass(frozen=True, slots=True)
class PolicyChanged:
    """The audited policy has new settings; the names and defaults are in `ebr.domain.site.state.DEFAULTS`."""

    settings: Mapping[str, str]
    old: Mapping[str, str]
    reason: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class StationAdmitted:
    """A station (its log) belongs to the site; `office` for the one that holds the site-office key."""

    log: str
    name: str
    key: str
    pdf_certificate: str
    office: bool
    certificate: str
    encryption_key: str = ""
    """X25519 key (hex) to which secrets for the station are sealed."""
    previous_log: str = ""
    """The log that the station wrote before it was restored or moved."""
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class StationRevoked:
    """A station is no longer trusted. `seq` and `hash` name the last entry of its log that is accepted.

    What arrives later of that log is stored and marked "after revocation": order decides, not the clock.
    """

    log: str
    name: str
    seq: int
    hash: str
    reason: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class WitnessAdmitted:
    """Receipts signed with this key (Ed25519, hex) count; a later admission replaces the earlier one."""

    name: str
    key: str
    reason: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class LeaseGranted:
    """What a station may rely on and for how long: days by kind of fact; the office's own station needs none."""

    log: str
    checkpoint: str
    terms: Mapping[str, int]
    series: Mapping[str, str] = field(default_factory=dict)


EVENTS: Mapping[str, type] = {
    "site.created/1": SiteCreated,
    "site.policy-changed/1": PolicyChanged,
    "site.station-admitted/1": StationAdmitted,
    "site.station-revoked/1": StationRevoked,
    "site.witness-admitted/1": WitnessAdmitted,
    "site.lease-granted/1": LeaseGranted,
}
