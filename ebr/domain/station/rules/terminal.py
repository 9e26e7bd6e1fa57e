"""What the terminal itself may do: begin its log, state its clock, be set, export (floor-rules 15-17)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from ebr.domain import subjects
from ebr.domain.canonical import Json
from ebr.domain.decision import Actor, Decision, Draft, Facts, Sheet, refuse
from ebr.domain.people.state import approver_trouble, reason_trouble
from ebr.domain.refusal import Refusal
from ebr.domain.site.state import policy_in, station_name_trouble
from ebr.domain.station.commands import (
    SIGNED_BY,
    BeginStation,
    ChangeAppearance,
    ChangeTerminal,
    NoteExport,
    StateClock,
)
from ebr.domain.station.events import ClockStated, ExportMade, Genesis, SettingsChanged
from ebr.domain.station.state import (
    APPEARANCE,
    PROFILES,
    ROLES,
    TERMINAL,
    StationState,
    address_trouble,
    terminal_setting,
    terminal_trouble,
    wall,
)
from ebr.domain.values import Instant, shown_text

PUBLIC_KEY: Final = re.compile(r"[0-9a-f]{64}")


def begin(state: StationState, command: BeginStation, at: Instant) -> Decision:
    """Begin the log with its profile; a simulated clock begins none of production (floor-rules 16)."""
    refusal = _begin_trouble(state, command, at)
    if refusal is not None:
        return Decision(refusal=refusal)
    event = Genesis(
        command.station,
        command.site,
        command.profile,
        command.key,
        dict(command.machine),
        command.previous_log,
        command.previous_head,
    )
    return Decision((Draft(subjects.station(command.station), event),))


def state_clock(state: StationState, facts: Facts, command: StateClock, actor: Actor, at: Instant) -> Decision:
    """State the time: the station's clock agrees with it already, neither person has a role in an open batch."""
    refusal = (
        _stated_trouble(command.wall, facts, at)
        or reason_trouble(command.reason)
        or next((_busy(who) for who in (actor.person, command.quality) if who in command.busy), None)
        or approver_trouble(facts, command.quality, SIGNED_BY[StateClock], actor)
    )
    if refusal is not None:
        return Decision(refusal=refusal)
    return Decision((Draft(subjects.station(state.name), ClockStated(command.wall, command.reason.strip())),))


def change_settings(state: StationState, facts: Facts, command: ChangeAppearance | ChangeTerminal) -> Decision:
    """Set the terminal; only what really changes is written, with the old values beside it."""
    table = APPEARANCE if isinstance(command, ChangeAppearance) else TERMINAL
    troubles = (terminal_trouble(table, name, text) for name, text in command.settings.items())
    refusal = (
        next((trouble for trouble in troubles if trouble), None)
        or _idle_trouble(command.settings, facts)
        or _device_trouble(state, command.settings)
    )
    if refusal is None and isinstance(command, ChangeTerminal):
        refusal = reason_trouble(command.reason)
    if refusal is not None:
        return Decision(refusal=refusal)
    new = {name: text for name, text in command.settings.items() if text != terminal_setting(state, name)}
    if not new:
        return refuse("settings_unchanged")
    old = {name: terminal_setting(state, name) for name in new}
    event = SettingsChanged(new, old, command.reason.strip())
    return Decision((Draft(subjects.station(state.name), event),))


def note_export(state: StationState, command: NoteExport, actor: Actor) -> Decision:
    """Note an export before the data leaves; on a production store only for a signed-in person (floor-rules 17)."""
    if state.production and not actor.person:
        return refuse("export_needs_person")
    if not command.what.strip() or not command.target.strip() or command.entries < 0:
        return refuse("export_incomplete")
    event = ExportMade(command.what, command.target, command.entries)
    return Decision((Draft(subjects.station(state.name), event),))


def clock_sheet(state: StationState, event: ClockStated) -> Sheet:
    """Return what quality sees before signing the time: it covers every jump since the last statement."""
    covered = state.clock_unstated
    rows: list[Json] = [["wall", event.wall, ""], ["reason", event.reason, ""], ["station", state.name, ""]]
    rows += [["clock_changed", jump.after, jump.before] for jump in covered]
    return Sheet({"act": "station.state_clock", "rows": rows}, tuple(jump.entry for jump in covered), "approved")


def _begin_trouble(state: StationState, command: BeginStation, at: Instant) -> Refusal | None:
    if state.begun and not command.previous_log:
        return Refusal("station_exists", name=state.name)
    refusal = station_name_trouble(command.station)
    if refusal is not None:
        return refusal
    if command.profile not in PROFILES or (state.begun and command.profile != state.profile):
        return Refusal("profile_unknown", profile=shown_text(command.profile), profiles=", ".join(PROFILES))
    if not PUBLIC_KEY.fullmatch(command.key):
        return Refusal("key_form")
    if bool(command.previous_log) != bool(command.previous_head):
        return Refusal("previous_log_incomplete")
    simulated = command.profile == "production" and at.clock != "system"
    return Refusal("clock_simulated") if simulated else None


def _stated_trouble(text: str, facts: Facts, at: Instant) -> Refusal | None:
    try:
        stated = datetime.fromisoformat(text)
    except ValueError:
        return Refusal("time_unreadable", text=shown_text(text), slot="")
    if stated.utcoffset() is None:
        return Refusal("time_without_zone", text=shown_text(text), slot="")
    if abs(stated - wall(at)) > policy_in(facts).duration("clock_statement"):
        return Refusal("clock_differs", stated=text, now=at.wall)
    return None


def _busy(person: str) -> Refusal:
    return Refusal("busy_in_open_batch", person=person)


def _device_trouble(state: StationState, settings: Mapping[str, str]) -> Refusal | None:
    """Refuse an address no device can have, and a played device on a production store (floor-rules 16)."""
    asked = ((role, settings.get(role, "")) for role in ROLES)
    troubles = (address_trouble(role, text, production=state.production) for role, text in asked if text)
    return next((trouble for trouble in troubles if trouble), None)


def _idle_trouble(settings: Mapping[str, str], facts: Facts) -> Refusal | None:
    """A room may lock sooner than the policy says, never later (draft Annex 11, 11.8)."""
    longest = policy_in(facts).minutes("idle_lock")
    own = settings.get("idle_minutes", "")
    return Refusal("idle_beyond_policy", longest=str(longest)) if own and int(own) > longest else None
