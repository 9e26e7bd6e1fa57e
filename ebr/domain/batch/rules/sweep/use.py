"""Calibration, training and lots at the time of use, as the record says and as is known now (211.25, 211.68, 211.87).

What was known at the time of the entry stands in its source; what is known by now of calibrations and training that
were written elsewhere is read from the facts, as they held at that time.
"""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from ebr.domain import subjects
from ebr.domain.batch.rules.sweep.found import Entry, Found, Sight, micros, wall
from ebr.domain.batch.state.plan import last_id
from ebr.domain.batch.state.seconds import DEVICE, devices_of
from ebr.domain.batch.state.slots import Row
from ebr.domain.equipment.state import EquipmentState, equipment_in
from ebr.domain.equipment.state.times import day_ends, is_day
from ebr.domain.material.state.use import lot_in
from ebr.domain.training.state import TaskState, TrainingState, tasks_of
from ebr.domain.training.state.model import Done, Mark
from ebr.domain.training.state.use import standing
from ebr.domain.values import Instant, Stamp

DAY = len("2026-11-22")


def found(sight: Sight) -> Iterator[Found]:
    """Yield what should not have been used, and who should not have used it."""
    for entry in sight.entries:
        for row in entry.rows:
            if row.performed_by:
                if "equipment" in row.value or "calibration_due" in row.source or row.source.get("how") == DEVICE:
                    yield from _machines(sight, entry, row)
                if entry.slot.kind == "material":
                    yield from _lot(sight, entry, row)
    yield from _untrained(sight)


def _untrained(sight: Sight) -> Iterator[Found]:
    """Yield the first entry of each person in a procedure that they were not trained for at that moment.

    Every entry of a step with a procedure is asked, ordinary ones too. Where somebody stands changes with the day and
    with what was signed meanwhile, so it is worked out once for all entries between two such moments.
    """
    plan = sight.plan
    tasks = {name: tasks_of(phase.sop) for name, phase in plan.phases.items() if phase.sop}
    known: dict[tuple[str, str], _Moments | None] = {}
    for address, held in sight.state.slots.items() if tasks else ():
        for task in tasks.get(plan.phase_of.get(last_id(address), ""), ()):
            for row in held.rows.values():
                if not row.value or not row.performed_by:
                    continue
                key = (row.performed_by, task)
                if key not in known:
                    known[key] = _moments(sight, *key)
                moments = known[key]
                if moments is not None and moments.fresh(row.first.at):
                    yield from _lacking(sight, address, row, task, known)


@dataclass(slots=True)
class _Moments:
    """When somebody's standing in a task could change, in microseconds, and the spans of a day that were looked at."""

    changes: list[int]
    seen: set[tuple[str, int]] = field(default_factory=set)

    def fresh(self, at: Instant) -> bool:
        """Tell whether no entry of this span was looked at yet, and remember it."""
        span = (at.wall[: len("2026-11-22")], bisect_right(self.changes, micros(at.wall)))
        if span in self.seen:
            return False
        self.seen.add(span)
        return True


def _moments(sight: Sight, person: str, task: str) -> _Moments | None:
    """Return the moments for a person in a task that is kept here; None where there is nothing to ask."""
    known = sight.facts.get(subjects.task(task))
    if not isinstance(known, TaskState) or not known.known:
        return None
    own = sight.facts.get(subjects.training(person))
    done = own.done.get(task, {}).values() if isinstance(own, TrainingState) else ()
    marks = [mark.at for one in done for mark in (one.read, one.confirmed) if mark is not None]
    return _Moments(sorted(micros(at) for at in (*marks, *(one.at for one in known.versions if one.at))))


def _lacking(
    sight: Sight, address: str, row: Row, task: str, known: dict[tuple[str, str], _Moments | None]
) -> Iterator[Found]:
    entry = sight.entry(address)
    lacking = _training(sight, entry, row, task) if entry is not None else None
    if lacking is not None:
        known[row.performed_by, task] = None
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
            return
    if is_day(due):
        yield from _ended(sight, entry, row, due, codes[0] if codes else "")


def _ended(sight: Sight, entry: Entry, row: Row, due: str, code: str) -> Iterator[Found]:
    """Yield a calibration that held at the reading and no more when its step was signed: nobody looked again."""
    signed = sight.state.valid_signatures(entry.phase_address, "performed")
    last = max((wall(one.stamp) for one in signed), default=None)
    if last is not None and last >= day_ends(due, row.first.at):
        params = {"slot": entry.slot.label, "equipment": code, "until": due, "at": last.isoformat()}
        yield Found("calibration_ended", entry.address, params, item=row.item)


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
    last = last_day(expiry)
    day = bool(last) and wall(row.first) >= day_ends(last, row.first.at)
    if expiry and not last:
        yield Found("expiry_unclear", entry.address, params, item=row.item)
    if day or (known.receipt is not None and known.expired_at(row.first.at)):
        yield Found("material_expired", entry.address, params, item=row.item)
    status = row.source.get("lot_status", "released")
    if status != "released":
        yield Found("lot_not_released", entry.address, {**params, "status": status}, item=row.item)


def last_day(expiry: str) -> str:
    """Return the last day that an expiry names, of a month its last one (ISO 8601); "" for a text that names none."""
    if len(expiry) == len("2026-11") and is_day(f"{expiry}-01"):
        year, month = int(expiry[:4]), int(expiry[5:])
        return f"{expiry}-{monthrange(year, month)[1]:02d}"
    return expiry[:DAY] if is_day(expiry[:DAY]) else ""


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
