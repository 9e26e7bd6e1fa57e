"""Questions about deviations, and their answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Deviations:
    """All deviations, or those that name a batch -> `tuple[DeviationRow, ...]`, open ones first, then the newest."""

    batch: str = ""


@dataclass(frozen=True, slots=True)
class DeviationRow:
    """One deviation as lists show it. `status`: "open", "proposed", "closed"; `severity` as of an exception.

    `rule` names the rule that opened it while nobody described it: then `title` is the label of the entry it is about.
    `blocks`: it stands against the release of its batches. `missing` are the sections that nobody wrote yet.
    """

    deviation: str
    title: str
    rule: str
    severity: str
    status: str
    discovered: str
    opened_at: str
    opened_by: str
    batches: tuple[str, ...]
    exceptions: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    due: str
    blocks: bool


@dataclass(frozen=True, slots=True)
class DeviationQuestion:
    """One deviation in full -> `DeviationAnswer`. Raises `Refusal` (deviation_unknown)."""

    deviation: str


@dataclass(frozen=True, slots=True)
class SectionText:
    """A section as it stands: its words, more of it by name, who wrote it and when; empty where nobody did."""

    text: str = ""
    more: Mapping[str, str] | None = None
    by: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class CoveredRow:
    """One exception of a deviation."""

    batch: str
    number: str
    title: str
    rule: str
    params: Mapping[str, str]
    severity: str
    open: bool
    reason: str = ""
    """Why it happened, as who raised it chose or wrote it."""


@dataclass(frozen=True, slots=True)
class NamedBatch:
    """A batch that a deviation names. `affected`: an assessment found it; else it was opened for it."""

    batch: str
    product: str
    status: str
    affected: bool


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file of a deviation, by the SHA-256 of its bytes."""

    sha256: str
    name: str
    media: str
    size: str
    text: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class ActRow:
    """One line of the history; `what` is a code of `ebr.wording.deviations`."""

    what: str
    text: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class SignedAct:
    """One signature of the course; `act` is a code of the history, `standing` whether it still counts."""

    act: str
    text: str
    name: str
    person: str
    role: str
    meaning: str
    at: str
    zone: str
    standing: bool


@dataclass(frozen=True, slots=True)
class DeviationAnswer:
    """One deviation: its course section by section, what it names, who did what.

    `people` are those who never close it. `contested`: it was closed while something else was written elsewhere.
    """

    row: DeviationRow
    description: SectionText
    contained: SectionText
    cause: SectionText
    impact: SectionText
    actions: SectionText
    proposal: SectionText
    closure: SectionText
    reopened: SectionText
    exceptions: tuple[CoveredRow, ...]
    batches: tuple[NamedBatch, ...]
    cleared: tuple[str, ...]
    files: tuple[FileRow, ...]
    signatures: tuple[SignedAct, ...]
    history: tuple[ActRow, ...]
    people: tuple[str, ...]
    contested: bool


@dataclass(frozen=True, slots=True)
class ImpactProposal:
    """Batches to look at for a deviation: same lots, same equipment -> `tuple[ProposedBatch, ...]`.

    Raises `Refusal` (deviation_unknown).
    """

    deviation: str


@dataclass(frozen=True, slots=True)
class ProposedBatch:
    """One batch to look at. `why`: "lot" or "equipment", and its numbers; `since` the day from which was looked."""

    batch: str
    product: str
    status: str
    lots: tuple[str, ...]
    equipment: tuple[str, ...]
