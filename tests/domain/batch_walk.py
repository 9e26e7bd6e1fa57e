"""Walks a whole example record through the rules, as four people and a laboratory would, with the values of `batch_values`."""

from __future__ import annotations

import hashlib
from typing import Any

from ebr.domain.batch import commands as c
from ebr.domain.batch.rules.timers import elapsed, in_seconds
from ebr.domain.batch.state import flow
from ebr.domain.batch.state.inputs import limits_now, opened
from ebr.domain.batch.state.plan import COMPUTED, last_id, rounds_of
from ebr.domain.batch.state.seconds import second_of
from ebr.domain.mbr.model import Node, Phase, Slot
from tests.domain.batch_floor import Floor
from tests.domain.batch_values import VALUES

FILE = {"sha256": "a" * 64, "name": "print.pdf", "size": "1200", "media": "application/pdf"}


def file_of(name: str) -> dict[str, str]:
    """Return a file of its own for an entry."""
    return {**FILE, "sha256": hashlib.sha256(name.encode()).hexdigest(), "name": f"{name}.pdf"}


class Walk:
    def __init__(self, floor: Floor) -> None:
        self.floor, self.batch = floor, floor.batch
        self.values = VALUES[floor.mbr.header.id]

    @property
    def plan(self):
        assert self.floor.state.plan is not None
        return self.floor.state.plan

    def run(self) -> None:
        """Do everything that can be done until nothing is left but results that come after release."""
        while self._named_rounds() or self._step():
            pass

    def _step(self) -> bool:
        for address, phase, _ in list(flow.phase_instances(self.floor.state)):
            status = self.floor.status(address)
            if status in ("open", "active"):
                self._perform(address, phase)
                return True
            if status in ("to_verify", "unsigned"):
                self._second(address, phase)
                return True
        return False

    def _perform(self, address: str, phase: Phase) -> None:
        for slot in phase.slots:
            if flow.applies(self.floor.state, slot, rounds_of(address)):
                self.fill(f"{address}/{slot.id}", slot, late=False)
            self._series(phase)
        lab = all(slot.kind == "result" for slot in phase.slots)
        self.floor.done(c.SignStep(self.batch, address, "performed"), "lena" if lab else "olga")

    def _second(self, address: str, phase: Phase) -> None:
        for meaning in flow.missing_meanings(self.floor.state, address, phase):
            self.floor.wait(minutes=1).done(c.SignStep(self.batch, address, meaning), "sven")

    def _series(self, phase: Phase) -> None:
        for node in self.plan.beside.get(phase.id, ()):
            rounds = len(opened(self.floor.state, self.plan, node.id, {}))
            if rounds < self._rounds(node):
                self.floor.wait(minutes=15).done(c.OpenRound(self.batch, self.plan.address(node.id, {})), "olga")

    def _rounds(self, node: Node) -> int:
        phase = node.phase or next(iter(self.plan.phases.values()))
        return max(len(self.values[s.id]) for s in phase.slots if isinstance(self.values.get(s.id), list))

    def _named_rounds(self) -> bool:
        for place in self.plan.places.values():
            node, state = place.node, self.floor.state
            if (
                node is None
                or node.flow.for_each is None
                or place.address in state.ended
                or not flow.node_gate_open(state, self.plan, node, {})
            ):
                continue
            for number in range(1, self._rounds(node) + 1):
                self.floor.done(c.OpenRound(self.batch, place.address, f"{node.flow.for_each.thing}-{number}"), "olga")
            self.floor.done(c.EndRounds(self.batch, place.address), "olga")
            return True
        return False

    def results(self) -> None:
        """Enter every result that is still missing."""
        for address, phase, _ in list(flow.phase_instances(self.floor.state)):
            for slot in phase.slots:
                if slot.kind == "result" and not flow.filled(self.floor.state, slot, f"{address}/{slot.id}"):
                    self.fill(f"{address}/{slot.id}", slot, late=True)

    # One entry

    def given(self, address: str, slot: Slot) -> Any:
        value = self.values.get(slot.id)
        rounds = rounds_of(address)
        if slot.kind == "table" or (rounds and isinstance(value, list)):
            at = 0
            for node, name in rounds.items():
                at = opened(self.floor.state, self.plan, node, rounds).index(name)
            return value[at]
        return value

    def fill(self, address: str, slot: Slot, *, late: bool) -> None:
        if (
            flow.filled(self.floor.state, slot, address)
            or slot.kind in COMPUTED
            or (slot.optional and slot.kind != "timer")
        ):
            return
        if slot.kind == "result" and slot.after_release and not late:
            return
        self.floor.wait(20)
        self._advance(slot.id)
        FILL.get(slot.kind, Walk._one)(self, address, slot)
        meaning = second_of(self.floor.state, slot, address)
        if meaning and flow.ready_for_second(self.floor.state, slot, address):
            self.floor.done(c.SignStep(self.batch, address, meaning), "luis" if slot.kind == "result" else "sven")

    def _advance(self, name: str) -> None:
        """Let the time pass that a running timer still needs before what stops it is done."""
        for slot in self.plan.timers.get(name, ()):
            for address, held in self.floor.state.slots.items():
                if last_id(address) == slot.id and slot.stops == name and held.timer and not held.timer.stopped:
                    wanted = self.values[slot.id][0]
                    self.floor.wait(max(0, wanted - float(elapsed(held.timer, self.floor.now())[0])))

    def _record(self, address: str, value: dict[str, str], who: str = "olga") -> None:
        slot = self.floor.state.plan.slots[last_id(address)]
        source = (
            {"how": "device", "device": f"{slot.device.upper()}-01", "lot": "scanned"}
            if slot.device
            else {"how": "typed"}
        )
        self.floor.done(c.RecordValue(self.batch, address, value, source=source), who)

    def _one(self, address: str, slot: Slot) -> None:
        given = self.given(address, slot)
        many = given if isinstance(given, list) and slot.replicates > 1 else [given]
        for each in many:
            self._record(
                address,
                each
                if isinstance(each, dict)
                else DEFAULTS.get(slot.kind, lambda _w, _s, v: {"number": v})(self, slot, each),
            )

    def _result(self, address: str, slot: Slot) -> None:
        value = self.given(address, slot)
        self._record(address, {"choice": value} if slot.options else {"number": value}, "lena")

    def _table(self, address: str, slot: Slot) -> None:
        for each in self.given(address, slot):
            self._record(address, {"number": each})

    def _material(self, address: str, slot: Slot) -> None:
        for row in self.given(address, slot):
            self._record(address, row)
        if self.floor.state.slot(address).closed is None:
            self.floor.done(c.CloseItems(self.batch, address), "olga")

    def _timer(self, address: str, slot: Slot) -> None:
        if slot.starts:
            return
        given = self.given(address, slot)
        seconds = given[0] if isinstance(given, list) else given
        if slot.declared:
            began = self.floor.passed
            self.floor.passed -= type(began)(seconds=600)
            declared = self.floor.now().wall
            self.floor.passed = began
            self.floor.done(c.StartTimer(self.batch, address, declared), "olga")
            return
        self.floor.done(c.StartTimer(self.batch, address), "olga")
        if not slot.stops:
            self.floor.wait(seconds).done(c.StopTimer(self.batch, address), "olga")

    def _signature(self, address: str, slot: Slot) -> None:
        who = {"supervisor": "sven", "quality": "quinn"}[slot.role]
        self.floor.done(c.SignStep(self.batch, address, slot.meaning), who)


