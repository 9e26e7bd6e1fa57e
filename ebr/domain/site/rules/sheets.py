"""What quality sees before signing for the site: every field, the old value beside the new (floor-rules 4, 7).

A sheet is plain data: `act` says what happens, `rows` are triples of field, value and old value.
"""

from __future__ import annotations

from ebr.domain.canonical import Json
from ebr.domain.decision import Event, Sheet
from ebr.domain.site.events import PolicyChanged, StationAdmitted, StationRevoked, WitnessAdmitted
from ebr.domain.site.state import SiteState


def sheet(state: SiteState, event: Event) -> Sheet | None:
    """Return what a signature on this event shows and covers; None for an event that nobody signs.

    `state` is the site before the event. The first station is admitted by the foundation, which the root key certifies.
    """
    match event:
        case PolicyChanged():
            return _policy(state, event)
        case StationAdmitted() if not event.office or event.previous_log:
            return _admission(state, event)
        case StationRevoked():
            return _revocation(state, event)
        case WitnessAdmitted():
            return _witness(state, event)
        case _:
            return None


def _policy(state: SiteState, event: PolicyChanged) -> Sheet:
    rows: list[Json] = [[name, text, event.old.get(name, "")] for name, text in sorted(event.settings.items())]
    covered = tuple(entry for entry in (state.policy_entry or state.created,) if entry)
    return Sheet({"act": "site.change_policy", "rows": [*rows, ["reason", event.reason, ""]]}, covered, "approved")


def _admission(state: SiteState, event: StationAdmitted) -> Sheet:
    before = state.stations.get(event.previous_log)
    rows: list[Json] = [
        ["station", event.name, before.name if before else ""],
        ["log", event.log, event.previous_log],
        ["key", event.key, before.key if before else ""],
        ["encryption_key", event.encryption_key, before.encryption_key if before else ""],
    ]
    covered = tuple(entry for entry in (before.entry if before else state.created,) if entry)
    return Sheet({"act": "site.admit_station", "rows": rows}, covered, "approved")


def _revocation(state: SiteState, event: StationRevoked) -> Sheet:
    admission = state.stations.get(event.log)
    rows: list[Json] = [
        ["station", event.name, ""],
        ["log", event.log, ""],
        ["last_accepted", str(event.seq), ""],
        ["last_accepted_hash", event.hash, ""],
        ["reason", event.reason, ""],
    ]
    return Sheet({"act": "site.revoke_station", "rows": rows}, (admission.entry,) if admission else (), "approved")


def _witness(state: SiteState, event: WitnessAdmitted) -> Sheet:
    before = state.witness
    rows: list[Json] = [
        ["witness", event.name, before.name if before else ""],
        ["key", event.key, before.key if before else ""],
        ["reason", event.reason, ""],
    ]
    covered = (before.entry,) if before else tuple(entry for entry in (state.created,) if entry)
    return Sheet({"act": "site.admit_witness", "rows": rows}, covered, "approved")
