"""Whether an entry to make is to be made, is made, and what a step still lacks before it can be signed."""

from __future__ import annotations

from ebr.domain.batch.state.inputs import outcome
from ebr.domain.batch.state.model import BatchState
from ebr.domain.batch.state.plan import COMPUTED, Rounds, rounds_of
from ebr.domain.batch.state.seconds import second_of
from ebr.domain.batch.state.slots import SlotState
from ebr.domain.mbr.model import Phase, Slot


def condition(state: BatchState, source: str, rounds: Rounds) -> bool | None:
    """Return what a condition says; None while it cannot be told."""
    if not source:
        return True
    value = outcome(state, source, rounds).value
    return value if isinstance(value, bool) else None


def applies(state: BatchState, slot: Slot, rounds: Rounds) -> bool:
    """Tell whether an entry is to be made at all; an undecided condition counts as not yet."""
    return not slot.when or condition(state, slot.when, rounds) is True


def filled(state: BatchState, slot: Slot, address: str) -> bool:
    """Tell whether an entry to make is made, or stands documented as one that cannot be made."""
    if slot.kind == "signature":
        return bool(state.valid_signatures(address, slot.meaning))
    held = state.slots.get(address)
    return held is not None and (bool(held.skipped) or made(slot, held))


def made(slot: Slot, held: SlotState) -> bool:
    """Tell whether everything that the kind asks for stands."""
    kind = slot.kind
    if kind == "timer":
        return held.timer is not None and bool(held.timer.stopped)
    if kind in ("material", "table"):
        return held.closed is not None and bool(held.standing())
    if kind in COMPUTED or kind == "equipment":
        return bool(held.standing())
    return len(held.standing()) >= slot.replicates


def late_result(slot: Slot) -> bool:
    """Tell whether a result may come after the phase, or after release; it blocks the disposition, not the step."""
    return slot.kind == "result"


def open_slots(state: BatchState, address: str, phase: Phase) -> list[str]:
    """Return the addresses of the entries still to make before the phase can be signed as performed."""
    rounds = rounds_of(address)
    return [
        where
        for slot in phase.slots
        if not slot.optional
        and not late_result(slot)
        and (not slot.when or applies(state, slot, rounds))
        and not filled(state, slot, where := f"{address}/{slot.id}")
        and not _goes_on(state, phase, slot, where)
    ]


def _goes_on(state: BatchState, phase: Phase, slot: Slot, address: str) -> bool:
    """Tell whether a timer runs on beyond its own step: it then cannot keep the step from being signed."""
    if slot.kind != "timer":
        return False
    inside = {each.id for each in phase.slots}
    if slot.starts and slot.starts not in inside and state.slot(address).timer is None:
        return slot.starts == phase.id
    return state.slot(address).timer is not None and bool(slot.stops) and slot.stops not in inside


def ready_for_second(state: BatchState, slot: Slot, address: str) -> bool:
    """Tell whether a second person has something to look at: the entry, or the declared start of a timer."""
    return filled(state, slot, address) or (slot.declared and state.slot(address).timer is not None)


def unseconded(state: BatchState, address: str, phase: Phase) -> list[tuple[str, str]]:
    """Return entries that still need the second person of their own, with the meaning."""
    return [
        (where, second_of(state, slot, where))
        for slot in phase.slots
        if (slot.second or slot.device)
        and not late_result(slot)
        and not seconded(state, slot, where := f"{address}/{slot.id}")
    ]


def seconded(state: BatchState, slot: Slot, address: str) -> bool:
    """Tell whether an entry needs no second person (any more): not made, skipped, unwitnessed, or signed."""
    if state.slot(address).skipped or not ready_for_second(state, slot, address):
        return True
    wanted = second_of(state, slot, address)
    return not wanted or bool(state.valid_signatures(address, wanted)) or state.waived(address, "unwitnessed")
