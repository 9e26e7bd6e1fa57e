"""What holds at a moment: due dates, hold times, which batches a calibration touched.

Of several that did not know of each other the strictest counts: the earliest due date, the shortest clean time, the
failed one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ebr.domain.equipment.state.model import Calibration, Check, EquipmentState, Mark, Status, Use
from ebr.domain.equipment.state.times import day_ends, later, moment, over, same_day, written
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant

MINIMUM_OF_RESOLUTION = 1000
"""A balance without a minimum weight of its own weighs nothing below so many of its steps (0.1 %, USP 41)."""


@dataclass(frozen=True, slots=True)
class Due:
    """A last day; `ends` is the first moment after it."""

    day: str
    ends: datetime


def calibration_due(state: EquipmentState) -> Due | None:
    """Return until when it is calibrated; None when it is not, or failed."""
    known = state.calibrated.values()
    if not known or any(made.result != "pass" for made in known):
        return None
    return _first(Due(made.due, day_ends(made.due, made.stamp.at)) for made in known)


def qualified_until(state: EquipmentState) -> Due | None:
    """Return the last day of its qualification, None when it has no end."""
    return _first(
        Due(made.until, day_ends(made.until, made.stamp.at)) for made in state.qualified.values() if made.until
    )


def maintenance_due(state: EquipmentState) -> Due | None:
    """Return until when it is maintained, None when no date was set."""
    known = [Due(made.due, day_ends(made.due, made.stamp.at)) for made in state.maintained.values() if made.due]
    return _first(known)


def _first(found: Iterable[Due]) -> Due | None:
    return min(found, key=lambda due: due.ends, default=None)


def is_qualified(state: EquipmentState, at: Instant) -> bool:
    """Tell whether quality's finding holds: nothing changed since, and its last day is not over."""
    if not state.qualified or state.barred("unfit"):
        return False
    due = qualified_until(state)
    return due is None or moment(at.wall) < due.ends


def clean_until(state: EquipmentState) -> str:
    """Return when the clean-hold time ends, "" without an end or when it is not clean."""
    if state.dirty:
        return ""
    return min((made.until for made in state.cleaned.values() if made.until), key=moment, default="")


def clean_over(state: EquipmentState, at: Instant) -> bool:
    """Tell whether it waited clean for too long."""
    until = clean_until(state)
    return bool(until) and moment(at.wall) >= moment(until)


def dirty_until(state: EquipmentState) -> str:
    """Return by when it has to be cleaned, "" without such a time or while it is in use."""
    hours = state.needs.dirty_hold_hours
    if not hours or state.open or not state.dirty:
        return ""
    ends = [later(since, hours=hours) for mark in state.barred("dirty") for since in (_dirty_since(state, mark),)]
    return written(min(ends)) if ends else ""


def _dirty_since(state: EquipmentState, mark: Mark) -> Instant:
    use = next((use for use in reversed(state.uses) if use.began.hash == mark.stamp.hash), None)
    return use.ended.at if use is not None and use.ended is not None else mark.stamp.at


def status_at(state: EquipmentState, at: Instant) -> Status:
    """Return where it stands at a moment: what waited clean for too long is dirty."""
    found = state.status
    return "dirty" if found == "clean" and state.needs.cleaning and clean_over(state, at) else found


def check_of_day(state: EquipmentState, at: Instant) -> Check | None:
    """Return the daily check of this day: the failed one, if there are several; None when there is none."""
    today = [made for made in state.checked.values() if same_day(made.stamp.at, at)]
    return next((made for made in today if made.result != "pass"), today[0] if today else None)


def integrity_proved(state: EquipmentState) -> bool:
    """Tell whether the integrity test was passed, and none failed beside it."""
    known = state.integrity.values()
    return bool(known) and all(made.result == "pass" for made in known)


def cleared_for(state: EquipmentState, batch: str) -> bool:
    """Tell whether the room or line stands cleared for this batch and for no other."""
    known = state.cleared.values()
    return bool(known) and all(made.batch == batch and made.when == "before" and made.passed for made in known)


def last_good(state: EquipmentState) -> Calibration | None:
    """Return the newest calibration that was passed."""
    good = [made for made in state.calibrations if made.result == "pass"]
    return max(good, key=lambda made: moment(made.stamp.at.wall), default=None)


def touched(state: EquipmentState, since: str = "") -> tuple[Use, ...]:
    """Return the uses that a failed calibration puts in doubt: those that lasted at or after a time.

    Without `since`, after the last calibration that was passed, or all of them when none was (21 CFR 211.160(b)(4)).
    """
    good = last_good(state)
    return _uses_since(state, since or (good.stamp.at.wall if good is not None else ""))


def in_doubt(state: EquipmentState) -> tuple[str, ...]:
    """Return the batches that failed calibrations put in doubt, as long as quality has not returned it to service.

    What a failure listed, and the uses that came in from other stations since: nobody's batch is left out because the
    one who calibrated had not heard of it.
    """
    marks = {mark.stamp.hash for mark in state.barred("out") if mark.why == "calibration_failed" and not mark.said}
    found: dict[str, None] = {}
    for made in state.calibrations:
        if made.stamp.hash in marks:
            failed = moment(made.stamp.at.wall)
            good = [one for one in state.calibrations if one.result == "pass" and moment(one.stamp.at.wall) < failed]
            last = max(good, key=lambda one: moment(one.stamp.at.wall), default=None)
            uses = _uses_since(state, last.stamp.at.wall if last is not None else "")
            found |= dict.fromkeys((*made.touched, *(use.batch for use in uses)))
    return tuple(found)


def _uses_since(state: EquipmentState, begins: str) -> tuple[Use, ...]:
    if not begins:
        return tuple(state.uses)
    return tuple(use for use in state.uses if use.ended is None or moment(use.ended.at.wall) >= moment(begins))


def lapsed_during(state: EquipmentState, began: Instant, ended: Instant) -> Refusal | None:
    """Say which calibration held when a use began and no longer when it ended; None when it held throughout.

    A new calibration that was passed before the old one ended carries on; a failed one ends what held.
    """
    held = _holding(state, began)
    if not state.needs.calibration_days and held is None:
        return None
    if held is None:
        return Refusal("calibration_overdue", equipment=state.id, name=state.name, until="")
    until, end = day_ends(held.due, held.stamp.at), moment(ended.wall)
    for made in sorted(state.calibrations, key=lambda made: moment(made.stamp.at.wall)):
        if moment(began.wall) < moment(made.stamp.at.wall) <= min(end, until):
            if made.result != "pass":
                time = made.stamp.at.wall
                return Refusal("calibration_failed_during", equipment=state.id, name=state.name, time=time)
            held, until = made, day_ends(made.due, made.stamp.at)
    if end < until:
        return None
    return Refusal("calibration_lapsed", equipment=state.id, name=state.name, until=held.due)


def _holding(state: EquipmentState, at: Instant) -> Calibration | None:
    before = [made for made in state.calibrations if moment(made.stamp.at.wall) <= moment(at.wall)]
    last = max(before, key=lambda made: moment(made.stamp.at.wall), default=None)
    return last if last is not None and last.result == "pass" and not over(last.due, last.stamp.at, at) else None
