"""Entries that are missing or late, steps that are missing, out of order or done twice (211.100(b); 11.10(f)).

A step that is worked on misses nothing: only what its performer signed without, or what is open after the end of
production. A result that comes later blocks the release by itself and is not said here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from ebr.domain.batch.rules.rounds import MISSED
from ebr.domain.batch.rules.sweep.found import Entry, Found, Sight, Step, wall, when
from ebr.domain.batch.state import flow
from ebr.domain.batch.state.gates import gate
from ebr.domain.batch.state.inputs import base_of, instances, opened
from ebr.domain.batch.state.plan import Rounds, rounds_of
from ebr.domain.batch.state.seconds import FORM
from ebr.domain.batch.state.slots import Row
from ebr.domain.mbr.model import Node

DONE = ("done", "not_applicable")
TO_SIGN = ("to_verify", "unsigned")


def found(sight: Sight) -> Iterator[Found]:
    """Yield what is missing, late, out of order or repeated."""
    for step in sight.steps:
        yield from _step(sight, step)
    for entry in sight.entries:
        for row in entry.rows:
            if row.late or row.happened:
                yield from _late(entry, row)
    for place in sight.plan.places.values():
        if place.node is not None and place.node.flow.repeats():
            outer = [name for name in place.repeating if name != place.node.id]
            above = outer[-1] if outer else ""
            for rounds in instances(sight.state, above, {}) if above else ({},):
                yield from _rounds(sight, place.node, rounds)


def _step(sight: Sight, step: Step) -> Iterator[Found]:
    told = {"step": step.phase.title}
    if step.performed:
        for address in flow.open_slots(sight.state, step.address, step.phase):
            yield Found("entry_missing", address, {"slot": sight.plan.slots[address.rpartition("/")[2]].label})
        yield from _twice(sight, step)
    if sight.state.completed is not None and step.status not in (*DONE, *TO_SIGN):
        yield Found("step_skipped", step.address, {**told, "status": step.status})
    elif step.address in sight.state.first_entry and not sight.state.amendments:
        gated = gate(sight.state, sight.plan, step.phase.id, rounds_of(step.address))
        if gated.why:
            place = sight.plan.places.get(gated.what)
            before = place.node.title if place is not None and place.node is not None else gated.what
            yield Found("step_out_of_order", step.address, {**told, "what": before})


def _twice(sight: Sight, step: Step) -> Iterator[Found]:
    people = [one.signed.person for one in sight.state.valid_signatures(step.address, "performed")]
    twice = next((person for person in people if people.count(person) > 1), "")
    if twice:
        yield Found("step_repeated", step.address, {"step": step.phase.title, "person": twice})


def _late(entry: Entry, row: Row) -> Iterator[Found]:
    if row.source.get("how") != FORM:
        params = {"slot": entry.slot.label, "happened": row.happened}
        yield Found("late_unexplained", entry.address, params, item=row.item)


def _rounds(sight: Sight, node: Node, outer: Rounds) -> Iterator[Found]:
    state, plan = sight.state, sight.plan
    base = base_of(plan, node.id, outer)
    names = opened(state, plan, node.id, outer)
    most = max(
        (each.most for each in (node.flow.repeat, node.flow.for_each, node.flow.series) if each is not None), default=0
    )
    if len(names) > most:
        params = {"step": node.title, "rounds": str(len(names)), "most": str(most)}
        yield Found("rounds_too_many", f"{base}[{names[-1]}]", params)
    if node.flow.series is not None:
        yield from _series(sight, node, base, names, outer)
    each = node.flow.for_each
    if each is not None and base in state.ended and len(names) < each.least:
        yield Found("rounds_few", base, {"step": node.title, "rounds": str(len(names))})
    repeat = node.flow.repeat
    if repeat is not None and names and base in state.ended:
        told = flow.condition(state, repeat.until, {**outer, node.id: names[-1]})
        if told is False:
            yield Found("end_point_missing", base, {"step": node.title, "rounds": str(len(names))})


def _series(sight: Sight, node: Node, base: str, names: tuple[str, ...], outer: Rounds) -> Iterator[Found]:
    series = node.flow.series
    assert series is not None
    began = sight.state.first_entry.get(sight.plan.address(series.during, outer))
    before = wall(began) if began is not None else None
    for name in names:
        address = f"{base}[{name}]"
        stamp = sight.state.round_stamps.get(address)
        if stamp is None:
            continue
        made = wall(stamp)
        if before is not None:
            due = before + timedelta(minutes=series.every) + _paused(sight, before, made)
            if made - due > timedelta(minutes=series.tolerance):
                params = {"step": node.title, "planned": due.isoformat(timespec="minutes")}
                yield Found("round_late", address, {**params, "tolerance": str(series.tolerance)})
        before = made
    over = sight.state.round_stamps.get(base) if base in sight.state.ended else None
    if over is not None and before is not None:
        ended = wall(over)
        missing = before + timedelta(minutes=MISSED * series.every) + _paused(sight, before, ended)
        if ended > missing:
            yield Found("rounds_few", base, {"step": node.title, "rounds": str(len(names))})


def _paused(sight: Sight, since: datetime, until: datetime) -> timedelta:
    whole = timedelta()
    for pause in sight.state.pauses:
        began, ended = when(pause.began), when(pause.ended) if pause.ended else None
        if began is not None and ended is not None and ended > since and began < until:
            whole += ended - max(began, since)
    return whole
