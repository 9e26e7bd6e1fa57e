"""Rounds: loops until an end point, one for each named thing, series beside a running phase (floor-rules 3).

A loop decides by itself when its round is passed: end point reached, one more round, or the bound of the MBR reached, which is an exception. A
series round that comes late, or was missed, is an exception; what was outside limits stays a record and is never an exception of its loop.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from ebr.domain import subjects
from ebr.domain.batch.commands import EndRounds, OpenRound
from ebr.domain.batch.events import ExceptionRaised, RoundOpened, RoundsEnded
from ebr.domain.batch.rules import guards
from ebr.domain.batch.rules.computed import next_exception
from ebr.domain.batch.state import BatchState, flow
from ebr.domain.batch.state.inputs import opened
from ebr.domain.batch.state.plan import Plan, last_id, rounds_of
from ebr.domain.decision import Decision, Draft
from ebr.domain.mbr.model import Node, Series
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant, clean_text, shown_text

FORBIDDEN = set("[]/ ")


def after_signature(state: BatchState, scope: str) -> list[Draft]:
    """Return what follows from a signed phase for the loops it stands in and the series it carries. `state` has the signature."""
    plan = state.plan
    name, rounds = last_id(scope), rounds_of(scope)
    if plan is None or name not in plan.phases:
        return []
    drafts: list[Draft] = []
    for node_id in reversed(plan.places[name].path):
        node = plan.places[node_id].node
        if node is not None and node.flow.repeat is not None and node_id in rounds:
            drafts += _next_round(state, plan, node, rounds)
    for place in plan.places.values():
        if place.node is not None and place.node.flow.series is not None and place.node.flow.series.during == name:
            drafts += _series_over(state, plan, place.node, rounds)
    return drafts


def _subject(state: BatchState, plan: Plan, node: Node) -> str:
    return subjects.unit(state.id, plan.places[node.id].path[0])


def _base(plan: Plan, node: Node, rounds: Mapping[str, str]) -> str:
    return plan.address(node.id, {name: part for name, part in rounds.items() if name != node.id})


def _next_round(state: BatchState, plan: Plan, node: Node, rounds: Mapping[str, str]) -> list[Draft]:
    repeat = node.flow.repeat
    base = _base(plan, node, rounds)
    names = opened(state, plan, node.id, rounds)
    is_last = names[-1] == rounds[node.id]
    if repeat is None or base in state.ended or not is_last or not flow.passed(state, plan, node, rounds):
        return []
    subject = _subject(state, plan, node)
    if flow.condition(state, repeat.until, rounds) is True:
        return [Draft(subject, RoundsEnded(state.id, base, "end_point"))]
    if len(names) < repeat.most:
        return [Draft(subject, RoundOpened(state.id, base, str(len(names) + 1)))]
    number = next_exception(state)
    params = {"rounds": str(len(names)), "step": node.title}
    raised = ExceptionRaised(state.id, number, base, 0, "loop_bound", "major", "", "", params)
    return [Draft(subjects.exception(state.id, number), raised), Draft(subject, RoundsEnded(state.id, base, "exception"))]


def _series_over(state: BatchState, plan: Plan, node: Node, rounds: Mapping[str, str]) -> list[Draft]:
    base = _base(plan, node, rounds)
    if base in state.ended:
        return []
    drafts = [Draft(_subject(state, plan, node), RoundsEnded(state.id, base, "during_ended"))]
    if not opened(state, plan, node.id, rounds):
        number = next_exception(state)
        raised = ExceptionRaised(state.id, number, base, 0, "series_missed", "major", "", "", {"step": node.title})
        drafts.append(Draft(subjects.exception(state.id, number), raised))
    return drafts


def open_round(state: BatchState, command: OpenRound, at: Instant) -> Decision:
    """Begin a round of a series, or of a node that is run once for each named thing."""
    plan, node, base, refusal = _find(state, command.node)
    if refusal is not None or node is None or plan is None:
        return Decision(refusal=refusal)
    rounds = rounds_of(base)
    names = opened(state, plan, node.id, rounds)
    if node.flow.for_each is not None:
        return _named(state, plan, node, base, names, command.name)
    if node.flow.series is not None:
        return _series_round(state, plan, node, base, names, at)
    return Decision(refusal=Refusal("rounds_by_rule", step=node.title))


def _find(state: BatchState, address: str) -> tuple[Plan | None, Node | None, str, Refusal | None]:
    refusal = guards.running(state)
    plan = state.plan
    place = plan.places.get(last_id(address)) if plan else None
    if refusal is None and (place is None or place.node is None or not place.node.flow.repeats()):
        refusal = Refusal("not_repeating", node=shown_text(address))
    if refusal is not None or plan is None or place is None or place.node is None:
        return None, None, "", refusal
    base = _base(plan, place.node, rounds_of(address))
    if base in state.ended:
        refusal = Refusal("rounds_ended", step=place.node.title)
    return plan, place.node, base, refusal


def _named(state: BatchState, plan: Plan, node: Node, base: str, names: list[str], given: str) -> Decision:
    each = node.flow.for_each
    assert each is not None
    name = clean_text(given, 40).replace(" ", "-")
    if not name or FORBIDDEN & set(name):
        return Decision(refusal=Refusal("round_name_bad", thing=each.thing, name=shown_text(given)))
    if name in names:
        return Decision(refusal=Refusal("round_named_twice", thing=each.thing, name=name))
    if len(names) >= each.most:
        return Decision(refusal=Refusal("rounds_full", thing=each.thing, most=str(each.most)))
    return Decision((Draft(_subject(state, plan, node), RoundOpened(state.id, base, name)),))


def due(state: BatchState, plan: Plan, node: Node, series: Series, base: str, names: list[str]) -> datetime | None:
    """Return when the next round of a series is due: so many minutes after the latest one, or after the phase began."""
    last = state.round_stamps.get(f"{base}[{names[-1]}]") if names else None
    began = last or state.first_entry.get(plan.address(series.during, rounds_of(base)))
    return datetime.fromisoformat(began.at.wall) + timedelta(minutes=series.every) if began else None


def _series_round(state: BatchState, plan: Plan, node: Node, base: str, names: list[str], at: Instant) -> Decision:
    series = node.flow.series
    assert series is not None
    if not _during_open(state, plan, series, base):
        during = plan.places[series.during].node
        return Decision(refusal=Refusal("waits_for_running", step=node.title, what=during.title if during else "", number=""))
    if len(names) >= series.most:
        return Decision(refusal=Refusal("rounds_full", thing=node.title, most=str(series.most)))
    when = due(state, plan, node, series, base, names)
    planned = when.isoformat() if when else ""
    drafts = [Draft(_subject(state, plan, node), RoundOpened(state.id, base, str(len(names) + 1), planned))]
    if when is not None and names and _too_late(when, series, at):
        number = next_exception(state)
        params = {"planned": when.isoformat(timespec="minutes"), "tolerance": str(series.tolerance), "step": node.title}
        where = f"{base}[{len(names) + 1}]"
        raised = ExceptionRaised(state.id, number, where, 0, "series_late", "minor", "", "", params)
        drafts.append(Draft(subjects.exception(state.id, number), raised))
    return Decision(tuple(drafts), answer={"round": str(len(names) + 1)})


def _during_open(state: BatchState, plan: Plan, series: Series, base: str) -> bool:
    address = plan.address(series.during, rounds_of(base))
    return address in state.first_entry and address not in state.passed


def _too_late(when: datetime, series: Series, at: Instant) -> bool:
    return datetime.fromisoformat(at.wall) > when + timedelta(minutes=series.tolerance)


def end_rounds(state: BatchState, command: EndRounds) -> Decision:
    """Say that all things are named; at least as many as the MBR asks for."""
    plan, node, base, refusal = _find(state, command.node)
    if refusal is not None or node is None or plan is None:
        return Decision(refusal=refusal)
    each = node.flow.for_each
    if each is None:
        return Decision(refusal=Refusal("rounds_by_rule", step=node.title))
    names = opened(state, plan, node.id, rounds_of(base))
    if len(names) < each.least:
        return Decision(refusal=Refusal("rounds_too_few", thing=each.thing, least=str(each.least)))
    return Decision((Draft(_subject(state, plan, node), RoundsEnded(state.id, base, "all_named")),))
