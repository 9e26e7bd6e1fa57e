"""What is allowed for the site: foundation, policy, stations, witnesses and leases.

Administrators ask, quality signs (floor-rules 4); a lease is granted by the office alone.

A log goes on in one other log, for ever. Two that name the same one before them are one station's identity used twice:
a disk that was cloned, or one restored a second time while the first restored one had gone on. Which of the two is
meant nobody can say from their entries, and both would write under one name, so the second is refused, even after the
first was revoked. Nothing is lost by that: a station that was not admitted records no batch. It joins under a name of
its own. The office's own new log is admitted by itself; of two such, each station keeps the one that it heard of first
and puts the other in quarantine with an alarm (`ebr.sync.taking`).
"""

from __future__ import annotations

import re
from typing import Final

from ebr.domain import subjects
from ebr.domain.decision import Actor, Decision, Draft, Facts, refuse
from ebr.domain.people.state import approver_trouble, reason_trouble, right_missing
from ebr.domain.refusal import Refusal
from ebr.domain.site.commands import (
    RIGHTS,
    SIGNED_BY,
    AdmitStation,
    AdmitWitness,
    ChangePolicy,
    CreateSite,
    GrantLease,
    RevokeStation,
)
from ebr.domain.site.events import LeaseGranted, PolicyChanged, StationAdmitted, StationRevoked, WitnessAdmitted
from ebr.domain.site.rules.foundation import HEX, create
from ebr.domain.site.rules.sheets import sheet
from ebr.domain.site.state import (
    LEASED,
    SiteState,
    name_prefix,
    series_of,
    setting_trouble,
    station_name_trouble,
    successor_of,
)
from ebr.domain.values import Instant

__all__ = ["decide", "needs", "sheet", "signer", "subject"]

Command = CreateSite | ChangePolicy | AdmitStation | RevokeStation | AdmitWitness | GrantLease
SIGNED: Final = (ChangePolicy, AdmitStation, RevokeStation, AdmitWitness)
PUBLIC: Final = re.compile(r"[0-9a-f]{64}")
"""A public key or a hash: 32 bytes."""


def subject(_command: Command) -> str:
    """Return the subject whose state decides."""
    return "site"


def needs(command: Command, _state: SiteState) -> tuple[str, ...]:
    """Return the root of the person whose signature the decision relies on."""
    return (subjects.person(command.quality),) if isinstance(command, SIGNED) and command.quality else ()


def signer(command: Command, _actor: Actor) -> tuple[str, tuple[str, ...]]:
    """Return who signs the event and the roles of which one is the role of the signature; an empty id: no signature."""
    roles = SIGNED_BY.get(type(command), ())
    return (command.quality if isinstance(command, SIGNED) else "", roles)


def decide(state: SiteState, facts: Facts, command: Command, actor: Actor, _at: Instant) -> Decision:
    """Return the events that a command makes, or why not."""
    refusal = right_missing(RIGHTS, command, actor)
    if refusal is not None:
        return Decision(refusal=refusal)
    if isinstance(command, CreateSite):
        return create(state, command)
    if not state.founded:
        return refuse("site_missing")
    if not _at_the_office(state, command, actor):
        return refuse("not_the_office")
    match command:
        case ChangePolicy():
            return _change_policy(state, facts, command, actor)
        case AdmitStation():
            return _admit(state, facts, command, actor)
        case RevokeStation():
            return _revoke(state, facts, command, actor)
        case AdmitWitness():
            return _admit_witness(state, facts, command, actor)
        case GrantLease():
            return _grant(state, command)


def _at_the_office(state: SiteState, command: Command, actor: Actor) -> bool:
    """Tell whether the office is asked: what another station writes about the site changes nothing (`state.apply`)."""
    if not actor.log or isinstance(command, GrantLease):
        return True
    own = state.stations.get(actor.log)
    goes_on = isinstance(command, AdmitStation) and command.log == actor.log
    return goes_on if own is None else own.office


def _change_policy(state: SiteState, facts: Facts, command: ChangePolicy, actor: Actor) -> Decision:
    policy = state.policy
    troubles = (setting_trouble(name, text) for name, text in command.settings.items())
    refusal = next((trouble for trouble in troubles if trouble), None) or reason_trouble(command.reason)
    if refusal is not None:
        return Decision(refusal=refusal)
    new = {name: text for name, text in command.settings.items() if text != policy.text(name)}
    if not new:
        return refuse("policy_unchanged")
    refusal = approver_trouble(facts, command.quality, SIGNED_BY[ChangePolicy], actor)
    if refusal is not None:
        return Decision(refusal=refusal)
    old = {name: policy.text(name) for name in new}
    return Decision((Draft("site", PolicyChanged(new, old, command.reason.strip())),))


