"""Everything an MBR says that can go one way or another, and every fault that its steps must answer.

The ids are those of `ebr.domain.mbr.coverage`. What is listed here is what the author wrote; whether it can be reached
at all, the batches tell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ebr.domain.batch.state.plan import COMPUTED, Plan, compiled
from ebr.domain.formula import Formula
from ebr.domain.formula.tree import Choice, Reference, walk
from ebr.domain.mbr.kinds import MATERIALS
from ebr.domain.mbr.model import Limits, Node, Slot

Key = tuple[str, str, str, str]
"""Kind, place, field, what."""
FaultKey = tuple[str, str]
"""Kind of fault, place."""

STEPS: Final = ("at", "inside", "outside")
BOUNDS: Final = ("low", "high", "alert_low", "alert_high")
EXPECTED: Final = {
    "out_of_limit": "out_of_limit",
    "not_acceptable": "not_acceptable",
    "read_again": "repeated_reading",
    "labels_out": "labels_unreconciled",
    "result_out": "result_out_of_limit",
    "wrong_scan": "wrong_scan",
    "wrong_identity": "identity_mismatch",
    "quantity_out": "quantity_out_of_limit",
    "statistic_out": "statistic_out_of_limit",
    "computed_out": "computed_out_of_limit",
    "corrected_out": "corrected_out_of_limit",
    "limit_moved": "limit_moved",
    "too_early": "hold_not_over",
    "too_late": "time_limit",
    "same_person": "second_person_same",
    "witness_late": "witness_late",
    "no_right": "right_missing",
    "signed_unfinished": "entries_missing",
    "out_of_order": "waits_for",
    "bound": "loop_bound",
    "series_late": "series_late",
    "series_missed": "series_missed",
    "fewer": "rounds_too_few",
    "further": "rounds_full",
    "size_outside": "batch_size_outside",
    "second_gone": "unwitnessed",
    "held": "batch_held",
    "left": "return_first",
    "hand_over_same": "hand_over_same",
    "late_entry": "late_entry",
}
"""What is done wrong -> the code of the refusal, or the rule of the exception, that must answer it."""


ON_FLOOR: Final = {"held": "held", "left": "left", "hand_over_same": "handed_over", "late_entry": "late"}
"""What goes wrong on a floor -> the way that is reached with it."""


def bounds_of(limits: Limits) -> tuple[str, ...]:
    """Return the names of the limits that are written."""
    return tuple(name for name in BOUNDS if getattr(limits, name))


@dataclass(frozen=True, slots=True)
class Inner:
    """A `c ? a : b` inside a formula: which of the slot's formulas, and the condition as a formula of its own."""

    field: str
    condition: Formula


def inner_choices(slot: Slot) -> tuple[Inner, ...]:
    """Return the conditions inside the formulas of a computed entry."""
    found = []
    for name in ("formula", "theoretical"):
        whole = compiled(getattr(slot, name)) if getattr(slot, name) else None
        choices = [node for node, _ in walk(whole.tree) if isinstance(node, Choice)] if whole is not None else []
        for count, node in enumerate(choices, start=1):
            names = dict.fromkeys(each.name for each, _ in walk(node.condition) if isinstance(each, Reference))
            found.append(Inner(f"{name}[{count}]", Formula(f"{name}[{count}]", tuple(names), node.condition)))
    return tuple(found)


def points(plan: Plan) -> list[Key]:
    """Return every point of a document, in document order within each kind."""
    every = [*_flow(plan.root), *(("limit", "header", f"size.{name}", "at") for name in ("low", "high"))]
    for phase_id, phase in plan.phases.items():
        every.append(("phase", phase_id, "", "performed"))
        every += [("person", phase_id, "", meaning) for meaning in phase.sign if meaning != "performed"]
        every += [("person", phase_id, "", "scribe")] if phase.scribe else []
        for slot in phase.slots:
            every += _slot(plan, slot)
    return [*every, *(("floor", "batch", "", ON_FLOOR[kind]) for kind in _on_floor(plan))]


