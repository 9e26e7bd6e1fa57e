"""Entries with many rows as a whole: totals of materials, statistics of readings, when complete (floor-rules 13)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from ebr.domain import subjects
from ebr.domain.batch.events import ItemsClosed
from ebr.domain.batch.rules.raised import raised
from ebr.domain.batch.rules.verdict import NOTHING, Compared, how_of, judge
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.figures import FIGURES, active, figure, net
from ebr.domain.batch.state.inputs import limits_now
from ebr.domain.batch.state.plan import Plan, Rounds
from ebr.domain.batch.state.slots import Row, SlotState
from ebr.domain.decision import Draft
from ebr.domain.mbr.model import Slot
from ebr.domain.mbr.scale import tolerance
from ebr.domain.values import Value, plain, rounded

SCALE = 6
"""Decimals to which a quantity corrected for potency is kept."""


def closed(state: BatchState, slot: Slot, held: SlotState, rounds: Rounds) -> list[Draft]:
    """Return the event that closes the rows of a slot, and the exception for a total or statistic out of limits."""
    if slot.kind == "material":
        return _material_closed(state, slot, held, rounds)
    return _readings_closed(state, slot, held, rounds)


def _subject(state: BatchState, slot: Slot) -> str:
    return subjects.unit(state.id, _plan(state).places[slot.id].path[0])


def _plan(state: BatchState) -> Plan:
    assert state.plan is not None
    return state.plan


def _material_closed(state: BatchState, slot: Slot, held: SlotState, rounds: Rounds) -> list[Draft]:
    total, compared = material_total(state, slot, held.standing(), rounds)
    event = ItemsClosed(state.id, held.address, len(held.standing()), compared.verdict, total, compared.limits)
    drafts = [Draft(_subject(state, slot), event)]
    if compared.verdict == "out":
        drafts.append(
            raised(state, held.address, "quantity_out_of_limit", how_of(compared), {**total, **compared.missed})
        )
    return drafts


def material_total(state: BatchState, slot: Slot, rows: Sequence[Row], rounds: Rounds) -> tuple[Value, Compared]:
    """Return total net and active quantity of a material, compared with the slot's limits or the bill of materials.

    Limits of the slot speak of what is weighed, those of the bill of a material with potency of what it contains.
    """
    material = _plan(state).materials.get(slot.of)
    total = sum((net(row) for row in rows), Decimal(0))
    value = {"total": plain(total)}
    pure = sum((active(row) for row in rows), Decimal(0))
    corrected = material is not None and material.potency
    if corrected:
        value["active"] = plain(rounded(pure, SCALE, "half_even"))
    if slot.limits.any() or slot.limits.target:
        return value, judge(total, limits_now(state, slot.limits, rounds))
    return value, judge(pure if corrected else total, bill_limits(state, slot))


def bill_limits(state: BatchState, slot: Slot) -> Mapping[str, str]:
    """Return target and tolerance that the bill of materials gives; none for an unknown material."""
    material, target = _plan(state).materials.get(slot.of), state.quantities.get(slot.of)
    if material is None or target is None:
        return {}
    low, high = tolerance(material, target)
    bounds = {"target": target, "low": low, "high": high}
    return {name: plain(bound) for name, bound in bounds.items() if bound is not None}


def _readings_closed(state: BatchState, slot: Slot, held: SlotState, rounds: Rounds) -> list[Draft]:
    numbers = tuple(Decimal(row.value["number"]) for row in held.standing())
    figures = _figures(slot, numbers)
    compared = {
        name: judge(found, limits_now(state, limits, rounds))
        for name, limits in slot.statistics
        if (found := figure(name, numbers)) is not None
    }
    limits = {f"{name}_{bound}": text for name, each in compared.items() for bound, text in each.limits.items()}
    worst = _worst(compared)
    event = ItemsClosed(state.id, held.address, len(numbers), worst.verdict, figures, limits)
    drafts = [Draft(_subject(state, slot), event)]
    if worst.verdict == "out":
        name = next(name for name, each in compared.items() if each is worst)
        params = {**figures, **worst.missed, "statistic": name}
        drafts.append(raised(state, held.address, "statistic_out_of_limit", how_of(worst), params))
    return drafts


def _figures(slot: Slot, numbers: tuple[Decimal, ...]) -> Value:
    found = {name: figure(name, numbers) for name in FIGURES if name != "count"}
    places = max(slot.decimals + 1, 2)
    known = {name: plain(rounded(value, places, "half_even")) for name, value in found.items() if value is not None}
    return {"count": str(len(numbers)), **known}


def _worst(compared: Mapping[str, Compared]) -> Compared:
    for verdict in ("out", "alert", "in"):
        found = next((each for each in compared.values() if each.verdict == verdict), None)
        if found is not None:
            return found
    return NOTHING


def complete(slot: Slot, count: int) -> bool:
    """Tell whether this many readings are all that can be made, so that they close by themselves."""
    if slot.kind == "table":
        return count >= max(slot.most, slot.rows)
    return bool(slot.statistics) and slot.replicates > 1 and count >= slot.replicates


__all__ = ["bill_limits", "closed", "complete", "material_total"]
