"""The site as the entries say: foundation, policy, its stations, and what each may rely on for how long."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from ebr.domain.decision import Facts, Recorded
from ebr.domain.refusal import Refusal
from ebr.domain.site.events import LeaseGranted, PolicyChanged, SiteCreated, StationAdmitted
from ebr.domain.site.state.policy import Policy
from ebr.domain.values import Instant, shown_text

LEASED: Final = ("people", "policy", "master", "equipment", "lots")
"""Kinds of fact a lease has a term for; the policy's setting is `lease_<kind>`."""
ROOT: Final = "site"
STATION_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}")


@dataclass(frozen=True, slots=True)
class Lease:
    """What a station may rely on, from `granted` (wall time) for so many days by kind of fact."""

    checkpoint: str
    terms: Mapping[str, int]
    series: Mapping[str, str]
    granted: str


@dataclass(frozen=True, slots=True)
class Admission:
    """A station of the site and its certificates (hex)."""

    log: str
    name: str
    key: str
    pdf_certificate: str
    office: bool
    entry: str


@dataclass(slots=True)
class SiteState:
    """What is now true of the site; an empty `name` means that it was not founded yet."""

    name: str = ""
    root_key: str = ""
    issuing_ca: str = ""
    founders: tuple[str, ...] = ()
    recovery: str = ""
    certificate: str = ""
    created: str = ""
    """Hash of the founding entry."""
    settings: dict[str, str] = field(default_factory=dict)
    policy_entry: str = ""
    """Hash of the entry that last changed the policy."""
    stations: dict[str, Admission] = field(default_factory=dict)
    leases: dict[str, Lease] = field(default_factory=dict)

    @property
    def founded(self) -> bool:
        """Whether the site exists."""
        return bool(self.name)

    @property
    def policy(self) -> Policy:
        """The policy in force."""
        return Policy(dict(self.settings))


def start(_root: str) -> SiteState:
    """Return the state before any entry: a site not founded."""
    return SiteState()


def apply(state: SiteState, recorded: Recorded) -> SiteState:
    """Take one more entry into the state. A second foundation changes nothing, an admission is never taken back."""
    stamp = recorded.stamp
    match recorded.event:
        case SiteCreated() as event if not state.founded:
            state.name, state.root_key, state.issuing_ca = event.name, event.root_key, event.issuing_ca
            state.founders, state.recovery = event.founders, event.recovery
            state.certificate, state.created = event.certificate, stamp.hash
        case PolicyChanged() as event:
            state.settings.update(event.settings)
            state.policy_entry = stamp.hash
        case StationAdmitted() as event:
            admission = Admission(event.log, event.name, event.key, event.pdf_certificate, event.office, stamp.hash)
            state.stations.setdefault(event.log, admission)
        case LeaseGranted() as event:
            state.leases[event.log] = Lease(event.checkpoint, dict(event.terms), dict(event.series), stamp.at.wall)
        case _:
            pass
    return state


def site_in(facts: Facts) -> SiteState:
    """Return the site among the facts, an unfounded one with the default policy if it is not there."""
    found = facts.get(ROOT)
    return found if isinstance(found, SiteState) else SiteState()


def policy_in(facts: Facts) -> Policy:
    """Return the policy in force among the facts."""
    return site_in(facts).policy


def lease_trouble(state: SiteState, log: str, kind: str, at: Instant) -> Refusal | None:
    """Refuse to rely on a kind of fact beyond its term (floor-rules 19); the office's own station needs no lease."""
    admission = state.stations.get(log)
    if admission is None:
        return Refusal("station_not_admitted")
    if admission.office:
        return None
    lease = state.leases.get(log)
    if lease is None:
        return Refusal("lease_missing", station=admission.name)
    until = datetime.fromisoformat(lease.granted) + timedelta(days=lease.terms.get(kind, 0))
    if datetime.fromisoformat(at.wall) > until:
        return Refusal("lease_ended", kind=kind, until=until.isoformat(timespec="minutes"))
    return None


def station_name_trouble(name: str) -> Refusal | None:
    """Refuse a station name that would not fit into a subject, a label or a file name."""
    return None if STATION_NAME.fullmatch(name) else Refusal("station_name_form", name=shown_text(name))


def series_of(state: SiteState, log: str) -> Mapping[str, str]:
    """Return the number series allocated to a station."""
    lease = state.leases.get(log)
    return lease.series if lease else {}
