"""What an entry uses, admitted at the step: the lot, the equipment, the device; and what that writes elsewhere.

Every block is an attempt with its code (floor-rules 10); what an exception can let stand all the same is in
`ebr.domain.batch.state.stands`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ebr.domain.batch.commands import RecordValue
from ebr.domain.batch.rules import machines, on_hand, rooms, sampling, stale, stock
from ebr.domain.batch.rules.guards import Where
from ebr.domain.batch.rules.known import Known
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.slots import Attempt, Row
from ebr.domain.batch.state.stands import ADMITTING
from ebr.domain.decision import Actor, Draft
from ebr.domain.equipment.state import equipment_in
from ebr.domain.material.state.use import lot_in
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant, Value

AS_USED = ("lot_status", "calibration_due", "equipment_status")
"""Parts of a source that only these rules write."""


def refused(
    state: BatchState, known: Known, where: Where, command: RecordValue, value: Value, actor: Actor, at: Instant
) -> Refusal | None:
    """Return why what an entry uses may not be used here and now, or nothing may be recorded in this room."""
    return next(troubles(state, known, where, command, value, actor, at), None)


def troubles(
    state: BatchState, known: Known, where: Where, command: RecordValue, value: Value, actor: Actor, at: Instant
) -> Iterator[Refusal]:
    """Yield everything that stands against what an entry uses, the first to be mended first.

    An exception that lets one of them stand says nothing of the others (`never`).
    """
    found = rooms.refused(state, known, where, value, at) or _old_room(state, known, where, value, actor, at)
    if found is not None:
        yield found
    if where.slot.kind in ("sample", "result"):
        found = sampling.refused(state, known, where, command, value)
        if found is not None:
            yield found
        return
    found = on_hand.trouble(state, known, where)
    if found is not None:
        yield found
    if where.slot.kind == "material":
        yield from _of_lot(state, known, where, command, value, actor, at)
    yield from _of_machines(state, known, where, command, value, actor, at)


def _old_room(state: BatchState, known: Known, where: Where, value: Value, actor: Actor, at: Instant) -> Refusal | None:
    """Return that what a station knows of a room is too old, until a supervisor lets an entry there stand."""
    room = rooms.registered(state, known, where, value)
    found = stale.of_use(known.facts, "equipment", actor, at, room) if room else None
    said = (one.params for one in state.exceptions.values() if one.accepts)
    if found is None or any(found.params.items() <= params.items() for params in said):
        return None
    return found


def _of_lot(
    state: BatchState, known: Known, where: Where, command: RecordValue, value: Value, actor: Actor, at: Instant
) -> Iterator[Refusal]:
    found = stock.trouble(state, known, where, value, actor, at)
    # A lot of which nothing newer is known comes before how much is left of it by what is known.
    if (found is None or found.code == stock.OVERDRAWN) and stock.kept_here(known, value["lot"]):
        found = stale.of_use(known.facts, "lots", actor, at, value["lot"]) or found
    each = (found, stock.elsewhere(state, known, where, value), stock.not_first(known, where, value, command.first))
    yield from (one for one in each if one is not None)


def _of_machines(
    state: BatchState, known: Known, where: Where, command: RecordValue, value: Value, actor: Actor, at: Instant
) -> Iterator[Refusal]:
    found = machines.trouble(state, known, where, command, value, at)
    if found is not None:
        yield found
    codes = [one.equipment for one in machines.named(where, command, value)]
    for code in codes:
        old = stale.of_use(known.facts, "equipment", actor, at, code) if equipment_in(known.facts, code).entry else None
        if old is not None:
            yield old


def as_used(known: Known, where: Where, command: RecordValue, value: Value, at: Instant) -> RecordValue:
    """Return the command with what was known of the lot and the machines when they were used (211.182, 211.188(b)).

    It stands in the source of the value and of the attempt: a lot or a machine goes on to change, the record does not.
    """
    own = {name: text for name, text in command.source.items() if name not in AS_USED}
    lot = value.get("lot", "") if where.slot.kind == "material" else ""
    if stock.kept_here(known, lot):
        own["lot_status"] = lot_in(known.facts, lot).status
    for one in machines.named(where, command, value)[:1]:
        own.update(machines.as_used(known, one.equipment, at))
    return command if own == command.source else replace(command, source=own)


def used(
    state: BatchState, known: Known, where: Where, command: RecordValue, value: Value, item: int, actor: Actor
) -> Iterator[Draft]:
    """Yield what an entry that stands writes to lots, rooms and equipment."""
    yield from rooms.used(state, known, where, command.performed_by or actor.person)
    if where.slot.kind == "material":
        yield from stock.used(state, known, where, item, value, actor)
    yield from machines.used(state, known, where, command, value, command.performed_by or actor.person)


def as_asked(state: BatchState, address: str, attempt: Attempt) -> RecordValue:
    """Return the command of an attempt, to judge it again when an exception is to let it stand."""
    return RecordValue(
        state.id, address, attempt.value, attempt.item, performed_by=attempt.performed_by, source=attempt.source
    )


def never(state: BatchState, known: Known, where: Where, attempt: Attempt, actor: Actor) -> Refusal | None:
    """Return why an attempt may not stand either, by what is known now and who asks.

    Whatever else is wrong with what it uses has to be what this person may let stand too.
    """
    if attempt.why not in ADMITTING:
        return None  # what it uses was admitted when it was tried
    asked = as_asked(state, where.plan.address(where.slot.id, where.rounds), attempt)
    found = list(troubles(state, known, where, asked, attempt.value, actor, attempt.stamp.at))
    other = next((one for one in found if one.code not in ADMITTING), None)
    if other is not None:
        return other
    asked_of = (ADMITTING[code] for code in (attempt.why, *(one.code for one in found)))
    denied = next((roles for roles in asked_of if roles and not actor.roles.intersection(roles)), ())
    return Refusal("right_missing", person=actor.name or actor.person, needed=", ".join(denied)) if denied else None


def corrected(
    state: BatchState, known: Known, where: Where, row: Row, value: Value, actor: Actor, first: tuple[str, str]
) -> tuple[Refusal | None, Refusal | None]:
    """Return what stands against a correction, and what is a departure where the corrected entry tells the truth.

    Lot and equipment are judged by when they were used.
    """
    found: Refusal | None = None
    never_: tuple[str, ...] = ()
    if where.slot.kind == "material" and value:
        found = stock.trouble(state, known, where, value, actor, row.first.at, old=row)
        never_ = (*stock.OF_IDENTITY, "unit_does_not_convert", "assay_disagrees", "expiry_disagrees")
        unmoved = (value["lot"], value["container"]) == (row.value.get("lot"), row.value.get("container"))
        if found is not None and unmoved and found.code not in (*never_, *stock.QUANTITIES):
            found = None  # what is wrong with this lot was so before, and is said
        found = found or stock.returned_before(state, where, row, value)
        if found is None and value["lot"] != row.value.get("lot"):
            found = stock.not_first(known, where, value, first)
    elif where.slot.kind == "material":
        found = stock.returned_before(state, where, row, value)
    elif where.slot.kind == "equipment" and value and value["equipment"] != row.value.get("equipment"):
        never_ = machines.OF_IDENTITY
        command = RecordValue(state.id, "", value)
        found = machines.blocked_entry(state, known, where, command, value, row.first.at)
    else:
        return None, None
    if found is None:
        return None, None
    return (found, None) if found.code in never_ else (None, found)


def moved(state: BatchState, known: Known, where: Where, row: Row, value: Value, actor: Actor) -> Iterator[Draft]:
    """Yield what a correction changes at lots and equipment."""
    if where.slot.kind == "material":
        yield from stock.used(state, known, where, row.item, value, actor, old=row.value)
    elif where.slot.kind == "equipment":
        yield from machines.corrected(state, known, where, row, value, row.performed_by)
