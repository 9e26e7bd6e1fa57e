"""Numbers of steps as the operator sees them: operations are counted through the whole document, steps in each.

A unit procedure has the number of its first operation, an entry that of its step. Where an id stands twice, the first.
"""

from __future__ import annotations

from collections.abc import Mapping

from ebr.domain.mbr.model import Mbr


def numbering(mbr: Mbr) -> Mapping[str, str]:
    """Return the number of every unit procedure, operation, phase and slot by id ("6", "6.3")."""
    found: dict[str, str] = {}
    operations = 0
    for unit in mbr.procedure:
        found.setdefault(unit.id, str(operations + 1))
        for operation in unit.operations:
            operations += 1
            found.setdefault(operation.id, str(operations))
            for n, phase in enumerate(operation.phases, start=1):
                number = f"{operations}.{n}"
                found.setdefault(phase.id, number)
                for slot in phase.slots:
                    found.setdefault(slot.id, number)
    return found
