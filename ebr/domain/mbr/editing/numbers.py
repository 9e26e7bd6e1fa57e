"""Numbers of steps as the operator sees them: operations are counted through the whole document, steps in each.

A unit procedure has the number of its first operation, an entry that of its step. Where an id stands twice, the first.
"""

from __future__ import annotations

from collections.abc import Mapping

from ebr.domain.mbr.model import Mbr
from ebr.domain.mbr.numbering import numbered


def numbering(mbr: Mbr) -> Mapping[str, str]:
    """Return the number of every unit procedure, operation, phase and slot by id ("6", "6.3")."""
    found: dict[str, str] = {}
    for name, number in numbered(mbr):
        found.setdefault(name, ".".join(number.split(".")[:2]))
    return found
