"""What the label of a product says beyond the first page: trade item number, when it was made, until when it is good.

A batch counts as made on the day of its issue, which is never after its first step, so a shelf life is never stretched.
One of a year or more ends with the last whole calendar month in it, a shorter one the day before it is over. A shelf
life in other words than a number of days, weeks, months or years counts nothing: then somebody types the date. What the
first labels of an entry said stands for all others (21 CFR 211.130(b), 211.137).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final

from ebr.domain.batch.state.model import BatchState
from ebr.domain.material.state.dates import countable, months_later

LIFE: Final = re.compile(r"\s*([1-9][0-9]{0,3})\s+([^\W\d_]+)\s*")
DAYS: Final[Mapping[str, int]] = {
    **dict.fromkeys(("day", "days", "tag", "tage", "jour", "jours"), 1),
    **dict.fromkeys(("week", "weeks", "woche", "wochen", "semaine", "semaines"), 7),
}
MONTHS: Final[Mapping[str, int]] = {
    **dict.fromkeys(("month", "months", "monat", "monate", "mois"), 1),
    **dict.fromkeys(("year", "years", "jahr", "jahre", "an", "ans"), 12),
}
YEAR: Final = 12
DAY: Final = timedelta(days=1)
NOTHING_CAME: Final = ("no", "not_printed")


def of_product(state: BatchState, address: str) -> dict[str, str]:
    """Return what the record knows of the product for labels of an entry; what it does not know is left out."""
    if state.plan is None or state.issue_stamp is None:
        return {}
    header = state.plan.mbr.header
    made = datetime.fromisoformat(state.issue_stamp.at.wall).date()
    over = expiry(made, header.shelf_life)
    found = {"gtin": header.gtin, "made": made.isoformat(), "expiry": over.isoformat() if over is not None else ""}
    said = _said(state, address)
    return {name: said.get(name) or text for name, text in found.items() if text}


def expiry(made: date, shelf_life: str) -> date | None:
    """Return the last day on which what was made on a day is good; None for a shelf life that cannot be counted."""
    found = LIFE.fullmatch(shelf_life)
    if found is None:
        return None
    count, unit = int(found[1]), found[2].casefold()
    if unit in DAYS:
        days = count * DAYS[unit]
        return made + (days - 1) * DAY if countable(made.year + days // 365 + 1) else None
    if unit not in MONTHS:
        return None
    months = count * MONTHS[unit]
    if not countable(made.year + months // YEAR + 1):
        return None
    end = months_later(made, months)
    return (end if months < YEAR else end.replace(day=1)) - DAY


def _said(state: BatchState, address: str) -> Mapping[str, str]:
    jobs = (job for job in state.label_jobs.values() if job.event.slot == address and job.outcome not in NOTHING_CAME)
    first = next(jobs, None)
    return first.event.contents if first is not None else {}
