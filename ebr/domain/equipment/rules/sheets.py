"""What a signature about equipment shows and covers (21 CFR 11.50, 11.70).

A sheet covers the entries that the signer's decision rests on: what registered it, what holds it, what was used since.
"""

from __future__ import annotations

from ebr.domain.canonical import Json
from ebr.domain.decision import Event, Sheet
from ebr.domain.equipment import events as e
from ebr.domain.equipment.state import EquipmentState
from ebr.domain.equipment.state.model import Mark
from ebr.domain.equipment.state.standing import in_doubt

Rows = list[Json]


def sheet(state: EquipmentState, event: Event) -> Sheet | None:
    """Return what a signature on this event shows and covers; None for an event that nobody signs."""
    rows: Rows = [["equipment", f"{state.id} {state.name}"], ["class", state.kind]]
    match event:
        case e.EquipmentQualified():
            rows += [*_needs(state.needs), ["qualification", event.evidence], ["valid_until", event.until]]
            return _sheet("equipment.qualify", rows, (state.entry,), "approved")
        case e.EquipmentCalibrated():
            rows += [["result", event.result], ["as_found", event.as_found], ["certificate", event.certificate]]
            rows += [["due", event.due], *([["touched", batch] for batch in event.touched])]
            return _sheet("equipment.calibrate", rows, (state.entry,), "performed")
        case e.EquipmentCleaned():
            # Not the end of the clean-hold time: it runs from the signature, which comes after the sheet.
            rows += [["procedure", event.procedure], ["overdue", event.overdue]]
            uses = tuple(mark.stamp.hash for mark in state.barred("dirty"))
            return _sheet("equipment.clean", rows, (state.entry, *uses), "verified")
        case e.EquipmentMaintained():
            rows += [["work", event.work], ["due", event.due], ["requalify", "yes" if event.requalify else "no"]]
            return _sheet("equipment.maintain", rows, (state.entry,), "verified")
        case e.LineCleared():
            return _clearance(state, event, rows)
        case e.EquipmentReleased():
            held = state.barred("hold")
            rows += [*_marks(held), ["reason", event.reason]]
            return _sheet("equipment.release", rows, (state.entry, *_entries(held)), "approved")
        case e.ReturnedToService():
            out = state.barred("out")
            rows += [*_marks(out), *_doubted(state), ["reason", event.reason]]
            return _sheet("equipment.return", rows, (state.entry, *_entries(out)), "approved")
        case _:
            return None


def _sheet(act: str, rows: Rows, covered: tuple[str, ...], meaning: str) -> Sheet:
    said = [row for row in rows if isinstance(row, list) and row[1]]
    return Sheet({"act": act, "rows": said}, tuple(dict.fromkeys(covered)), meaning)


def _entries(marks: tuple[Mark, ...]) -> tuple[str, ...]:
    return tuple(mark.stamp.hash for mark in marks)


def _marks(marks: tuple[Mark, ...]) -> Rows:
    return [["stopped", f"{mark.stamp.at.wall} {mark.why}"] for mark in marks]


def _doubted(state: EquipmentState) -> Rows:
    """Every batch that a failed calibration put in doubt: who returns the piece has seen them."""
    return [["touched", batch] for batch in in_doubt(state)]


def _clearance(state: EquipmentState, event: e.LineCleared, rows: Rows) -> Sheet:
    rows += [["batch", event.batch], ["product", event.product], ["clearance", event.when]]
    rows += [["checklist", f"{line}: {answer}"] for line, answer in event.answers]
    rows.append(["photograph", event.value.get("sha256", "")])
    return _sheet("equipment.clear", rows, (state.entry,), "verified")


def _needs(needs: e.Needs) -> Rows:
    unit = needs.unit
    said: list[list[str]] = [
        ["calibration_days", str(needs.calibration_days or "")],
        ["maintenance_days", str(needs.maintenance_days or "")],
        ["cleaning", _yes(on=needs.cleaning)],
        ["clean_hold_hours", str(needs.clean_hold_hours or "")],
        ["dirty_hold_hours", str(needs.dirty_hold_hours or "")],
        ["single_use", _yes(on=needs.single_use)],
        ["integrity", _yes(on=needs.integrity)],
        ["clearance", _yes(on=needs.clearance)],
        ["grade", needs.grade],
        ["capacity", f"{needs.capacity} {unit}" if needs.capacity else ""],
        ["minimum", f"{needs.minimum} {unit}" if needs.minimum else ""],
        ["resolution", f"{needs.resolution} {unit}" if needs.resolution else ""],
    ]
    said += [["daily_check", f"{one.name}: {one.low} … {one.high} {one.unit}".rstrip()] for one in needs.checks]
    said += [["checklist", line] for line in needs.checklist]
    return [[name, text] for name, text in said if text]


def _yes(*, on: bool) -> str:
    return "yes" if on else ""
