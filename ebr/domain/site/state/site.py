"""The site as the entries say: foundation, policy, its stations, and what each may rely on for how long.

Number series: a batch issued elsewhere than at the office begins with that station's prefix, the one in its lease or
else its name as a batch number can hold it ("Iso_1": "ISO-1-"), and the office uses nobody's prefix; so no two stations
can give one number (features.md, traps 8). No two stations have names that are one in this form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from ebr.domain.decision import Facts, Recorded
from ebr.domain.refusal import Refusal
from ebr.domain.site.events import (
    LeaseGranted,
    PolicyChanged,
    SiteCreated,
    StationAdmitted,
    StationRevoked,
    WitnessAdmitted,
)
from ebr.domain.site.state.policy import Policy
from ebr.domain.values import Instant, Stamp, shown_text

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
    encryption_key: str = ""
    previous_log: str = ""


@dataclass(frozen=True, slots=True)
class Revocation:
    """The last entry that is accepted of a station's log, and the entry that says so."""

    seq: int
    hash: str
    reason: str
    entry: str
    wall: str


@dataclass(frozen=True, slots=True)
class Witness:
    """Somebody whose receipts count: name, key (Ed25519, hex) and the entry that admitted it."""

    name: str
    key: str
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
    founding_log: str = ""
    settings: dict[str, str] = field(default_factory=dict)
    policy_entry: str = ""
    """Hash of the entry that last changed the policy."""
    stations: dict[str, Admission] = field(default_factory=dict)
    leases: dict[str, Lease] = field(default_factory=dict)
    revoked: dict[str, Revocation] = field(default_factory=dict)
    """Log -> its revocation; of two the one that accepts less."""
    witnesses: dict[str, Witness] = field(default_factory=dict)
    """Key -> witness, in the order of admission; the last one is asked, receipts of earlier ones stay good."""

    @property
    def founded(self) -> bool:
        """Whether the site exists."""
        return bool(self.name)

    @property
    def witness(self) -> Witness | None:
        """The witness that is asked for receipts now."""
        return next(reversed(self.witnesses.values()), None)

    @property
    def policy(self) -> Policy:
        """The policy in force."""
        return Policy(dict(self.settings))


def start(_root: str) -> SiteState:
    """Return the state before any entry: a site not founded."""
    return SiteState()


def apply(state: SiteState, recorded: Recorded) -> SiteState:
    """Take one more entry into the state. A second foundation changes nothing, an admission is never taken back.

    Only the office speaks for the site: what another station's log says here, or an office's after it was revoked,
    changes nothing. So whoever stole a station's key can admit nobody, lift no revocation and change no policy.
    """
    stamp = recorded.stamp
    if not _speaks(state, recorded):
        return state
    match recorded.event:
        case SiteCreated() as event if not state.founded:
            state.name, state.root_key, state.issuing_ca = event.name, event.root_key, event.issuing_ca
            state.founders, state.recovery = event.founders, event.recovery
            state.certificate, state.created, state.founding_log = event.certificate, stamp.hash, stamp.log
        case PolicyChanged() as event:
            state.settings.update(event.settings)
            state.policy_entry = stamp.hash
        case StationAdmitted() as event:
            state.stations.setdefault(event.log, _admission(event, stamp.hash))
        case StationRevoked() as event:
            _revoke(state, event, stamp)
        case WitnessAdmitted() as event:
            state.witnesses.pop(event.key, None)
            state.witnesses[event.key] = Witness(event.name, event.key, stamp.hash)
        case LeaseGranted() as event:
            state.leases[event.log] = Lease(event.checkpoint, dict(event.terms), dict(event.series), stamp.at.wall)
        case _:
            pass
    return state


def _speaks(state: SiteState, recorded: Recorded) -> bool:
    """Tell whether an entry is of the founding log, of an office, or of the log with which an office goes on."""
    event, stamp = recorded.event, recorded.stamp
    if not state.founded or stamp.log == state.founding_log:
        return not after_revocation(state, stamp.log, stamp.seq)
    own = state.stations.get(stamp.log)
    if own is None and isinstance(event, StationAdmitted) and event.log == stamp.log:
        own = state.stations.get(event.previous_log)
        return own is not None and own.office and own.key == event.key
    return own is not None and own.office and not after_revocation(state, stamp.log, stamp.seq)


def _admission(event: StationAdmitted, entry: str) -> Admission:
    return Admission(
        event.log,
        event.name,
        event.key,
        event.pdf_certificate,
        event.office,
        entry,
        event.encryption_key,
        event.previous_log,
    )


def _revoke(state: SiteState, event: StationRevoked, stamp: Stamp) -> None:
    before = state.revoked.get(event.log)
    if before is None or event.seq < before.seq:
        state.revoked[event.log] = Revocation(event.seq, event.hash, event.reason, stamp.hash, stamp.at.wall)


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
    if log in state.revoked:
        return Refusal("station_revoked", station=admission.name)
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


def after_revocation(state: SiteState, log: str, seq: int) -> bool:
    """Tell whether an entry of a log came after the last one that is accepted of it."""
    revoked = state.revoked.get(log)
    return revoked is not None and seq > revoked.seq


def station_named(state: SiteState, name: str) -> Admission | None:
    """Return the station of this name: of a restored or moved one the log admitted last; None for a revoked one."""
    found = [one for log, one in state.stations.items() if one.name == name and log not in state.revoked]
    return found[-1] if found else None


def successor_of(state: SiteState, log: str) -> Admission | None:
    """Return the station that was admitted first to go on from a log; None while there is none."""
    return next((one for one in state.stations.values() if log and one.previous_log == log), None)


def series_of(state: SiteState, log: str) -> Mapping[str, str]:
    """Return the number series allocated to a station."""
    lease = state.leases.get(log)
    return lease.series if lease else {}


def prefix_of(state: SiteState, log: str) -> str:
    """Return what a batch number issued by this log begins with; empty for the office, whose numbers are free."""
    admission = state.stations.get(log)
    if admission is None or admission.office:
        return ""
    return series_of(state, log).get("batch") or name_prefix(admission.name)


def name_prefix(name: str) -> str:
    """Return what batch numbers of the station of this name begin with: capital letters, digits and hyphens."""
    return f"{name.upper().replace('_', '-')}-"


def number_trouble(state: SiteState, log: str, number: str) -> Refusal | None:
    """Refuse a batch number outside the own series, or inside another station's."""
    if not log or not state.policy.yes("number_series"):
        return None
    own = prefix_of(state, log)
    if own and not (number.startswith(own) and len(number) > len(own)):
        return Refusal("number_series", number=shown_text(number), prefix=own)
    name = state.stations[log].name if log in state.stations else ""
    for other, admission in state.stations.items():
        prefix = prefix_of(state, other)
        if prefix and admission.name != name and not own.startswith(prefix) and number.startswith(prefix):
            return Refusal("number_of_other_series", number=shown_text(number), station=admission.name)
    return None
