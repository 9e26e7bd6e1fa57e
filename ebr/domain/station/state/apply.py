"""How the entries of a station become the state. Total: what rules would refuse changes what it can, or nothing."""

from __future__ import annotations

from typing import Final

from ebr.domain.decision import Recorded
from ebr.domain.station.events import (
    BundleMade,
    BundleTaken,
    CheckpointMade,
    ClockChanged,
    ClockStated,
    ExportMade,
    FaultNoted,
    Genesis,
    KeyStarted,
    PersonLocked,
    PersonUnlocked,
    SecondCopyMade,
    SettingsChanged,
    SignedIn,
    SignedOut,
    SignInFailed,
    Witnessed,
)
from ebr.domain.station.state.model import ClockEvent, Lock, Presence, Receipt, StationState
from ebr.domain.values import Stamp

COPIES: Final = (Witnessed, SecondCopyMade, BundleMade, BundleTaken)
"""What says of the record only where else it is: no view of the record depends on it."""


def start(_root: str) -> StationState:
    """Return the state before any entry: a log that has not begun."""
    return StationState()


def apply(state: StationState, recorded: Recorded) -> StationState:
    """Take one more entry into the state; an event of no concern to a station changes only the last instant."""
    event, stamp = recorded.event, recorded.stamp
    match event:
        case Genesis():
            _begin(state, event, stamp)
        case KeyStarted():
            state.start_key, state.key_store = event.key, event.key_store
            state.presences.clear()
            state.receipts_after.append(stamp.seq)
        case SignedIn() | SignedOut():
            _presence(state, event, stamp)
        case SignInFailed() | PersonLocked() | PersonUnlocked():
            _trust(state, event, stamp)
        case ClockChanged() | ClockStated():
            _clock(state, event, stamp)
        case SettingsChanged():
            state.settings.update(event.settings)
            state.settings_entry = stamp.hash
        case CheckpointMade():
            state.checkpoint_size, state.checkpoint_root, state.checkpoint_at = event.size, event.root, stamp.at.wall
        case Witnessed() | SecondCopyMade() | BundleMade() | BundleTaken():
            _copied(state, event, stamp)
        case ExportMade():
            state.exports += 1
        case FaultNoted():
            state.faults, state.last_fault = state.faults + 1, event.what
        case _:
            pass
    _pass_time(state, event, stamp)
    return state


def _begin(state: StationState, event: Genesis, stamp: Stamp) -> None:
    """A later genesis is that of a restored station: a new log, nobody present; the profile stays the first one."""
    state.name, state.site, state.key, state.log = event.station, event.site, event.key, stamp.hash
    state.profile = state.profile or event.profile
    state.previous_log, state.previous_head = event.previous_log, event.previous_head
    state.machine = dict(event.machine)
    state.presences.clear()
    state.receipt = None
    state.receipts_after.clear()
    state.second_copy = state.second_copy_at = state.second_copy_target = ""


def _presence(state: StationState, event: SignedIn | SignedOut, stamp: Stamp) -> None:
    if isinstance(event, SignedIn):
        state.presences[event.presence] = Presence(event.presence, event.person, stamp.at, event.badge)
        state.failures.pop(event.person, None)
        state.left_now, state.signed_in_once = False, True
        return
    state.presences.pop(event.presence, None)
    state.left_now = state.left_now or event.how == "leave-now"


def _trust(state: StationState, event: SignInFailed | PersonLocked | PersonUnlocked, stamp: Stamp) -> None:
    match event:
        case SignInFailed():
            if event.person:
                state.failures[event.person] = event.failures
        case PersonLocked():
            state.locked[event.person] = Lock(event.person, event.failures, stamp.at.wall)
        case PersonUnlocked():
            state.locked.pop(event.person, None)
            state.failures.pop(event.person, None)


def _clock(state: StationState, event: ClockChanged | ClockStated, stamp: Stamp) -> None:
    state.anchor = stamp.at
    if isinstance(event, ClockStated):
        state.clock_doubt, state.clock_stated = "", stamp.at.wall
        state.clock_unstated.clear()
        return
    jump = ClockEvent(stamp.hash, event.before, event.after, event.seconds, event.across_boots)
    state.clock_events.append(jump)
    state.clock_unstated.append(jump)
    if event.across_boots:
        state.clock_doubt = stamp.hash


def _copied(state: StationState, event: Witnessed | SecondCopyMade | BundleMade | BundleTaken, stamp: Stamp) -> None:
    match event:
        case Witnessed():
            _witnessed(state, event, stamp)
        case SecondCopyMade():
            state.second_copy, state.second_copy_at = event.head, stamp.at.wall
            state.second_copy_target = event.target
        case BundleMade():
            state.bundles_made[event.bundle] = event.to
            state.receipts_after.append(stamp.seq)
        case BundleTaken():
            state.bundles_taken[event.bundle] = event.of
            state.receipts_after.append(stamp.seq)


def _witnessed(state: StationState, event: Witnessed, stamp: Stamp) -> None:
    """A receipt of an earlier log, or one that covers less than the last, changes nothing."""
    if stamp.log != state.log or (state.receipt is not None and event.seq <= state.receipt.seq):
        return
    state.receipt = Receipt(event.witness, event.note, event.seq, event.hash, stamp.seq, stamp.at.wall)
    state.receipts_after = [seq for seq in (*state.receipts_after, stamp.seq) if seq > event.seq]


def _pass_time(state: StationState, event: object, stamp: Stamp) -> None:
    state.last = stamp.at
    if not isinstance(event, COPIES):
        state.last_fact = stamp.at.wall
    if state.anchor is None or state.anchor.boot != stamp.at.boot:
        state.anchor = stamp.at