def _on_floor(plan: Plan) -> tuple[str, ...]:
    """Return what can happen on a floor to this document: none of it where nobody enters anything by hand."""
    by_hand = [[slot for slot in phase.slots if _by_hand(slot)] for phase in plan.phases.values()]
    stopped = any(not slot.when and slot.kind != "result" for slots in by_hand for slot in slots)
    shifted = any(len([slot for slot in slots if slot.kind != "result"]) > 1 for slots in by_hand)
    late = any(slot.kind in ("number", "check", "choice", "text") for slots in by_hand for slot in slots)
    wanted = {"held": stopped, "left": stopped, "hand_over_same": shifted, "late_entry": late}
    return tuple(kind for kind, so in wanted.items() if so)


def _flow(node: Node) -> Iterator[Key]:
    flow = node.flow
    if flow.when:
        yield from (("branch", node.id, "when", answer) for answer in ("yes", "no"))
    if flow.repeat is not None:
        ways = ("first", "more", "bound") if flow.repeat.most > 1 else ("first", "bound")
        yield from (("loop", node.id, "", way) for way in ways)
    if flow.for_each is not None:
        yield from (("loop", node.id, "", way) for way in ("least", "most"))
    if flow.series is not None:
        yield from (("loop", node.id, "", way) for way in ("due", "late", "missed"))
    for child in node.children:
        yield from _flow(child)


def _slot(plan: Plan, slot: Slot) -> Iterator[Key]:
    if slot.when:
        yield from (("branch", slot.id, "when", answer) for answer in ("yes", "no"))
    for inner in inner_choices(slot):
        yield from (("branch", slot.id, inner.field, answer) for answer in ("yes", "no"))
    yield from _answers(slot)
    yield from _limits(plan, slot)
    if slot.second:
        yield ("person", slot.id, "", slot.second)
    if slot.kind == "signature":
        yield ("person", slot.id, "", slot.meaning)
    if corrects(plan, slot):
        yield ("correction", slot.id, "", "changed")


def _answers(slot: Slot) -> Iterator[Key]:
    if slot.options:
        yield from (("choice", slot.id, "", option.id) for option in slot.options)
    if slot.kind == "check":
        yield from (("choice", slot.id, "", answer) for answer in ("yes", "no", "na"))
    if slot.kind == "clearance":
        yield from (("choice", f"{slot.id}/{item.id}", "", answer) for item in slot.items for answer in ("yes", "no"))


def _limits(plan: Plan, slot: Slot) -> Iterator[Key]:
    if slot.kind == "timer":
        yield from _timer(slot)
        return
    if slot.kind == "labels":
        yield from (("limit", slot.id, "balance", step) for step in ("at", "outside"))
        return
    whole = of_bill(plan, slot) if slot.kind == "material" and not slot.limits.any() else bounds_of(slot.limits)
    places = [(slot.id, name) for name in whole]
    places += [(f"{slot.id}/{item.id}", name) for item in slot.items for name in bounds_of(item.limits)]
    yield from (("limit", place, name, step) for place, name in places for step in STEPS)
    for name, limits in slot.statistics:
        yield from (
            ("limit", f"{slot.id}/{name}", bound, step) for bound in bounds_of(limits) for step in ("inside", "outside")
        )


def of_bill(plan: Plan, slot: Slot) -> tuple[str, ...]:
    """Return the limits that the bill of materials gives an entry of material."""
    material = plan.materials.get(slot.of)
    return () if material is None else tuple(name for name in ("low", "high") if getattr(material, name))


def _timer(slot: Slot) -> Iterator[Key]:
    low, high = bool(slot.limits.low), bool(slot.limits.high)
    ways = [*(("early", "least") if low else ()), "within", *(("most", "late") if high else ())]
    yield from (("timer", slot.id, "", way) for way in ways)


RECORDED_NUMBERS: Final = frozenset({"number", "duration", "qs"})


def corrects(plan: Plan, slot: Slot) -> bool:
    """Tell whether a correction of an entry has consequences that a dry run looks at: something follows from it."""
    simple = slot.kind in RECORDED_NUMBERS and slot.replicates == 1
    return simple and (slot.id in plan.dependents or slot.id in plan.limited)


