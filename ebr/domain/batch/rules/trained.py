"""Nobody does a step that they are not trained for (21 CFR 211.25(a); floor-rules 4).

A step names its procedures; whoever performs in it, starts its time or signs for it is trained in each. What is missing
is named with the task, its version and the way out.
"""

from __future__ import annotations

from ebr.domain import subjects
from ebr.domain.batch.rules.known import Known
from ebr.domain.mbr.model import Phase
from ebr.domain.refusal import Refusal
from ebr.domain.training.state import TaskState, TrainingState, missing, roots_for, standing, tasks_of
from ebr.domain.values import Instant

OF_TRAINED = ("performed", "witnessed", "verified")
"""Signatures that only who is trained for the step may give."""
NOT_KEPT = "task_unknown"


def untrained(known: Known, phase: Phase, person: str, at: Instant) -> Refusal | None:
    """Refuse a person who may not do a step, naming the first task and what is missing."""
    each = (lacks(known, task, person, at) for task in (tasks_of(phase.sop) if person else ()))
    return next((found for found in each if found is not None), None)


def lacks(known: Known, task: str, person: str, at: Instant) -> Refusal | None:
    """Return what a person lacks in one procedure; one that is not kept here is the policy's."""
    found = missing(known.facts, task, person, at)
    return None if found is not None and found.code == NOT_KEPT and not known.kept("training") else found


def versions(known: Known, phase: Phase, person: str, at: Instant) -> dict[str, tuple[str, str]]:
    """Return by procedure the version that a person is trained in now, and the last day of it ("" without end)."""
    training = known.facts.get(subjects.training(person))
    found = {}
    for name in tasks_of(phase.sop):
        task = known.facts.get(subjects.task(name))
        if isinstance(task, TaskState) and isinstance(training, TrainingState):
            stands = standing(task, training, at)
            if stands.counts:
                found[name] = (stands.version, stands.until)
    return found


def roots(phase: Phase, person: str) -> list[str]:
    """Return the roots that `untrained` reads."""
    return [root for task in tasks_of(phase.sop) if person for root in roots_for(task, person)]
