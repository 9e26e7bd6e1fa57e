"""Rounds: loops until an end point, one for each named thing, series beside a running phase (floor-rules 3).

A loop decides by itself when its round is passed: end point reached, one more round, or the bound of the MBR reached,
which is an exception. A series pauses with its phase; a round that comes late, or was missed, is an exception. What
was outside limits in an earlier round of a loop stays a record and is never an exception of its loop.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from ebr.domain import subjects
from ebr.domain.batch.commands import EndRounds, OpenRound
from ebr.domain.batch.events import RoundOpened, RoundsEnded
from ebr.domain.batch.rules import guards
from ebr.domain.batch.rules.computed import following
from ebr.domain.batch.rules.preview import extend, preview
from ebr.domain.batch.rules.raised import raised
from ebr.domain.batch.state import BatchState, flow
from ebr.domain.batch.state.inputs import base_of, opened
from ebr.domain.batch.state.plan import Plan, last_id, rounds_of
from ebr.domain.decision import Actor, Decision, Draft
from ebr.domain.mbr.model import Node, Series
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant, clean_text, shown_text

FORBIDDEN = set("[]/ ")
MISSED = 2
"""A series whose last round lies this many intervals before the end of its phase missed one."""


def after_signature(then: BatchState, scope: str, actor: Actor, at: Instant) -> list[Draft]:
    """Return what follows when a phase is passed, for the series it carries and the loops it stands in.

    `then` is a preview that has the signature; it takes in what is returned.
    """
    plan = then.plan
    name, rounds = last_id(scope), rounds_of(scope)
    if plan is None or name not in plan.phases:
        return []
    over = [draft for node in plan.beside.get(name, ()) for draft in _series_over(then, plan, node, rounds, at)]
    extend(then, over, actor, at)
    return [*over, *_loops(then, plan, name, rounds, actor, at)]


def _loops(
    then: BatchState, plan: Plan, name: str, rounds: Mapping[str, str], actor: Actor, at: Instant
) -> list[Draft]:
    """Return the next round, or the end, of every loop above that this finishes, the innermost first."""
    found: list[Draft] = []
    for node_id in reversed(plan.places[name].path):
        node = plan.places[node_id].node
        if node is not None and node.flow.repeat is not None and node_id in rounds:
            drafts = _next_round(then, plan, node, {part: rounds[part] for part in plan.places[node_id].repeating})
            extend(then, drafts, actor, at)
            found += drafts
    return found


def _subject(state: BatchState, plan: Plan, node: Node) -> str:
    return subjects.unit(state.id, plan.places[node.id].path[0])


def _next_round(state: BatchState, plan: Plan, node: Node, rounds: Mapping[str, str]) -> list[Draft]:
    repeat = node.flow.repeat
    base = base_of(plan, node.id, rounds)
    names = opened(state, plan, node.id, rounds)
    is_last = names[-1] == rounds[node.id]
    if repeat is None or base in state.ended or not is_last or not flow.passed(state, plan, node, rounds):
        return []
    subject = _subject(state, plan, node)
    if flow.condition(state, repeat.until, rounds) is True:
        return [Draft(subject, RoundsEnded(state.id, base, "end_point"))]
    if len(names) < repeat.most:
        return [Draft(subject, RoundOpened(state.id, base, str(len(names) + 1)))]
    params = {"rounds": str(len(names)), "step": node.title}
    return [
        raised(state, base, "loop_bound", "major", params),
        Draft(subject, RoundsEnded(state.id, base, "exception")),
    ]


def reopened(then: BatchState, actor: Actor, at: Instant) -> list[Draft]:
    """Return the next round of every loop whose end point a correction took away; where there can be none, a departure.

    `then` is a preview that has the correction and all that followed from it.
    """
    plan = then.plan
    found: list[Draft] = []
    for base in [base for base, why in then.ended.items() if why == "end_point"] if plan is not None else ():
        assert plan is not None
        node = plan.places[last_id(base)].node
        outer = rounds_of(base)
        names = opened(then, plan, last_id(base), outer)
        repeat = node.flow.repeat if node is not None else None
        if node is None or repeat is None:
            continue
        if flow.condition(then, repeat.until, {**outer, node.id: names[-1]}) is True:
            continue
        if then.completed is not None or len(names) >= repeat.most:
            found += _lost(then, base, node)
        else:
            found.append(Draft(_subject(then, plan, node), RoundOpened(then.id, base, str(len(names) + 1))))
    extend(then, found, actor, at)
    return found


def _lost(then: BatchState, base: str, node: Node) -> list[Draft]:
    said = (then.exceptions[number] for number in then.excepted.get(base, ()))
    if any(one.rule == "end_point_lost" and one.open for one in said):
        return []
    return [raised(then, base, "end_point_lost", "major", {"step": node.title})]


def _series_over(state: BatchState, plan: Plan, node: Node, rounds: Mapping[str, str], at: Instant) -> list[Draft]:
    base = base_of(plan, node.id, rounds)
    series = node.flow.series
    if base in state.ended or series is None:
        return []
    drafts = [Draft(_subject(state, plan, node), RoundsEnded(state.id, base, "during_ended"))]
    names = opened(state, plan, node.id, rounds)
    when = due(state, plan, node, series, base, names)
    wall = datetime.fromisoformat(at.wall)
    if not names or (when is not None and wall > when + timedelta(minutes=(MISSED - 1) * series.every)):
        params = {
            "step": node.title,
            "rounds": str(len(names)),
            "planned": when.isoformat(timespec="minutes") if when else "",
        }
        drafts.append(raised(state, base, "series_missed", "major" if not names else "minor", params))
    return drafts


def open_round(state: BatchState, command: OpenRound, at: Instant) -> Decision:
    """Begin a round of a series, or of a node that is run once for each named thing."""
    plan, node, base, refusal = _find(state, command.node)
    if refusal is not None or node is None or plan is None:
        return Decision(refusal=refusal)
    names = opened(state, plan, node.id, rounds_of(base))
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
    outer = {name: part for name, part in rounds_of(address).items() if name != place.node.id}
    base = base_of(plan, place.node.id, outer)
    refusal = _above(state, plan, place.node, outer) or guards.node_open(state, plan, place.node, outer)
    if refusal is None and base in state.ended:
        refusal = Refusal("rounds_ended", step=place.node.title)
    return plan, place.node, base, refusal


def _above(state: BatchState, plan: Plan, node: Node, outer: Mapping[str, str]) -> Refusal | None:
    """Refuse rounds inside a round that is not there."""
    for name in plan.places[node.id].repeating:
        if name != node.id and outer.get(name) not in opened(state, plan, name, outer):
            return Refusal("round_unknown", address=plan.address(node.id, outer), batch=state.id)
    return None


def _named(state: BatchState, plan: Plan, node: Node, base: str, names: Sequence[str], given: str) -> Decision:
    each = node.flow.for_each
    assert each is not None
    name = clean_text(given, 40).replace(" ", "-")
    if not name or FORBIDDEN & set(name) or "\n" in name:
        return Decision(refusal=Refusal("round_name_bad", thing=each.thing, name=shown_text(given)))
    if name in names:
        return Decision(refusal=Refusal("round_named_twice", thing=each.thing, name=name))
    if len(names) >= each.most:
        return Decision(refusal=Refusal("rounds_full", thing=each.thing, most=str(each.most)))
    return Decision((Draft(_subject(state, plan, node), RoundOpened(state.id, base, name)),), answer={"round": name})


def due(state: BatchState, plan: Plan, _node: Node, series: Series, base: str, names: Sequence[str]) -> datetime | None:
    """Return when the next round of a series is due: from the latest, or the phase's begin; pauses apart."""
    last = state.round_stamps.get(f"{base}[{names[-1]}]") if names else None
    began = last or state.first_entry.get(plan.address(series.during, rounds_of(base)))
    if began is None:
        return None
    since = datetime.fromisoformat(began.at.wall)
    return since + timedelta(minutes=series.every) + _paused(state, since)


