"""What is true of a batch's review: sections read, the audit trail's review, questions to the floor.

A part of `BatchState` of its own, since production never asks for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ebr.domain.batch.events import review as e
from ebr.domain.values import Stamp


@dataclass(frozen=True, slots=True)
class Read:
    """Who read a section, when, and how many entries of the record it held."""

    count: int
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Query:
    """One question to the floor and its answer."""

    event: e.QuestionAsked
    stamp: Stamp
    text: str = ""
    answered: Stamp | None = None

    @property
    def open(self) -> bool:
        """Nobody has answered."""
        return self.answered is None


@dataclass(frozen=True, slots=True)
class Reviewing:
    """Everything of the review before its signature; replaced and never changed, as rules look ahead on a copy."""

    read: Mapping[str, tuple[Read, ...]] = field(default_factory=dict)
    """Section -> everybody who read it, in order."""
    trail: Stamp | None = None
    """The review of the audit trail that stands; None again when the record changed after it."""
    queries: Mapping[str, Query] = field(default_factory=dict)
