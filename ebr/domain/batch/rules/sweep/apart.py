"""What two stations wrote without knowing of each other, decided or not (floor-rules 2)."""

from __future__ import annotations

from collections.abc import Iterator

from ebr.domain.batch.rules.sweep.found import Found, Sight
from ebr.domain.batch.state.plan import last_id


def found(sight: Sight) -> Iterator[Found]:
    """Yield every conflict."""
    for contest in sight.state.contested.values():
        where = contest.where.partition("#")[0]
        known = where if where and last_id(where) in sight.plan.places else ""
        params = {"sides": str(len(contest.sides)), "place": contest.where}
        yield Found("conflict", known, params, item=contest.item, decided=not contest.open)