def identity(walk: Walk, _slot: Slot, _value: Any) -> dict[str, str]:
    assert walk.floor.state.issued is not None
    return dict(walk.floor.state.issued.identifiers)


DEFAULTS = {
    "instruction": lambda _w, _s, _v: {"done": "yes"},
    "choice": lambda _w, _s, v: {"choice": v},
    "check": lambda _w, _s, _v: {"check": "yes"},
    "text": lambda _w, _s, v: {"text": v},
    "datetime": lambda w, _s, _v: {"time": w.floor.now().wall},
    "scan": lambda w, s, v: {"scan": v or (w.batch if s.of == "batch" else "=W0000 26 123456")},
    "photo": lambda _w, s, _v: file_of(s.id),
    "file": lambda _w, s, _v: file_of(s.id),
    "equipment": lambda _w, s, _v: {"equipment": f"{s.of.upper()}-01", "state": "clean"},
    "identity": identity,
    "clearance": lambda _w, s, _v: {item.id: "yes" for item in s.items},
    "sample": lambda _w, s, _v: {"sample": f"S-{s.id}"},
    "handover": lambda _w, s, _v: {"to": s.of, "condition": "as expected"},
}
FILL = {
    "result": Walk._result,
    "table": Walk._table,
    "material": Walk._material,
    "timer": Walk._timer,
    "signature": Walk._signature,
}
__all__ = ["Walk", "in_seconds", "limits_now"]
