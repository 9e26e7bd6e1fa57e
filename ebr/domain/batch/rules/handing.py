"""Whoever goes on is trained in what comes (21 CFR 211.25(a); floor-rules 4, 7).

A step that can be worked on now blocks the hand-over to somebody who may not do it, naming what is missing. What is
missing for a step that is not open yet is said and blocks nothing: there is time to be trained.
"""

from __future__ import annotations

from collections.abc import Iterator

from ebr.domain.batch.rules import trained
from ebr.domain.batch.rules.known import Known
from ebr.domain.batch.state import BatchState, flow
from ebr.domain.batch.state.plan import last_id
from ebr.domain.decision import Actor, Facts
from ebr.domain.mbr.model import Phase
from ebr.domain.people.state import PersonState
from ebr.domain.refusal import Refusal
from ebr.domain.subjects import person as person_root
from ebr.domain.training.state import tasks_of
from ebr.domain.values import Instant, clean_text

OVER = ("done", "to_verify", "not_applicable")


def steps_to_come(state: BatchState, where: str) -> Iterator[tuple[Phase, bool]]:
    """Yield the steps that are not over in a part, or from a step on in its unit procedure; whether each is due now."""
    plan, name = state.plan, last_id(where) if where else ""
    place = plan.places.get(name) if plan is not None else None
    if plan is None or place is None:
        return  # the header: decisions, no steps
    step = name in plan.phases  # speaks of itself and of what follows it in its unit procedure
    begun = not step
    for address, phase, _ in flow.phase_instances(state):
        begun = begun or address == where
        path = plan.places[phase.id].path
        inside = path[0] == place.path[0] if step else name in path
        status = flow.standing(state, address, phase).status
        if begun and inside and status not in OVER:
            yield phase, status != "locked" and (not step or address == where)


def goes_on(to: str, actor: Actor) -> str:
    """Return who goes on in a part that is taken over: who is named, else who takes it over."""
    return clean_text(to, 120) or actor.person


def roots(state: BatchState, where: str, person: str) -> Iterator[str]:
    """Yield the roots that `receiver` reads."""
    if not person:
        return
    yield person_root(person)
    for phase in {phase.id: phase for phase, _ in steps_to_come(state, where)}.values():
        yield from trained.roots(phase, person)


def receiver(state: BatchState, known: Known, where: str, person: str, at: Instant) -> tuple[Refusal | None, str]:
    """Return what keeps somebody from going on now, and the procedures that are still missing for later steps.

    Who is not enrolled here is named in words, and nothing is known of their training.
    """
    if not _enrolled(known.facts, person):
        return None, ""
    later: dict[str, None] = {}
    for phase, due in steps_to_come(state, where):
        found = trained.untrained(known, phase, person, at)
        if found is not None and due:
            return found, ""
        for task in tasks_of(phase.sop) if found is not None else ():
            if trained.lacks(known, task, person, at) is not None:
                later[task] = None
    return None, ", ".join(later)


def _enrolled(facts: Facts, person: str) -> bool:
    found = facts.get(person_root(person)) if person else None
    return isinstance(found, PersonState) and bool(found.name)
