"""Calibration, daily check, integrity test: what was measured, and what follows from it at once.

A calibration that failed takes the piece out of service in the same entry and lists every batch that it was used for
since the last good one (21 CFR 211.68(a), 211.160(b)(4)). Passing later does not bring it back: quality does.
"""

from __future__ import annotations

from ebr.domain import subjects
from ebr.domain.decision import Decision, Draft
from ebr.domain.equipment import events as e
from ebr.domain.equipment.commands import CalibrateEquipment, CheckDaily, CheckIntegrity
from ebr.domain.equipment.rules.trouble import day_ahead, filled, known
from ebr.domain.equipment.state import EquipmentState, touched
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant, number, plain, shown_text

RESULTS = ("pass", "fail")


def calibrate(state: EquipmentState, command: CalibrateEquipment, at: Instant) -> Decision:
    """Record a calibration with the day until which it holds, or the batches that a failure puts in doubt."""
    known(state)
    _result(command.result)
    found = filled(command.as_found, "as_found", state)
    certificate = filled(command.certificate, "certificate", state)
    failed = command.result == "fail"
    if not failed and not command.due.strip():
        raise Refusal("calibration_due_missing", equipment=state.id)
    due = "" if failed else day_ahead(command.due, at)
    doubted = tuple(dict.fromkeys(use.batch for use in touched(state))) if failed else ()
    event = e.EquipmentCalibrated(state.id, command.result, found, certificate, due, doubted)
    answer = {"touched": ", ".join(doubted)} if doubted else {}
    return Decision((Draft(subjects.equipment(state.id), event),), answer=answer)


def check(state: EquipmentState, command: CheckDaily) -> Decision:
    """Record today's readings; one outside its limits puts the piece on hold."""
    known(state)
    if not state.needs.checks:
        raise Refusal("daily_check_none", equipment=state.id, name=state.name)
    given = dict(command.readings)
    if len(given) < len(command.readings):  # of two the later would hide the one that failed
        raise Refusal("daily_check_twice", equipment=state.id)
    readings, wrong = [], []
    for limit in state.needs.checks:
        text = given.pop(limit.name, "").strip()
        if not text:
            raise Refusal("daily_check_reading", equipment=state.id, check=limit.name)
        value = number(text)
        below = bool(limit.low) and value < number(limit.low)
        above = bool(limit.high) and value > number(limit.high)
        wrong += [limit.name] if below or above else []
        readings.append((limit.name, plain(value)))
    if given:
        raise Refusal("daily_check_unknown", equipment=state.id, check=shown_text(next(iter(given))))
    result = "fail" if wrong else "pass"
    event = e.DailyChecked(state.id, tuple(readings), result, ", ".join(wrong))
    return Decision((Draft(subjects.equipment(state.id), event),), answer={"result": result})


def integrity(state: EquipmentState, command: CheckIntegrity) -> Decision:
    """Record an integrity test; what failed is never used."""
    known(state)
    if not state.needs.integrity:
        raise Refusal("integrity_none", equipment=state.id, name=state.name)
    _result(command.result)
    method, reading = filled(command.method, "method", state), filled(command.reading, "reading", state)
    event = e.IntegrityTested(state.id, method, reading, command.result)
    return Decision((Draft(subjects.equipment(state.id), event),))


def _result(result: str) -> None:
    if result not in RESULTS:
        raise Refusal("equipment_result", result=shown_text(result))
