"""Equipment and containers that are not what the record says of them (211.63, 211.105, 211.184; EU GMP 5.19)."""

from __future__ import annotations

from collections.abc import Iterator

from ebr.domain.batch.rules.guards import Where
from ebr.domain.batch.rules.machines import kind_of, names_room
from ebr.domain.batch.rules.sweep.found import Entry, Found, Sight
from ebr.domain.batch.state.slots import Row
from ebr.domain.equipment.state import equipment_in
from ebr.domain.equipment.state.model import FINISHED
from ebr.domain.equipment.state.times import is_day
from ebr.domain.material.state.use import lot_in


def found(sight: Sight) -> Iterator[Found]:
    """Yield machines in a state in which nobody uses them or of another class, and containers nobody received."""
    for entry in sight.entries:
        for row in entry.rows:
            if entry.slot.kind == "equipment":
                yield from _machine(sight, entry, row)
            elif entry.slot.kind == "material":
                yield from _container(sight, entry, row)


def _machine(sight: Sight, entry: Entry, row: Row) -> Iterator[Found]:
    code = row.value.get("equipment", "")
    told = {"slot": entry.slot.label, "equipment": code}
    standing = row.value.get("state", "").strip().casefold()
    known = row.source.get("equipment_status", "")
    state = next((one for one in (standing, known) if one in FINISHED), "")
    if state:
        yield Found("equipment_dirty", entry.address, {**told, "state": state}, item=row.item)
    piece, wanted = equipment_in(sight.facts, code), kind_of(sight.plan, entry.slot.of)
    if piece.entry and wanted and piece.kind.strip().casefold() != wanted.strip().casefold():
        where = Where(sight.plan, entry.slot, entry.phase, entry.phase_address, entry.rounds)
        if not names_room(where):
            params = {**told, "kind": piece.kind, "expected": wanted}
            yield Found("equipment_of_other", entry.address, params, item=row.item)


def _container(sight: Sight, entry: Entry, row: Row) -> Iterator[Found]:
    lot = row.value.get("lot", "")
    receipt = lot_in(sight.facts, lot).receipt if lot else None
    if receipt is None:
        return
    told = {"slot": entry.slot.label, "lot": lot}
    container, expiry = row.value.get("container", ""), row.value.get("expiry", "")
    if container and container not in {one.container for one in receipt.containers}:
        yield Found("container_of_other", entry.address, {**told, "container": container}, item=row.item)
    if is_day(expiry) and is_day(receipt.expiry) and expiry > receipt.expiry:
        params = {**told, "date": expiry, "expected": receipt.expiry}
        yield Found("expiry_differs", entry.address, params, item=row.item)
