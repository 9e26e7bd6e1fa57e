"""The review of a batch by exception: what to look at, the proof that the rest conforms, what was read, questions.

(211.192; floor-rules 7, 20-24)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ebr.domain.refusal import Refusal
from ebr.station.questions.batches import SignatureRow


@dataclass(frozen=True, slots=True)
class Review:
    """One batch as its reviewer looks at it -> `ReviewAnswer`; raises `Refusal` for a batch that is not here."""

    batch: str
    person: str


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One thing to look at, the heaviest first: a flag of `ebr.domain.batch.rules.sweep`, with what stands there.

    `key` tells it from the others; `severity` "" for what needs a look and no class. `state` "open", "decided" or
    "noted". `slot` is the entry's id in the master where it gives a number, so that `ValueHistory` can be asked.
    """

    key: str
    rule: str
    severity: str
    state: str
    decision: str
    number: str
    step: str
    label: str
    where: str
    item: int
    line: str
    clause: str
    source: str
    params: Mapping[str, str]
    exception: str
    also: tuple[str, ...]
    recorded: str
    value: str
    unit: str
    limits: Mapping[str, str]
    outside: bool
    by_name: str
    at: str
    comment: str
    decided: str = ""
    """What was written with the decision; `decided_by` and `decided_at` say whose it was."""
    decided_by: str = ""
    decided_at: str = ""
    slot: str = ""
    weakness: str = ""
    opens: str = ""
    """What of the record tells about it: its own place, or the first step of the amendment that it speaks of."""


@dataclass(frozen=True, slots=True)
class ProofRow:
    """How much conforms: counts of entries and signatures (`ebr.domain.batch.rules.sweep.Proof`)."""

    entries: int
    conforming: int
    within: int
    on_time: int
    unchanged: int
    by_device: int
    signatures: int
    signatures_standing: int
    attempts: int


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A yield or a reconciliation: its step, label, value in words, limits, verdict, and whether it is made yet."""

    number: str
    label: str
    value: str
    unit: str
    limits: Mapping[str, str]
    verdict: str
    kind: str
    address: str


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section of the record: how many entries it holds, who read it last and how many it held then.

    `wanted`: the depth of this review asks for it. `fresh` says how many entries came since it was read.
    """

    section: str
    title: str
    number: str
    count: int
    wanted: bool
    read: bool
    read_by: str
    read_at: str
    fresh: int
    flags: int
    first: str = ""
    """Address of its first step, "" for a section about the whole batch."""


@dataclass(frozen=True, slots=True)
class QueryRow:
    """One question to the floor and its answer."""

    batch: str
    question: str
    where: str
    title: str
    text: str
    asked_by: str
    asked_at: str
    person: str
    role: str
    answer: str
    answered_by: str
    answered_at: str
    open: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class ReviewAnswer:
    """Everything of the review on one screen; `blockers` name what stands against its signature."""

    batch: str
    product: str
    strength: str
    mbr: str
    version: str
    size: str
    status: str
    profile: str
    identifiers: tuple[tuple[str, str], ...]
    depth: str
    depth_why: str
    findings: tuple[FindingRow, ...]
    proof: ProofRow
    figures: tuple[FigureRow, ...]
    sections: tuple[SectionRow, ...]
    queries: tuple[QueryRow, ...]
    void: tuple[SignatureRow, ...]
    """Signatures that a later change made void (floor-rules 24)."""
    blockers: tuple[Refusal, ...]
    can_read: Refusal | None
    """Why this person may not review here, None when they may."""
    reviewed_by: str
    reviewed_at: str
    review_void: bool
    trail_by: str
    trail_at: str
    issued_by: str
    issued_at: str
    checked_by: str
    completed_by: str
    completed_at: str
    people: tuple[tuple[str, str], ...]
    """Id and name of everybody who recorded in the batch, to be asked."""


@dataclass(frozen=True, slots=True)
class TrailToReview:
    """What of the audit trail a reviewer looks at first -> `tuple[TrailRow, ...]`, the weightiest group first."""

    batch: str


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One entry of the audit trail. `group`: "changed", "late", "override", "clock", "rights"."""

    group: str
    event: str
    where: str
    old: str
    new: str
    reason: str
    by_name: str
    at: str
    address: str


@dataclass(frozen=True, slots=True)
class OpenQueries:
    """Open questions of all batches that this person is asked, or asked -> `tuple[QueryRow, ...]`."""

    person: str
    batch: str = ""


@dataclass(frozen=True, slots=True)
class ReviewList:
    """Batches with a review before them, those that wait for it first -> `tuple[ReviewLine, ...]`."""

    person: str


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One batch that is or will be reviewed."""

    batch: str
    product: str
    status: str
    open_exceptions: int
    exceptions: int
    open_queries: int
    unread: int
    waits: bool
