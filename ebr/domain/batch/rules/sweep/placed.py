"""Where in the document a weakness of the record is seen; what is about the whole batch has no place.

It is the first entry that used the lot or the machine, else the entry or signature of the moment that it names.
"""

from __future__ import annotations

from collections.abc import Mapping

from ebr.domain.batch.rules.sweep.found import Sight
from ebr.domain.batch.state.plan import last_id
from ebr.domain.batch.state.seconds import devices_of
from ebr.domain.batch.state.slots import Row


def of_weakness(sight: Sight, params: Mapping[str, str]) -> str:
    """Return the address of an entry or step, "" for none."""
    lot, machine, at = (params.get(name, "") for name in ("lot", "equipment", "at"))
    rows = [(address, row) for address, held in sight.state.slots.items() for row in held.rows.values()]
    if lot or machine:
        return _known(sight, next((address for address, row in rows if _used(row, lot, machine)), ""))
    if not at:
        return ""
    signed = (one.scope for one in sight.state.signatures if one.stamp.at.wall == at)
    made = (address for address, row in rows if at in (row.first.at.wall, row.stamp.at.wall))
    return next((place for place in (*signed, *made) if _known(sight, place)), "")


def _used(row: Row, lot: str, machine: str) -> bool:
    if lot and row.value.get("lot") == lot:
        return True
    return bool(machine) and (row.value.get("equipment") == machine or machine in devices_of(row.source))


def _known(sight: Sight, address: str) -> str:
    return address if address and last_id(address) in sight.plan.places else ""
