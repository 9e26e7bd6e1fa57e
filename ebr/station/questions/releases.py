"""Questions about releases: what waits, one batch with its blockers, the register of releases; and their answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Releasable:
    """The batches that wait for a review, a decision, the sponsor or a recall -> `tuple[ReleasableRow, ...]`."""


@dataclass(frozen=True, slots=True)
class ReleasableRow:
    """One batch that waits. `waits` is "review", "decision", "results", "sponsor" or "recall"."""

    batch: str
    product: str
    profile: str
    status: str
    waits: str
    blockers: int
    legal_hold: bool


@dataclass(frozen=True, slots=True)
class ReleaseQuestion:
    """One batch before, at and after its release -> `ReleaseAnswer`. Raises `Refusal` batch_unknown."""

    batch: str


@dataclass(frozen=True, slots=True)
class SpecifiedRow:
    """A laboratory result against its limits; texts ready to read. `verdict` "", "in", "alert", "out" or "pending".

    `samples` are the numbers of the samples it is found in.
    """

    address: str
    label: str
    limits: str
    value: str
    verdict: str
    by: str
    checked_by: str
    after_release: bool
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecidedRow:
    """A signed decision about the batch, review and sponsor too; `void` is what was changed since."""

    meaning: str
    name: str
    person: str
    role: str
    at: str
    zone: str
    valid: bool
    void: str


@dataclass(frozen=True, slots=True)
class DatedRow:
    """An entry of a supply or a call: its name, empty fields while it is not made."""

    name: str
    dated: str = ""
    person: str = ""
    text: str = ""
    reference: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class RecallAnswer:
    """A recall: which result failed, who is to be called, what quality decided."""

    slot: str
    exception: str
    calls: tuple[DatedRow, ...]
    decision: str
    comment: str


@dataclass(frozen=True, slots=True)
class DepartedRow:
    """An exception: number, severity, decision ("" while open), and in words what departed and where."""

    number: str
    severity: str
    decision: str
    what: str
    where: str


@dataclass(frozen=True, slots=True)
class RetainedRow:
    """Retention samples."""

    sample: str
    count: int
    place: str
    until: str


@dataclass(frozen=True, slots=True)
class ReleaseAnswer:
    """Everything a release is decided on. Blockers are codes with parameters, for a review, for each decision."""

    batch: str
    product: str
    strength: str
    form: str
    profile: str
    size: str
    mbr: str
    version: str
    mbr_hash: str
    status: str
    identifiers: tuple[tuple[str, str], ...]
    issued_at: str
    completed_at: str
    blockers: Mapping[str, tuple[tuple[str, Mapping[str, str]], ...]]
    """"review", "certified", "conditional", "supplied", "sponsor" -> what stands against it."""
    results: tuple[SpecifiedRow, ...]
    decided: tuple[DecidedRow, ...]
    exceptions: tuple[DepartedRow, ...]
    supply: tuple[DatedRow, ...]
    supply_asked: bool
    """Supply out of specification can be asked for: one patient, and a result that failed."""
    recall: RecallAnswer | None
    sponsor_asked: bool
    sponsor_at: str
    samples: tuple[RetainedRow, ...]
    retention_rule: str
    retention_years: int
    retention_until: str
    legal_hold: str
    comment: str
    """Words of the decision that stands."""
    deviations: tuple[tuple[str, str, str, str], ...] = ()
    """Number, title, class and status of each deviation that names the batch."""
    sponsor_comment: str = ""
    """Remark of the sponsor's release that stands."""
    legal_hold_since: str = ""
    trial: tuple[str, str] = ("", "")
    """The last trial with this batch and the day it ended; empty while none has."""

    def against(self, what: str) -> tuple[tuple[str, Mapping[str, str]], ...]:
        """Return what stands against "review" or a decision."""
        return self.blockers.get(what, ())


@dataclass(frozen=True, slots=True)
class Register:
    """The register of releases, newest first -> `tuple[RegisterRow, ...]`."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One line of the register; `sponsor` is "", "waits" or a time."""

    batch: str
    product: str
    mbr: str
    version: str
    decision: str
    at: str
    name: str
    role: str
    comment: str
    void: bool
    sponsor: str
