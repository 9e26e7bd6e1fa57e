"""What is asked of a batch as a whole: hold, completion, review, disposition."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HoldBatch:
    """Stop the batch."""

    batch: str
    reason: str


@dataclass(frozen=True, slots=True)
class LiftHold:
    """Let the batch go on."""

    batch: str
    reason: str


@dataclass(frozen=True, slots=True)
class AbortBatch:
    """End production of the batch for good."""

    batch: str
    reason: str


@dataclass(frozen=True, slots=True)
class CompleteBatch:
    """Declare production complete."""

    batch: str


@dataclass(frozen=True, slots=True)
class ReviewBatch:
    """Declare the record reviewed (211.192).

    Filled by the station: `pending`, how many entries about the batch are here and wait for others; `behind`, the
    stations that worked on it and were not heard since production was complete; `unsound`, what is wrong with the
    entries that are here, as "number of the entry/what" ("" for nothing).
    """

    batch: str
    justification: str = ""
    pending: int = 0
    behind: tuple[str, ...] = ()
    unsound: str = ""


@dataclass(frozen=True, slots=True)
class DecideBatch:
    """Certify, release conditionally, supply out of specification, or reject.

    `pending`, `behind` and `unsound` as in `ReviewBatch`.
    """

    batch: str
    decision: str
    comment: str = ""
    pending: int = 0
    behind: tuple[str, ...] = ()
    unsound: str = ""
