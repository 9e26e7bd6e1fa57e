"""Words for equipment: where it stands, what its use log says, what stopped it."""

from __future__ import annotations

from collections.abc import Mapping

from ebr.wording.parameters import moment_words
from ebr.wording.sentences import word
from ebr.words import mark, tr

STATUS: Mapping[str, str] = {
    "clean": mark("Clean"),
    "dirty": mark("Dirty"),
    "in_use": mark("In use"),
    "on_hold": mark("On hold"),
    "out_of_service": mark("Out of service"),
}
READY = mark("Ready")
"""What is "clean" of a thing that is never cleaned: a balance, a printer."""
NOT_READY = mark("Not ready")
"""Nothing stopped it, but something is missing before the next use: a calibration, a check, a test."""

LOG: Mapping[str, str] = {
    "registered": mark("Registered"),
    "changed": mark("Changed"),
    "qualified": mark("Qualified"),
    "calibrated_pass": mark("Calibrated: passed"),
    "calibrated_fail": mark("Calibrated: failed"),
    "checked_pass": mark("Daily check: passed"),
    "checked_fail": mark("Daily check: failed"),
    "integrity_pass": mark("Integrity test: passed"),
    "integrity_fail": mark("Integrity test: failed"),
    "use_began": mark("Use began"),
    "use_ended": mark("Use ended"),
    "swapped": mark("Exchanged during use"),
    "cleaned": mark("Cleaned"),
    "cleaning_pictured": mark("Photograph of the cleaning"),
    "maintained": mark("Maintained"),
    "cleared_before": mark("Cleared before the batch"),
    "cleared_after": mark("Cleared after the batch"),
    "not_cleared": mark("Clearance not passed"),
    "held": mark("Put on hold"),
    "released": mark("Hold lifted"),
    "out_of_service": mark("Taken out of service"),
    "returned": mark("Returned to service"),
    "environment_in": mark("Sample: inside limits"),
    "environment_alert": mark("Sample: above alert"),
    "environment_out": mark("Sample: above action"),
    "environment_aside": mark("Sample: set aside"),
}
"""Lines of the use log (21 CFR 211.182)."""

STOPS: Mapping[str, str] = {
    "calibration_failed": mark("The calibration failed"),
    "daily_check_failed": mark("The daily check failed"),
    "integrity_failed": mark("The integrity test failed"),
    "dirty_hold_over": mark("Cleaned after the dirty-hold time"),
}
"""What stopped it by itself."""

RESULTS: Mapping[str, str] = {"pass": mark("Passed"), "fail": mark("Failed")}


ANSWERS: Mapping[str, str] = {"yes": mark("Yes"), "no": mark("No")}
WHEN: Mapping[str, str] = {**ANSWERS, "before": mark("Before the batch"), "after": mark("After the batch")}
SHEET: Mapping[str, Mapping[str, str]] = {
    "result": RESULTS,
    "clearance": WHEN,
    **dict.fromkeys(("cleaning", "single_use", "integrity", "requalify"), ANSWERS),
}
"""Rows of a signing sheet that hold a code."""


def sheet_words(name: str, text: str) -> str:
    """Return the text of a row of a signing sheet about equipment in words, where it is a code or a time."""
    if name == "stopped":
        at, _, why = text.partition(" ")
        return f"{moment_words(at)}: {word(STOPS, why)}"
    return moment_words(text) if name == "overdue" else word(SHEET.get(name, {}), text)


def equipment_word(status: str, *, cleaned: bool = True, ready: bool = True) -> str:
    """Return where a piece stands; `cleaned` is False of what needs no cleaning, `ready` when something is missing."""
    if status != "clean":
        return word(STATUS, status)
    return tr(NOT_READY) if not ready else tr(STATUS[status] if cleaned else READY)


def use_word(what: str) -> str:
    """Return a line of the use log."""
    return word(LOG, what)


def stop_words(why: str, *, said: bool) -> str:
    """Return what stopped it: what somebody said, or the words of a code."""
    return why if said else word(STOPS, why)


def result_word(result: str) -> str:
    """Return the result of a calibration, check or test."""
    return word(RESULTS, result)
