"""What may be asked while an inspector is at the station, and by whom nothing more may be asked (floor-rules 20).

An inspector reads batches, their records and deviations, the audit trail, masters and the status, and nothing else;
the rules refuse every command but an export (`ebr.domain.people.commands.READING`). The access of anybody whose last
day is over ends with the next question, in the middle of a presence too; what a window needs to lock itself is always
answered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ebr.domain.people.state import INSPECTOR, access_trouble
from ebr.domain.refusal import Refusal

if TYPE_CHECKING:
    from ebr.station.inside import Inside

STANDING: Final = frozenset({"Who", "StationStatus", "PolicySettings", "BadgeOwner", "People"})
"""Asked by the window itself: who is here, how the station is, how long one may stay. By name, which loads nothing."""
READABLE: Final = STANDING | {
    "AuditTrail",
    "BatchQuestion",
    "Batches",
    "CentralStore",
    "DeviationQuestion",
    "Deviations",
    "Drafts",
    "Exceptions",
    "KeptFile",
    "MasterVersion",
    "Masters",
    "Signatures",
}


def may_ask(station: Inside, question: object) -> None:
    """Raise `Refusal` for whoever is here and may not ask this: access_over, access_undated, inspector_reads."""
    present = station.present()
    if not present or type(question).__name__ in STANDING:
        return
    person = station.acting.person(present)
    refusal = access_trouble(person, station.clock.now()) if person.until or INSPECTOR in person.roles else None
    if refusal is None and INSPECTOR in person.roles and type(question).__name__ not in READABLE:
        refusal = Refusal("inspector_reads")
    if refusal is not None:
        raise refusal
