"""Which station holds which part of a batch: one holder writes (floor-rules 2; architecture.md, "exclusive subjects").

A part is "" for the header (decisions of production), the id of a unit procedure, or, inside of one, the id of a series
(a phase of in-process rounds) or of a sample to take. The station that issued holds them all until it gives one away. A
series and a sample go with their unit procedure until they are given away by themselves; given back to whoever holds
the unit procedure, they go with it again. Their entries stay under the unit procedure's subject: what two stations
record there at once touches different slots, and merges.

Results, questions, decisions, holds and comments never need the hold. A record without the name of its station goes by
the log that issued it.
"""

from __future__ import annotations

from ebr.domain.batch.state.model import BatchState
from ebr.domain.batch.state.plan import Plan, last_id
from ebr.domain.decision import Actor

HEADER = ""
WITH_ITS_UNIT = ""


def parts(state: BatchState) -> tuple[str, ...]:
    """Return the header, every unit procedure, and the series and samples that are apart from theirs."""
    plan = state.plan
    if plan is None:
        return (HEADER,)
    units = tuple(unit.id for unit in plan.root.children)
    return (HEADER, *units, *(part for part in inner_parts(state) if state.holders.get(part)))


def inner_parts(state: BatchState) -> tuple[str, ...]:
    """Return every series and every sample to take, in the order of the document."""
    plan = state.plan
    return () if plan is None else tuple(name for name in plan.places if _is_inner(plan, name))


def unit_of(state: BatchState, part: str) -> str:
    """Return the unit procedure that a part is, or stands in; the header for the header."""
    place = state.plan.places.get(part) if state.plan is not None and part else None
    return place.path[0] if place is not None else part


def moved(state: BatchState, part: str, holder: str) -> None:
    """Let a station hold a part from now on, with the series and samples in it that went with it."""
    was = holder_of(state, part)
    for inner in inner_parts(state):
        if inner != part and unit_of(state, inner) == part and state.holders.get(inner) in (was, holder):
            state.holders[inner] = WITH_ITS_UNIT
    unit = unit_of(state, part)
    state.holders[part] = WITH_ITS_UNIT if part != unit and holder_of(state, unit) == holder else holder


def holder_of(state: BatchState, part: str) -> str:
    """Return the name of the station that holds a part; empty for a record that does not name its station."""
    found = state.holders.get(part) or state.holders.get(unit_of(state, part))
    if found:
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
    """Return the innermost part an address stands in; None for what is no place of the batch."""
    plan = state.plan
    place = plan.places.get(last_id(address)) if plan is not None and address else None
    if plan is None or place is None:
        return None
    return next((name for name in reversed(place.path) if _is_inner(plan, name)), place.path[0])


def _is_inner(plan: Plan, name: str) -> bool:
    slot, place = plan.slots.get(name), plan.places.get(name)
    if slot is not None:
        return slot.kind == "sample"
    return place is not None and place.node is not None and place.node.flow.series is not None


def holders(state: BatchState) -> tuple[str, ...]:
    """Return every station that ever held a part, the one that issued first."""
    first = state.issued.station if state.issued is not None else ""
    return tuple(dict.fromkeys(name for name in (first, *(held.holder for held in state.holdings)) if name))
