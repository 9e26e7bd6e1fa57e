"""What happened on a station: genesis, starts, presences, failures, clocks, checkpoints (subject `station/<name>`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ebr.domain.signature import Signed


@dataclass(frozen=True, slots=True)
class Genesis:
    """The first entry of a log; its hash is the log's id. The profile is fixed for ever (floor-rules 16)."""

    station: str
    site: str
    profile: str
    key: str
    machine: Mapping[str, str]
    previous_log: str = ""
    previous_head: str = ""


@dataclass(frozen=True, slots=True)
class KeyStarted:
    """A program start made a sealing key in memory.

    The station key certified it (signature over the start key, hex).
    """

    key: str
    certificate: str
    key_store: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A presence began: badge or user name, and password (draft Annex 11, 11.9)."""

    person: str
    presence: str
    badge: bool


@dataclass(frozen=True, slots=True)
class SignedOut:
    """A presence ended: by "lock", "idle", "switch", "log-out", "leave-now" or "stop" of the program."""

    person: str
    presence: str
    how: str


@dataclass(frozen=True, slots=True)
class SignInFailed:
    """Somebody tried and failed, at sign-in or when signing (21 CFR 11.300(d))."""

    person: str
    purpose: str
    why: str
    failures: int


@dataclass(frozen=True, slots=True)
class PersonLocked:
    """Too many failures in a row: the person is locked on this station until a duty unlocker acts (draft 11.7)."""

    person: str
    failures: int


@dataclass(frozen=True, slots=True)
class PersonUnlocked:
    """A duty unlocker lifted the lock; the key is unchanged (floor-rules 8)."""

    person: str
    reason: str


@dataclass(frozen=True, slots=True)
class ClockChanged:
    """Wall clock and boot clock parted by more than two seconds within one boot (floor-rules 15).

    `before` is the wall time that was to be expected, `after` the one found. With `across_boots`, the machine was
    started anew and its clock stands before the last entry: signing is blocked until `ClockStated`.
    """

    before: str
    after: str
    seconds: str
    across_boots: bool = False


@dataclass(frozen=True, slots=True)
class ClockStated:
    """After the clock stood before the last entry: two persons say what the time is; signing is free again."""

    wall: str
    reason: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class CheckpointMade:
    """The station signed the tree head over its own log (C2SP tlog-checkpoint text)."""

    size: int
    root: str
    note: str


@dataclass(frozen=True, slots=True)
class SettingsChanged:
    """Settings of the terminal changed: ui_scale, theme, room, sounds, idle minutes within policy."""

    settings: Mapping[str, str]
    old: Mapping[str, str]
    reason: str


@dataclass(frozen=True, slots=True)
class ExportMade:
    """An export or print left the program (features.md, small thing 16): written before the data leaves."""

    what: str
    target: str
    entries: int


@dataclass(frozen=True, slots=True)
class FaultNoted:
    """A fault of ours, a finding of the verifier or a failed write, noted when writing was possible again."""

    what: str
    detail: str


@dataclass(frozen=True, slots=True)
class Witnessed:
    """A receipt: a witness elsewhere countersigned the own log up to entry `seq` with this hash.

    `note` is the witness's signed note of its tree; `index` and `inclusion` prove the entry in it, `consistency` that
    it goes on from the tree of size `kept` that this station kept before (0: none). Hashes are hexadecimal.
    """

    witness: str
    note: str
    seq: int
    hash: str
    index: int
    inclusion: tuple[str, ...]
    consistency: tuple[str, ...]
    kept: int


@dataclass(frozen=True, slots=True)
class BundleMade:
    """A bundle was written for the station `to`: so many entries, and the SHA-256 of the file."""

    bundle: str
    to: str
    entries: int
    digest: str


@dataclass(frozen=True, slots=True)
class BundleTaken:
    """A bundle of the station `of` was verified whole and taken in."""

    bundle: str
    of: str
    entries: int
    digest: str


@dataclass(frozen=True, slots=True)
class SecondCopyMade:
    """The own log up to `head` (hash) was also written to a second medium (floor-rules 18)."""

    target: str
    head: str


EVENTS: Mapping[str, type] = {
    "station.genesis/1": Genesis,
    "station.key-started/1": KeyStarted,
    "station.signed-in/1": SignedIn,
    "station.signed-out/1": SignedOut,
    "station.sign-in-failed/1": SignInFailed,
    "station.person-locked/1": PersonLocked,
    "station.person-unlocked/1": PersonUnlocked,
    "station.clock-changed/1": ClockChanged,
    "station.clock-stated/1": ClockStated,
    "station.checkpoint-made/1": CheckpointMade,
    "station.settings-changed/1": SettingsChanged,
    "station.export-made/1": ExportMade,
    "station.fault-noted/1": FaultNoted,
    "station.witnessed/1": Witnessed,
    "station.bundle-made/1": BundleMade,
    "station.bundle-taken/1": BundleTaken,
    "station.second-copy-made/1": SecondCopyMade,
}
