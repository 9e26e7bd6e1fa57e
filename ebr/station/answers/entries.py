"""The entries of one step as the execution screen shows them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from ebr.domain.batch.rules.charge import charge_of
from ebr.domain.batch.rules.kinds import expected_scan
from ebr.domain.batch.rules.timers import elapsed, in_seconds
from ebr.domain.batch.state import BatchState, flow, labelling
from ebr.domain.batch.state.inputs import limits_now, outcome, written
from ebr.domain.batch.state.plan import COMPUTED, Plan, rounds_of
from ebr.domain.batch.state.seconds import second_of
from ebr.domain.batch.state.slots import Attempt, Row, SlotState
from ebr.domain.batch.state.stands import STANDS
from ebr.domain.mbr.model import Phase, Slot
from ebr.domain.values import plain, rounded
from ebr.station.answers.balances import fitting
from ebr.station.answers.names import name_of
from ebr.station.questions import AttemptRow, EntryAnswer, TimerRow, ValueRow
from ebr.wording.lines import in_document, value_line
from ebr.wording.used import used_words

if TYPE_CHECKING:
    from ebr.station.inside import Inside

CONTENT = 6


def entries(
    station: Inside, state: BatchState, address: str, phase: Phase, plan: Plan | None = None
) -> tuple[EntryAnswer, ...]:
    """Return every entry of a phase instance, its texts as a plan has them."""
    plan = plan or state.plan
    return tuple(entry(station, state, f"{address}/{slot.id}", slot, plan) for slot in phase.slots)


def entry(station: Inside, state: BatchState, address: str, slot: Slot, plan: Plan | None = None) -> EntryAnswer:
    """Return one entry."""
    held, plan = state.slot(address), plan or state.plan
    second = second_of(state, slot, address)
    slot = in_document(slot, plan.mbr) if plan else slot
    rounds = rounds_of(address)
    limits = limits_now(state, slot.limits, rounds)
    for item in slot.items:
        limits |= {f"{item.id}_{name}": text for name, text in limits_now(state, item.limits, rounds).items()}
    return EntryAnswer(
        address=address,
        kind=slot.kind,
        label=slot.label,
        help=slot.help,
        critical=slot.critical,
        optional=slot.optional,
        status=_status(state, slot, address, held, rounds),
        unit=slot.unit,
        decimals=slot.decimals,
        limits=limits,
        options=tuple((option.id, option.label) for option in slot.options),
        items=tuple((item.id, item.label, item.unit, item.decimals) for item in slot.items),
        spec=_spec(station, state, plan, slot, rounds),
        rows=tuple(_row(station, slot, held.rows[item]) for item in sorted(held.rows)),
        attempts=tuple(_attempt(station, slot, attempt) for attempt in held.attempts),
        figures=dict(held.figures),
        verdict=held.verdict,
        second=second if slot.kind != "signature" else slot.meaning,
        second_done=bool(state.valid_signatures(address, second or slot.meaning)),
        exception=held.skipped or next((x.number for x in state.exceptions.values() if x.where == address), ""),
        closed=held.closed is not None,
        timer=timer_row(station, state, address, slot) if slot.kind == "timer" else None,
        comments=tuple(comment.text for comment in state.comments if comment.where == address),
    )


def _status(state: BatchState, slot: Slot, address: str, held: SlotState, rounds: Mapping[str, str]) -> str:
    if not flow.applies(state, slot, rounds):
        return "not_applicable"
    if held.skipped:
        return "skipped"
    if flow.filled(state, slot, address):
        return "done"
    if slot.kind != "timer" and any(one.why in STANDS and _waits(slot, one) for one in held.attempts):
        return "out"
    return "computed_later" if slot.kind in COMPUTED else "todo"


def _waits(slot: Slot, attempt: Attempt) -> bool:
    """Tell whether nobody has said what becomes of an attempt; the exception of labels says only that they differ."""
    return not attempt.exception or slot.kind == "labels"


def _spec(
    station: Inside, state: BatchState, plan: Plan | None, slot: Slot, rounds: Mapping[str, str]
) -> dict[str, str]:
    spec = {
        "rows": str(slot.rows),
        "most": str(slot.most),
        "replicates": str(slot.replicates),
        "longest": str(slot.longest),
        "of": slot.of,
        "device": slot.device,
        "formula": slot.formula,
        "theoretical": slot.theoretical,
        "declared": "yes" if slot.declared else "",
        "starts": slot.starts,
        "stops": slot.stops,
        "meaning": slot.meaning,
        "role": slot.role,
        "covers": slot.covers,
        "after_release": "yes" if slot.after_release else "",
    }
    expected = expected_scan(state, slot) if slot.kind == "scan" else ()
    spec["expected"] = expected[0] if expected else ""
    spec["unit"] = slot.unit
    if slot.quantity:
        found = outcome(state, slot.quantity, rounds).value
        spec["quantity"] = written(found) if found is not None else slot.quantity
    if plan is not None and slot.kind in ("material", "qs"):
        spec.update(_material_spec(state, plan, slot, rounds))
    if plan is not None and slot.kind == "equipment":
        spec["name"] = next((q.name for q in plan.mbr.equipment if q.id == slot.of), slot.of)
    if plan is not None and slot.kind == "labels":
        counts = labelling.proposed(state, plan.address(slot.id, rounds))
        spec.update({f"printed_{name}": count for name, count in counts.items()})
    if plan is not None:
        spec["balances"] = ", ".join(fitting(station, state, plan, slot))
    if slot.kind == "identity":
        spec.update(_identity_spec(plan))
    return {name: text for name, text in spec.items() if text}


def _identity_spec(plan: Plan | None) -> dict[str, str]:
    labels = plan.mbr.header.identifiers if plan else ()
    return {f"identifier_{found.id}": found.label for found in labels}


def _material_spec(state: BatchState, plan: Plan, slot: Slot, rounds: Mapping[str, str]) -> dict[str, str]:
    material = next((m for m in plan.mbr.materials if m.id == slot.of), None)
    if material is None:
        return {}
    charge = charge_of(state, plan, slot, rounds, {})
    spec = {"material": material.name, "code": material.code, "potency": "yes" if material.potency else ""}
    if slot.kind == "material" and state.slot(plan.address(slot.id, rounds)).standing():
        spec["used"] = plain(_shown(charge.pure_used))
    if charge.needed is not None and slot.kind == "material":
        spec["target"] = plain(charge.needed)
        spec["rest"] = plain(_shown(charge.needed - charge.pure_used))
    return spec


def _shown(amount: Decimal) -> Decimal:
    """Return an amount as written; content worked out from an assay to six decimals."""
    return amount if -int(amount.as_tuple().exponent) <= CONTENT else rounded(amount, CONTENT, "half_even")


def _row(station: Inside, slot: Slot, row: Row) -> ValueRow:
    old = tuple(
        (value_line(slot, c.old), c.reason, name_of(station, c.stamp.by), c.stamp.at.wall) for c in row.corrections
    )
    return ValueRow(
        item=row.item,
        value=dict(row.value),
        text=value_line(slot, row.value),
        verdict=row.verdict,
        by=row.first.by,
        by_name=name_of(station, row.stamp.by),
        performed_by=name_of(station, row.performed_by),
        at=row.stamp.at.wall,
        source=row.source.get("how", ""),
        changed=bool(row.corrections),
        old=old,
        exception=row.exception,
        late=row.late,
        device=row.source.get("device", ""),
        read_at=row.source.get("at", ""),
        used=tuple(used_words(row.source, row.value)),
    )


def _attempt(station: Inside, slot: Slot, attempt: Attempt) -> AttemptRow:
    return AttemptRow(
        attempt.attempt,
        attempt.item,
        value_line(slot, attempt.value) if attempt.value else "",
        attempt.why,
        dict(attempt.params),
        name_of(station, attempt.performed_by),
        attempt.stamp.at.wall,
        attempt.exception,
    )


def timer_row(station: Inside, state: BatchState, address: str, slot: Slot) -> TimerRow | None:
    """Return a timer as it stands now; None before it started."""
    held = state.slot(address)
    timer = held.timer
    if timer is None:
        return None
    limits = in_seconds(limits_now(state, slot.limits, rounds_of(address)), slot.unit)
    seconds, confirmed = (
        (Decimal(timer.elapsed), timer.confirmed) if timer.stopped else elapsed(timer, station.clock.now())
    )
    return TimerRow(
        address,
        slot.label,
        timer.started,
        plain(seconds),
        limits.get("low", ""),
        limits.get("high", ""),
        not timer.stopped,
        held.verdict,
        confirmed,
    )
