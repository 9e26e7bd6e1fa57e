"""What people ask about their own part in a step: to sign, comment, record for another, hand over, leave, return."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SignStep:
    """Sign a scope: a phase instance, a slot that needs a second person, or a signature slot.

    `language` is the one in which the instruction was shown, "" for the document's own.
    """

    batch: str
    scope: str
    meaning: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class AddComment:
    """Add words to a slot, a step or the batch."""

    batch: str
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class NameScribe:
    """Name the performer of a step by badge; the person who asks records for them."""

    batch: str
    phase: str
    performer: str


@dataclass(frozen=True, slots=True)
class HandOver:
    """Sign the own part of an open step and name who goes on."""

    batch: str
    where: str
    to: str
    note: str


@dataclass(frozen=True, slots=True)
class LeaveNow:
    """Everybody out; one tap."""

    batch: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class ReturnToBatch:
    """State product and clearance as found after leaving at once."""

    batch: str
    where: str
    product_state: str
    clearance: str
