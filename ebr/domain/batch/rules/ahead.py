"""What would refuse the next entry of a step whatever is entered: its room, and the training of who asks.

It is said before anything is tried, so that nobody finds out by an attempt (floor-rules 10, 19; 21 CFR 211.25(a),
211.42, 211.130(e)).
"""

from __future__ import annotations

from collections.abc import Iterator

from ebr.domain.batch.rules import guards, machines, rooms, stale, trained
from ebr.domain.batch.rules.known import Known
from ebr.domain.batch.state import BatchState
from ebr.domain.decision import Actor, Facts
from ebr.domain.refusal import Refusal
from ebr.domain.site.state import SiteState
from ebr.domain.values import Instant

RECORDING = frozenset(("operator", "supervisor"))
"""Roles for which it is said: nobody else records in a step, but the laboratory its results."""


def roots(state: BatchState, address: str, person: str) -> Iterator[str]:
    """Yield the roots that `blocked` reads for an entry."""
    where = guards.place(state, address)
    yield "site"
    yield from rooms.roots(state, where.plan, where.phase)
    yield from trained.roots(where.phase, person)


def blocked(state: BatchState, facts: Facts, address: str, actor: Actor, at: Instant) -> Refusal | None:
    """Return what would refuse an entry now before its value is looked at; None while its room is still to be said."""
    where = guards.place(state, address)
    if where.slot.kind == "result" or machines.names_room(where) or not actor.roles & RECORDING:
        return None
    site = facts.get("site")
    known = Known(facts, site.policy if isinstance(site, SiteState) else None)
    room = rooms.refused(state, known, where, {}, at)
    if room is None and (code := rooms.registered(state, known, where, {})):
        room = stale.of_use(facts, "equipment", actor, at, code)
    return room or trained.untrained(known, where.phase, actor.person, at)
