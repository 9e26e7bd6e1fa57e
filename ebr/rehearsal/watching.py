"""Reads from what was recorded which points were reached, and whether a departure got its exception.

A player may mean to reach a limit and miss it; only what stands in the events counts. Whether a number is beyond a
limit is compared here once more, so a rule that stopped to raise its exception is found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final

from ebr.domain.batch import events as e
from ebr.domain.batch.state import BatchState, flow
from ebr.domain.batch.state.inputs import instances, lookup, opened
from ebr.domain.batch.state.plan import Plan, Rounds, last_id, rounds_of
from ebr.domain.decision import Decision, Recorded
from ebr.domain.formula import FormulaError, evaluate
from ebr.domain.mbr.model import Node, Slot
from ebr.domain.values import rounded
from ebr.rehearsal.guessing import unit_of
from ebr.rehearsal.ledger import Ledger
from ebr.rehearsal.points import inner_choices

SIDES: Final = (("low", 1), ("high", -1), ("alert_low", 1), ("alert_high", -1))


def seen(value: Decimal, bound: Decimal, limits: Mapping[str, str]) -> Decimal:
    """Return a value as its limit compares it: as recorded, or rounded half-up to the limit's decimals."""
    if limits.get("rule") != "rounded":
        return value
    exponent = bound.as_tuple().exponent
    return rounded(value, max(0, -exponent) if isinstance(exponent, int) else 0, "half_up")


def beyond(value: Decimal, limits: Mapping[str, str]) -> bool:
    """Tell whether a number lies outside its action limits."""
    low, high = (Decimal(limits[name]) if name in limits else None for name in ("low", "high"))
    return (low is not None and seen(value, low, limits) < low) or (
        high is not None and seen(value, high, limits) > high
    )


def steps(value: Decimal, limits: Mapping[str, str], unit: Decimal | None) -> list[tuple[str, str]]:
    """Return at which limits a value lies, or just inside or outside; without a unit, anywhere inside or outside."""
    found = []
    for name, inward in SIDES:
        if name not in limits:
            continue
        bound = Decimal(limits[name])
        out = (seen(value, bound, limits) - bound) * inward < 0
        if value == bound:
            found.append((name, "at"))
        if unit is None:
            found.append((name, "outside" if out else "inside"))
        elif out and (seen(value + unit * inward, bound, limits) - bound) * inward >= 0:
            found.append((name, "outside"))
        elif not out and value != bound and abs(value - bound) <= unit:
            found.append((name, "inside"))
    return found


