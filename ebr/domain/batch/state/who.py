"""Who did what in a part of a batch: the performers who have to sign, and everybody who cannot be its second person."""

from __future__ import annotations

from collections.abc import Iterator

from ebr.domain.batch.state.fill import late_result
from ebr.domain.batch.state.model import BatchState
from ebr.domain.batch.state.plan import last_id, within
from ebr.domain.batch.state.slots import Row, SlotState
from ebr.domain.mbr.model import Phase

WITHOUT_RIGHT = "right_missing"
OWN_PART = ("performed", "handed_over")


def slots_in(state: BatchState, scope: str) -> Iterator[SlotState]:
    """Yield what is known of the slots of a phase, of a slot itself, or of everything under another node."""
    plan = state.plan
    name = last_id(scope)
    if plan is not None and name in plan.phases:
        addresses = [f"{scope}/{slot.id}" for slot in plan.phases[name].slots]
    elif plan is not None and name in plan.slots:
        addresses = [scope]
    else:
        addresses = [address for address in state.slots if within(address, scope)]
    yield from (state.slots[address] for address in addresses if address in state.slots)


def _rows(state: BatchState, scope: str) -> Iterator[Row]:
    for held in _own_slots(state, scope):
        for row in held.rows.values():
            if row.value:
                yield row


def _own_slots(state: BatchState, scope: str) -> list[SlotState]:
    """Return what is known of the slots that a scope answers for: a result that comes late is the laboratory's."""
    plan = state.plan
    phase = plan.phases.get(last_id(scope)) if plan else None
    if phase is not None:  # the quick way: a step of fifty entries is asked at each of its signatures
        known = [state.slots.get(f"{scope}/{slot.id}") for slot in phase.slots if not late_result(slot)]
        return [held for held in known if held is not None]
    slots = plan.slots if plan is not None else {}
    found = [(held, slots.get(last_id(held.address))) for held in slots_in(state, scope)]
    return [held for held, slot in found if slot is None or not late_result(slot) or held.address == scope]


def performers_in(state: BatchState, scope: str) -> set[str]:
    """Return who performed the standing entries of a phase or slot; results are the laboratory's, not the step's."""
    return {row.performed_by for row in _rows(state, scope) if row.performed_by}


def recorders_in(state: BatchState, scope: str) -> set[str]:
    """Return who recorded the standing entries of a phase or slot."""
    return {row.first.by for row in _rows(state, scope) if row.first.by and row.performed_by}


def people_in(state: BatchState, scope: str) -> set[str]:
    """Return everybody who performed, recorded, tried, corrected or signed as performer in a part of the batch."""
    found: set[str] = set()
    # Whoever decided which of two values stands corrected neither.
    decided = {contest.resolved.hash for contest in state.contested.values() if contest.resolved is not None}
    for held in slots_in(state, scope):
        for row in held.rows.values():
            if row.performed_by:
                found.update((row.performed_by, row.first.by, row.stamp.by))
            found.update(
                made.stamp.by for made in row.corrections if row.performed_by and made.stamp.hash not in decided
            )
        for attempt in held.attempts:
            found.update((attempt.performed_by, attempt.stamp.by) if attempt.why != WITHOUT_RIGHT else ())
        if held.timer is not None:
            found.update(stamp.by for stamp in (held.timer.start, held.timer.stop) if stamp is not None)
        found.update(s.signed.person for s in state.signatures_of(held.address) if s.valid and s.meaning in OWN_PART)
    found.update(s.signed.person for s in state.valid_signatures(scope) if s.meaning in OWN_PART)
    return found - {""}


def missing_meanings(state: BatchState, address: str, phase: Phase) -> list[str]:
    """Return the meanings not signed here yet, in the MBR's order; everybody who performed has to sign."""
    return [meaning for meaning in phase.sign if not _meant(state, address, meaning)]


def _meant(state: BatchState, address: str, meaning: str) -> bool:
    signatures = state.valid_signatures(address, meaning)
    if meaning != "performed":
        return bool(signatures) or state.waived(address, "unwitnessed")
    if not signatures:
        return False
    return state.waived(address, "performer_gone") or not unsigned_performers(state, address)


def unsigned_performers(state: BatchState, address: str) -> set[str]:
    """Return who performed here and has not signed for it: as performer, or for the own part at a hand-over."""
    signers = {s.signed.person for s in state.valid_signatures(address, "performed")}
    if "" in signers:  # the preview's own
        return set()
    over = {s.signed.person: s.signed.covered for s in state.valid_signatures(address, "handed_over")}
    signers.add("")  # what the program computed needs nobody
    return {
        row.performed_by
        for held in _own_slots(state, address)
        for row in held.rows.values()
        if row.performed_by not in signers and row.value and row.stamp.hash not in over.get(row.performed_by, ())
    }


def voided(state: BatchState, scope: str, meaning: str = "") -> bool:
    """Tell whether a signature of this scope was voided and not given again."""
    return any(
        not s.valid and meaning in ("", s.meaning) and not given_again(state, scope, s.meaning)
        for s in state.signatures_of(scope)
    )


def given_again(state: BatchState, scope: str, meaning: str) -> bool:
    """Tell whether a signature with this meaning stands; who handed over and was corrected signs as performer then."""
    if state.valid_signatures(scope, meaning):
        return True
    return meaning == "handed_over" and _meant(state, scope, "performed")
