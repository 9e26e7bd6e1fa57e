"""Words for samples: where each is, what waits, what happened, what its forms ask for."""

from __future__ import annotations

from collections.abc import Mapping

from ebr.wording.sentences import word
from ebr.words import mark

STATUS: Mapping[str, str] = {
    "planned": mark("Not taken yet"),
    "taken": mark("Taken"),
    "sent": mark("On its way"),
    "received": mark("In the laboratory"),
    "tested": mark("Tested"),
    "unfit": mark("Not fit"),
    "stored": mark("Put away"),
    "discarded": mark("Destroyed"),
    "withdrawn": mark("Withdrawn"),
}

STAGES: Mapping[str, str] = {
    "take": mark("Take"),
    "close": mark("Plate open"),
    "receive": mark("Receive"),
    "store": mark("Put away"),
    "test": mark("Test"),
    "check": mark("Check"),
    "decide": mark("Decide"),
}
"""What waits to be done."""

COURSE: Mapping[str, str] = {
    "planned": mark("Number given"),
    "taken": mark("Taken"),
    "contested": mark("Number used twice"),
    "sent": mark("Sent"),
    "received": mark("Received"),
    "unfit": mark("Received, not fit"),
    "due": mark("Due day changed"),
    "exposed": mark("Plate opened"),
    "closed": mark("Plate closed"),
    "result": mark("Result entered"),
    "replaced_result": mark("Result replaced"),
    "seconded": mark("Result checked"),
    "ordered": mark("Retests ordered"),
    "retest": mark("Retest entered"),
    "retest_checked": mark("Retest checked"),
    "invalid": mark("Result set aside"),
    "stored": mark("Put away"),
    "discarded": mark("Destroyed"),
    "withdrawn": mark("Withdrawn"),
    "replaced": mark("Number corrected"),
}
"""Lines of the course of a sample."""

ASKED: Mapping[str, str] = {
    "batch": mark("The batch"),
    "condition": mark("The condition"),
    "due_day": mark("The day the results are due"),
    "how": mark("How it was destroyed"),
    "investigation": mark("The number of the investigation"),
    "label": mark("The name"),
    "on": mark("The planned day"),
    "place": mark("The place"),
    "reason": mark("The reason"),
    "sent_to": mark("Where it is sent"),
    "until": mark("The last day it is kept"),
}
"""What a form asks for, at the beginning of a sentence."""


def sample_word(status: str) -> str:
    """Return where a sample stands."""
    return word(STATUS, status)


def stage_word(stage: str) -> str:
    """Return what waits."""
    return word(STAGES, stage)


def course_word(what: str) -> str:
    """Return what happened."""
    return word(COURSE, what)


def asked_word(field: str) -> str:
    """Return what a form asks for."""
    return word(ASKED, field)
