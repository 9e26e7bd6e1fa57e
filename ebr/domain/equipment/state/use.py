"""What a batch asks before it uses a piece of equipment: may it, and if not, what blocks and what helps.

The checks go from what nobody on the floor can mend to what is mended at once, so that the first answer is the one that
matters: known, of the class asked for, in service, not on hold, qualified, calibrated, maintained, checked today, free,
clean, proved, fit for the weight, cleared.
"""

from __future__ import annotations

from decimal import Decimal

from ebr.domain import subjects
from ebr.domain.decision import Facts
from ebr.domain.equipment.state.model import EquipmentState, Mark
from ebr.domain.equipment.state.standing import (
    MINIMUM_OF_RESOLUTION,
    calibration_due,
    check_of_day,
    clean_over,
    clean_until,
    cleared_for,
    integrity_proved,
    is_qualified,
    maintenance_due,
)
from ebr.domain.equipment.state.times import moment
from ebr.domain.refusal import Refusal
from ebr.domain.units import UnitError, factor
from ebr.domain.values import Instant, number, plain, shown_text

ROOM = "room"
"""Class that rooms are registered as."""


def roots_for(equipment_id: str) -> tuple[str, ...]:
    """Return the roots that the decision about this equipment relies on, also if it is typed in small letters."""
    named = dict.fromkeys((equipment_id, equipment_id.upper())) if equipment_id.strip() else {}
    return tuple(subjects.equipment(each) for each in named)


def equipment_in(facts: Facts, equipment_id: str) -> EquipmentState:
    """Return the state of a piece among the facts; an unknown one if nothing is registered under the code."""
    found = facts.get(subjects.equipment(equipment_id)) if equipment_id.strip() else None
    return found if isinstance(found, EquipmentState) else EquipmentState(equipment_id)


def same_kind(kind: str, other: str) -> bool:
    """Tell whether two names of a class are one: capital letters and spaces around do not count."""
    return kind.strip().casefold() == other.strip().casefold()


def blocked(
    facts: Facts,
    equipment_id: str,
    kind_wanted: str,
    batch: str,
    at: Instant,
    *,
    balance_for: Decimal | None = None,
    unit: str = "",
    load: Decimal | None = None,
    grade: str = "",
) -> Refusal | None:
    """Refuse equipment that may not be used for this batch now.

    `kind_wanted` "" takes any class. `balance_for` is what has to be weighed, in `unit`, and `load` what stands on the
    balance with its container; `grade` the cleanroom grade that the step asks for.
    """
    state = equipment_in(facts, equipment_id)
    if not state.entry:
        return Refusal("equipment_unknown", equipment=shown_text(equipment_id))
    return (
        _of_other_kind(state, kind_wanted)
        or _stopped(state)
        or _not_fit(state, at)
        or _busy(state, batch)
        or _not_clean(state, batch, at)
        or _not_proved(state)
        or _not_for_weight(state, balance_for, unit, load)
        or _not_cleared(state, batch, grade)
    )


def room_blocked(
    facts: Facts, room: str, batch: str, at: Instant, *, grade: str = "", preparing: bool = False
) -> Refusal | None:
    """Refuse a room that may not be worked in for this batch now.

    `grade` is the least cleanroom grade asked for. Before it is cleared, and after, only what prepares it may be
    recorded there: `preparing` asks neither for a clean room nor for a cleared one.
    """
    state = equipment_in(facts, room)
    if not state.entry:
        return Refusal("equipment_unknown", equipment=shown_text(room))
    found = (
        _of_other_kind(state, ROOM) or _wrong_grade(state, grade) or _stopped(state) or _not_fit(state, at)
    ) or _busy(state, batch)
    if found is not None or preparing:
        return found
    return _not_clean(state, batch, at) or _not_cleared(state, batch, "")


def cleared_after(facts: Facts, room: str, batch: str) -> bool:
    """Tell whether a room was cleared after the work of a batch in it."""
    known = equipment_in(facts, room).cleared.values()
    return any(made.batch == batch and made.when == "after" and made.passed for made in known)


def began_already(facts: Facts, equipment_id: str, batch: str) -> bool:
    """Tell whether this batch is using it, so that another entry begins no second use."""
    return batch in equipment_in(facts, equipment_id).batches


def _of_other_kind(state: EquipmentState, wanted: str) -> Refusal | None:
    if not wanted.strip() or same_kind(wanted, state.kind):
        return None
    return Refusal("equipment_of_other_kind", equipment=state.id, name=state.name, kind=state.kind, wanted=wanted)


def _stopped(state: EquipmentState) -> Refusal | None:
    out, held = state.barred("out"), state.barred("hold")
    if out:
        return _out(state, out[0])
    if held:
        return _held(state, held[0])
    return None


