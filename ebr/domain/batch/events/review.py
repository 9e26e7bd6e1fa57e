"""What happened while a batch was reviewed: what was read, what was asked of the floor (211.192; floor-rules 20-22)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ebr.domain.signature import Signed


@dataclass(frozen=True, slots=True)
class SectionRead:
    """The person of this entry read a section of the record; it held `count` entries of the record then.

    `section` is the id of a unit procedure, or one of `ebr.domain.batch.state.reviewing.WHOLE`.
    """

    batch: str
    section: str
    count: int


@dataclass(frozen=True, slots=True)
class TrailReviewed:
    """Quality reviewed the audit trail of the batch (Annex 11, 9); it held `count` entries of the record then."""

    batch: str
    count: int
    comment: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class QuestionAsked:
    """Review asks the floor something about `where` ("" for the batch): `person` by id, or everybody of a `role`."""

    batch: str
    question: str
    where: str
    person: str
    role: str
    text: str


@dataclass(frozen=True, slots=True)
class QuestionAnswered:
    """The question is answered, or withdrawn by who asked it."""

    batch: str
    question: str
    text: str


EVENTS: Mapping[str, type] = {
    "batch.section-read/1": SectionRead,
    "batch.trail-reviewed/1": TrailReviewed,
    "batch.question-asked/1": QuestionAsked,
    "batch.question-answered/1": QuestionAnswered,
}