@dataclass(slots=True)
class Watcher:
    """Takes every action of a batch into the ledger."""

    ledger: Ledger

    def __call__(self, state: BatchState, recorded: Sequence[Recorded], _decision: Decision) -> None:
        """Look at the events of one action, after they were applied."""
        plan = state.plan
        self.ledger.commands += 1
        if plan is None:
            return
        for each in recorded:
            event = each.event
            match event:
                case e.ValueRecorded() | e.AttemptRecorded() | e.ValueCorrected():
                    self._value(state, plan, event, recorded)
                case e.ValueCalculated():
                    self._computed(state, plan, event)
                case e.ItemsClosed():
                    self._closed(state, plan, event)
                case e.TimerStopped():
                    self._stopped(state, plan, event)
                case e.StepSigned():
                    self._signed(plan, event)
                case e.BatchHeld():
                    self.ledger.mark("floor", "batch", "held")
                case e.Returned():
                    self.ledger.mark("floor", "batch", "left")
                case e.HandedOver():
                    self.ledger.mark("floor", "batch", "handed_over")
                case e.RoundOpened():
                    self._round(state, plan, event, each)
                case _:
                    pass

    def _value(
        self,
        state: BatchState,
        plan: Plan,
        event: e.ValueRecorded | e.AttemptRecorded | e.ValueCorrected,
        recorded: Sequence[Recorded],
    ) -> None:
        slot = plan.slots[last_id(event.slot)]
        if isinstance(event, e.AttemptRecorded) and event.why in ("hold_not_over", "hold_unconfirmed"):
            self.ledger.mark("timer", slot.id, "early")
            return
        if isinstance(event, e.AttemptRecorded) and event.why == "right_missing":
            return
        self._answer(slot, event.value)
        self._numbers(slot, event.value, event.limits, plan.decimals(slot))
        if isinstance(event, e.ValueCorrected):
            self.ledger.mark("correction", slot.id, "changed")
            self._departure(state, slot, "corrected_out", event.slot, event.value, event.limits)
        elif isinstance(event, e.ValueRecorded):
            by = recorded[0].stamp.by
            if event.late:
                self.ledger.mark("floor", "batch", "late")
            if event.performed_by != by:
                self.ledger.mark("person", plan.phase_of[slot.id], "scribe")
            if slot.kind == "result":
                self._result(state, slot, event)

    def _answer(self, slot: Slot, value: Mapping[str, str]) -> None:
        if slot.kind == "clearance":
            for name, answer in value.items():
                self.ledger.mark("choice", f"{slot.id}/{name}", answer)
        for name in ("choice", "check"):
            if name in value:
                self.ledger.mark("choice", slot.id, value[name])

    def _numbers(self, slot: Slot, value: Mapping[str, str], limits: Mapping[str, str], decimals: int) -> None:
        for place, text, bounds, step in _measured(slot, value, limits, decimals):
            if not self.ledger.wants("limit", place):
                continue
            for name, what in steps(Decimal(text), bounds, step):
                self.ledger.mark("limit", place, what, "balance" if slot.kind == "labels" else name)

    def _result(self, state: BatchState, slot: Slot, event: e.ValueRecorded) -> None:
        refused = {option.id for option in slot.options if not option.accept}
        number = event.value.get("number")
        if event.value.get("choice") in refused or (number is not None and beyond(Decimal(number), event.limits)):
            self._raised(state, "result_out", slot, event.slot, "result_out_of_limit")

    def _departure(
        self,
        state: BatchState,
        slot: Slot,
        kind: str,
        address: str,
        value: Mapping[str, str],
        limits: Mapping[str, str],
    ) -> None:
        text = value.get("number", "")
        if text and beyond(Decimal(text), limits):
            self._raised(state, kind, slot, address, EXCEPTION[kind])

    def _raised(self, state: BatchState, kind: str, slot: Slot, address: str, rule: str) -> None:
        about = [state.exceptions[number].rule for number in state.excepted.get(address, ())]
        self.ledger.seed(kind, slot.id, raised=rule in about, got=about[-1] if about else "")

    def _computed(self, state: BatchState, plan: Plan, event: e.ValueCalculated) -> None:
        slot = plan.slots[last_id(event.slot)]
        if not event.value:
            return
        for name, what in steps(Decimal(event.value["number"]), event.limits, None):
            self.ledger.mark("limit", slot.id, what, name)
        self._departure(state, slot, "computed_out", event.slot, event.value, event.limits)

    def _closed(self, state: BatchState, plan: Plan, event: e.ItemsClosed) -> None:
        slot = plan.slots[last_id(event.slot)]
        if slot.kind != "material":
            self._statistics(state, slot, event)
            return
        corrected = "active" in event.value and not (slot.limits.any() or slot.limits.target)
        total = Decimal(event.value["active" if corrected else "total"])
        for name, what in steps(total, event.limits, unit_of(plan.decimals(slot))):
            self.ledger.mark("limit", slot.id, what, name)
        if beyond(total, event.limits):
            self._raised(state, "quantity_out", slot, event.slot, EXCEPTION["quantity_out"])

    def _statistics(self, state: BatchState, slot: Slot, event: e.ItemsClosed) -> None:
        out = False
        for name, _ in slot.statistics:
            limits = _prefixed(event.limits, name)
            if name in event.value:
                found = Decimal(event.value[name])
                out = out or beyond(found, limits)
                for bound, what in steps(found, limits, None):
                    self.ledger.mark("limit", f"{slot.id}/{name}", what, bound)
        if out and event.verdict == "out":
            self._raised(state, "statistic_out", slot, event.slot, EXCEPTION["statistic_out"])

    def _stopped(self, state: BatchState, plan: Plan, event: e.TimerStopped) -> None:
        slot = plan.slots[last_id(event.slot)]
        passed = Decimal(event.elapsed)
        low, high = (Decimal(event.limits[name]) if name in event.limits else None for name in ("low", "high"))
        if high is not None and passed > high:
            self.ledger.mark("timer", slot.id, "late")
            self._raised(state, "too_late", slot, event.slot, EXCEPTION["too_late"])
            return
        if low is not None and passed < low:
            return
        ways = {"least": passed == low, "most": passed == high}
        for way in [way for way, so in ways.items() if so] or ["within"]:
            self.ledger.mark("timer", slot.id, way)

    def _signed(self, plan: Plan, event: e.StepSigned) -> None:
        name = last_id(event.scope)
        if event.meaning == "performed" and name in plan.phases:
            self.ledger.mark("phase", name, "performed")
        self.ledger.mark("person", name, event.meaning)

    def _round(self, state: BatchState, plan: Plan, event: e.RoundOpened, each: Recorded) -> None:
        node = plan.places[last_id(event.node)].node
        series = node.flow.series if node is not None else None
        if node is None or series is None or not event.planned:
            return
        late = datetime.fromisoformat(each.stamp.at.wall) - datetime.fromisoformat(event.planned)
        if late <= timedelta(minutes=series.tolerance):
            self.ledger.mark("loop", node.id, "due")
            return
        missed = late >= timedelta(minutes=series.every)
        kind, way = ("series_missed", "missed") if missed else ("series_late", "late")
        self.ledger.mark("loop", node.id, way)
        rules = [state.exceptions[n].rule for n in state.excepted.get(f"{event.node}[{event.round}]", ())]
        self.ledger.seed(kind, node.id, raised=kind in rules, got=rules[-1] if rules else "")

    def end(self, state: BatchState) -> None:
        """Look at what only the whole batch tells: conditions, loops, things named."""
        plan = state.plan
        if plan is None:
            return
        for place in plan.places.values():
            if place.node is not None:
                self._node(state, plan, place.node)
        for slot in plan.slots.values():
            inner = inner_choices(slot) if slot.formula else ()
            for rounds in instances(state, slot.id, {}) if slot.when or inner else ():
                self._branch(state, slot.id, slot.when, rounds)
                for each in inner:
                    values = {n: v for n in each.condition.references if (v := lookup(state, n, rounds)) is not None}
                    try:
                        told = evaluate(each.condition, values)
                    except FormulaError:
                        continue
                    self.ledger.mark("branch", slot.id, "yes" if told is True else "no", each.field)

    def _branch(self, state: BatchState, place: str, source: str, rounds: Rounds) -> None:
        told = flow.condition(state, source, rounds) if source else None
        if told is not None:
            self.ledger.mark("branch", place, "yes" if told else "no", "when")

    def _node(self, state: BatchState, plan: Plan, node: Node) -> None:
        flows = node.flow
        if flows.when:
            for rounds in instances(state, node.id, {}) if not flows.repeats() else ({},):
                self._branch(state, node.id, flows.when, rounds)
        if flows.repeat is None and flows.for_each is None:
            return
        for base, why in state.ended.items():
            if last_id(base) != node.id:
                continue
            count = len(opened(state, plan, node.id, rounds_of(base)))
            if flows.repeat is not None:
                met = why == "end_point"
                self.ledger.mark("loop", node.id, "bound" if not met else "first" if count == 1 else "more")
                if not met and count >= flows.repeat.most:
                    rules = [state.exceptions[number].rule for number in state.excepted.get(base, ())]
                    self.ledger.seed("bound", node.id, raised="loop_bound" in rules, got=rules[-1] if rules else "")
            elif flows.for_each is not None:
                ends = (("least", flows.for_each.least), ("most", flows.for_each.most))
                for way, _ in [end for end in ends if end[1] == count]:
                    self.ledger.mark("loop", node.id, way)


