"""Which station holds which part of a batch: one holder writes (floor-rules 2; architecture.md, "exclusive subjects").

A part is "" for the header (decisions of production) or the id of a unit procedure. The station that issued holds them
all until it gives one away. Results, questions, decisions, holds and comments never need the hold. A record without
the name of its station goes by the log that issued it.
"""

from __future__ import annotations

from ebr.domain.batch.state.model import BatchState
from ebr.domain.batch.state.plan import last_id
from ebr.domain.decision import Actor

HEADER = ""


def parts(state: BatchState) -> tuple[str, ...]:
    """Return every part of a batch, the header first."""
    plan = state.plan
    return (HEADER, *(unit.id for unit in plan.root.children)) if plan is not None else (HEADER,)


def holder_of(state: BatchState, part: str) -> str:
    """Return the name of the station that holds a part; empty for a record that does not name its station."""
    found = state.holders.get(part)
    if found is not None:
        return found
    return state.issued.station if state.issued is not None else ""


def held_here(state: BatchState, part: str, actor: Actor) -> bool:
    """Tell whether the station that asks holds a part."""
    if not actor.station and not actor.log:
        return True
    holder = holder_of(state, part)
    if holder:
        return holder == actor.station
    return state.issue_stamp is None or state.issue_stamp.log in ("", actor.log)


def part_of(state: BatchState, address: str) -> str | None:
    """Return the part an address stands in; None for what is no place of the batch."""
    plan = state.plan
    place = plan.places.get(last_id(address)) if plan is not None and address else None
    return place.path[0] if place is not None else None


def holders(state: BatchState) -> tuple[str, ...]:
    """Return every station that ever held a part, the one that issued first."""
    first = state.issued.station if state.issued is not None else ""
    return tuple(dict.fromkeys(name for name in (first, *(held.holder for held in state.holdings)) if name))
