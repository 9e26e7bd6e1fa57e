"""How entries of a review change what is true of it, and what of the record is still to be read.

A section counts its entries of the record; it is read while the count is the one that was read, so whatever comes later
asks to be read too (floor-rules 24).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from ebr.domain.batch import events as batch
from ebr.domain.batch.events import review as e
from ebr.domain.batch.events.label import EVENTS as LABELS
from ebr.domain.batch.state.model import BatchState
from ebr.domain.batch.state.plan import last_id
from ebr.domain.batch.state.reviewed import Query, Read
from ebr.domain.batch.state.slots import SlotState
from ebr.domain.values import Stamp

FINDINGS, IDENTITY, YIELD = "@findings", "@identity", "@yield"
WHOLE: Final = (FINDINGS, IDENTITY, YIELD)
"""Sections about the batch as a whole; no id of a document begins like them."""
TRAIL: Final = "trail_reviewed"
"""Meaning of the signature on the audit trail."""
OF_RECORD: Final[frozenset[type]] = frozenset(
    {
        batch.ValueRecorded,
        batch.AttemptRecorded,
        batch.ValueCalculated,
        batch.ValueCorrected,
        batch.ItemsClosed,
        batch.TimerStarted,
        batch.TimerStopped,
        batch.StepSigned,
        batch.RoundOpened,
        batch.RoundsEnded,
        batch.ExceptionRaised,
        batch.SeverityChanged,
        batch.CommentAdded,
        batch.ScribeNamed,
        batch.HandedOver,
        batch.LeftNow,
        batch.Returned,
        batch.BatchHeld,
        batch.HoldLifted,
        batch.TakenOver,
        batch.BatchAmended,
        batch.ConflictResolved,
        batch.FormReconciled,
        *LABELS.values(),
    }
)
"""Events after which the audit trail is to be looked at again; decisions of quality about it are none."""


def section_read(state: BatchState, event: e.SectionRead, stamp: Stamp) -> None:
    """Somebody read a section."""
    before = state.reviewing.read
    lines = (*before.get(event.section, ()), Read(event.count, stamp))
    state.reviewing = replace(state.reviewing, read={**before, event.section: lines})


def trail_reviewed(state: BatchState, _event: e.TrailReviewed, stamp: Stamp) -> None:
    """The audit trail is reviewed."""
    state.reviewing = replace(state.reviewing, trail=stamp)


def asked(state: BatchState, event: e.QuestionAsked, stamp: Stamp) -> None:
    """A question is open; the first with a number keeps it."""
    queries = {event.question: Query(event, stamp), **state.reviewing.queries}
    state.reviewing = replace(state.reviewing, queries=dict(sorted(queries.items())))


def answered(state: BatchState, event: e.QuestionAnswered, stamp: Stamp) -> None:
    """A question is answered; the first answer stands."""
    found = state.reviewing.queries.get(event.question)
    if found is not None and found.open:
        closed = replace(found, text=event.text, answered=stamp)
        queries = {**state.reviewing.queries, event.question: closed}
        state.reviewing = replace(state.reviewing, queries=queries)


def noticed(state: BatchState, event: object, stamp: Stamp) -> None:
    """Make the audit trail's review void when the record goes on after it (floor-rules 24)."""
    if state.reviewing.trail is None or type(event) not in OF_RECORD:
        return
    state.reviewing = replace(state.reviewing, trail=None)
    for place, found in enumerate(state.signatures):
        if found.valid and found.meaning == TRAIL:
            state.signatures[place] = replace(found, void=stamp.hash, void_by=_what(event))


def _what(event: object) -> str:
    named = (getattr(event, name, "") for name in ("slot", "scope", "where", "node", "phase", "exception"))
    return next((text for text in named if text), "")


def sections(state: BatchState) -> tuple[str, ...]:
    """Return every section of the record: the whole batch's, then each unit procedure."""
    plan = state.plan
    return (*WHOLE, *(unit.id for unit in plan.root.children)) if plan is not None else WHOLE


def counts(state: BatchState) -> Mapping[str, int]:
    """Return how many entries of the record each section holds now."""
    found = dict.fromkeys(sections(state), 0)
    for address, held in state.slots.items():
        unit = address.partition("/")[0].partition("[")[0]
        found[unit] = found.get(unit, 0) + entries_of(held)
        if state.plan is not None and state.plan.slots[last_id(address)].kind in OF_YIELD:
            found[YIELD] += entries_of(held)
    for signature in state.signatures:
        unit = signature.scope.partition("/")[0].partition("[")[0]
        if unit in found and unit != "batch":
            found[unit] += 1 + (not signature.valid)
    exceptions = sum(1 + len(one.changes) + (not one.open) for one in state.exceptions.values())
    found[FINDINGS] = exceptions + len(state.deviations)
    found[IDENTITY] = len(state.amendments) + bool(state.issue_stamp) + bool(state.checked) + len(state.holdings)
    return found


OF_YIELD: Final = ("yield", "labels", "material", "qs")
"""Kinds of entries of the block of yields and reconciliations."""


def entries_of(held: SlotState) -> int:
    """Return how many entries of the record stand behind one entry to make."""
    rows = sum(1 + len(row.corrections) for row in held.rows.values())
    timer = held.timer
    timed = 0 if timer is None else 1 + (timer.stop is not None)
    return rows + len(held.attempts) + (held.closed is not None) + timed


def last_read(state: BatchState, section: str) -> Read | None:
    """Return the latest reading of a section."""
    found = state.reviewing.read.get(section, ())
    return found[-1] if found else None


def unread(state: BatchState, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Return the sections of these that nobody has read as they stand now."""
    now = counts(state)
    return tuple(name for name in wanted if (one := last_read(state, name)) is None or one.count != now.get(name, 0))


def open_queries(state: BatchState) -> tuple[Query, ...]:
    """Return the questions nobody has answered, in order."""
    return tuple(found for found in state.reviewing.queries.values() if found.open)


def critical_sections(state: BatchState) -> tuple[str, ...]:
    """Return the unit procedures with a critical step or entry."""
    plan = state.plan
    if plan is None:
        return ()
    names = {name for name, phase in plan.phases.items() if phase.critical}
    names |= {name for name, slot in plan.slots.items() if slot.critical}
    found = {plan.places[name].path[0] for name in names}
    return tuple(unit.id for unit in plan.root.children if unit.id in found)
