"""Rules about the order of steps: bounded loops, series beside a real phase, no waiting for ever (floor-rules 3)."""

from __future__ import annotations

from collections.abc import Iterator

from ebr.domain.mbr.build import Trouble
from ebr.domain.mbr.check.index import Index, NodeAt
from ebr.domain.mbr.model import SEQUENCE

MOST_ROUNDS = 1000
LEAST_ROUNDS = 2
ALL_BUT_ONE = 2
"""Of the three ways to repeat, at least two are absent."""


def flow_problems(index: Index) -> Iterator[Trouble]:
    """Yield flows that cannot be run, or not to an end."""
    yield from _document_flow(index)
    for node in index.nodes:
        if node.flow is SEQUENCE:
            continue
        yield from _rounds(node)
        yield from _series(node, index)
        yield from _waits(node, index)
    if not index.mbr.procedure:
        yield Trouble(("procedure",), "part_empty", {"part": "procedure"})
    for node in index.nodes:
        if not node.size:
            yield Trouble(node.place, "part_empty", {"part": node.id})


def _document_flow(index: Index) -> Iterator[Trouble]:
    flow = index.mbr.flow
    if flow.repeats() or flow.when or flow.after:
        yield Trouble(("flow",), "flow_of_document")


def _rounds(node: NodeAt) -> Iterator[Trouble]:
    flow, place = node.flow, (*node.place, "flow")
    if [flow.repeat, flow.for_each, flow.series].count(None) < ALL_BUT_ONE:
        yield Trouble(place, "loops_mixed", {"id": node.id})
    if flow.repeat is not None and not LEAST_ROUNDS <= flow.repeat.most <= MOST_ROUNDS:
        yield Trouble((*place, "repeat", "most"), "loop_bound", {"id": node.id, "limit": str(MOST_ROUNDS)})
    if flow.for_each is not None:
        least, most = flow.for_each.least, flow.for_each.most
        if not least <= most <= MOST_ROUNDS or most < 1:
            yield Trouble((*place, "for_each", "most"), "loop_bound", {"id": node.id, "limit": str(MOST_ROUNDS)})
        if not flow.for_each.thing:
            yield Trouble((*place, "for_each", "thing"), "text_empty", {"field": "thing"})


def _series(node: NodeAt, index: Index) -> Iterator[Trouble]:
    series, place = node.flow.series, (*node.place, "flow", "series")
    if series is None:
        return
    beside = index.node.get(series.during)
    if node.phase is None:
        yield Trouble(place, "series_level", {"id": node.id})
    if beside is None or beside.phase is None or beside is node or beside.flow.series is not None:
        yield Trouble((*place, "during"), "series_during", {"id": series.during})
    if series.every < 1 or series.tolerance >= series.every:
        params = {"every": str(series.every), "tolerance": str(series.tolerance)}
        yield Trouble((*place, "every"), "series_interval", params)
    if not 1 <= series.most <= MOST_ROUNDS:
        yield Trouble((*place, "most"), "loop_bound", {"id": node.id, "limit": str(MOST_ROUNDS)})


def _waits(node: NodeAt, index: Index) -> Iterator[Trouble]:
    for number, name in enumerate(node.flow.after):
        place = (*node.place, "flow", "after", number)
        slot, other = index.slot.get(name), index.node.get(name)
        inside = other if other is not None else slot.node if slot is not None else None
        if inside is None:
            yield Trouble(place, "after_unknown", {"id": name})
        elif node in inside.chain or (slot is None and inside in node.chain):
            yield Trouble(place, "after_itself", {"id": name})
        elif (slot.order if slot is not None else inside.first) >= node.first:
            # Waiting only for what stands earlier can never close a circle.
            yield Trouble(place, "after_later", {"id": name})
