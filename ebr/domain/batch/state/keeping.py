"""How long the record of a batch is kept (floor-rules 23; 211.180(a); EU GMP 4.11, 4.12; Regulation 1394/2007, 15).

    commercial  five years after certification
    IMP         five years after the end of the last trial with it; without an end noted: for ever
    ATMP        thirty years after certification (traceability of cells)

A rule says until when at least; nothing is ever deleted by the program, and a legal hold stands above every rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from ebr.domain.batch.state.model import BatchState

YEARS: Final = {"commercial": 5, "IMP": 5, "ATMP": 30}
FEBRUARY: Final = 2


@dataclass(frozen=True, slots=True)
class Retention:
    """The rule by profile, since which day it counts ("" while not known), until when ("" for no end yet)."""

    rule: str
    years: int
    since: str
    until: str
    legal_hold: str = ""


def retention(state: BatchState) -> Retention:
    """Return how long the record is kept at least, as known now."""
    profile = state.plan.mbr.header.profile if state.plan is not None else "ATMP"
    if profile == "IMP":
        since = state.releasing.trial[0].dated if state.releasing.trial is not None else ""
    else:
        since = state.decisions[-1][1].at.wall[:10] if state.decisions else ""
    years = YEARS[profile]
    return Retention(profile, years, since, later(since, years) if since else "", state.releasing.legal_hold)


def later(day: str, years: int) -> str:
    """Return the same day so many years later; 29 February becomes 1 March."""
    found = date.fromisoformat(day)
    if (found.month, found.day) == (FEBRUARY, 29):
        try:
            return found.replace(year=found.year + years).isoformat()
        except ValueError:
            return date(found.year + years, 3, 1).isoformat()
    return found.replace(year=found.year + years).isoformat()
