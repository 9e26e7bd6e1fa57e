"""What is true of a batch at and after its release: sponsor, supply out of specification, recall, keeping.

A part of `BatchState` of its own, since production never asks for it.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Final

from ebr.domain.batch.events import release as e
from ebr.domain.values import Stamp

SUPPLY: Final[Mapping[str, type]] = {
    "requested": e.SupplyRequested,
    "evaluated": e.SupplyEvaluated,
    "notified": e.SupplyNotified,
    "accepted": e.SupplyAccepted,
    "informed": e.SupplyInformed,
}
"""The five entries of a supply out of specification, in the order in which they are made."""
Supplied = e.SupplyRequested | e.SupplyEvaluated | e.SupplyNotified | e.SupplyAccepted | e.SupplyInformed


@dataclass(slots=True)
class Recall:
    """A failing result after a conditional release, the calls it asks for, and quality's decision."""

    event: e.RecallOpened
    stamp: Stamp
    calls: MutableMapping[str, tuple[e.CallNoted, Stamp]] = field(default_factory=dict)
    decision: str = ""
    comment: str = ""
    decided: Stamp | None = None

    @property
    def open_calls(self) -> tuple[str, ...]:
        """Whom nobody has called yet."""
        return tuple(call for call in self.event.calls if call not in self.calls)


@dataclass(slots=True)
class Releasing:
    """Everything at and after the release of a batch."""

    sponsor: Stamp | None = None
    """The sponsor's release that stands; None again when the record changed after it."""
    sponsored: tuple[tuple[e.SponsorReleased, Stamp], ...] = ()
    """Every release by the sponsor with its remark, void ones too."""
    supply: MutableMapping[str, tuple[Supplied, Stamp]] = field(default_factory=dict)
    """Name of the entry -> the one that was made last."""
    recall: Recall | None = None
    samples: tuple[tuple[e.SampleRetained, Stamp], ...] = ()
    trial: tuple[e.TrialEnded, Stamp] | None = None
    legal_hold: str = ""
    """Why nothing may be destroyed; empty when no legal hold stands."""
    legal_hold_since: Stamp | None = None
