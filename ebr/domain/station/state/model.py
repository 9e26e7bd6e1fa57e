"""One station as its entries say: genesis, who is present, who is locked, what the clock did, how the terminal is set.

Invariants: at most one person is present on a terminal; a start of the program ends every presence (nobody can have
stayed signed in through a power cut); failures are counted per person and station, in a row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from ebr.domain.values import Instant

PROFILES: Final[Mapping[str, str]] = {
    "production": "Production",
    "practice": "Practice",
    "demonstration": "Demonstration",
    "rehearsal": "Rehearsal",
}
"""Profiles of a store and their English words; fixed for ever in the genesis entry (floor-rules 16)."""
PRODUCTION: Final = "production"

HOW_ENDED: Final = ("lock", "idle", "switch", "log-out", "leave-now", "stop")


@dataclass(frozen=True, slots=True)
class Presence:
    """One person's sign-in, until lock, switch or log-out."""

    id: str
    person: str
    began: Instant
    badge: bool


@dataclass(frozen=True, slots=True)
class Lock:
    """A person locked on this station, since when (wall time) and after how many failures."""

    person: str
    failures: int
    since: str


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """A jump of the clock, as noted."""

    entry: str
    before: str
    after: str
    seconds: str
    across_boots: bool


@dataclass(frozen=True, slots=True)
class Receipt:
    """The newest countersignature of the own log: up to entry `seq`; `entry` is the number of the receipt itself."""

    witness: str
    note: str
    seq: int
    hash: str
    entry: int
    at: str


@dataclass(slots=True)
class StationState:
    """What is now true of a station; an empty `name` means that its log has not begun."""

    name: str = ""
    site: str = ""
    profile: str = ""
    key: str = ""
    log: str = ""
    previous_log: str = ""
    previous_head: str = ""
    machine: Mapping[str, str] = field(default_factory=dict)
    start_key: str = ""
    key_store: str = ""
    presences: dict[str, Presence] = field(default_factory=dict)
    failures: dict[str, int] = field(default_factory=dict)
    locked: dict[str, Lock] = field(default_factory=dict)
    left_now: bool = False
    """The last presence ended by "leave now": the next one is asked for product state and clearance (floor-rules 9)."""
    settings: dict[str, str] = field(default_factory=dict)
    settings_entry: str = ""
    last: Instant | None = None
    anchor: Instant | None = None
    """The instant from which wall and boot clock are compared: the first of this boot, or that of the last jump."""
    clock_doubt: str = ""
    """Hash of the entry that found the clock, after a start, before the last entry: signing is blocked. Else empty."""
    clock_events: list[ClockEvent] = field(default_factory=list)
    clock_unstated: list[ClockEvent] = field(default_factory=list)
    """Those of `clock_events` that no clock statement covers yet."""
    clock_stated: str = ""
    """Wall time of the last clock statement."""
    checkpoint_size: int = 0
    checkpoint_root: str = ""
    checkpoint_at: str = ""
    receipt: Receipt | None = None
    receipts_after: list[int] = field(default_factory=list)
    """Numbers of the receipts, bundles and starts of the program in the own log behind the covered entry.

    They need no witness of their own: they say where else the entries before them are, or begin what is to be said.
    """
    last_fact: str = ""
    """Wall time of the last entry that says more than where the record is copied to."""
    bundles_made: dict[str, str] = field(default_factory=dict)
    """Bundle -> the station it was for."""
    bundles_taken: dict[str, str] = field(default_factory=dict)
    """Bundle -> the station it came from."""
    second_copy: str = ""
    """Hash of the entry up to which a second medium holds the log."""
    second_copy_at: str = ""
    second_copy_target: str = ""
    signed_in_once: bool = False
    """Somebody was signed in here at least once."""
    exports: int = 0
    faults: int = 0
    last_fault: str = ""

    @property
    def begun(self) -> bool:
        """Whether the log has its genesis."""
        return bool(self.name)

    @property
    def production(self) -> bool:
        """Whether the strictest rules hold: a station without genesis is taken for one of production."""
        return self.profile in {"", PRODUCTION}
