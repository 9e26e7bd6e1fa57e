"""Which other batches are looked at when a deviation is assessed: those with the same lots, and the same equipment.

Of equipment, the uses since the last calibration that was passed before the deviating batch began to use it: what came
before is covered by that calibration, and of a room by its last good sample. A room whose sample was above its action
limit counts with the batches of which that result speaks (EU GMP annex 1, 9.14). Equipment that is not registered has
no calibration, so every batch counts. A batch that the deviation names already is not proposed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from ebr.domain import subjects
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.equipped import equipment_of
from ebr.domain.deviation.state import DeviationState
from ebr.domain.equipment.state import EquipmentState
from ebr.domain.equipment.state.environment import in_doubt, last_good, out_for
from ebr.domain.equipment.state.times import moment
from ebr.domain.genealogy import Link, Thing
from ebr.station.tracing import Joins
from ebr.storage.store import Store

MOST: Final = 1000
"""Batches that are proposed; more are never judged one by one."""


@dataclass(slots=True)
class Shared:
    """What another batch has in common with one that the deviation names."""

    lots: set[str] = field(default_factory=set)
    equipment: set[str] = field(default_factory=set)


def proposed(store: Store, state: DeviationState) -> dict[str, Shared]:
    """Return the batches to look at, by number, with what they share; at most `MOST`, those with shared lots first."""
    found: dict[str, Shared] = {}
    with store.reading() as connection:
        joins = Joins(connection)
        behind = joins.links_of(frozenset(Thing("batch", batch) for batch in state.named), "backward")
        for batch, lot in _same_lots(joins, behind):
            found.setdefault(batch, Shared()).lots.add(lot)
        for batch, machine in _same_equipment(store, joins, behind):
            found.setdefault(batch, Shared()).equipment.add(machine)
    for batch, room in _same_rooms(store, state.named):
        found.setdefault(batch, Shared()).equipment.add(room)
    others = sorted(set(found) - set(state.named), key=lambda batch: (not found[batch].lots, batch))
    return {batch: found[batch] for batch in sorted(others[:MOST])}


def _same_lots(joins: Joins, behind: Iterable[Link]) -> Iterator[tuple[str, str]]:
    lots = frozenset(Thing("lot", link.source.name) for link in behind if link.source.kind == "lot")
    for link in joins.links_of(lots, "forward"):
        if link.target.kind == "batch":
            yield link.target.name, link.source.name


def _same_equipment(store: Store, joins: Joins, behind: Iterable[Link]) -> Iterator[tuple[str, str]]:
    began: dict[str, str] = {}
    for link in behind:
        if link.source.kind == "equipment":
            began[link.source.name] = min(began.get(link.source.name, link.at), link.at, key=moment)
    unknown = []
    for code, since in began.items():
        state = store.state(subjects.equipment(code))
        if isinstance(state, EquipmentState) and state.entry:
            yield from ((batch, code) for batch in _uses(state, since))
        else:
            unknown.append(Thing("equipment", code))
    for link in joins.links_of(frozenset(unknown), "forward"):
        if link.target.kind == "batch":
            yield link.target.name, link.source.name


def _same_rooms(store: Store, named: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield what else was in a room, in the time of which a sample above its action limit speaks."""
    for batch in named:
        known = store.state(subjects.batch(batch))
        for code in sorted(equipment_of(known)) if isinstance(known, BatchState) else ():
            room = store.state(subjects.equipment(code))
            if isinstance(room, EquipmentState) and room.environment:
                bad = (one.event for one in out_for(room, batch))
                yield from ((use.batch, code) for event in bad for use in in_doubt(room, event))


def _uses(state: EquipmentState, began: str) -> Iterator[str]:
    """Yield the batches that used it since the last calibration passed, or good sample taken, before a moment."""
    good = [one.stamp.at.wall for one in state.calibrations if one.result == "pass"]
    good += [taken for taken in (last_good(state, began),) if taken]
    last = max((wall for wall in good if moment(wall) < moment(began)), key=moment, default="")
    for use in state.uses:
        if not last or use.ended is None or moment(use.ended.at.wall) >= moment(last):
            yield use.batch
