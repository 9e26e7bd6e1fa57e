"""Equipment, single-use assemblies and rooms: the list, one in full, the use log, what a calibration touched."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Final, TypeVar

from ebr.domain import subjects
from ebr.domain.equipment.state import EquipmentState, LogRow, blocked, status_at, touched
from ebr.domain.equipment.state import standing as stands
from ebr.domain.equipment.state.model import Check, Stamped
from ebr.domain.equipment.state.times import moment
from ebr.domain.refusal import Refusal
from ebr.domain.site.state import SiteState
from ebr.domain.values import Instant, Stamp, shown_text
from ebr.station.answers.names import name_of
from ebr.station.questions import (
    BarRow,
    ClearanceRow,
    DoneRow,
    EquipmentAnswer,
    EquipmentList,
    EquipmentQuestion,
    EquipmentRow,
    TouchedBatches,
    TouchedRow,
    UseLog,
    UseLogRow,
)
from ebr.storage.views import equipment as view

if TYPE_CHECKING:
    from ebr.station.inside import Inside

PHOTOGRAPHED: Final = {"clear": "clearance_photo", "clean": "cleaning_photo"}
"""Act -> the setting that wants a photograph of it."""


def all_equipment(station: Inside, question: EquipmentList) -> tuple[EquipmentRow, ...]:
    """Answer `EquipmentList`."""
    with station.store.reading() as connection:
        lines = view.lines(connection)
    kind = question.kind.strip().casefold()
    now = station.clock.now()
    found = (_row(_state(station, line.equipment), now) for line in lines if not kind or line.kind.casefold() == kind)
    return tuple(row for row in found if not question.state or row.status == question.state)


def equipment(station: Inside, question: EquipmentQuestion) -> EquipmentAnswer:
    """Answer `EquipmentQuestion`."""
    state, now = _known(station, question.equipment), station.clock.now()
    out = state.barred("out")
    return EquipmentAnswer(
        _row(state, now),
        state.needs,
        state.serial,
        state.written_by,
        stands.is_qualified(state, now),
        stands.check_of_day(state, now) is not None,
        stands.dirty_until(state),
        tuple(
            BarRow(mark.bar, mark.why, mark.said, mark.stamp.at.wall, name_of(station, mark.stamp.by))
            for mark in (*out, *state.barred("hold"))
        ),
        stands.in_doubt(state),
        _qualified(station, state),
        _calibrated(station, state),
        _checked(station, state.checked.values()),
        _cleaned(station, state),
        _maintained(station, state),
        _checked(station, state.integrity.values()),
        _cleared(station, state),
        tuple(f"{other.name} ({other.kind})" for other in state.others),
        _photographs(station),
    )


def _photographs(station: Inside) -> tuple[str, ...]:
    site = station.store.state("site")
    assert isinstance(site, SiteState)
    return tuple(act for act, setting in PHOTOGRAPHED.items() if site.policy.yes(setting))


def use_log(station: Inside, question: UseLog) -> tuple[UseLogRow, ...]:
    """Answer `UseLog`."""
    state = _known(station, question.equipment)
    rows = sorted(state.log, key=lambda row: moment(row.stamp.at.wall))  # of one moment: as they were written
    return tuple(_log_row(station, row) for row in rows)


def touched_batches(station: Inside, question: TouchedBatches) -> tuple[TouchedRow, ...]:
    """Answer `TouchedBatches`."""
    state = _known(station, question.equipment)
    return tuple(
        TouchedRow(
            use.batch,
            use.product,
            use.where,
            use.began.at.wall,
            use.ended.at.wall if use.ended is not None else "",
            name_of(station, use.by),
        )
        for use in touched(state, question.since)
    )


def _state(station: Inside, equipment_id: str) -> EquipmentState:
    state = station.store.state(subjects.equipment(equipment_id))
    assert isinstance(state, EquipmentState)
    return state


def _known(station: Inside, equipment_id: str) -> EquipmentState:
    state = _state(station, equipment_id) if equipment_id.strip() else EquipmentState("")
    if not state.entry:
        raise Refusal("equipment_unknown", equipment=shown_text(equipment_id))
    return state


def _row(state: EquipmentState, now: Instant) -> EquipmentRow:
    due = stands.calibration_due(state)
    barring = blocked({subjects.equipment(state.id): state}, state.id, "", "", now)
    return EquipmentRow(
        state.id,
        state.name,
        state.kind,
        state.place,
        state.lot,
        state.needs.grade,
        status_at(state, now),
        state.batches,
        state.needs.cleaning,
        due.day if due is not None else "",
        bool(state.needs.calibration_days) and (due is None or moment(now.wall) >= due.ends),
        stands.clean_until(state),
        None if barring is not None and barring.code == "room_not_cleared" else barring,
    )


def _log_row(station: Inside, row: LogRow) -> UseLogRow:
    return UseLogRow(
        row.stamp.at.wall,
        row.what,
        row.product,
        row.batch,
        name_of(station, row.by),
        name_of(station, row.checked_by),
        row.detail,
        row.stamp.hash,
    )


Made = TypeVar("Made", bound=Stamped)


def _last(known: Collection[Made]) -> Made | None:
    """Return the newest of those that count."""
    return max(known, key=lambda made: moment(made.stamp.at.wall), default=None)


def _by(station: Inside, stamp: Stamp) -> str:
    return name_of(station, stamp.by)


def _qualified(station: Inside, state: EquipmentState) -> DoneRow | None:
    made = _last(state.qualified.values())
    if made is None:
        return None
    return DoneRow(made.stamp.at.wall, name_of(station, made.by), until=made.until, detail=made.evidence)


def _calibrated(station: Inside, state: EquipmentState) -> DoneRow | None:
    made = _last(state.calibrated.values())
    if made is None:
        return None
    by = _by(station, made.stamp)
    return DoneRow(made.stamp.at.wall, by, result=made.result, until=made.due, detail=made.certificate)


def _checked(station: Inside, known: Collection[Check]) -> DoneRow | None:
    made = _last(known)
    return DoneRow(made.stamp.at.wall, _by(station, made.stamp), result=made.result) if made is not None else None


def _cleaned(station: Inside, state: EquipmentState) -> DoneRow | None:
    made = _last(state.cleaned.values())
    if made is None:
        return None
    checked = name_of(station, made.checked_by)
    return DoneRow(made.stamp.at.wall, _by(station, made.stamp), checked, until=made.until, detail=made.procedure)


def _maintained(station: Inside, state: EquipmentState) -> DoneRow | None:
    made = _last(state.maintained.values())
    return (
        DoneRow(made.stamp.at.wall, _by(station, made.stamp), until=made.due, detail=made.work)
        if made is not None
        else None
    )


def _cleared(station: Inside, state: EquipmentState) -> ClearanceRow | None:
    made = _last(state.cleared.values())
    if made is None:
        return None
    by, checked = _by(station, made.stamp), name_of(station, made.checked_by)
    at = made.stamp.at.wall
    return ClearanceRow(made.batch, made.product, made.when, made.passed, at, by, checked, made.photograph)
