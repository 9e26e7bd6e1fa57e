"""Nobody does a step that they are not trained for (21 CFR 211.25(a); floor-rules 4).

A step names its procedures; whoever performs in it, starts its time or signs for it is trained in each. What is missing
is named with the task, its version and the way out.
"""

from __future__ import annotations

from ebr.domain.batch.rules.known import Known
from ebr.domain.mbr.model import Phase
from ebr.domain.refusal import Refusal
from ebr.domain.training.state import missing, roots_for, tasks_of
from ebr.domain.values import Instant

OF_TRAINED = ("performed", "witnessed", "verified")
"""Signatures that only who is trained for the step may give."""
NOT_KEPT = "task_unknown"


def untrained(known: Known, phase: Phase, person: str, at: Instant) -> Refusal | None:
    """Refuse a person who may not do a step, naming the first task and what is missing."""
    for task in tasks_of(phase.sop) if person else ():
        found = missing(known.facts, task, person, at)
        if found is not None and (found.code != NOT_KEPT or known.kept("training")):
            return found
    return None


def roots(phase: Phase, person: str) -> list[str]:
    """Return the roots that `untrained` reads."""
    return [root for task in tasks_of(phase.sop) if person for root in roots_for(task, person)]
