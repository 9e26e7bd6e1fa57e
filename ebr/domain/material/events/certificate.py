"""What happened where a supplier's certificate stands in the place of an own test (21 CFR 211.84(d)(2)).

Three facts have to meet: quality says which tests of a specification a certificate may replace and which own test still
proves the identity; quality finds, at intervals, that a supplier's results are right; the laboratory takes the results
of one certificate into the lot. Each is an event, so that the record shows on what a lot was released.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ebr.domain.signature import Signed


@dataclass(frozen=True, slots=True)
class CertificateRuleSet:
    """Tests of a version of the specification that a certificate may replace; `identity` are always own tests.

    No `tests`: every test is an own one again.
    """

    item: str
    specification: str
    tests: tuple[str, ...]
    identity: tuple[str, ...]
    reason: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class SupplierValidated:
    """A supplier's results for a material agreed with own ones on `validated`; relied on through `until`."""

    supplier: str
    item: str
    validated: str
    until: str
    report: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class CertificateRecorded:
    """One result as a certificate of the supplier states it, against the limits in force; `analyst` took it over."""

    lot: str
    certificate: str
    supplier: str
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


EVENTS: Mapping[str, type] = {
    "material.certificate-rule-set/1": CertificateRuleSet,
    "material.supplier-validated/1": SupplierValidated,
    "material.certificate-recorded/1": CertificateRecorded,
}
