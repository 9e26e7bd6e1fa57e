"""What can be said of a machine or room at the moment of its use: for the record of the batch that uses it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from ebr.domain.equipment.state.model import EquipmentState, Stamped
from ebr.domain.equipment.state.standing import (
    calibration_due,
    check_of_day,
    clean_until,
    integrity_proved,
    last_good,
    maintenance_due,
    qualified_until,
)
from ebr.domain.equipment.state.times import moment
from ebr.domain.values import Instant

Made = TypeVar("Made", bound=Stamped)


def facts_at(state: EquipmentState, batch: str, at: Instant) -> dict[str, str]:
    """Return what is known, by name (`ebr.domain.batch.events.relied.FACTS`); nothing stands for what is not."""
    found = {
        "serial": state.serial,
        "lot": state.lot,
        "grade": state.needs.grade,
        **_fitness(state, at),
        **_cleaning(state),
        **_clearance(state, batch),
    }
    return {name: text for name, text in found.items() if text}


def _fitness(state: EquipmentState, at: Instant) -> dict[str, str]:
    found: dict[str, str] = {}
    approved = max(state.qualified.values(), key=lambda one: moment(one.stamp.at.wall), default=None)
    if approved is not None:
        until = qualified_until(state)
        found |= {"qualified_by": approved.by, "qualified_at": approved.stamp.at.wall}
        found["qualified_until"] = until.day if until is not None else ""
    good, due = last_good(state), calibration_due(state)
    if good is not None and due is not None:
        found |= {"certificate": good.certificate, "calibrated_at": good.stamp.at.wall, "calibrated_until": due.day}
    maintained = maintenance_due(state)
    found["maintained_until"] = maintained.day if maintained is not None else ""
    check = check_of_day(state, at) if state.needs.checks else None
    found["checked_at"] = check.stamp.at.wall if check is not None else ""
    if state.needs.integrity and state.integrity:
        last = max(state.integrity.values(), key=lambda one: moment(one.stamp.at.wall))
        found |= {"integrity": "pass" if integrity_proved(state) else "fail", "integrity_at": last.stamp.at.wall}
    return found


def _cleaning(state: EquipmentState) -> dict[str, str]:
    last = _newest(state.cleaned.values())
    if last is None or not state.needs.cleaning:
        return {}
    by = last.by or last.stamp.by
    found = {"cleaned_at": last.stamp.at.wall, "cleaned_by": by, "cleaned_checked_by": last.checked_by}
    return {**found, "clean_until": clean_until(state)}


def _clearance(state: EquipmentState, batch: str) -> dict[str, str]:
    last = _newest(made for made in state.cleared.values() if made.batch == batch and made.passed)
    if last is None:
        return {}
    by = last.by or last.stamp.by
    return {"cleared_at": last.stamp.at.wall, "cleared_by": by, "cleared_checked_by": last.checked_by}


def _newest(made: Iterable[Made]) -> Made | None:
    return max(made, key=lambda one: moment(one.stamp.at.wall), default=None)
