"""What quality set: materials with their specifications, suppliers with what they may deliver."""

from __future__ import annotations

from dataclasses import dataclass

from ebr.domain.signature import Signed


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of a specification. A number has `low` or `high` or both, anything else `expected`, in words.

    `use` is "potency" or "lod" for the results that correct a charge, else "". `retest`: repeated before a retest date
    is extended (211.87).
    """

    id: str
    title: str
    unit: str = ""
    low: str = ""
    high: str = ""
    expected: str = ""
    use: str = ""
    retest: bool = False


@dataclass(frozen=True, slots=True)
class ItemAdded:
    """A material by its code; `unit` is the one its lots are kept in."""

    item: str
    title: str
    kind: str
    unit: str


@dataclass(frozen=True, slots=True)
class ItemChanged:
    """A material is called otherwise; lots keep the unit that they were received in."""

    item: str
    title: str
    kind: str
    unit: str
    reason: str


@dataclass(frozen=True, slots=True)
class SpecificationSet:
    """A version of the specification: tests with limits, months to the retest, how expiry is found, storage.

    `expiry_rule`: "supplier" (the date on the label), "months" (`expiry_months` after receipt), "none".
    """

    item: str
    version: str
    tests: tuple[Criterion, ...]
    retest_months: int
    expiry_rule: str
    expiry_months: int
    storage: str
    reason: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class ItemWithdrawn:
    """No more lots of the material are received."""

    item: str
    reason: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class SupplierAdded:
    """A supplier, as quality keeps it."""

    supplier: str
    name: str
    place: str


@dataclass(frozen=True, slots=True)
class SupplierQualified:
    """What a supplier may deliver: materials, date of the audit, last day; `status` "qualified" or "conditional"."""

    supplier: str
    materials: tuple[str, ...]
    audited: str
    until: str
    status: str
    reason: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class SupplierStatusSet:
    """A supplier's status without a new audit: "conditional", "suspended", "disqualified", or "qualified" again."""

    supplier: str
    status: str
    reason: str
    signed: Signed | None = None
