"""Steps begun before what they wait for was done, and stated times in the wrong order (211.100(b); EU GMP 4.8).

The gates of the floor (`ebr.domain.batch.state.gates`) say what a step waits for. At the end of a batch every gate is
open, so the order is told by when each step was done and when the next was begun: in one log by the numbers of its
entries, between two by their times, whose clocks may differ by a minute.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from ebr.domain.batch.rules.sweep.found import Entry, Found, Sight, Step, when
from ebr.domain.batch.rules.sweep.moments import earlier
from ebr.domain.batch.state.inputs import instances, opened
from ebr.domain.batch.state.plan import Rounds, rounds_of
from ebr.domain.mbr.model import Node
from ebr.domain.values import Stamp

SEQUENCE = "sequence"
Done = Mapping[str, Stamp]
"""Log -> the last entry there by which something was done."""
NEVER: Done = {}


def found(sight: Sight) -> Iterator[Found]:
    """Yield steps that were begun too early, and stated times that cannot both be true."""
    if not sight.state.amendments:
        waits = Waits(sight)
        for step in sight.steps:
            began = sight.state.first_entry.get(step.address)
            before = waits.undone(step, began) if began is not None else ""
            if before:
                yield Found("step_out_of_order", step.address, {"step": step.phase.title, "what": before})
    yield from _stated(sight)


class Waits:
    """When each node was done, and what came before each in its sequence; worked out once for a batch."""

    def __init__(self, sight: Sight) -> None:
        self.sight, self.plan = sight, sight.plan
        self.done: dict[str, dict[str, Stamp]] = {}
        self.before: dict[str, list[Done]] = {}
        for address, stamp in sight.state.passed.items():
            above = ""
            for part in address.split("/"):
                node, bracket, _ = part.partition("[")
                for name in (node, part) if bracket else (node,):
                    _later(self.done.setdefault(above + name, {}), stamp)
                above = f"{above}{part}/"

    def undone(self, step: Step, began: Stamp) -> str:
        """Return the title of what a step waits for and was done only after it was begun; "" for nothing."""
        above, parent, rounds = "", self.plan.root, rounds_of(step.address)
        for part in step.address.split("/"):
            node = self.plan.places[part.partition("[")[0]].node
            assert node is not None
            for what, done in (*self._in_order(above, parent, node), *self._named(node, rounds)):
                if _after(done, began):
                    return what
            if node.flow.repeat is not None and _after(self._rounds(above, node, rounds), began):
                return node.title
            above, parent = f"{above}{part}/", node
        return ""

    def _in_order(self, above: str, parent: Node, node: Node) -> Sequence[tuple[str, Done]]:
        """Return the node just before one in a sequence, with when everything before it was done."""
        at = self.plan.places[node.id].at
        if parent.flow.order != SEQUENCE or node.flow.series is not None or not at:
            return ()
        known = self.before.get(above)
        if known is None:
            known = self.before[above] = [NEVER]
            for child in parent.children:
                own = self.done.get(above + child.id, NEVER) if child.flow.series is None else NEVER
                known.append(_both(known[-1], own))
        return ((parent.children[at - 1].title, known[at]),)

    def _named(self, node: Node, rounds: Rounds) -> Iterator[tuple[str, Done]]:
        """Yield what the master names as waited for: a step or an entry."""
        for name in node.flow.after:
            place = self.plan.places.get(name)
            if place is None:
                continue
            known = {each: part for each, part in rounds.items() if each in place.repeating}
            if place.node is not None:
                yield place.node.title, self.done.get(self.plan.address(name, known), NEVER)
                continue
            done: dict[str, Stamp] = {}
            for each in instances(self.sight.state, name, known):
                held = self.sight.state.slots.get(self.plan.address(name, each))
                for row in held.rows.values() if held is not None else ():
                    _later(done, row.first)
            yield self.plan.slots[name].label, done

    def _rounds(self, above: str, node: Node, rounds: Rounds) -> Done:
        """Return when the rounds before one of a loop were done."""
        before: Done = NEVER
        for name in opened(self.sight.state, self.plan, node.id, rounds):
            if name == rounds.get(node.id):
                break
            before = _both(before, self.done.get(f"{above}{node.id}[{name}]", NEVER))
        return before


def _later(done: dict[str, Stamp], stamp: Stamp) -> None:
    if stamp.log not in done or done[stamp.log].seq < stamp.seq:
        done[stamp.log] = stamp


def _both(one: Done, other: Done) -> Done:
    if not one or not other:
        return one or other
    both = dict(one)
    for stamp in other.values():
        _later(both, stamp)
    return both


def _after(done: Done, began: Stamp) -> bool:
    """Tell whether something was done after another was begun."""
    for log, stamp in done.items():
        if log == began.log:
            if stamp.seq > began.seq:
                return True
        elif earlier(began, stamp):
            return True
    return False


def _stated(sight: Sight) -> Iterator[Found]:
    """Yield a stated time that lies before one that the same unit procedure states earlier in its sequence."""
    order = {name: at for at, name in enumerate(sight.plan.slots)}
    times = sorted(
        (entry for entry in sight.entries if entry.slot.kind == "datetime" and entry.rows),
        key=lambda entry: order[entry.slot.id],
    )
    last: dict[tuple[str, ...], tuple[datetime, Entry]] = {}
    for entry in times:
        stated = when(entry.rows[-1].value.get("time", ""))
        if stated is None:
            continue
        key = (sight.plan.places[entry.slot.id].path[0], *(f"{node}[{name}]" for node, name in entry.rounds.items()))
        before = last.get(key)
        if before is not None and stated < before[0] and _in_sequence(sight, before[1], entry):
            params = {"slot": entry.slot.label, "time": stated.isoformat(), "other": before[1].slot.label}
            yield Found("stated_apart", entry.address, {**params, "before": before[0].isoformat()})
            continue
        last[key] = (stated, entry)


def _in_sequence(sight: Sight, one: Entry, other: Entry) -> bool:
    """Tell whether the master lets two entries come only one after the other: in one step, or in steps in sequence."""
    parent = sight.plan.root
    for mine, theirs in zip(sight.plan.places[one.slot.id].path, sight.plan.places[other.slot.id].path, strict=False):
        if mine != theirs:
            return parent.flow.order == SEQUENCE
        node = sight.plan.places[mine].node
        if node is None:
            return True
        parent = node
    return True