def faults(plan: Plan) -> list[FaultKey]:
    """Return every fault that can be made at the parts of a document."""
    found: list[FaultKey] = [("size_outside", "header"), ("second_gone", "batch")]
    found += [(kind, "batch") for kind in _on_floor(plan)]
    found += _of_nodes(plan.root)
    for phase_id, phase in plan.phases.items():
        found += [("no_right", phase_id)] if any(_by_hand(slot) for slot in phase.slots) else []
        needed = [slot for slot in phase.slots if not slot.optional and not slot.when and slot.kind not in COMPUTED]
        if any(slot.kind not in ("result", "timer") for slot in needed):
            found.append(("signed_unfinished", phase_id))
        seconds = [meaning for meaning in phase.sign if meaning in ("witnessed", "verified", "approved")]
        found += [("same_person", phase_id)] if seconds and _performed(plan, phase_id) else []
        found += [("witness_late", phase_id)] if "witnessed" in seconds else []
        for slot in phase.slots:
            found += [(kind, slot.id) for kind in _of_slot(plan, slot)]
            if _signs_twice(plan, slot):
                found.append(("same_person", slot.id))
    return found


def _signs_twice(plan: Plan, slot: Slot) -> bool:
    """Tell whether who made entries of a step could also be asked to sign a signature entry of it."""
    independent = slot.kind == "signature" and slot.meaning in ("witnessed", "verified", "approved")
    return independent and slot.role in ("operator", "supervisor") and _performed(plan, plan.phase_of[slot.id])


def _performed(plan: Plan, phase: str) -> bool:
    """Tell whether anybody performs an entry in a step: results are the laboratory's, computed values nobody's."""
    return any(_by_hand(slot) and slot.kind != "result" for slot in plan.phases[phase].slots)


def _by_hand(slot: Slot) -> bool:
    return slot.kind not in (*COMPUTED, "timer", "signature")


def _of_nodes(node: Node) -> Iterator[FaultKey]:
    flow = node.flow
    if flow.repeat is not None:
        yield ("bound", node.id)
    if flow.for_each is not None:
        if flow.for_each.least > 0:
            yield ("fewer", node.id)
        yield ("further", node.id)
    if flow.series is not None:
        yield from (("series_late", node.id), ("series_missed", node.id))
    for child in node.children:
        yield from _of_nodes(child)


def _of_slot(plan: Plan, slot: Slot) -> Iterator[str]:
    action = bool(slot.limits.low or slot.limits.high) or any(i.limits.low or i.limits.high for i in slot.items)
    unwelcome = any(not option.accept for option in slot.options) or slot.kind in ("check", "clearance")
    if slot.kind in COMPUTED:
        yield from ("computed_out",) if action else ()
    elif slot.kind == "result":
        yield from ("result_out",) if action or unwelcome else ()
    elif slot.kind == "timer":
        yield from ("too_early",) if slot.limits.low else ()
        yield from ("too_late",) if slot.limits.high else ()
    elif slot.kind == "material":
        yield from ("quantity_out",) if slot.limits.any() or of_bill(plan, slot) else ()
    elif slot.kind == "labels":
        yield from ("out_of_limit", "labels_out")
    elif action or unwelcome:
        yield from ("not_acceptable" if unwelcome else "out_of_limit", "read_again")
    yield from _of_kind(plan, slot)


def _of_kind(plan: Plan, slot: Slot) -> Iterator[str]:
    if slot.kind == "scan" and slot.of != "text":
        yield "wrong_scan"
    if slot.kind == "identity" and plan.mbr.header.identifiers:
        yield "wrong_identity"
    if any(limits.low or limits.high for _, limits in slot.statistics):
        yield "statistic_out"
    if slot.second:
        yield "same_person"
        if slot.second == "witnessed" and slot.kind != "timer":
            yield "witness_late"
    simple = slot.kind in RECORDED_NUMBERS and slot.replicates == 1
    if simple and (slot.limits.low or slot.limits.high):
        yield "corrected_out"
    moves = any(slot.id in limited for limited in plan.limited.values())
    if simple and moves and slot.kind not in MATERIALS:
        yield "limit_moved"
