"""What a batch has to do with deviations: labels that do not add up open one, and an open one blocks (211.125(c)).

The deviation of an exception that a rule raised takes its number from that exception, "DEV-HR-2026-001-EX-003", so two
stations that do not know of each other cannot give one number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final

from ebr.domain import subjects
from ebr.domain.batch.events import ExceptionRaised
from ebr.domain.batch.state import BatchState
from ebr.domain.decision import Decision, Draft, Facts
from ebr.domain.deviation.batch_events import DeviationNamed
from ebr.domain.deviation.events import DeviationOpened, ExceptionsLinked
from ebr.domain.deviation.state import blocking
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant

OPENING: Final = ("labels_unreconciled",)
"""Rules whose exceptions are not enough: 21 CFR 211.125(c) asks for an investigation that quality closes."""


def roots(state: BatchState) -> tuple[str, ...]:
    """Return the roots of the deviations that name a batch, as far as it was told of them."""
    return tuple(subjects.deviation(number) for number in state.deviations)


def blockers(state: BatchState, facts: Facts) -> tuple[Refusal, ...]:
    """Return the open deviations that stand against releasing a batch."""
    return blocking(facts, state.id)


def opened(state: BatchState, decision: Decision, at: Instant) -> Decision:
    """Return the decision with the deviation of each exception that needs one."""
    more = [draft for one in decision.drafts for draft in _of(state, one.event, at)]
    return replace(decision, drafts=(*decision.drafts, *more)) if more else decision


def _of(state: BatchState, event: object, at: Instant) -> Iterator[Draft]:
    if not isinstance(event, ExceptionRaised) or event.rule not in OPENING:
        return
    number = _before(state, event) or f"DEV-{state.id}-{event.exception}"
    title = event.params.get("slot", "")
    day = datetime.fromisoformat(at.wall).date().isoformat()
    covers, value = ((state.id, event.exception),), event.params.get("value", "")
    if number in state.deviations:
        about: object = ExceptionsLinked(number, covers, ())
    else:
        about = DeviationOpened(number, title, value, event.severity, day, covers, (state.id,), event.rule)
    yield Draft(subjects.deviation(number), about)
    named = DeviationNamed(state.id, number, title, event.severity, (event.exception,), event.rule)
    yield Draft(subjects.batch(state.id), named)


def _before(state: BatchState, event: ExceptionRaised) -> str:
    """Return the deviation that this rule opened about this entry before: it is opened again if it was closed."""
    for number, told in state.deviations.items():
        places = (state.exceptions[name].where for name in told.exceptions if name in state.exceptions)
        if told.rule == event.rule and event.where in places:
            return number
    return ""