def _admit(state: SiteState, facts: Facts, command: AdmitStation, actor: Actor) -> Decision:
    if command.log in state.stations:
        return refuse("station_admitted_before", name=state.stations[command.log].name)
    refusal = station_name_trouble(command.name) or _continued(state, command) or _name_taken(state, command)
    if refusal is not None:
        return Decision(refusal=refusal)
    parts = (command.log, command.key, command.encryption_key, command.pdf_certificate, command.certificate)
    if not all(HEX.fullmatch(part) for part in parts):
        return refuse("station_certificate_missing")
    refusal = approver_trouble(facts, command.quality, SIGNED_BY[AdmitStation], actor)
    if refusal is not None:
        return Decision(refusal=refusal)
    before = state.stations.get(command.previous_log)
    event = StationAdmitted(
        command.log,
        command.name,
        command.key,
        command.pdf_certificate,
        office=before is not None and before.office and before.key == command.key,
        certificate=command.certificate,
        encryption_key=command.encryption_key,
        previous_log=command.previous_log,
    )
    return Decision((Draft("site", event),))


def _revoke(state: SiteState, facts: Facts, command: RevokeStation, actor: Actor) -> Decision:
    """The office is not revoked: nobody could admit another. A second revocation may only accept less.

    Entry 0 without a hash accepts nothing: of a station that was never heard of.
    """
    admission, before = state.stations.get(command.log), state.revoked.get(command.log)
    if admission is None:
        return refuse("station_not_admitted")
    if admission.office:
        return refuse("office_not_revoked", station=admission.name)
    if before is not None and command.seq >= before.seq:
        return refuse("station_revoked_before", station=admission.name, entry=str(before.seq))
    named = command.seq > 0 and PUBLIC.fullmatch(command.hash) is not None
    if not named and (command.seq, command.hash) != (0, ""):
        return refuse("last_accepted_missing")
    refusal = reason_trouble(command.reason) or approver_trouble(
        facts, command.quality, SIGNED_BY[RevokeStation], actor
    )
    if refusal is not None:
        return Decision(refusal=refusal)
    event = StationRevoked(command.log, admission.name, command.seq, command.hash, command.reason.strip())
    return Decision((Draft("site", event),))


def _admit_witness(state: SiteState, facts: Facts, command: AdmitWitness, actor: Actor) -> Decision:
    """A station's own key is no witness: a witness is a key on another machine (record-and-sync.md).

    The same key may be admitted anew: that is the decision after the witness showed two histories.
    """
    if not PUBLIC.fullmatch(command.key):
        return refuse("key_form")
    if command.key in {admission.key for admission in state.stations.values()}:
        return refuse("witness_is_station")
    refusal = (
        station_name_trouble(command.name)
        or reason_trouble(command.reason)
        or approver_trouble(facts, command.quality, SIGNED_BY[AdmitWitness], actor)
    )
    if refusal is not None:
        return Decision(refusal=refusal)
    return Decision((Draft("site", WitnessAdmitted(command.name, command.key, command.reason.strip())),))


def _name_taken(state: SiteState, command: AdmitStation) -> Refusal | None:
    """A name stands for one station; only a restored one, which names its old log, may use it again.

    Names that differ in capital letters only are one: their batches would have the same numbers.
    """
    prefix = name_prefix(command.name)
    logs = {log: one.name for log, one in state.stations.items() if name_prefix(one.name) == prefix}
    used = logs and logs.get(command.previous_log) != command.name
    return Refusal("station_name_used", name=next(iter(logs.values()))) if used else None


def _continued(state: SiteState, command: AdmitStation) -> Refusal | None:
    """A log that goes on in another one already goes on in no third."""
    first = successor_of(state, command.previous_log)
    return None if first is None else Refusal("log_continued_before", name=first.name, log=first.log[:16])


def _grant(state: SiteState, command: GrantLease) -> Decision:
    """Terms are never longer than the policy's, a number series goes on, and a lease is granted by the office only."""
    office, station = state.stations.get(command.office), state.stations.get(command.log)
    if office is None or not office.office:
        return refuse("lease_not_from_office")
    if station is None:
        return refuse("station_not_admitted")
    if command.log in state.revoked:
        return refuse("station_revoked", station=station.name)
    longest = {kind: state.policy.days(f"lease_{kind}") for kind in LEASED}
    terms = {**longest, **command.terms}
    wrong = next((kind for kind, days in terms.items() if not 0 < days <= longest.get(kind, 0)), None)
    if wrong is not None:
        return refuse("lease_term", kind=wrong, longest=str(longest.get(wrong, 0)))
    series = {**series_of(state, command.log), **command.series}
    event = LeaseGranted(command.log, command.checkpoint, terms, series)
    return Decision((Draft("site", event),))
