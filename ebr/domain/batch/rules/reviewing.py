"""How deep a batch is reviewed, and what of the review is still missing (floor-rules 21, 22; EU GMP 4.20 and its note).

The depth belongs to the version of the MBR: quality sets it with a signed justification, else the profile says it.

    full          every section is marked as read, the list of exceptions first       IMP and ATMP without a decision
    critical      the whole batch's sections and each unit procedure that is critical        any other without one
    exception     the whole batch's sections only                          by quality's signed justification alone
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from ebr.domain import subjects
from ebr.domain.batch.state import BatchState, reviewing
from ebr.domain.decision import Facts
from ebr.domain.master.state import MasterState
from ebr.domain.refusal import Refusal

FULL, CRITICAL, EXCEPTION = "full", "critical", "exception"
BY_PROFILE: Final[Mapping[str, str]] = {"IMP": FULL, "ATMP": FULL}


def depth(state: BatchState, facts: Facts) -> str:
    """Return how deep this batch is reviewed; without a decision of quality what its profile asks for."""
    issued = state.issued
    master = facts.get(subjects.master(issued.mbr, issued.version)) if issued is not None else None
    if isinstance(master, MasterState) and master.review_depth:
        return master.review_depth
    return BY_PROFILE.get(state.plan.mbr.header.profile, CRITICAL) if state.plan is not None else FULL


def wanted(state: BatchState, depth: str) -> tuple[str, ...]:
    """Return the sections that are to be read, in the order of the record."""
    if depth == FULL:
        return reviewing.sections(state)
    critical = reviewing.critical_sections(state) if depth == CRITICAL else ()
    return (*reviewing.WHOLE, *critical)


def blockers(state: BatchState, facts: Facts) -> Iterator[Refusal]:
    """Yield what of the review is missing: answers, sections to read, the audit trail (floor-rules 21)."""
    for one in reviewing.open_queries(state):
        yield Refusal("question_open", question=one.event.question, batch=state.id)
    for section in reviewing.unread(state, wanted(state, depth(state, facts))):
        yield Refusal("section_not_read", section=section_title(state, section), batch=state.id)
    if state.reviewing.trail is None:
        yield Refusal("trail_not_reviewed", batch=state.id)


def section_title(state: BatchState, section: str) -> str:
    """Return the title of a section: that of its unit procedure, or its code for one of the whole batch."""
    place = state.plan.places.get(section) if state.plan is not None else None
    return place.node.title if place is not None and place.node is not None else section
