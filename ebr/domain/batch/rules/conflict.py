"""What needs a contested place is refused until quality has decided which side stands (floor-rules 2, 4).

Only what needs it: the same entry, signing a step that holds it or a value computed from it, deciding the same
exception; and everything that speaks of the whole batch. Everything else goes on.
"""

from __future__ import annotations

from ebr.domain import subjects
from ebr.domain.batch import commands as c
from ebr.domain.batch import events as e
from ebr.domain.batch.rules import guards, stock
from ebr.domain.batch.rules.computed import following
from ebr.domain.batch.rules.holding import subject_of
from ebr.domain.batch.rules.known import NOTHING_KNOWN, Known
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.contested import contested_in
from ebr.domain.batch.state.holding import part_of
from ebr.domain.batch.state.plan import last_id
from ebr.domain.decision import Actor, Decision, Draft
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant, Value, clean_text, shown_text

OF_SLOT = (c.RecordValue, c.CorrectValue, c.CloseItems, c.StartTimer, c.StopTimer)
WHOLE = (c.CompleteBatch, c.ReviewBatch)


def contested(state: BatchState, command: object) -> Refusal | None:
    """Refuse a command that needs a contested place, naming the place."""
    open_ones = state.open_contests() if state.contested else []
    if not open_ones:
        return None
    where = _needed(state, command, open_ones[0].where)
    return Refusal("contested", where=where, batch=state.id) if where else None


def _needed(state: BatchState, command: object, first: str) -> str:
    if isinstance(command, WHOLE) or (isinstance(command, c.DecideBatch) and command.decision != "rejected"):
        return first
    if isinstance(command, OF_SLOT):
        return _of_slot(state, command)
    if isinstance(command, c.RaiseException) and command.accepts:
        return contested_in(state, command.where)
    if isinstance(command, c.SignStep):
        return contested_in(state, command.scope)
    if isinstance(command, c.HandOver):
        return contested_in(state, command.where)
    if isinstance(command, (c.DecideException, c.ChangeSeverity)):
        found = state.contested.get((f"exception/{command.exception}", 0))
        return found.where if found is not None and found.open else ""
    if isinstance(command, c.AmendBatch):
        found = state.contested.get(("#amended", 0))
        return found.where if found is not None and found.open else ""
    if isinstance(command, (c.GivePart, c.TakeOver)):
        found = state.contested.get((f"#holder/{command.part}", 0))
        return found.where if found is not None and found.open else ""
    return ""


def _of_slot(
    state: BatchState, command: c.RecordValue | c.CorrectValue | c.CloseItems | c.StartTimer | c.StopTimer
) -> str:
    """A further row may be added beside a contested one; the same row, and what closes them all, may not."""
    item = command.item if isinstance(command, (c.RecordValue, c.CorrectValue)) else 0
    for found in state.open_contests():
        address = found.where.partition("#")[0]
        if address == command.slot and (not item or not found.item or item == found.item):
            return found.where
    return ""


def resolve(
    state: BatchState, command: c.ResolveConflict, actor: Actor, at: Instant, known: Known = NOTHING_KNOWN
) -> Decision:
    """Let one side stand; everything computed from it follows in the same action, and what was drawn from lots."""
    refusal = guards.issued(state)
    found = state.contested.get((command.where, command.item))
    if refusal is None and found is None:
        refusal = Refusal("not_contested", where=shown_text(command.where, 120), batch=state.id)
    if refusal is None and found is not None and not found.open:
        refusal = Refusal("conflict_resolved_before", where=found.where, batch=state.id)
    if refusal is None and found is not None and command.kept not in {side.stamp.hash for side in found.sides}:
        refusal = Refusal("side_unknown", where=found.where, batch=state.id)
    reason = clean_text(command.reason, 500)
    if refusal is None and not reason:
        refusal = Refusal("reason_missing", slot=shown_text(command.where, 120))
    if refusal is None and found is not None and actor.person in {side.stamp.by for side in found.sides}:
        refusal = Refusal("not_independent", person=actor.name or actor.person, batch=state.id)
    if refusal is not None:
        return Decision(refusal=refusal)
    part = part_of(state, command.where.partition("#")[0])
    subject = subject_of(state, part) if part is not None else subjects.batch(state.id)
    event = e.ConflictResolved(state.id, command.where, command.item, command.kept, reason)
    drafts = [Draft(subject, event)]
    drafts += [*following(state, drafts, actor, at), *_drawn(state, known, command, actor)]
    return Decision(tuple(drafts), answer={"role": "quality"})


def _drawn(state: BatchState, known: Known, command: c.ResolveConflict, actor: Actor) -> list[Draft]:
    """Return the draw of the row that was kept, and the end of those of the others."""
    found, plan = state.contested.get((command.where, command.item)), state.plan
    slot = plan.slots.get(last_id(command.where.partition("#")[0])) if plan is not None else None
    if found is None or slot is None or slot.kind != "material" or not command.item:
        return []
    where = guards.place(state, command.where)
    kept = next(side.says for side in found.sides if side.stamp.hash == command.kept)
    others = (side.says for side in found.sides if side.stamp.hash != command.kept)
    lost: list[Value | None] = [says for says in others if "lot" in says]
    new = kept if "lot" in kept else {}
    return [
        draft for old in lost or [None] for draft in stock.used(state, known, where, command.item, new, actor, old=old)
    ]
