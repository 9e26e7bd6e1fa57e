"""What is allowed on a station: one door, `decide`, and the table of rights before it (floor-rules 4)."""

from __future__ import annotations

from ebr.domain import subjects
from ebr.domain.decision import Actor, Decision, Draft, Event, Facts, Sheet, refuse
from ebr.domain.people.state import right_missing
from ebr.domain.station.commands import (
    RIGHTS,
    SIGNED_BY,
    BeginStation,
    ChangeAppearance,
    ChangeTerminal,
    EndPresence,
    NoteBundleMade,
    NoteBundleTaken,
    NoteCheckpoint,
    NoteExport,
    NoteFailure,
    NoteFault,
    NoteReceipt,
    NoteSecondCopy,
    SignIn,
    StartKey,
    StateClock,
    UnlockPerson,
)
from ebr.domain.station.events import CheckpointMade, ClockStated, FaultNoted, KeyStarted
from ebr.domain.station.rules.copies import note_bundle, note_receipt, note_second_copy
from ebr.domain.station.rules.presence import end_presence, note_failure, sign_in, unlock
from ebr.domain.station.rules.terminal import begin, change_settings, clock_sheet, note_export, state_clock
from ebr.domain.station.state import StationState, simulated_trouble
from ebr.domain.values import Instant

__all__ = ["decide", "needs", "sheet", "signer", "subject"]

Command = (
    BeginStation
    | StartKey
    | SignIn
    | EndPresence
    | NoteFailure
    | UnlockPerson
    | StateClock
    | ChangeAppearance
    | ChangeTerminal
    | NoteExport
    | NoteCheckpoint
    | NoteFault
    | NoteReceipt
    | NoteBundleMade
    | NoteBundleTaken
    | NoteSecondCopy
)


def subject(command: Command, station: str) -> str:
    """Return the subject whose state decides: the station that asks, or the one that begins."""
    return subjects.station(command.station if isinstance(command, BeginStation) else station)


def needs(command: Command, _state: StationState) -> tuple[str, ...]:
    """Return the roots the decision relies on: the people concerned, and the site for its policy."""
    match command:
        case SignIn() | NoteFailure():
            return _with_site(command.person)
        case UnlockPerson():
            return _with_site(command.unlocker, command.person)
        case StateClock():
            return _with_site(command.quality)
        case ChangeTerminal() | NoteBundleMade() | NoteBundleTaken():
            return ("site",)
        case _:
            return ()


def signer(command: Command, _actor: Actor) -> tuple[str, tuple[str, ...]]:
    """Return who signs the event and the roles of which one is the role of the signature; an empty id: no signature."""
    return (command.quality if isinstance(command, StateClock) else "", SIGNED_BY.get(type(command), ()))


def sheet(state: StationState, event: Event) -> Sheet | None:
    """Return what a signature on this event shows and covers; None for an event that nobody signs."""
    return clock_sheet(state, event) if isinstance(event, ClockStated) else None


def decide(state: StationState, facts: Facts, command: Command, actor: Actor, at: Instant) -> Decision:
    """Return the events that a command makes (a failure is one too), and why not if it was refused."""
    refusal = right_missing(RIGHTS, command, actor)
    if refusal is not None:
        return Decision(refusal=refusal)
    if isinstance(command, BeginStation):
        return begin(state, command, at)
    if not state.begun:
        return refuse("station_missing")
    refusal = simulated_trouble(state, at)
    if refusal is not None:
        return Decision(refusal=refusal)
    match command:
        case SignIn() | EndPresence() | NoteFailure() | UnlockPerson():
            return _people(state, facts, command, actor, at)
        case StateClock():
            return state_clock(state, facts, command, actor, at)
        case ChangeAppearance() | ChangeTerminal():
            return change_settings(state, facts, command)
        case NoteExport():
            return note_export(state, command, actor)
        case StartKey() | NoteCheckpoint() | NoteFault():
            return _note(state, command)
        case _:
            return _copies(state, facts, command, actor)


def _people(
    state: StationState,
    facts: Facts,
    command: SignIn | EndPresence | NoteFailure | UnlockPerson,
    actor: Actor,
    at: Instant,
) -> Decision:
    match command:
        case SignIn():
            return sign_in(state, facts, command, at)
        case EndPresence():
            return end_presence(state, command, actor)
        case NoteFailure():
            return note_failure(state, facts, command)
        case UnlockPerson():
            return unlock(state, facts, command, actor)


def _copies(
    state: StationState,
    facts: Facts,
    command: NoteReceipt | NoteBundleMade | NoteBundleTaken | NoteSecondCopy,
    actor: Actor,
) -> Decision:
    match command:
        case NoteReceipt():
            return note_receipt(state, command)
        case NoteSecondCopy():
            return note_second_copy(state, command)
        case NoteBundleMade() | NoteBundleTaken():
            return note_bundle(state, facts, command, actor)


def _note(state: StationState, command: StartKey | NoteCheckpoint | NoteFault) -> Decision:
    event: KeyStarted | CheckpointMade | FaultNoted
    match command:
        case StartKey():
            event = KeyStarted(command.key, command.certificate, command.key_store)
        case NoteCheckpoint():
            event = CheckpointMade(command.size, command.root, command.note)
        case NoteFault():
            event = FaultNoted(command.what, command.detail)
    return Decision((Draft(subjects.station(state.name), event),))


def _with_site(*people: str) -> tuple[str, ...]:
    return (*dict.fromkeys(subjects.person(person) for person in people if person), "site")
