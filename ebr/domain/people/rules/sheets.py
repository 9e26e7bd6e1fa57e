"""What a signer sees before signing about a person: every field, the old beside the new (floor-rules 7).

A sheet is plain data: `act` says what happens, `rows` are triples of field, value and old value. Field names are keys
of the catalogue.
"""

from __future__ import annotations

from ebr.domain.canonical import Json
from ebr.domain.decision import Event, Sheet
from ebr.domain.people.events import (
    AccessLimited,
    AcknowledgementSigned,
    KeyReplaced,
    PersonDeactivated,
    PersonEnrolled,
    RightsChanged,
)
from ebr.domain.people.state import PersonState


def sheet(state: PersonState, event: Event) -> Sheet | None:
    """Return what a signature on this event shows and covers; None for an event that nobody signs.

    `state` is the person before the event.
    """
    standing = tuple(entry for entry in (state.rights_entry,) if entry)
    match event:
        case PersonEnrolled():
            return Sheet(_document("enrol", _enrolment(event)), (), "approved")
        case RightsChanged():
            return Sheet(_document("change_rights", _rights(state, event)), standing, "approved")
        case PersonDeactivated():
            rows = [*_who(state, event.person), ["reason", event.reason, ""]]
            return Sheet(_document("deactivate", rows), standing, "approved")
        case AccessLimited():
            rows = [*_who(state, event.person), ["access_until", event.until, event.old], ["reason", event.reason, ""]]
            return Sheet(_document("limit_access", rows), standing, "approved")
        case KeyReplaced():
            return Sheet(_document("replace_key", _replacement(state, event)), standing, "verified")
        case AcknowledgementSigned():
            return _acknowledgement(state, event)
        case _:
            return None


def _document(act: str, rows: list[list[str]]) -> Json:
    return {"act": f"people.{act}", "rows": rows}


def _who(state: PersonState, person: str) -> list[list[str]]:
    return [["person", person, ""], ["printed_name", state.name, ""], ["roles", ", ".join(state.roles), ""]]


def _yes(*, flag: bool) -> str:
    return "yes" if flag else "no"


def _enrolment(event: PersonEnrolled) -> list[list[str]]:
    return [
        ["person", event.person, ""],
        ["printed_name", event.name, ""],
        ["roles", ", ".join(event.roles), ""],
        ["duty_unlocker", _yes(flag=event.duty_unlocker), ""],
        ["badge", event.badge, ""],
        ["identity_checked_by", event.identity_checked_by, ""],
        ["identity_evidence", event.identity_evidence, ""],
        ["temporary_password", _yes(flag=event.temporary), ""],
        ["key", event.key, ""],
        ["encryption_key", event.encryption_key, ""],
    ]


def _rights(state: PersonState, event: RightsChanged) -> list[list[str]]:
    return [
        ["person", event.person, ""],
        ["printed_name", state.name, ""],
        ["roles", ", ".join(event.roles), ", ".join(event.old)],
        ["duty_unlocker", _yes(flag=event.duty_unlocker), _yes(flag=state.duty_unlocker)],
        ["reason", event.reason, ""],
    ]


def _replacement(state: PersonState, event: KeyReplaced) -> list[list[str]]:
    return [
        *_who(state, event.person),
        ["identity_checked_by", event.identity_checked_by, ""],
        ["second", event.second, ""],
        ["key", event.key, state.key.key if state.key else ""],
        ["reason", event.reason, ""],
    ]


def _acknowledgement(state: PersonState, event: AcknowledgementSigned) -> Sheet:
    key = state.key
    rows = [*_who(state, event.person), ["text", event.text, ""], ["key", key.key if key else "", ""]]
    rows += [["key_replaced", f"{made.identity_checked_by}, {made.second}", made.wall] for made in state.replacements]
    covered = tuple(dict.fromkeys(entry for entry in ((key.vouched, key.since) if key else ()) if entry))
    return Sheet(_document("acknowledge", rows), covered, "acknowledged")