def _out(state: EquipmentState, mark: Mark) -> Refusal:
    since = mark.stamp.at.wall
    if mark.said:
        return Refusal("equipment_out_of_service", equipment=state.id, name=state.name, since=since, reason=mark.why)
    if mark.why == "integrity_failed":
        return Refusal("assembly_integrity_failed", equipment=state.id, name=state.name, since=since)
    return Refusal("calibration_failed", equipment=state.id, name=state.name, since=since)


def _held(state: EquipmentState, mark: Mark) -> Refusal:
    since = mark.stamp.at.wall
    if mark.said:
        return Refusal("equipment_on_hold", equipment=state.id, name=state.name, since=since, reason=mark.why)
    if mark.why == "dirty_hold_over":
        return Refusal("dirty_hold_over", equipment=state.id, name=state.name, since=since)
    return Refusal("daily_check_failed", equipment=state.id, name=state.name, since=since)


def _not_fit(state: EquipmentState, at: Instant) -> Refusal | None:
    if not is_qualified(state, at):
        return Refusal("equipment_not_qualified", equipment=state.id, name=state.name)
    if state.needs.calibration_days:
        due = calibration_due(state)
        if due is None or moment(at.wall) >= due.ends:
            return Refusal(
                "calibration_overdue", equipment=state.id, name=state.name, until=due.day if due is not None else ""
            )
    if state.needs.maintenance_days:
        due = maintenance_due(state)
        if due is not None and moment(at.wall) >= due.ends:
            return Refusal("maintenance_overdue", equipment=state.id, name=state.name, until=due.day)
    if state.needs.checks and check_of_day(state, at) is None:
        return Refusal("daily_check_missing", equipment=state.id, name=state.name)
    return None


def _busy(state: EquipmentState, batch: str) -> Refusal | None:
    other = next((use for use in state.open.values() if use.batch != batch), None)
    before = next((name for name in state.uses_of if name != batch), "") if state.needs.single_use else ""
    if not before and state.needs.single_use and batch in state.uses_of and batch not in state.batches:
        before = batch  # it was taken off, and goes on for no second time
    if before:
        return Refusal("assembly_used", equipment=state.id, name=state.name, batch=before)
    if other is not None and not _shared(state):
        since = other.began.at.wall
        return Refusal("equipment_in_use", equipment=state.id, name=state.name, batch=other.batch, since=since)
    return None


def _shared(state: EquipmentState) -> bool:
    """A balance or printer that needs neither cleaning nor clearance between batches serves several at a time."""
    return not (state.needs.cleaning or state.needs.clearance or state.needs.single_use)


def _not_clean(state: EquipmentState, batch: str, at: Instant) -> Refusal | None:
    if not state.needs.cleaning or batch in state.batches:
        return None
    if state.dirty:
        marks = state.barred("dirty")
        since = marks[0].stamp.at.wall if marks else ""
        return Refusal("equipment_dirty", equipment=state.id, name=state.name, since=since)
    if clean_over(state, at):
        return Refusal("clean_hold_over", equipment=state.id, name=state.name, until=clean_until(state))
    return None


def _not_proved(state: EquipmentState) -> Refusal | None:
    if not state.needs.integrity or integrity_proved(state):
        return None
    return Refusal("assembly_integrity_missing", equipment=state.id, name=state.name, lot=state.lot)


def _not_for_weight(
    state: EquipmentState, target: Decimal | None, unit: str, load: Decimal | None = None
) -> Refusal | None:
    needs = state.needs
    if target is None or not needs.unit or not (needs.capacity or needs.minimum or needs.resolution):
        return None
    try:
        times = factor(unit, needs.unit) if unit and unit != needs.unit else Decimal(1)
    except UnitError:
        return Refusal("balance_unit", equipment=state.id, name=state.name, unit=unit, own=needs.unit)
    weight, heaviest = target * times, max(target, load if load is not None else target)
    if needs.capacity and heaviest * times > number(needs.capacity):
        limit, heavy = f"{needs.capacity} {needs.unit}", f"{plain(heaviest)} {unit or needs.unit}"
        return Refusal("balance_out_of_range", equipment=state.id, name=state.name, weight=heavy, limit=limit)
    target_text = f"{plain(target)} {unit or needs.unit}"
    least = number(needs.minimum) if needs.minimum else number(needs.resolution or "0") * MINIMUM_OF_RESOLUTION
    if weight < least:
        limit = f"{plain(least)} {needs.unit}"
        return Refusal("balance_too_coarse", equipment=state.id, name=state.name, weight=target_text, limit=limit)
    return None


def _wrong_grade(state: EquipmentState, grade: str) -> Refusal | None:
    own = state.needs.grade
    if not grade or (own and own <= grade.strip().upper()):
        return None
    return Refusal("room_grade", equipment=state.id, name=state.name, grade=own, wanted=grade)


def _not_cleared(state: EquipmentState, batch: str, grade: str) -> Refusal | None:
    wrong = _wrong_grade(state, grade)
    if wrong is not None:
        return wrong
    if state.needs.clearance and not cleared_for(state, batch):
        return Refusal("room_not_cleared", equipment=state.id, name=state.name, batch=batch)
    return None
