"""How long the record of a batch is kept (floor-rules 23; 211.180(a); EU GMP 4.11, 4.12; Regulation 1394/2007, 15).

    commercial  five years after certification, or one year after the expiry date: whichever is later
    IMP         five years after the end of the last trial with it; without an end noted: for ever
    ATMP        thirty years after the expiry date (traceability of cells); without one, after certification

The expiry date is the latest that the master's shelf life gives or that a label of the batch says. A rule says until
when at least; nothing is ever deleted by the program, and a legal hold stands above every rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from ebr.domain.batch.state.model import BatchState
from ebr.domain.batch.state.product import NOTHING_CAME, of_product

YEARS: Final = {"commercial": 5, "IMP": 5, "ATMP": 30}
AFTER_EXPIRY: Final = {"commercial": 1, "IMP": 0, "ATMP": 30}
"""Years after the expiry date, where there is one; no end is earlier for it."""
FEBRUARY: Final = 2
LAST_YEAR: Final = 9000


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
    until = later(since, years) if since else ""
    if until and AFTER_EXPIRY[profile]:
        until = max([until, *(later(day, AFTER_EXPIRY[profile]) for day in _expiries(state))])
    return Retention(profile, years, since, until, state.releasing.legal_hold)


def _expiries(state: BatchState) -> list[str]:
    """Return every expiry date that the shelf life of the master gives and that labels of the batch say."""
    printed = [job.event.contents for job in state.label_jobs.values() if job.outcome not in NOTHING_CAME]
    said = [contents.get("expiry", "") for contents in (of_product(state, ""), *printed)]
    return [day for day in said if _is_day(day)]


def _is_day(text: str) -> bool:
    """Tell whether this is a day from which years can be counted; a label may say anything."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return False
    return found.isoformat() == text and found.year <= LAST_YEAR


def later(day: str, years: int) -> str:
    """Return the same day so many years later; 29 February becomes 1 March."""
    found = date.fromisoformat(day)
    if (found.month, found.day) == (FEBRUARY, 29):
        try:
            return found.replace(year=found.year + years).isoformat()
        except ValueError:
            return date(found.year + years, 3, 1).isoformat()
    return found.replace(year=found.year + years).isoformat()
