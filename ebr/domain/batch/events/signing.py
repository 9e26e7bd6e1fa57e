"""Who signed, did, left and took up the steps of a batch, and what they had to say (floor-rules 6, 7, 9)."""

from __future__ import annotations

from dataclasses import dataclass

from ebr.domain.signature import Signed


@dataclass(frozen=True, slots=True)
class StepSigned:
    """A person signed a scope: `scope` is the address of a slot or a node, `meaning` what the MBR asked for.

    `language` is the one in which the instruction was shown, "" for the document's own.
    """

    batch: str
    scope: str
    meaning: str
    signed: Signed | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class CommentAdded:
    """Somebody added words to a slot, a step or the batch."""

    batch: str
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class ScribeNamed:
    """At the start of a step the performer was named by badge; another person records (floor-rules 6)."""

    batch: str
    phase: str
    performer: str
    scribe: str


@dataclass(frozen=True, slots=True)
class HandedOver:
    """The leaver signed the own part of an open step or of the batch; who takes over is named (floor-rules 7)."""

    batch: str
    where: str
    to: str
    note: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class LeftNow:
    """Everybody had to leave at once (floor-rules 9)."""

    batch: str
    where: str


@dataclass(frozen=True, slots=True)
class Returned:
    """After leaving at once: state of the product and of the clearance as found."""

    batch: str
    where: str
    product_state: str
    clearance: str
