"""How a lot came, was sampled, tested and judged (21 CFR 211.84, 211.87, 211.89)."""

from __future__ import annotations

from dataclasses import dataclass

from ebr.domain.material.events.amount import Amount, Known
from ebr.domain.signature import Signed


@dataclass(frozen=True, slots=True)
class LotReceived:
    """A lot came: from a supplier, or by splitting or joining lots (`parents`), whose results it brings along.

    `expiry` and `retest` are "YYYY-MM-DD", meaning through the end of that day in `zone`, or a time with its offset, or
    "". `status` is "quarantine", except where a released lot was split. `released_by`: who had released it.
    """

    lot: str
    item: str
    supplier: str
    supplier_lot: str
    containers: tuple[Amount, ...]
    unit: str
    expiry: str
    retest: str
    storage: str
    place: str
    zone: str
    status: str = "quarantine"
    parents: tuple[str, ...] = ()
    results: tuple[Known, ...] = ()
    released_by: str = ""


@dataclass(frozen=True, slots=True)
class LotSampled:
    """A sample was taken from these containers; its quantity is gone from them."""

    lot: str
    sample: str
    taken: tuple[Amount, ...]
    unit: str
    reason: str


@dataclass(frozen=True, slots=True)
class LotTested:
    """One result against the limits of the specification in force then; `verdict`: "pass" or "fail"."""

    lot: str
    sample: str
    specification: str
    test: str
    title: str
    value: str
    unit: str
    low: str
    high: str
    expected: str
    use: str
    verdict: str
    analyst: str


@dataclass(frozen=True, slots=True)
class ResultsChecked:
    """A second person of the laboratory checked these results (hashes of their entries)."""

    lot: str
    results: tuple[str, ...]
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class ResultSetAside:
    """Quality found a result invalid by an investigation; it stays in the record (floor-rules 14)."""

    lot: str
    result: str
    investigation: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class LotReleased:
    """Quality released the lot, having seen these results against this version of the specification (211.84)."""

    lot: str
    specification: str
    required: tuple[str, ...]
    results: tuple[str, ...]
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class LotRejected:
    """Quality rejected the lot; it never comes back (211.89)."""

    lot: str
    reason: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class LotQuarantined:
    """Quality put the lot back into quarantine at once; no signature is waited for."""

    lot: str
    reason: str


@dataclass(frozen=True, slots=True)
class RetestExtended:
    """Quality set a later retest date on results taken since (hashes of their entries; 211.87)."""

    lot: str
    retest: str
    before: str
    results: tuple[str, ...]
    signed: Signed | None = None
