"""What people ask at and after the release of a batch, and who may ask (floor-rules 4, 21, 23)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SponsorRelease:
    """Release a certified investigational batch for the trial; what the station fills in as in `DecideBatch`."""

    batch: str
    comment: str = ""
    pending: int = 0
    behind: tuple[str, ...] = ()
    unsound: str = ""


@dataclass(frozen=True, slots=True)
class NoteSupply:
    """Note one of the five entries of a supply out of specification.

    `what`: "requested", "evaluated", "notified", "accepted", "informed"; `dated` YYYY-MM-DD; `person` who asked, was
    told, accepted or was informed.
    """

    batch: str
    what: str
    dated: str
    person: str
    text: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class NoteCall:
    """Note that somebody of a recall's call list was spoken to."""

    batch: str
    call: str
    person: str
    dated: str
    text: str


@dataclass(frozen=True, slots=True)
class DecideRecall:
    """Decide about what has left the house: "recall", "not_used" or "too_late", with why."""

    batch: str
    decision: str
    comment: str


@dataclass(frozen=True, slots=True)
class RetainSample:
    """Put retention samples away."""

    batch: str
    sample: str
    count: int
    place: str
    until: str


@dataclass(frozen=True, slots=True)
class EndTrial:
    """Note the day on which the last trial with this batch ended."""

    batch: str
    trial: str
    dated: str


@dataclass(frozen=True, slots=True)
class SetLegalHold:
    """Keep everything about this batch until further notice."""

    batch: str
    reason: str


@dataclass(frozen=True, slots=True)
class LiftLegalHold:
    """End the legal hold."""

    batch: str
    reason: str


RIGHTS: Mapping[type, tuple[str, ...]] = {
    SponsorRelease: ("sponsor",),
    NoteSupply: ("quality", "qualified_person"),
    NoteCall: ("quality", "qualified_person"),
    DecideRecall: ("quality",),
    RetainSample: ("laboratory", "quality"),
    EndTrial: ("quality",),
    SetLegalHold: ("quality",),
    LiftLegalHold: ("quality",),
}
SIGNING: tuple[type, ...] = (SponsorRelease, NoteSupply, DecideRecall, SetLegalHold, LiftLegalHold)
