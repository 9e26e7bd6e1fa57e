"""Which equipment a batch names: in entries, in readings of devices, in what was corrected or is contested."""

from __future__ import annotations

from collections.abc import Iterator

from ebr.domain.batch.state.model import BatchState
from ebr.domain.batch.state.seconds import NAMES, devices_of
from ebr.domain.batch.state.slots import Row
from ebr.domain.batch.state.who import slots_in


def equipment_of(state: BatchState) -> set[str]:
    """Return the codes of everything that the batch ever named as used."""
    # Most rows name none, which is told at a glance: a batch has thousands, and this is asked at every review.
    rows = [
        row
        for held in state.slots.values()
        for row in held.rows.values()
        if "equipment" in row.value or row.corrections or not NAMES.isdisjoint(row.source)
    ]
    found = {name for row in rows for name in _of_row(row)}
    relied = {event.equipment for event, _ in state.equipment_relied}
    sides = (side.says for contest in state.contested.values() for side in contest.sides)
    return (found | relied | {says.get("equipment", "") for says in sides}) - {""}


def read_in(state: BatchState, scope: str) -> set[str]:
    """Return the codes of the devices that read values in a step."""
    rows = (row for held in slots_in(state, scope) for row in held.rows.values())
    return {code for row in rows for code in devices_of(row.source)}


def _of_row(row: Row) -> Iterator[str]:
    yield row.value.get("equipment", "")
    yield from devices_of(row.source)
    for correction in row.corrections:
        yield from (correction.old.get("equipment", ""), correction.new.get("equipment", ""))
