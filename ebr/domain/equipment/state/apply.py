"""Take one entry of a piece of equipment into account; never raises.

The subject is shared, so an entry settles only what its writer knew: `recorded.beside` names the entries before it in
the fold that it was written without. A cleaning leaves the mark of a use that came in beside it, a release leaves such
a hold, a clearance is worth nothing beside a use by another batch. Whatever order two stations' entries are folded in,
the same marks remain.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, TypeVar
from urllib.parse import unquote

from ebr.domain.decision import Recorded
from ebr.domain.equipment import events as e
from ebr.domain.equipment.state.model import (
    Approved,
    Bar,
    Calibration,
    Check,
    Cleaning,
    Clearance,
    EquipmentState,
    LogRow,
    Maintenance,
    Mark,
    Other,
    Reading,
    Use,
)
from ebr.domain.equipment.state.times import moment
from ebr.domain.signature import Signed
from ebr.domain.values import Stamp

Made = TypeVar("Made")
BARS: Final[dict[str, Bar]] = {"hold": "hold", "out_of_service": "out"}


def start(root: str) -> EquipmentState:
    """Return the state of a piece before its first entry."""
    return EquipmentState(unquote(root.partition("/")[2]))


def apply(state: EquipmentState, recorded: Recorded) -> EquipmentState:
    """Return the state with one entry more."""
    event, stamp, beside = recorded.event, recorded.stamp, recorded.beside
    match event:
        case e.EquipmentAdded() | e.EquipmentChanged():
            _registered(state, event, stamp, beside)
        case e.UseBegan() | e.UseEnded() | e.EquipmentSwapped():
            _used(state, event, stamp, beside)
        case e.EquipmentCleaned() | e.LineCleared() | e.EquipmentMaintained() | e.ClearedInBatch() | e.CleanedInBatch():
            _tended(state, event, stamp, beside)
        case e.EquipmentQualified() | e.EquipmentCalibrated() | e.DailyChecked() | e.IntegrityTested():
            _examined(state, event, stamp, beside)
        case e.EquipmentHeld() | e.EquipmentReleased() | e.TakenOutOfService() | e.ReturnedToService():
            _stopped(state, event, stamp, beside)
        case e.CleaningPictured():
            _pictured(state, event, stamp)
        case e.EnvironmentRead():
            _sampled(state, event, stamp, beside)
        case _:
            pass
    return state


def _mark(state: EquipmentState, bar: Bar, why: str, stamp: Stamp, *, said: bool = False) -> None:
    state.marks[f"{stamp.hash} {bar}"] = Mark(bar, why, stamp, said)


def _settle(state: EquipmentState, bar: Bar, beside: Collection[str]) -> None:
    """Lift the marks of one kind that the writer knew of."""
    for key, mark in list(state.marks.items()):
        if mark.bar == bar and mark.stamp.hash not in beside:
            del state.marks[key]


def _renew(known: dict[str, Made], stamp: Stamp, made: Made, beside: Collection[str]) -> None:
    """Put one in the place of those that its writer knew of."""
    for entry in [entry for entry in known if entry not in beside]:
        del known[entry]
    known[stamp.hash] = made


def _signer(signed: Signed | None, stamp: Stamp) -> str:
    return signed.person if signed is not None else stamp.by


def _row(state: EquipmentState, what: str, stamp: Stamp, **more: str) -> None:
    state.log.append(LogRow(what, stamp, more.pop("by", stamp.by), **more))


def _registered(
    state: EquipmentState, event: e.EquipmentAdded | e.EquipmentChanged, stamp: Stamp, beside: Collection[str]
) -> None:
    if isinstance(event, e.EquipmentAdded):
        if state.entry:
            state.others.append(Other(event.name, event.kind, stamp))
            return
        state.kind, state.serial, state.lot = event.kind, event.serial, event.lot
        state.entry, state.added = stamp.hash, stamp
        state.needs, state.written_by = event.needs, stamp.by
    elif event.needs != state.needs:  # other needs are other grounds for being fit for use
        state.needs, state.written_by = event.needs, stamp.by
        _mark(state, "unfit", "changed", stamp)
    if event.place != state.place:  # what was proved where it stood before says nothing of where it stands now
        proved = (name for name, made in state.checked.items() if made.result == "pass" and name not in beside)
        for name in tuple(proved):
            del state.checked[name]
    state.name, state.place = event.name, event.place
    _row(state, "registered" if isinstance(event, e.EquipmentAdded) else "changed", stamp, detail=event.name)


def _used(
    state: EquipmentState, event: e.UseBegan | e.UseEnded | e.EquipmentSwapped, stamp: Stamp, beside: Collection[str]
) -> None:
    if isinstance(event, e.UseBegan):
        use = Use(event.batch, event.product, event.where, event.by, stamp)
        state.open[stamp.hash] = use
        state.uses.append(use)
        state.uses_of.setdefault(event.batch, []).append(use)
        if state.needs.cleaning:  # a balance of ten thousand weighings keeps no mark of each
            _mark(state, "dirty", "used", stamp)
        _unclear(state, event.batch)
        _row(state, "use_began", stamp, by=event.by or stamp.by, product=event.product, batch=event.batch)
        return
    product = ""
    for use in state.uses_of.get(event.batch, ()):
        if use.began.hash in beside:
            continue
        state.open.pop(use.began.hash, None)
        if use.ended is None or (use.ended.hash in beside and _earlier(stamp, use.ended)):
            use.ended, product = stamp, use.product
        if isinstance(event, e.EquipmentSwapped) and use.ended is stamp:
            use.swapped = event.replaced_by
    if isinstance(event, e.EquipmentSwapped):
        if event.end_state in BARS:
            _mark(state, BARS[event.end_state], event.reason, stamp, said=True)
        _row(state, "swapped", stamp, product=product, batch=event.batch, detail=event.replaced_by)
    else:
        _row(state, "use_ended", stamp, product=product, batch=event.batch)


def _earlier(one: Stamp, other: Stamp) -> bool:
    return (moment(one.at.wall), one.hash) < (moment(other.at.wall), other.hash)


def _unclear(state: EquipmentState, batch: str) -> None:
    """A use by another batch ends what a room was cleared for, whoever knew of it."""
    for entry in [entry for entry, made in state.cleared.items() if made.batch != batch]:
        del state.cleared[entry]


def _tended(
    state: EquipmentState,
    event: e.EquipmentCleaned | e.LineCleared | e.EquipmentMaintained | e.ClearedInBatch | e.CleanedInBatch,
    stamp: Stamp,
    beside: Collection[str],
) -> None:
    match event:
        case e.EquipmentCleaned() | e.CleanedInBatch():
            _cleaned(state, event, stamp, beside)
        case e.LineCleared() | e.ClearedInBatch():
            _cleared(state, event, stamp, beside)
        case e.EquipmentMaintained():
            _renew(state.maintained, stamp, Maintenance(event.due, event.work, stamp), beside)
            if event.requalify:
                _mark(state, "unfit", "maintained", stamp)
            _mark(state, "dirty", "maintained", stamp)
            _row(state, "maintained", stamp, checked_by=event.checked_by, detail=event.work)


def _cleaned(
    state: EquipmentState, event: e.EquipmentCleaned | e.CleanedInBatch, stamp: Stamp, beside: Collection[str]
) -> None:
    _settle(state, "dirty", beside)
    by, batch = (event.by, event.batch) if isinstance(event, e.CleanedInBatch) else (stamp.by, "")
    made = Cleaning(event.until, event.procedure, event.checked_by, stamp, by)
    _renew(state.cleaned, stamp, made, beside)
    if event.overdue:
        _mark(state, "hold", "dirty_hold_over", stamp)
    _row(state, "cleaned", stamp, by=by, batch=batch, checked_by=event.checked_by, detail=event.procedure)


def _pictured(state: EquipmentState, event: e.CleaningPictured, stamp: Stamp) -> None:
    _row(state, "cleaning_pictured", stamp, detail=event.value.get("sha256", ""))


def _sampled(state: EquipmentState, event: e.EnvironmentRead, stamp: Stamp, beside: Collection[str]) -> None:
    _renew(state.environment.setdefault(event.sample, {}), stamp, Reading(event, stamp), beside)
    what = f"environment_{event.verdict}" if event.verdict else "environment_aside"
    value = f"{event.value} {event.unit}"
    _row(state, what, stamp, detail=", ".join(text for text in (event.place, event.sample, value) if text))


def _cleared(
    state: EquipmentState, event: e.LineCleared | e.ClearedInBatch, stamp: Stamp, beside: Collection[str]
) -> None:
    """Take a clearance in; what a batch answers may not apply, what the own checklist asks always does."""
    in_batch = isinstance(event, e.ClearedInBatch)
    passed = all(answer == "yes" or (in_batch and answer == "na") for _, answer in event.answers)
    photograph = event.value.get("sha256", "")
    by = event.by if isinstance(event, e.ClearedInBatch) else stamp.by
    made = Clearance(event.batch, event.product, event.when, passed, photograph, event.checked_by, stamp, by)
    state.clearances.append(made)
    _row(
        state,
        f"cleared_{'after' if event.when == 'after' else 'before'}" if passed else "not_cleared",
        stamp,
        by=by,
        product=event.product,
        batch=event.batch,
        checked_by=event.checked_by,
    )
    disturbed = any(use.began.hash in beside and use.batch != event.batch for use in state.uses)
    _renew(state.cleared, stamp, made, beside)
    if disturbed:
        del state.cleared[stamp.hash]


def _examined(
    state: EquipmentState,
    event: e.EquipmentQualified | e.EquipmentCalibrated | e.DailyChecked | e.IntegrityTested,
    stamp: Stamp,
    beside: Collection[str],
) -> None:
    match event:
        case e.EquipmentQualified():
            _settle(state, "unfit", beside)
            person = _signer(event.signed, stamp)
            _renew(state.qualified, stamp, Approved(event.until, event.evidence, person, stamp), beside)
            _row(state, "qualified", stamp, detail=event.evidence)
        case e.EquipmentCalibrated():
            due = event.due if event.result == "pass" else ""
            made = Calibration(event.result, due, event.as_found, event.certificate, event.touched, stamp)
            _renew(state.calibrated, stamp, made, beside)
            state.calibrations.append(made)
            if event.result != "pass":
                _mark(state, "out", "calibration_failed", stamp)
            _row(state, f"calibrated_{event.result}", stamp, detail=event.certificate)
        case e.DailyChecked():
            _renew(state.checked, stamp, Check(event.result, stamp), beside)
            if event.result != "pass":
                _mark(state, "hold", "daily_check_failed", stamp)
            _row(state, f"checked_{event.result}", stamp, detail=event.wrong)
        case e.IntegrityTested():
            _renew(state.integrity, stamp, Check(event.result, stamp), beside)
            if event.result != "pass":
                _mark(state, "out", "integrity_failed", stamp)
            _row(state, f"integrity_{event.result}", stamp, detail=event.method)


def _stopped(
    state: EquipmentState,
    event: e.EquipmentHeld | e.EquipmentReleased | e.TakenOutOfService | e.ReturnedToService,
    stamp: Stamp,
    beside: Collection[str],
) -> None:
    match event:
        case e.EquipmentHeld():
            _mark(state, "hold", event.reason, stamp, said=True)
            _row(state, "held", stamp, detail=event.reason)
        case e.EquipmentReleased():
            _settle(state, "hold", beside)
            _row(state, "released", stamp, detail=event.reason)
        case e.TakenOutOfService():
            _mark(state, "out", event.reason, stamp, said=True)
            _row(state, "out_of_service", stamp, detail=event.reason)
        case e.ReturnedToService():
            _settle(state, "out", beside)
            _row(state, "returned", stamp, detail=event.reason)
