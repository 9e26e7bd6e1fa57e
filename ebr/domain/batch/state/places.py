"""Places of a batch that only one entry may write, what stands there, and what an entry says there (floor-rules 2).

<address>, item n            an item of a slot (an exception that lets an attempt stand, or documents that the entry
                             cannot be made, writes it too)
<address>#closed #started #stopped #<meaning>
                             the closing of its rows, start and stop of a timer, a signature with its meaning
exception/<number>           the decision on an exception
#issued #completed #decided #amended #holder/<part>
                             issue, completion, disposition and instructions of the batch, who holds a part
"""

from __future__ import annotations

from collections.abc import Mapping

from ebr.domain.batch import events as e
from ebr.domain.batch.state.apart import Side
from ebr.domain.batch.state.model import BatchState
from ebr.domain.batch.state.plan import last_id
from ebr.domain.batch.state.slots import SlotState

Place = tuple[str, int]


def place_of(state: BatchState, event: object) -> Place | None:
    """Return the place an entry writes; None for one that merges with whatever was written beside it."""
    match event:
        case e.ValueRecorded() | e.ValueCorrected():
            return event.slot, event.item
        case e.ExceptionRaised() if event.accepts and state.plan and last_id(event.where) in state.plan.slots:
            return None if event.rule == "unwitnessed" else (event.where, event.item or 1)
        case e.ItemsClosed():
            return f"{event.slot}#closed", 0
        case e.TimerStarted():
            return f"{event.slot}#started", 0
        case e.TimerStopped():
            return f"{event.slot}#stopped", 0
        case e.StepSigned():
            return f"{event.scope}#{event.meaning}", 0
        case _:
            return _decision(event)


def _decision(event: object) -> Place | None:
    match event:
        case e.ExceptionDecided():
            return f"exception/{event.exception}", 0
        case e.BatchIssued():
            return "#issued", 0
        case e.BatchCompleted():
            return "#completed", 0
        case e.BatchDecided():
            return "#decided", 0
        case e.BatchAmended():
            return "#amended", 0
        case e.HolderChanged() | e.TakenOver():
            return f"#holder/{event.part}", 0
        case _:
            return None


def standing(state: BatchState, place: Place) -> list[Side]:
    """Return what stands at a place, oldest first; a step may have several signatures of one meaning."""
    where, item = place
    address, _, what = where.partition("#")
    if not address:
        return _of_batch(state, what)
    if where.startswith("exception/"):
        found = state.exceptions.get(where.removeprefix("exception/"))
        decided = found.decided if found is not None else None
        return [Side(decided, {"decision": found.decision})] if found is not None and decided is not None else []
    if what in ("closed", "started", "stopped"):
        return _of_list_or_timer(state.slot(address), what)
    if what:
        return [Side(s.stamp, {"person": s.signed.person}) for s in state.signatures_of(address) if s.meaning == what]
    return _of_item(state, state.slot(address), item)


def _of_batch(state: BatchState, what: str) -> list[Side]:
    if what == "issued" and state.issued is not None and state.issue_stamp is not None:
        return [Side(state.issue_stamp, {"version": state.issued.version, "size": state.issued.size})]
    if what == "completed" and state.completed is not None:
        return [Side(state.completed, {})]
    if what == "decided":
        return [Side(stamp, {"decision": event.decision}) for event, stamp in state.decisions]
    if what == "amended":
        return [Side(one.stamp, says(one.event)) for one in state.amendments]
    part = what.removeprefix("holder/")
    return [Side(held.stamp, {"station": held.holder}) for held in state.holdings if held.part == part]


def _of_list_or_timer(held: SlotState, what: str) -> list[Side]:
    timer = held.timer
    if what == "closed":
        return [Side(held.closed, held.figures)] if held.closed is not None else []
    if timer is None:
        return []
    if what == "started":
        return [Side(timer.start, {"time": timer.started})]
    return [Side(timer.stop, {"time": timer.stopped, "elapsed": timer.elapsed})] if timer.stop is not None else []


def _of_item(state: BatchState, held: SlotState, item: int) -> list[Side]:
    row = held.rows.get(item)
    if row is not None:
        return [Side(row.stamp, row.value)]
    skipped = state.exceptions.get(held.skipped) if held.skipped else None
    return [Side(skipped.raised, {"exception": skipped.number})] if skipped is not None else []


def says(event: object) -> Mapping[str, str]:
    """Return what an entry says at its place, for showing the sides beside each other."""
    match event:
        case e.ValueRecorded() | e.ValueCorrected() | e.ItemsClosed():
            return event.value
        case e.TimerStarted():
            return {"time": event.started}
        case e.TimerStopped():
            return {"time": event.stopped, "elapsed": event.elapsed}
        case e.StepSigned():
            return {"person": event.signed.person} if event.signed is not None else {}
        case e.ExceptionRaised():
            return {"exception": event.exception}
        case e.ExceptionDecided() | e.BatchDecided():
            return {"decision": event.decision}
        case e.HolderChanged() | e.TakenOver():
            return {"station": event.holder}
        case e.BatchIssued():
            return {"version": event.version, "size": event.size}
        case e.BatchAmended():
            return {"amendment": str(event.number), "reason": event.reason}
        case _:
            return {}
