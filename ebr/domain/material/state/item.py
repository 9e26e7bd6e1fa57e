"""What is true of a material and of a supplier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ebr.domain.material.events import Criterion, SpecificationSet
from ebr.domain.material.events.certificate import CertificateRuleSet, SupplierValidated
from ebr.domain.material.events.storage import StorageLimited
from ebr.domain.material.state.open import Open, strictest
from ebr.domain.values import number

KINDS = ("active", "excipient", "biological", "intermediate", "consumable", "packaging", "label", "other")
"""What a material is."""
EXPIRY_RULES = ("supplier", "months", "none")
"""Where the expiry of a lot comes from: the label, so many months after receipt, or there is none."""
USES = ("", "potency", "lod")
"""What a result corrects in a charge."""


@dataclass(slots=True)
class ItemState:
    """A material; `entry` is the hash of the entry that added it, "" before."""

    code: str
    title: str = ""
    kind: str = ""
    unit: str = ""
    entry: str = ""
    added_by: str = ""
    added_at: str = ""
    specifications: dict[str, tuple[SpecificationSet, str, str, str]] = field(default_factory=dict)
    """Version -> what was set, the hash of its entry, who, when; the first text of a version stands."""
    withdrawn: str = ""
    certificate_rules: tuple[Open[CertificateRuleSet], ...] = ()
    """What quality said of certificates and nothing followed."""
    storage_limits: tuple[Open[StorageLimited], ...] = ()
    """What quality said of the time out of the storage condition and nothing followed."""

    @property
    def hours_outside(self) -> str:
        """Hours that a lot may be out of the condition of the version in force, "" for none said; the least counts."""
        found = self.specification
        said = [one.what.hours for one in self.storage_limits if found and one.what.specification == found.version]
        return min(said, key=number, default="")

    @property
    def specification(self) -> SpecificationSet | None:
        """The newest version, None before the first."""
        return self.specifications[max(self.specifications, key=int)][0] if self.specifications else None

    @property
    def specification_entry(self) -> str:
        """The hash of the entry of the newest version."""
        return self.specifications[max(self.specifications, key=int)][1] if self.specifications else ""

    def criterion(self, test: str) -> Criterion | None:
        """Return a test of the specification in force."""
        found = self.specification
        return next((one for one in found.tests if one.id == test), None) if found is not None else None

    @property
    def by_certificate(self) -> frozenset[str]:
        """The tests that a certificate may replace now: what every rule that stands open allows."""
        allowed = [frozenset(rule.tests) for rule in self._rules()]
        return frozenset.intersection(*allowed) if allowed else frozenset()

    @property
    def identity_tests(self) -> tuple[str, ...]:
        """The own tests without which no certificate counts."""
        return tuple(sorted({test for rule in self._rules() for test in rule.identity}))

    def _rules(self) -> list[CertificateRuleSet]:
        """Return the rules for the version of the specification in force; a rule for another counts nothing."""
        found = self.specification
        rules = [one.what for one in self.certificate_rules]
        same = all(found is not None and rule.specification == found.version for rule in rules)
        return rules if same else []


STRICTNESS: Mapping[str, int] = {"qualified": 0, "conditional": 1, "suspended": 2, "disqualified": 3}
"""Where a supplier may stand, the mildest first."""


@dataclass(frozen=True, slots=True)
class Qualification:
    """What a supplier may deliver, since which audit, until which day."""

    materials: tuple[str, ...] = ()
    audited: str = ""
    until: str = ""


@dataclass(slots=True)
class SupplierState:
    """A supplier; `entry` is the hash of the entry that added it, "" before."""

    id: str
    name: str = ""
    place: str = ""
    entry: str = ""
    added_by: str = ""
    added_at: str = ""
    qualification: Qualification = Qualification()
    qualification_entry: str = ""
    zone: str = ""
    """Of the station that qualified it: until the end of which day."""
    statuses: tuple[Open[tuple[str, str]], ...] = ()
    """(status, reason) of every decision that no other followed."""
    validations: dict[str, tuple[Open[SupplierValidated], ...]] = field(default_factory=dict)
    """Material -> the comparisons of this supplier's results with own ones that no other followed."""

    def validated_until(self, item: str) -> str:
        """Return the last day on which this supplier's results for a material count, "" for never."""
        return min((one.what.until for one in self.validations.get(item, ())), default="")

    @property
    def status(self) -> str:
        """The most restrictive status of what stands open; "new" before the first."""
        return self.standing.what[0] if self.standing is not None else "new"

    @property
    def standing(self) -> Open[tuple[str, str]] | None:
        """The decision that says the status."""
        return strictest(self.statuses, lambda what: STRICTNESS.get(what[0], len(STRICTNESS)))

    @property
    def contested(self) -> bool:
        """Two stations gave it different statuses without knowing of each other."""
        return len({one.what[0] for one in self.statuses}) > 1
