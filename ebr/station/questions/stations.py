"""Questions about the stations of the site and the central store: who belongs to it, how far each is known here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stations:
    """Every station that the site admitted, and the witnesses -> `StationsAnswer`."""


@dataclass(frozen=True, slots=True)
class AdmittedRow:
    """A station of the site. `state`: "here", "office", "admitted", "quarantined", "revoked", "moved" (to a new log).

    `seq` and `last_at` are the last entry of its log that is known here (0 and "" for none); `revoked_after` is the
    last entry that is accepted of a revoked one. `lease_until` is when what it knows of people ends, "" for no lease.
    """

    log: str
    name: str
    code: str
    state: str
    office: bool
    room: str
    seq: int
    last_at: str
    lease_until: str
    previous_log: str
    revoked_after: int
    reason: str


@dataclass(frozen=True, slots=True)
class WitnessRow:
    """A witness that the site admitted; `asked` for the one whose receipts are asked for now."""

    name: str
    key: str
    asked: bool


@dataclass(frozen=True, slots=True)
class StationsAnswer:
    """All of it; `office_here`: this station can admit others; `bundles`: the policy allows them."""

    stations: tuple[AdmittedRow, ...]
    witnesses: tuple[WitnessRow, ...]
    fingerprint: str
    office_here: bool
    bundles: bool


@dataclass(frozen=True, slots=True)
class CentralStore:
    """The central store of this station and what only came from there in part -> `CentralAnswer`."""


@dataclass(frozen=True, slots=True)
class AlarmRow:
    """A log that does not go on here: its station ("" unknown), behind which entry, code and parameters."""

    log: str
    station: str
    seq: int
    code: str
    params: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CarriedRow:
    """A batch of which contents are elsewhere only; `wanted`: the next round fetches them."""

    batch: str
    wanted: bool


@dataclass(frozen=True, slots=True)
class CentralAnswer:
    """`address` is without a password; `two_histories` and `halted` are codes; each is "" where there is none.

    `witness` is the name of the witness whose receipts are asked for now, "" while the site has admitted none.
    """

    address: str
    witness: str
    alarms: tuple[AlarmRow, ...]
    two_histories: str
    halted: str
    not_carried: tuple[CarriedRow, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What ends something and can be sent alone -> `tuple[FactRow, ...]`, the newest first, those held here on top."""


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact: hash of its entry, the event's name, about whom or what, who wrote it when; `held` beside the record."""

    entry: str
    event: str
    about: str
    station: str
    at: str
    held: bool


@dataclass(frozen=True, slots=True)
class OwnRequest:
    """The own request to be admitted -> `RequestAnswer`."""


@dataclass(frozen=True, slots=True)
class RequestAnswer:
    """What a new station shows: its name, the code to read aloud, the site it asks, and the request as a file."""

    station: str
    code: str
    fingerprint: str
    admitted: bool
    data: bytes
