"""What two stations wrote without knowing of each other (floor-rules 2; architecture.md, "Folding what came apart").

Entries on open branches merge by themselves when they touch different places (`ebr.domain.batch.state.places`). Where
they meet, the first side in the fold order stands and every other is kept beside it; the order is a function of the set
of entries, so every station sees the same. What a branch says later about a place it lost goes to its own side. Values
that the program computed are never contested: equal ones are one, different ones are computed anew from what stands.

Quality keeps one side; signatures over the others become void. A decision that did not know all sides decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ebr.domain.batch import events as e
from ebr.domain.batch.state import entered, signed
from ebr.domain.batch.state.apart import Contest, Side
from ebr.domain.batch.state.model import BatchState
from ebr.domain.batch.state.places import Place, place_of, says, standing
from ebr.domain.batch.state.plan import last_id, within
from ebr.domain.batch.state.slots import Correction
from ebr.domain.batch.state.who import slots_in
from ebr.domain.decision import Recorded
from ebr.domain.values import Stamp

Effect = Callable[[BatchState, Recorded], None]


def takes_effect(state: BatchState, recorded: Recorded) -> bool:
    """Tell whether an entry beside an open branch may change the state; one that may not is kept as a side."""
    event, beside = recorded.event, recorded.beside
    if isinstance(event, e.ValueCalculated):
        row = state.slot(event.slot).rows.get(1)
        same = row is not None and (row.value, row.inputs) == (event.value, event.inputs)
        return not (same and row is not None and row.stamp.hash in beside)
    place = place_of(state, event)
    if place is None:
        return True
    stands = standing(state, place)
    if not any(side.stamp.hash in beside for side in stands):
        return True
    _contest(state, place, stands[-1], recorded)
    return False


def _contest(state: BatchState, place: Place, stands: Side, recorded: Recorded) -> None:
    """Keep an entry beside what stands: on the side of its own branch if it has one here already."""
    found = state.contested.get(place)
    others = list(found.sides[1:]) if found is not None and found.open else []
    mine = [side for side in others if side.stamp.hash not in recorded.beside]
    entries = tuple(part for side in mine for part in side.entries)
    side = Side(recorded.stamp, says(recorded.event), (*entries, recorded))
    sides = (stands, *(one for one in others if one not in mine), side)
    earlier = (*found.earlier, *(() if found.open else (found,))) if found is not None else ()
    state.contested[place] = Contest(*place, sides, earlier=earlier)
    _mark(state, place, contested=True)


def refresh(state: BatchState, event: object) -> None:
    """Show what stands now as the first side of an open contest: its own branch went on."""
    place = place_of(state, event) if state.contested else None
    found = state.contested.get(place) if place is not None else None
    if place is not None and found is not None and found.open:
        stands = standing(state, place)
        state.contested[place] = replace(found, sides=(stands[-1], *found.sides[1:])) if stands else found


def _mark(state: BatchState, place: Place, *, contested: bool) -> None:
    held = state.slots.get(place[0].partition("#")[0])
    if held is not None:
        held.contested = contested
    state.remembered.turned()


def resolve(state: BatchState, event: e.ConflictResolved, stamp: Stamp, beside: frozenset[str], effect: Effect) -> None:
    """Take quality's decision in. One that did not know every side decides nothing; two that differ leave it open.

    Its own signature covers the sides, so it comes in last: what makes signatures over the others void spares it.
    """
    _decide(state, event, stamp, beside, effect)
    signed.sign(state, f"batch/{event.batch}", "conflict_resolved", event.signed, stamp)


def _decide(state: BatchState, event: e.ConflictResolved, stamp: Stamp, beside: frozenset[str], effect: Effect) -> None:
    place = (event.where, event.item)
    found = state.contested.get(place)
    kept = next((side for side in found.sides if side.stamp.hash == event.kept), None) if found is not None else None
    if found is None or kept is None or any(side.stamp.hash in beside for side in found.sides):
        return
    if found.resolved is not None:
        _again(state, place, found, event, beside)
        return
    signed.void_review(state, stamp, event.where)
    state.contested[place] = replace(found, kept=event.kept, reason=event.reason, resolved=stamp)
    address = event.where.partition("#")[0]
    still = any(other.where.partition("#")[0] == address for other in state.open_contests())
    _mark(state, place, contested=still)
    if kept.entries:
        _install(state, place, kept, event.reason, stamp, effect)
    lost = [side for side in found.sides if side is not kept]
    for hash_ in (part.hash for side in lost for part in (side.stamp, *(one.stamp for one in side.entries))):
        signed.void(state, hash_, stamp, event.where)


def _again(state: BatchState, place: Place, found: Contest, event: e.ConflictResolved, beside: frozenset[str]) -> None:
    if found.resolved is not None and found.resolved.hash in beside and found.kept != event.kept:
        state.contested[place] = replace(found, kept="", resolved=None)
        _mark(state, place, contested=True)


def _install(state: BatchState, place: Place, kept: Side, reason: str, stamp: Stamp, effect: Effect) -> None:
    """Let the kept side stand: its entries take effect now."""
    if place[1]:
        _install_item(state, place, kept, reason, stamp, effect)
        return
    held = state.slots.get(place[0].partition("#")[0])
    timer = held.timer if held is not None and place[0].endswith("#started") else None
    if held is not None and timer is not None:
        held.timer = None
    for part in kept.entries:
        effect(state, part)
    if held is not None and timer is not None and held.timer is not None and not held.timer.stopped:
        held.timer.stopped, held.timer.elapsed = timer.stopped, timer.elapsed
        held.timer.confirmed, held.timer.stop = timer.confirmed, timer.stop


def _install_item(state: BatchState, place: Place, kept: Side, reason: str, stamp: Stamp, effect: Effect) -> None:
    """Put a row in place of the one that stood.

    Signatures stay out of it: those of the kept branch cover what stands from now on.
    """
    held = state.slot(place[0])
    old, held.skipped = held.rows.pop(place[1], None), ""
    signatures, state.signatures = state.signatures, []
    for part in kept.entries:
        if isinstance(part.event, e.ExceptionRaised):
            entered.accept(state, part.event, part.stamp)
        else:
            effect(state, part)
    state.signatures = signatures
    row = held.rows.get(place[1])
    if old is not None and row is not None:
        row.corrections = (Correction(old.value, row.value, reason, stamp), *row.corrections)


def contested_in(state: BatchState, scope: str) -> str:
    """Return the first place that is contested in a scope, or on which a value computed there rests; else empty."""
    for found in state.open_contests():
        address = found.where.partition("#")[0]
        if address and within(address, scope):
            return found.where
        if address and _rests_on(state, scope, address):
            return found.where
    return ""


def _rests_on(state: BatchState, scope: str, address: str) -> bool:
    plan = state.plan
    followers = plan.dependents.get(last_id(address), ()) if plan is not None else ()
    return bool(followers) and any(last_id(held.address) in followers for held in slots_in(state, scope))