def _paused(state: BatchState, since: datetime) -> timedelta:
    spans = ((datetime.fromisoformat(p.began), datetime.fromisoformat(p.ended)) for p in state.pauses if p.ended)
    return sum((ended - max(began, since) for began, ended in spans if ended > since), timedelta())


def _series_round(state: BatchState, plan: Plan, node: Node, base: str, names: Sequence[str], at: Instant) -> Decision:
    series = node.flow.series
    assert series is not None
    if not _during_open(state, plan, series, base):
        during = plan.places[series.during].node
        return Decision(
            refusal=Refusal("waits_for_running", step=node.title, what=during.title if during else "", number="")
        )
    if len(names) >= series.most:
        return Decision(refusal=Refusal("rounds_full", thing=node.title, most=str(series.most)))
    when = due(state, plan, node, series, base, names)
    number = str(len(names) + 1)
    drafts = [Draft(_subject(state, plan, node), RoundOpened(state.id, base, number, when.isoformat() if when else ""))]
    late = datetime.fromisoformat(at.wall) - when if when is not None else timedelta()
    if when is not None and late > timedelta(minutes=series.tolerance):
        missed = late // timedelta(minutes=series.every)
        params = {
            "planned": when.isoformat(timespec="minutes"),
            "tolerance": str(series.tolerance),
            "missed": str(missed),
            "step": node.title,
        }
        rule, how = ("series_missed", "major") if missed else ("series_late", "minor")
        drafts.append(raised(state, f"{base}[{number}]", rule, how, params))
    return Decision(tuple(drafts), answer={"round": number})


def _during_open(state: BatchState, plan: Plan, series: Series, base: str) -> bool:
    address = plan.address(series.during, rounds_of(base))
    return address in state.first_entry and address not in state.passed


def end_rounds(state: BatchState, command: EndRounds, actor: Actor, at: Instant) -> Decision:
    """Say that all things are named; at least as many as the MBR asks for."""
    plan, node, base, refusal = _find(state, command.node)
    if refusal is not None or node is None or plan is None:
        return Decision(refusal=refusal)
    each = node.flow.for_each
    if each is None:
        return Decision(refusal=Refusal("rounds_by_rule", step=node.title))
    outer = rounds_of(base)
    if len(opened(state, plan, node.id, outer)) < each.least:
        return Decision(refusal=Refusal("rounds_too_few", thing=each.thing, least=str(each.least)))
    drafts = [Draft(_subject(state, plan, node), RoundsEnded(state.id, base, "all_named"))]
    drafts += _loops(preview(state, drafts, actor, at), plan, node.id, outer, actor, at)
    return Decision((*drafts, *following(state, drafts, actor, at)))
