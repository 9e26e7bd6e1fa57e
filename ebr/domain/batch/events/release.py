"""What happened to a batch at and after its release (Annex 16; EU GMP Part IV 11; floor-rules 21-23).

Supply out of specification for one patient is five dated entries; `dated` is the day on which it happened outside,
YYYY-MM-DD. A recall is opened by the program in the action that records a failing result after a conditional release.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ebr.domain.signature import Signed


@dataclass(frozen=True, slots=True)
class SponsorReleased:
    """The sponsor released an investigational batch that the qualified person certified (Annex 13; floor-rules 21)."""

    batch: str
    comment: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class SupplyRequested:
    """The treating physician asked for the product although it is out of specification."""

    batch: str
    dated: str
    person: str
    text: str
    reference: str = ""
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class SupplyEvaluated:
    """Our evaluation of the risk for this patient."""

    batch: str
    dated: str
    person: str
    text: str
    reference: str = ""
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class SupplyNotified:
    """The physician was told of the evaluation and of what is out of specification."""

    batch: str
    dated: str
    person: str
    text: str
    reference: str = ""
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class SupplyAccepted:
    """The physician accepted the product knowing that."""

    batch: str
    dated: str
    person: str
    text: str
    reference: str = ""
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class SupplyInformed:
    """The sponsor or the authority was informed of the supply."""

    batch: str
    dated: str
    person: str
    text: str
    reference: str = ""
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class RecallOpened:
    """A result failed after the batch was released on condition of it.

    `calls` names who is to be called: "qualified_person", "physician", "sponsor", "authority".
    """

    batch: str
    slot: str
    exception: str
    calls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CallNoted:
    """Somebody of the call list was told, or was not needed: who was spoken to, when, what was said."""

    batch: str
    call: str
    person: str
    dated: str
    text: str


@dataclass(frozen=True, slots=True)
class RecallDecided:
    """Quality decided about what has left the house: "recall", "not_used" (it was not given) or "too_late"."""

    batch: str
    decision: str
    comment: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class SampleRetained:
    """Retention samples of the batch were put away (211.170): how many, where, until when (YYYY-MM-DD)."""

    batch: str
    sample: str
    count: int
    place: str
    until: str


@dataclass(frozen=True, slots=True)
class TrialEnded:
    """Quality noted the day on which the last trial with this batch ended: its record is kept five years from then."""

    batch: str
    trial: str
    dated: str


@dataclass(frozen=True, slots=True)
class LegalHoldSet:
    """Nothing about this batch may be destroyed, whatever its retention says, until quality lifts this."""

    batch: str
    reason: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class LegalHoldLifted:
    """The legal hold is over; retention counts again."""

    batch: str
    reason: str
    signed: Signed | None = None


EVENTS: Mapping[str, type] = {
    "batch.sponsor-released/1": SponsorReleased,
    "batch.supply-requested/1": SupplyRequested,
    "batch.supply-evaluated/1": SupplyEvaluated,
    "batch.supply-notified/1": SupplyNotified,
    "batch.supply-accepted/1": SupplyAccepted,
    "batch.supply-informed/1": SupplyInformed,
    "batch.recall-opened/1": RecallOpened,
    "batch.call-noted/1": CallNoted,
    "batch.recall-decided/1": RecallDecided,
    "batch.sample-retained/1": SampleRetained,
    "batch.trial-ended/1": TrialEnded,
    "batch.legal-hold-set/1": LegalHoldSet,
    "batch.legal-hold-lifted/1": LegalHoldLifted,
}
