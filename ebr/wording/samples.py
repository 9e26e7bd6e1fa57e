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
    "store": mark("Put it away"),
    "incubate": mark("Incubate"),
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
    "incubated": mark("Put into an incubator"),
    "concluded": mark("Decided about"),
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
    "kind": mark("The kind of sample"),
    "activity": mark("The state of the room"),
    "action_limit": mark("The action limit"),
    "alert_limit": mark("The alert level"),
    "count": mark("The number of colonies"),
}
"""What a form asks for, at the beginning of a sentence."""

KINDS: Mapping[str, str] = {
    "settle": mark("Settle plate"),
    "air": mark("Air sample"),
    "surface": mark("Contact plate"),
}
"""Kinds of samples of a room."""

ACTIVITIES: Mapping[str, str] = {
    "at_rest": mark("At rest"),
    "in_operation": mark("In operation"),
}
"""What went on in the room."""


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


def kind_word(kind: str) -> str:
    """Return what kind of sample of a room it is."""
    return word(KINDS, kind)


def activity_word(activity: str) -> str:
    """Return what went on in the room."""
    return word(ACTIVITIES, activity)
