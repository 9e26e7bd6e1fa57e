"""What two stations wrote without knowing of each other, and work without a lease (floor-rules 2, 19)."""

from __future__ import annotations

from collections.abc import Iterator

from ebr.domain.batch.rules.stale import OF_RECORDING, STALE
from ebr.domain.batch.rules.sweep.found import Found, Sight
from ebr.domain.batch.state.plan import last_id
from ebr.domain.site.state import lease_trouble, site_in


def found(sight: Sight) -> Iterator[Found]:
    """Yield every conflict, and stations that worked on after their lease."""
    yield from _leases(sight)
    for contest in sight.state.contested.values():
        where = contest.where.partition("#")[0]
        known = where if where and last_id(where) in sight.plan.places else ""
        params = {"sides": str(len(contest.sides)), "place": contest.where}
        yield Found("conflict", known, params, item=contest.item, decided=not contest.open)


def _leases(sight: Sight) -> Iterator[Found]:
    """Yield stations whose newest entry here came after the lease that is known by now."""
    site = site_in(sight.facts)
    if any(found.rule == "stale_facts" for found in sight.state.exceptions.values()):
        return
    last = {log: stamp for (log, _), stamp in sight.state.acted.items() if log in site.stations}
    for log, stamp in last.items():
        why = [found for kind in OF_RECORDING if (found := lease_trouble(site, log, kind, stamp.at)) is not None]
        if any(found.code in STALE for found in why):
            params = {"station": site.stations[log].name, "at": stamp.at.wall}
            yield Found("lease_over", "", params)
