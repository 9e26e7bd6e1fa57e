"""Questions about people, the station and master batch records, and their answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Who:
    """Who is signed in? -> `Presence | None`."""


@dataclass(frozen=True, slots=True)
class Presence:
    """One person signed in on this station."""

    person: str
    name: str
    roles: tuple[str, ...]
    presence: str
    since: str
    must_choose_password: bool = False
    must_acknowledge: bool = False
    until: str = ""
    """Last day of the access, "YYYY-MM-DD"; "" for no end."""


@dataclass(frozen=True, slots=True)
class People:
    """Everybody enrolled -> `tuple[PersonRow, ...]`, by name; `text` filters by name or id."""

    text: str = ""
    active_only: bool = False


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line of the list of people. `state`: "active", "temporary", "to_acknowledge", "locked", "deactivated"."""

    person: str
    name: str
    roles: tuple[str, ...]
    badge: str
    state: str
    duty_unlocker: bool
    identity_checked_by: str
    since: str


@dataclass(frozen=True, slots=True)
class BadgeOwner:
    """Whose badge is this? -> person id or ""."""

    badge: str


@dataclass(frozen=True, slots=True)
class PolicySettings:
    """The site's policy in force -> `tuple[PolicyRow, ...]`."""


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """One setting: its name, value, the default and its unit; `setting_words` says what it is."""

    name: str
    value: str
    default: str
    unit: str


@dataclass(frozen=True, slots=True)
class StationStatus:
    """How is this station? -> `StatusAnswer`; the digest over all views is only computed when it is asked for."""

    digest: bool = False


@dataclass(frozen=True, slots=True)
class StatusAnswer:
    """Everything the status screen and `ebr status --json` say."""

    station: str
    site: str
    fingerprint: str
    profile: str
    program: str
    log: str
    entries: int
    head: str
    unwitnessed: int
    oldest_unwitnessed: str
    witness: str
    key_store: str
    views_digest: str
    folder: str
    free_bytes: int
    ballast: bool
    clock: str
    clock_blocked: bool
    sqlite: str
    open_batches: int
    settings: Mapping[str, str]
    findings: int = 0
    independent_witness: bool = False
    """Whether a key on another machine countersigned this log; `witness` is its name."""
    last_contact: str = ""
    contact_name: str = ""
    """When the last round ended, and with whom; empty before the first."""
    unsent: int = 0
    """Entries of the own log that were not elsewhere at the last contact, receipts not counted."""
    safe_to_switch_off: bool = False
    """Whether everything this station wrote is on another machine."""
    alarms: tuple[str, ...] = ()
    """Codes of what is wrong with other logs or with the centre, or with this log seen from there."""
    not_carried: int = 0
    """Batches of which contents are elsewhere only."""
    second_copy_at: str = ""
    second_copy_target: str = ""
    """When the own log was last copied to another medium, and to which folder; empty before the first."""
    not_passed_on: tuple[str, ...] = ()
    """What is here of other stations and the last round could not pass on, in words."""
    clocks_apart: str = ""
    """That the clock here and the centre's are too far apart, in words; "" while they are not."""


@dataclass(frozen=True, slots=True)
class Masters:
    """All MBR versions here -> `tuple[MasterRow, ...]`."""


@dataclass(frozen=True, slots=True)
class MasterRow:
    """One version.

    `status`: "added", "signed", "verified", "approved", "effective", "superseded", "withdrawn", "returned".
    """

    mbr: str
    version: str
    title: str
    product: str
    hash: str
    status: str
    effective: str
    author: str
    approver: str
    size: str
    size_low: str
    size_high: str
    size_unit: str
    identifiers: tuple[tuple[str, str], ...]
    profile: str
    slots: int
    verifier: str = ""
    base: str = ""
    """The version that was in force when it was submitted."""
    remarks: int = 0
    """How many are open."""
    from_draft: bool = False
    languages_left: tuple[str, ...] = ()
    """Further languages whose texts nobody has confirmed yet."""
