"""Labels that were printed elsewhere and came as a delivery, counted by two people (21 CFR 211.122, 211.125).

A delivery counts once another person than who took it in counted the same; until then it is open. A later count of the
same person replaces an earlier one, and whoever takes the delivery in again counts anew.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ebr.domain.batch.events.label import LabelDeliveryCounted, LabelsDelivered
from ebr.domain.batch.state.model import BatchState, Delivery
from ebr.domain.values import Stamp


@dataclass(frozen=True, slots=True)
class Delivered:
    """Deliveries of an entry: those that two people counted alike, and those that wait for it."""

    agreed: tuple[Delivery, ...]
    open: tuple[Delivery, ...]

    @property
    def count(self) -> int:
        """Labels of the deliveries that two people counted alike."""
        return sum(one.event.count for one in self.agreed)


def delivered(state: BatchState, event: LabelsDelivered, stamp: Stamp) -> None:
    """Take a delivery in, or its count by who took it in anew."""
    state.label_deliveries = {**state.label_deliveries, (event.slot, event.delivery): Delivery(event, stamp)}


def counted(state: BatchState, event: LabelDeliveryCounted, stamp: Stamp) -> None:
    """Take the count of a second person in."""
    key = (event.slot, event.delivery)
    found = state.label_deliveries.get(key)
    if found is not None and not found.agreed and stamp.by != found.stamp.by:
        state.label_deliveries = {**state.label_deliveries, key: replace(found, second=event.count, seconded=stamp)}


def deliveries_of(state: BatchState, slot: str) -> Delivered:
    """Return the deliveries of an entry."""
    each = [one for (address, _), one in state.label_deliveries.items() if address == slot]
    return Delivered(tuple(one for one in each if one.agreed), tuple(one for one in each if not one.agreed))
