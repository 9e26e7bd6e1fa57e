"""What two stations wrote without knowing of each other, and work without a lease (floor-rules 2, 19)."""

from __future__ import annotations

from collections.abc import Iterator

from ebr.domain.batch.rules.stale import over_lease
from ebr.domain.batch.rules.sweep.found import Found, Sight
from ebr.domain.batch.state.fill import late_result
from ebr.domain.batch.state.holding import holders
from ebr.domain.batch.state.plan import last_id
from ebr.domain.batch.state.seconds import FORM
from ebr.domain.site.state import site_in

SHORT = 8
"""Characters of a log by which a station without a name is told."""


def found(sight: Sight) -> Iterator[Found]:
    """Yield every conflict, and stations that worked on after their lease."""
    yield from _leases(sight)
    yield from _stations(sight)
    yield from _holding(sight)
    for contest in sight.state.contested.values():
        where = contest.where.partition("#")[0]
        known = where if where and last_id(where) in sight.plan.places else ""
        params = {"sides": str(len(contest.sides)), "place": contest.where}
        yield Found("conflict", known, params, item=contest.item, decided=not contest.open)


def _leases(sight: Sight) -> Iterator[Found]:
    """Yield stations whose newest entry here came after the lease that is known by now.

    What comes to light after the end of production is a weakness, which quality decides about (`weakness`).
    """
    if not sight.over:
        for _, over in over_lease(sight.state, site_in(sight.facts)):
            params = {"station": over["station"], "at": over["at"]}
            yield Found("lease_over", "", params)


def _stations(sight: Sight) -> Iterator[Found]:
    """Yield logs whose station the site never admitted; a site that is not told here says nothing."""
    site = site_in(sight.facts)
    for log, written in sorted(sight.watched.logs.items()) if site.stations else ():
        if log not in site.stations and log != site.founding_log:
            params = {"station": log[:SHORT], "entries": str(len(written.made)), "slot": log}
            yield Found("station_unknown", written.where[0], params)


def _holding(sight: Sight) -> Iterator[Found]:
    """Yield stations that recorded and never held any part of the batch; a result needs no hold (floor-rules 2)."""
    site, known = site_in(sight.facts), holders(sight.state)
    for log in sorted(sight.watched.logs) if known else ():
        name = site.stations[log].name if log in site.stations else ""
        where = _recorded(sight, log) if name and name not in known else ""
        if where:
            slot = sight.plan.slots[last_id(where)]
            yield Found("not_holding", where, {"station": name, "slot": slot.label, "other": ", ".join(known)})


def _recorded(sight: Sight, log: str) -> str:
    """Return the first entry that a station recorded in production, "" for none."""
    for address, held in sight.state.slots.items():
        slot = sight.plan.slots.get(last_id(address))
        if slot is None or late_result(slot):
            continue
        if any(
            row.first.log == log and row.performed_by and row.source.get("how") != FORM for row in held.rows.values()
        ):
            return address
    return ""