EXCEPTION: Final = {
    "corrected_out": "corrected_out_of_limit",
    "computed_out": "computed_out_of_limit",
    "quantity_out": "quantity_out_of_limit",
    "statistic_out": "statistic_out_of_limit",
    "too_late": "time_limit",
}


def _prefixed(limits: Mapping[str, str], name: str) -> dict[str, str]:
    return {bound.removeprefix(f"{name}_"): text for bound, text in limits.items() if bound.startswith(f"{name}_")}


def _measured(
    slot: Slot, value: Mapping[str, str], limits: Mapping[str, str], decimals: int
) -> list[tuple[str, str, Mapping[str, str], Decimal]]:
    """Return each number of a value: its place, text and limits, and one unit of the last place."""
    if slot.kind == "labels":
        balance = value.get("balance", "")
        return [(slot.id, balance, {"high": "0", "low": "0", **limits}, Decimal(1))] if balance else []
    if slot.kind == "environment":
        return [
            (f"{slot.id}/{item.id}", value[item.id], _prefixed(limits, item.id), unit_of(item.decimals))
            for item in slot.items
            if _readable(value.get(item.id, ""))
        ]
    text = value.get("number", "")
    return [(slot.id, text, limits, unit_of(decimals))] if _readable(text) and slot.kind != "material" else []


def _readable(text: str) -> bool:
    try:
        Decimal(text)
    except InvalidOperation:
        return False
    return True
