"""Printed names of people, and the roots of all batches, as the answers need them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ebr.domain import subjects
from ebr.domain.batch.state import BatchState
from ebr.domain.refusal import Refusal
from ebr.storage.views import batches

if TYPE_CHECKING:
    from ebr.station.inside import Inside


def name_of(station: Inside, person: str) -> str:
    """Return a person's printed name, or the id when nobody has it."""
    return (station.acting.person(person).name or person) if person else ""


def batch_of(station: Inside, batch: str) -> BatchState:
    """Return a batch that was issued; raises `Refusal`."""
    state = station.store.state(subjects.batch(batch))
    assert isinstance(state, BatchState)
    if state.issued is None:
        raise Refusal("batch_unknown", batch=batch)
    return state


def batch_ids(station: Inside, text: str = "", *, unfinished: bool = False) -> list[str]:
    """Return the numbers of the batches on this station, newest first."""
    with station.store.reading() as connection:
        found = batches.lines(connection, text)
    return [line.batch for line in found if not (unfinished and line.status in batches.FINISHED)]
