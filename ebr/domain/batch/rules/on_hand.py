"""The labels that an entry can count: printed here, or delivered and counted by two (21 CFR 211.122, 211.125)."""

from __future__ import annotations

from ebr.domain.batch.rules.guards import Where
from ebr.domain.batch.rules.known import Known
from ebr.domain.batch.state import BatchState, labelling
from ebr.domain.batch.state.delivered import deliveries_of
from ebr.domain.refusal import Refusal


def trouble(state: BatchState, known: Known, where: Where) -> Refusal | None:
    """Return why labels cannot be counted yet: a delivery waits for its second count, or nobody knows of any."""
    if where.slot.kind != "labels":
        return None
    address = where.plan.address(where.slot.id, where.rounds)
    found = deliveries_of(state, address)
    if found.open:
        return Refusal("delivery_uncounted", slot=where.slot.label, delivery=found.open[0].event.delivery)
    kept = known.policy is not None and known.policy.yes("labels_kept")
    if kept and not found.agreed and not labelling.jobs_of(state, address):
        return Refusal("labels_not_known", slot=where.slot.label)
    return None
