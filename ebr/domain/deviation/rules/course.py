"""The sections of a deviation: what departed, its class, containment, cause, impact, actions, files.

Each section is written anew as a whole by whoever knows better; what stood before stays in the record.
"""

from __future__ import annotations

import re
from typing import Final

from ebr.domain import subjects
from ebr.domain.decision import Actor, Decision, Draft, Event, Facts
from ebr.domain.deviation import commands as c
from ebr.domain.deviation import events as e
from ebr.domain.deviation.rules.opening import (
    LONGEST_TEXT,
    checked_batches,
    checked_day,
    day_of,
    named,
    rule_of,
    text_of,
    title_of,
)
from ebr.domain.deviation.state import METHODS, SEVERITIES, DeviationState
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant, clean_text, shown_text

SHA256: Final = re.compile(r"[0-9a-f]{64}")
LONGEST_REFERENCE: Final = 120


def decide(state: DeviationState, facts: Facts, command: object, actor: Actor, at: Instant) -> Decision:
    """Return the event of a command about one section of an open deviation."""
    match command:
        case c.DescribeDeviation():
            return _one(state, _described(state, command, at))
        case c.ClassDeviation():
            return _one(state, _classed(state, command, actor))
        case c.ContainDeviation():
            return _one(state, e.DeviationContained(state.number, text_of(command.text, "contained")))
        case c.FindCause():
            return _one(state, _cause(state, command))
        case c.AssessImpact():
            return _impact(state, facts, command)
        case c.SetActions():
            return _one(state, _actions(state, command))
        case c.AttachToDeviation():
            return _one(state, _file(state, command))
    raise TypeError(f"not a command of a deviation: {type(command).__name__}")


def _one(state: DeviationState, event: Event) -> Decision:
    return Decision((Draft(subjects.deviation(state.number), event),))


def _described(state: DeviationState, command: c.DescribeDeviation, at: Instant) -> e.DeviationDescribed:
    title, text = title_of(command.title), text_of(command.description, "description")
    day = day_of(command.discovered or state.discovered, at)
    if (title, text, day) == (state.title, state.description, state.discovered):
        raise Refusal("deviation_nothing_new", deviation=state.number)
    return e.DeviationDescribed(state.number, title, text, day, text_of(command.reason, "reason"))


def _classed(state: DeviationState, command: c.ClassDeviation, actor: Actor) -> e.DeviationClassed:
    if command.severity not in SEVERITIES:
        raise Refusal("severity_unknown", severity=shown_text(command.severity))
    if command.severity == state.severity:
        raise Refusal("severity_same", exception=state.number, severity=state.severity)
    lower = SEVERITIES.index(command.severity) < SEVERITIES.index(state.severity)
    if lower and "quality" not in actor.roles:
        raise Refusal("severity_lowered_by_quality", exception=state.number)
    return e.DeviationClassed(state.number, command.severity, state.severity, text_of(command.reason, "reason"))


def _cause(state: DeviationState, command: c.FindCause) -> e.CauseFound:
    if command.method not in METHODS:
        raise Refusal("deviation_method", method=shown_text(command.method))
    return e.CauseFound(state.number, command.method, text_of(command.text, "cause"))


def _impact(state: DeviationState, facts: Facts, command: c.AssessImpact) -> Decision:
    """Judge every batch that the station proposes; those found to be affected are told."""
    affected = checked_batches(facts, command.affected)
    cleared = tuple(dict.fromkeys(command.cleared))
    both = next((batch for batch in cleared if batch in affected or batch in state.named), "")
    if both:
        raise Refusal("deviation_batch_both", batch=shown_text(both))
    judged = {*affected, *cleared, *state.named}
    left = [batch for batch in command.proposed if batch not in judged]
    if left:
        raise Refusal("deviation_batch_not_judged", batch=left[0], count=str(len(left)))
    text = text_of(command.text, "impact")
    event = e.ImpactAssessed(state.number, text, affected, cleared, command.proposed)
    fresh = tuple(batch for batch in affected if batch not in state.batches)
    told = named(state.number, state.title, state.severity, fresh, (), rule_of(state))
    return Decision((Draft(subjects.deviation(state.number), event), *told))


def _actions(state: DeviationState, command: c.SetActions) -> e.ActionsSet:
    corrective, preventive = clean_text(command.corrective, LONGEST_TEXT), clean_text(command.preventive, LONGEST_TEXT)
    if not corrective and not preventive:
        raise Refusal("deviation_text_missing", section="actions")
    due = checked_day(command.due) if command.due.strip() else ""
    return e.ActionsSet(state.number, corrective, preventive, clean_text(command.reference, LONGEST_REFERENCE), due)


def _file(state: DeviationState, command: c.AttachToDeviation) -> e.FileAttached:
    value = dict(command.value)
    if not SHA256.fullmatch(value.get("sha256", "")) or not value.get("name"):
        raise Refusal("deviation_file", deviation=state.number)
    if any(event.value.get("sha256") == value["sha256"] for event, _ in state.files):
        raise Refusal("deviation_file_twice", name=shown_text(value["name"], 80))
    return e.FileAttached(state.number, value, clean_text(command.text, 500))
