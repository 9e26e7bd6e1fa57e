"""What two stations wrote without knowing of each other, and work without a lease (floor-rules 2, 19)."""

from __future__ import annotations

from collections.abc import Iterator

from ebr.domain.batch.rules.stale import over_lease
from ebr.domain.batch.rules.sweep.found import Found, Sight
from ebr.domain.batch.state.plan import last_id
from ebr.domain.site.state import site_in

SHORT = 8
"""Characters of a log by which a station without a name is told."""


def found(sight: Sight) -> Iterator[Found]:
    """Yield every conflict, and stations that worked on after their lease."""
    yield from _leases(sight)
    yield from _stations(sight)
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
