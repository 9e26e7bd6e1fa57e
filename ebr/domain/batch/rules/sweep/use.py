"""Calibration, training and lots at the time of use, as the record says and as is known now (211.25, 211.68, 211.87).

What was known at the time of the entry stands in its source; what is known by now of calibrations and training that
were written elsewhere is read from the facts, as they held at that time.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ebr.domain import subjects
from ebr.domain.batch.rules.sweep.found import Entry, Found, Sight, wall
from ebr.domain.batch.state.model import Row
from ebr.domain.batch.state.seconds import DEVICE, devices_of
from ebr.domain.equipment.state import EquipmentState, equipment_in
from ebr.domain.equipment.state.times import day_ends, is_day
from ebr.domain.material.state.use import lot_in
from ebr.domain.training.state import TaskState, TrainingState, tasks_of
from ebr.domain.training.state.model import Done, Mark
from ebr.domain.training.state.use import standing
from ebr.domain.values import Instant, Stamp


def found(sight: Sight) -> Iterator[Found]:
    """Yield what should not have been used, and who should not have used it."""
    said: set[tuple[str, str]] = set()
    for entry in sight.entries:
        tasks = tasks_of(entry.phase.sop) if entry.phase.sop else ()
        for row in entry.rows:
            if row.performed_by:
                if "equipment" in row.value or "calibration_due" in row.source or row.source.get("how") == DEVICE:
                    yield from _machines(sight, entry, row)
                if entry.slot.kind == "material":
                    yield from _lot(sight, entry, row)
                for task in tasks:
                    if (row.performed_by, task) not in said:
                        lacking = _training(sight, entry, row, task)
                        if lacking is not None:
                            said.add((row.performed_by, task))
                            yield lacking


def _machines(sight: Sight, entry: Entry, row: Row) -> Iterator[Found]:
    due = row.source.get("calibration_due", "")
    codes = (row.value["equipment"],) if row.value.get("equipment") else devices_of(row.source)
    if is_day(due) and wall(row.first) >= day_ends(due, row.first.at):
        params = {"slot": entry.slot.label, "equipment": codes[0] if codes else "", "until": due}
        yield Found("calibration_over", entry.address, params, item=row.item)
        return
    for code in codes:
        over = _over(equipment_in(sight.facts, code), row.first)
        if over is not None:
            params = {"slot": entry.slot.label, "equipment": code, "until": over}
            yield Found("calibration_over", entry.address, params, item=row.item)


def _over(piece: EquipmentState, used: Stamp) -> str | None:
    """Return the last day of the calibration that a use came after; None where there is nothing to say."""
    known = [made for made in piece.calibrations if wall(made.stamp) <= wall(used)]
    if not piece.entry or not piece.needs.calibration_days or not piece.calibrations:
        return None
    newest = max(known, key=lambda made: wall(made.stamp), default=None)
    if newest is None:
        return ""
    return newest.due if newest.result == "pass" and wall(used) >= day_ends(newest.due, newest.stamp.at) else None


def _lot(sight: Sight, entry: Entry, row: Row) -> Iterator[Found]:
    lot, expiry = row.value.get("lot", ""), row.value.get("expiry", "")
    if not lot:
        return
    params = {"slot": entry.slot.label, "lot": lot, "until": expiry, "at": row.first.at.wall}
    known = lot_in(sight.facts, lot)
    material = sight.plan.materials.get(entry.slot.of)
    if known.receipt is not None and material is not None and known.item != material.code:
        yield Found("lot_of_other", entry.address, {**params, "expected": material.code}, item=row.item)
    day = is_day(expiry) and wall(row.first) >= day_ends(expiry, row.first.at)
    if day or (known.receipt is not None and known.expired_at(row.first.at)):
        yield Found("material_expired", entry.address, params, item=row.item)
    status = row.source.get("lot_status", "released")
    if status != "released":
        yield Found("lot_not_released", entry.address, {**params, "status": status}, item=row.item)


def _training(sight: Sight, entry: Entry, row: Row, task: str) -> Found | None:
    known = sight.facts.get(subjects.task(task))
    if not isinstance(known, TaskState) or not known.known:
        return None
    whole = sight.facts.get(subjects.training(row.performed_by))
    then = _task_at(known, row.first.at)
    if then.current is None:
        return None
    own = _at(whole, row.first.at) if isinstance(whole, TrainingState) else TrainingState(row.performed_by)
    level = standing(then, own, row.first.at)
    if level.counts:
        return None
    params = {"person": row.performed_by, "task": task, "step": entry.phase.title, "at": row.first.at.wall}
    if level.level == "old":
        versions = {"version": then.current.version, "trained": level.version}
        return Found("old_procedure", entry.address, {**params, **versions}, item=row.item)
    return Found("training_lacking", entry.address, params, item=row.item)


def _task_at(task: TaskState, at: Instant) -> TaskState:
    """Return a task with the versions that were set by then; a withdrawal since does not count back."""
    return TaskState(task.id, [one for one in task.versions if not one.at or _by(one.at, at)])


def _at(training: TrainingState, at: Instant) -> TrainingState:
    """Return what somebody had been trained for by then."""
    done = {
        task: {version: Done(_mark(one.read, at), _mark(one.confirmed, at)) for version, one in versions.items()}
        for task, versions in training.done.items()
    }
    return TrainingState(training.person, done)


def _mark(mark: Mark | None, at: Instant) -> Mark | None:
    return mark if mark is not None and _by(mark.at, at) else None


def _by(text: str, at: Instant) -> bool:
    return datetime.fromisoformat(text) <= datetime.fromisoformat(at.wall)
