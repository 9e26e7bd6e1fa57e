"""What is asked of a station, and who may ask (floor-rules 4, 8, 9, 15-17).

No command carries a password: the station tries to open the person's key first and says in `secret_ok` whether it
could. Ids of presences, keys and hashes are made by the station before it asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ebr.domain.people.commands import ANYBODY, READING, SIGNED_IN


@dataclass(frozen=True, slots=True)
class BeginStation:
    """Begin a log: the profile is fixed for ever; a restored station names its old log and head."""

    station: str
    site: str
    profile: str
    key: str
    machine: Mapping[str, str]
    previous_log: str = ""
    previous_head: str = ""


@dataclass(frozen=True, slots=True)
class StartKey:
    """Take the sealing key of this program start into use."""

    key: str
    certificate: str
    key_store: str


@dataclass(frozen=True, slots=True)
class SignIn:
    """Begin a presence; whoever was signed in is switched out. `person` is empty for a name or badge nobody has."""

    person: str
    presence: str
    secret_ok: bool
    badge: bool = False


@dataclass(frozen=True, slots=True)
class EndPresence:
    """End a presence: `how` is "lock", "idle", "switch", "log-out", "leave-now" or "stop"."""

    presence: str
    how: str


@dataclass(frozen=True, slots=True)
class NoteFailure:
    """Note that a secret was wrong when somebody wanted to sign or to choose a password (21 CFR 11.300(d)).

    `purpose` is "sign" or "choose"; `succeeded_since` says that the person's secret opened the key here after the
    last failure.
    """

    person: str
    purpose: str
    succeeded_since: bool = False


@dataclass(frozen=True, slots=True)
class UnlockPerson:
    """Lift a lock on this station; `unlocker` is the person who asks, on duty for it and not the one locked."""

    person: str
    unlocker: str
    reason: str


@dataclass(frozen=True, slots=True)
class StateClock:
    """Say what the time is, by an independent clock: `wall` is ISO 8601 with offset.

    `busy` is filled by the station: the people with a role in an open batch.
    """

    wall: str
    reason: str
    quality: str
    busy: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeAppearance:
    """Change how the terminal looks and sounds: names in `ebr.domain.station.state.APPEARANCE`."""

    settings: Mapping[str, str]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ChangeTerminal:
    """Change what the terminal is: its room, its idle time, what its lock screen shows: names in `state.TERMINAL`."""

    settings: Mapping[str, str]
    reason: str


@dataclass(frozen=True, slots=True)
class NoteExport:
    """Note, before anything leaves, what is exported or printed, where to, and how many entries it holds."""

    what: str
    target: str
    entries: int


@dataclass(frozen=True, slots=True)
class NoteCheckpoint:
    """Keep the signed tree head over the own log."""

    size: int
    root: str
    note: str


@dataclass(frozen=True, slots=True)
class NoteFault:
    """Note a fault of ours, a finding of the verifier, or a write that failed."""

    what: str
    detail: str


@dataclass(frozen=True, slots=True)
class NoteReceipt:
    """Keep a receipt that the station has checked; fields as `ebr.domain.station.events.Witnessed`."""

    witness: str
    note: str
    seq: int
    hash: str
    index: int
    inclusion: tuple[str, ...]
    consistency: tuple[str, ...]
    kept: int


@dataclass(frozen=True, slots=True)
class NoteBundleMade:
    """Note a bundle before it leaves."""

    bundle: str
    to: str
    entries: int
    digest: str


@dataclass(frozen=True, slots=True)
class NoteBundleTaken:
    """Note a bundle that was verified and taken in."""

    bundle: str
    of: str
    entries: int
    digest: str


@dataclass(frozen=True, slots=True)
class NoteSecondCopy:
    """Note that the own log up to `head` stands on a second medium."""

    target: str
    head: str


RIGHTS: Final[Mapping[type, tuple[str, ...]]] = {
    BeginStation: ("",),
    StartKey: ("",),
    SignIn: READING,
    EndPresence: READING,
    NoteFailure: READING,
    UnlockPerson: ("supervisor", "quality", "administrator"),
    StateClock: ("administrator",),
    ChangeAppearance: SIGNED_IN,
    ChangeTerminal: ("supervisor", "administrator"),
    NoteExport: READING,
    NoteCheckpoint: ("",),
    NoteFault: ANYBODY,
    NoteReceipt: ("",),
    NoteBundleMade: ANYBODY,
    NoteBundleTaken: ANYBODY,
    NoteSecondCopy: ANYBODY,
}
"""Roles that may ask; the empty role is nobody signed in: the program, or whoever stands before a locked screen."""

SIGNED_BY: Final[Mapping[type, tuple[str, ...]]] = {StateClock: ("quality",)}
"""Roles of which the signer holds one; a command without a row is not signed."""
