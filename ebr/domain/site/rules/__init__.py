"""What is allowed for the site: foundation, policy (administrator asks, quality signs), stations and leases."""

from __future__ import annotations

from ebr.domain import subjects
from ebr.domain.canonical import Json
from ebr.domain.decision import Actor, Decision, Draft, Event, Facts, Sheet, refuse
from ebr.domain.people.state import approver_trouble, reason_trouble, right_missing
from ebr.domain.refusal import Refusal
from ebr.domain.site.commands import RIGHTS, SIGNED_BY, AdmitStation, ChangePolicy, CreateSite, GrantLease
from ebr.domain.site.events import LeaseGranted, PolicyChanged, StationAdmitted
from ebr.domain.site.rules.foundation import HEX, create
from ebr.domain.site.state import LEASED, SiteState, setting_trouble, station_name_trouble
from ebr.domain.values import Instant

__all__ = ["decide", "needs", "sheet", "signer", "subject"]

Command = CreateSite | ChangePolicy | AdmitStation | GrantLease


def subject(_command: Command) -> str:
    """Return the subject whose state decides."""
    return "site"


def needs(command: Command, _state: SiteState) -> tuple[str, ...]:
    """Return the root of the person whose signature the decision relies on."""
    if isinstance(command, ChangePolicy) and command.quality:
        return (subjects.person(command.quality),)
    return ()


def signer(command: Command, _actor: Actor) -> tuple[str, tuple[str, ...]]:
    """Return who signs the event and the roles of which one is the role of the signature; an empty id: no signature."""
    roles = SIGNED_BY.get(type(command), ())
    return (command.quality if isinstance(command, ChangePolicy) else "", roles)


def decide(state: SiteState, facts: Facts, command: Command, actor: Actor, _at: Instant) -> Decision:
    """Return the events that a command makes, or why not."""
    refusal = right_missing(RIGHTS, command, actor)
    if refusal is not None:
        return Decision(refusal=refusal)
    if isinstance(command, CreateSite):
        return create(state, command)
    if not state.founded:
        return refuse("site_missing")
    match command:
        case ChangePolicy():
            return _change_policy(state, facts, command, actor)
        case AdmitStation():
            return _admit(state, command)
        case GrantLease():
            return _grant(state, command)


def sheet(state: SiteState, event: Event) -> Sheet | None:
    """Return what quality sees before signing a policy; None for an event that nobody signs.

    Every changed setting with its old value; it covers the entry that set the old ones (floor-rules 7).
    """
    if not isinstance(event, PolicyChanged):
        return None
    rows: list[Json] = [[name, text, event.old.get(name, "")] for name, text in sorted(event.settings.items())]
    covered = tuple(entry for entry in (state.policy_entry or state.created,) if entry)
    return Sheet({"act": "site.change_policy", "rows": [*rows, ["reason", event.reason, ""]]}, covered, "approved")


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


def _admit(state: SiteState, command: AdmitStation) -> Decision:
    if command.log in state.stations:
        return refuse("station_admitted_before", name=state.stations[command.log].name)
    refusal = station_name_trouble(command.name) or _name_taken(state, command)
    if refusal is not None:
        return Decision(refusal=refusal)
    parts = (command.log, command.key, command.pdf_certificate, command.certificate)
    if not all(HEX.fullmatch(part) for part in parts):
        return refuse("station_certificate_missing")
    event = StationAdmitted(
        command.log, command.name, command.key, command.pdf_certificate, office=False, certificate=command.certificate
    )
    return Decision((Draft("site", event),))


def _name_taken(state: SiteState, command: AdmitStation) -> Refusal | None:
    """A name stands for one station; only a restored one, which names its old log, may use it again."""
    logs = {log for log, admission in state.stations.items() if admission.name == command.name}
    return Refusal("station_name_used", name=command.name) if logs and command.previous_log not in logs else None


def _grant(state: SiteState, command: GrantLease) -> Decision:
    """Terms are never longer than the policy's, and a lease is granted by the office only."""
    office, station = state.stations.get(command.office), state.stations.get(command.log)
    if office is None or not office.office:
        return refuse("lease_not_from_office")
    if station is None:
        return refuse("station_not_admitted")
    longest = {kind: state.policy.days(f"lease_{kind}") for kind in LEASED}
    terms = {**longest, **command.terms}
    wrong = next((kind for kind, days in terms.items() if not 0 < days <= longest.get(kind, 0)), None)
    if wrong is not None:
        return refuse("lease_term", kind=wrong, longest=str(longest.get(wrong, 0)))
    event = LeaseGranted(command.log, command.checkpoint, terms, dict(command.series))
    return Decision((Draft("site", event),))
