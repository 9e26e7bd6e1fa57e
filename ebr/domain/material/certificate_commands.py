"""What people ask so that a supplier's certificate may stand in the place of an own test (21 CFR 211.84(d)(2))."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SetCertificateRule:
    """Say which tests a certificate may replace, and which own tests prove the identity; signed by quality.

    It counts for the version of the specification in force; a new version begins with own tests only.
    """

    item: str
    tests: tuple[str, ...]
    identity: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class ValidateSupplier:
    """Find that a supplier's results for a material are right, and until which day they count; signed by quality."""

    supplier: str
    item: str
    validated: str
    until: str
    report: str


@dataclass(frozen=True, slots=True)
class RecordCertificate:
    """Take one result of a supplier's certificate into a lot; the asker answers for what was taken over."""

    lot: str
    certificate: str
    test: str
    value: str
