"""Opening a deviation and saying what belongs to it; every batch that it names is told in its own record.

An exception belongs to one deviation: a second one would make two investigations of one thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from ebr.domain import subjects
from ebr.domain.decision import Decision, Draft, Facts
from ebr.domain.deviation import events as e
from ebr.domain.deviation.batch_events import DeviationNamed
from ebr.domain.deviation.commands import LinkExceptions, OpenDeviation
from ebr.domain.deviation.state import SEVERITIES, Batch, DeviationState
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant, clean_text, shown_text

LONGEST_TITLE: Final = 120
LONGEST_TEXT: Final = 8000
MOST: Final = 1000
"""Batches and exceptions that one deviation names."""
NUMBER: Final = re.compile(r"DEV-[A-Za-z0-9_-]{1,80}")
BATCH: Final = re.compile(r"[A-Z0-9][A-Z0-9-]{2,31}")
"""A batch number: nothing else can name one."""


def open_deviation(state: DeviationState, facts: Facts, command: OpenDeviation, at: Instant) -> Decision:
    """Open it, with the batches of its exceptions."""
    if not NUMBER.fullmatch(command.deviation):
        raise Refusal("deviation_number", deviation=shown_text(command.deviation))
    if state.known:
        raise Refusal("deviation_known", deviation=state.number)
    if command.severity not in SEVERITIES:
        raise Refusal("severity_unknown", severity=shown_text(command.severity))
    exceptions = checked_exceptions(facts, command.exceptions, state.number)
    batches = checked_batches(facts, (*(batch for batch, _ in exceptions), *command.batches))
    event = e.DeviationOpened(
        state.number,
        title_of(command.title),
        text_of(command.description, "description"),
        max(command.severity, *_classes(facts, exceptions), key=SEVERITIES.index),
        day_of(command.discovered, at),
        exceptions,
        batches,
    )
    told = named(state.number, event.title, event.severity, batches, exceptions)
    answer = {"deviation": state.number, "severity": event.severity}
    return Decision((Draft(subjects.deviation(state.number), event), *told), answer=answer)


def link(state: DeviationState, facts: Facts, command: LinkExceptions) -> Decision:
    """Let more exceptions or batches belong to it."""
    exceptions = checked_exceptions(facts, command.exceptions, state.number)
    fresh = tuple(pair for pair in exceptions if pair not in state.exceptions)
    batches = checked_batches(facts, (*(batch for batch, _ in fresh), *command.batches))
    more = tuple(batch for batch in batches if batch not in state.batches)
    if not fresh and not more:
        raise Refusal("deviation_nothing_new", deviation=state.number)
    event = e.ExceptionsLinked(state.number, fresh, more)
    concerned = tuple(dict.fromkeys((*(batch for batch, _ in fresh), *more)))
    told = named(state.number, state.title, state.severity, concerned, fresh, rule_of(state))
    return Decision((Draft(subjects.deviation(state.number), event), *told))


def named(
    number: str, title: str, severity: str, batches: Iterable[str], exceptions: e.Exceptions, rule: str = ""
) -> tuple[Draft, ...]:
    """Return what each batch is told."""
    return tuple(
        Draft(
            subjects.batch(batch),
            DeviationNamed(batch, number, title, severity, tuple(n for one, n in exceptions if one == batch), rule),
        )
        for batch in batches
    )


def rule_of(state: DeviationState) -> str:
    """Return the rule whose words the title is, "" once a person described it."""
    return state.rule if state.described is None else ""


def checked_batches(facts: Facts, batches: Iterable[str]) -> tuple[str, ...]:
    """Return batches, each once; refuses one that the station does not know."""
    found = tuple(dict.fromkeys(batches))
    for batch in found:
        batch_in(facts, batch)
    if len(found) > MOST:
        raise Refusal("deviation_too_many", count=str(len(found)), most=str(MOST))
    return found


def checked_exceptions(facts: Facts, exceptions: e.Exceptions, number: str) -> e.Exceptions:
    """Return exceptions, each once; refuses one that is not there, or that belongs to another deviation."""
    found = tuple(dict.fromkeys(exceptions))
    for batch, exception in found:
        state = batch_in(facts, batch)
        if exception not in state.exceptions:
            raise Refusal("exception_unknown", exception=shown_text(exception))
        other = state.covered(exception)
        if other not in ("", number):
            raise Refusal("exception_covered", exception=exception, batch=batch, deviation=other)
    return found


def batch_in(facts: Facts, batch: str) -> Batch:
    """Return a batch among the facts; refuses one that was never issued."""
    found = facts.get(subjects.batch(batch)) if BATCH.fullmatch(batch) else None
    if not isinstance(found, Batch) or found.issued is None:
        raise Refusal("batch_unknown", batch=shown_text(batch))
    return found


def title_of(text: str) -> str:
    """Return a title of one line; refuses an empty one."""
    title = clean_text(text, LONGEST_TITLE)
    if not title or "\n" in title:
        raise Refusal("deviation_title")
    return title


def text_of(text: str, section: str) -> str:
    """Return a text of a section; refuses an empty one."""
    found = clean_text(text, LONGEST_TEXT)
    if not found:
        raise Refusal("deviation_text_missing", section=section)
    return found


def day_of(text: str, at: Instant) -> str:
    """Return the day on which it was discovered: today where none is told; refuses a later one."""
    today = datetime.fromisoformat(at.wall).date()
    found = checked_day(text) if text.strip() else today.isoformat()
    if date.fromisoformat(found) > today:
        raise Refusal("deviation_day_later", day=found, today=today.isoformat())
    return found


def checked_day(text: str) -> str:
    """Return a day as YYYY-MM-DD; refuses what is none."""
    try:
        found = date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        found = ""
    if found != text.strip():
        raise Refusal("deviation_day", text=shown_text(text))
    return found


def _classes(facts: Facts, exceptions: e.Exceptions) -> tuple[str, ...]:
    """Return the classes of exceptions: a deviation is never lighter than what it covers."""
    states = [batch_in(facts, batch).exceptions[number] for batch, number in exceptions]
    return ("minor", *(one.severity for one in states))
