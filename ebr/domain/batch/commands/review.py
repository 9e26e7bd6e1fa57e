"""What people ask while a batch is reviewed, and who may ask (floor-rules 4, 21, 22)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadSection:
    """Note that a section of the record was read; `count` says how many entries were shown, 0 for all there are."""

    batch: str
    section: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class ReviewTrail:
    """Sign that the audit trail of the batch was reviewed."""

    batch: str
    comment: str = ""


@dataclass(frozen=True, slots=True)
class AskFloor:
    """Send a question back to the floor: to a person, or to everybody of a role."""

    batch: str
    where: str
    text: str
    person: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class AnswerQuestion:
    """Answer a question of the review."""

    batch: str
    question: str
    text: str


RIGHTS: Mapping[type, tuple[str, ...]] = {
    ReadSection: ("quality", "qualified_person"),
    ReviewTrail: ("quality",),
    AskFloor: ("quality", "qualified_person"),
    AnswerQuestion: ("operator", "supervisor", "laboratory", "quality", "qualified_person"),
}
SIGNING: tuple[type, ...] = (ReviewTrail,)
