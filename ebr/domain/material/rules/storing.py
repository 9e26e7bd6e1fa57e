"""How long a lot may be out of its storage condition, and what quality finds about one that was (21 CFR 211.142)."""

from __future__ import annotations

from ebr.domain import subjects
from ebr.domain.decision import Actor, Decision, Draft, Facts
from ebr.domain.material import storage_commands as c
from ebr.domain.material.events import storage as e
from ebr.domain.material.rules import forms
from ebr.domain.material.state import ItemState, LotState
from ebr.domain.material.state.stored import hours_text, outside
from ebr.domain.material.state.use import item_in, made_of
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant, number, plain, shown_text

MOST = 10_000


def limit(state: ItemState, _facts: Facts, command: c.LimitStorage, _actor: Actor, _at: Instant) -> Decision:
    """Say how long a lot may be out of the condition that the specification in force names."""
    found = state.specification
    if found is None:
        raise Refusal("specification_missing", item=shown_text(state.code))
    if not found.storage:
        raise Refusal("storage_not_specified", item=state.code, version=found.version)
    hours = number(command.hours)
    if not 0 <= hours <= MOST:
        raise Refusal("storage_hours", hours=plain(hours), most=str(MOST))
    event = e.StorageLimited(state.code, found.version, plain(hours), forms.line(command.reason, "reason"))
    return Decision((Draft(subjects.item(state.code), event),))


def judge(state: LotState, facts: Facts, command: c.JudgeStorage, _actor: Actor, at: Instant) -> Decision:
    """Find that a time out of the condition did no harm; where there was none, there is nothing to judge."""
    forms.known(state)
    container = forms.container_of(state, command.container) if command.container else ""
    parents = made_of({**facts, subjects.lot(state.number): state}, state.number)
    found = outside(state, parents, item_in(facts, state.item), container, at)
    if found is None:
        raise Refusal("storage_not_left", lot=state.number)
    finding = forms.line(command.finding, "investigation")
    event = e.StorageJudged(state.number, container, hours_text(found.seconds), finding)
    return Decision((Draft(subjects.lot(state.number), event),))
