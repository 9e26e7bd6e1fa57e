"""Take one entry about a sample into account; never raises."""

from __future__ import annotations

from urllib.parse import unquote

from ebr.domain.decision import Recorded
from ebr.domain.sample import events as e
from ebr.domain.sample.state.model import Exposure, Incubation, Mark, OfRoom, Order, Result, SampleState
from ebr.domain.sample.state.rooms import COUNT, EXPECTED
from ebr.domain.signature import Signed
from ebr.domain.values import Stamp


def start(root: str) -> SampleState:
    """Return the state of a sample before its first entry."""
    return SampleState(unquote(root.partition("/")[2]))


def apply(state: SampleState, recorded: Recorded) -> SampleState:
    """Return the state with one entry more."""
    event, stamp = recorded.event, recorded.stamp
    match event:
        case e.SamplePlanned():
            _planned(state, event, stamp)
        case e.SampleTaken():
            _taken(state, event, recorded)
        case e.SampleSent() | e.SampleReceived() | e.DueSet():
            _moved(state, event, stamp)
        case e.ExposureBegan() | e.ExposureEnded():
            _exposed(state, event, stamp)
        case e.ResultEntered() | e.ResultSeconded():
            _entered(state, event, stamp)
        case e.RetestOrdered() | e.RetestEntered() | e.RetestChecked() | e.ResultInvalidated():
            _retested(state, event, stamp)
        case e.SampleStored() | e.SampleDiscarded() | e.SampleWithdrawn() | e.SampleReplaced():
            _ended(state, event, stamp)
        case e.RoomSamplePlanned() | e.RoomSampleTaken() | e.SampleIncubated():
            _of_room(state, event, recorded)
        case e.ResultChecked() | e.ResultConcluded():
            _judged(state, event, stamp)
        case _:
            pass
    return state


def _of_room(
    state: SampleState, event: e.RoomSamplePlanned | e.RoomSampleTaken | e.SampleIncubated, recorded: Recorded
) -> None:
    stamp = recorded.stamp
    match event:
        case e.RoomSamplePlanned():
            if state.known:
                return
            state.of_room = OfRoom(
                event.room, event.kind, event.place, event.unit, event.alert, event.action, event.sop
            )
            state.slot, state.label = COUNT, event.place
            state.planned, state.planned_on = _mark(stamp), event.on
            _note(state, "planned", stamp, event.on)
        case e.RoomSampleTaken():
            beside = state.taken is not None and state.taken.entry in recorded.beside
            if state.of_room is None or event.room != state.room or beside:
                _contest(state, event.room, stamp)
                return
            state.tests, state.due, state.activity, state.taken_at = EXPECTED, event.due, event.activity, event.at
            state.taken, state.unit = Mark(stamp.hash, event.by, event.at), state.of_room.unit
            _note(state, "taken", stamp, "")
        case e.SampleIncubated():
            state.incubations.append(Incubation(event.place, event.condition, event.until, _mark(stamp)))
            state.place = event.place
            _note(state, "incubated", stamp, f"{event.place}, {event.condition}")


def _contest(state: SampleState, other: str, stamp: Stamp) -> None:
    """Two samples got one number apart from each other: the first stays, quality decides."""
    state.contested = (other, stamp.hash)
    _note(state, "contested", stamp, other)


def _judged(state: SampleState, event: e.ResultChecked | e.ResultConcluded, stamp: Stamp) -> None:
    found = state.result(event.result)
    if isinstance(event, e.ResultChecked):
        if found is not None:
            found.checked = _mark(stamp, signed=event.signed)
        _note(state, "seconded", stamp, "")
        return
    state.concluded = _mark(stamp, event.reason, event.investigation, event.signed)
    _note(state, "concluded", stamp, f"{event.investigation}, {event.reason}")


def _planned(state: SampleState, event: e.SamplePlanned, stamp: Stamp) -> None:
    if state.known:
        return
    state.batch, state.slot, state.label = event.batch, event.slot, event.label
    state.planned, state.planned_on = _mark(stamp), event.on
    _note(state, "planned", stamp, event.on)


def _taken(state: SampleState, event: e.SampleTaken, recorded: Recorded) -> None:
    stamp = recorded.stamp
    if state.of_room is not None or (state.taken is not None and state.taken.entry in recorded.beside):
        _contest(state, event.batch, stamp)
        return
    state.batch, state.slot, state.label, state.product = event.batch, event.slot, event.label, event.product
    state.quantity, state.unit, state.tests, state.due = event.quantity, event.unit, event.tests, event.due
    state.taken, state.replaced = Mark(stamp.hash, event.by, stamp.at.wall), ""
    _note(state, "taken", stamp, "")


def _moved(state: SampleState, event: e.SampleSent | e.SampleReceived | e.DueSet, stamp: Stamp) -> None:
    match event:
        case e.SampleSent():
            state.sent, state.sent_to = _mark(stamp, event.condition), event.to
            _note(state, "sent", stamp, ", ".join(text for text in (event.to, event.condition) if text))
        case e.SampleReceived():
            state.received, state.place, state.fit = _mark(stamp, event.condition), event.place, event.fit
            said = ", ".join(text for text in (event.place, event.condition) if text)
            _note(state, "received" if event.fit else "unfit", stamp, said)
        case e.DueSet():
            state.due = event.due
            _note(state, "due", stamp, f"{event.due}, {event.reason}")


def _exposed(state: SampleState, event: e.ExposureBegan | e.ExposureEnded, stamp: Stamp) -> None:
    if isinstance(event, e.ExposureBegan):
        state.exposures.append(Exposure(event.place, event.at))
        _note(state, "exposed", stamp, event.place)
        return
    exposed = state.exposed
    if exposed is not None:
        exposed.ended, exposed.minutes, exposed.reason = event.at, event.minutes, event.reason
    _note(state, "closed", stamp, event.reason)


def _entered(state: SampleState, event: e.ResultEntered | e.ResultSeconded, stamp: Stamp) -> None:
    if isinstance(event, e.ResultSeconded):
        for one in state.results:
            if one.slot == event.slot and not one.number and not one.replaced:
                one.checked = Mark(stamp.hash, event.checker, stamp.at.wall)
        _note(state, "seconded", stamp, "")
        return
    state.concluded = None
    before = state.first(event.slot, event.item)
    if before is not None and not before.replaced:
        before.replaced = stamp.hash
    state.results.append(_result(event, stamp, 0))
    _note(state, "replaced_result" if event.reason else "result", stamp, event.label)


def _result(event: e.ResultEntered | e.RetestEntered, stamp: Stamp, number: int) -> Result:
    item, reason = (event.item, event.reason) if isinstance(event, e.ResultEntered) else (1, "")
    return Result(
        stamp.hash,
        event.slot,
        item,
        number,
        event.label,
        event.value,
        event.shown,
        event.unit,
        event.verdict,
        event.limits,
        event.analyst,
        stamp.at.wall,
        reason,
    )


def _retested(
    state: SampleState,
    event: e.RetestOrdered | e.RetestEntered | e.RetestChecked | e.ResultInvalidated,
    stamp: Stamp,
) -> None:
    match event:
        case e.RetestOrdered():
            mark = _mark(stamp, event.reason, event.investigation, event.signed)
            state.orders.append(Order(event.slot, event.label, event.count, mark))
            _note(state, "ordered", stamp, f"{event.label}, {event.investigation}")
        case e.RetestEntered():
            state.results.append(_result(event, stamp, event.number))
            _note(state, "retest", stamp, event.label)
        case e.RetestChecked():
            found = state.result(event.result)
            if found is not None:
                found.checked = _mark(stamp, signed=event.signed)
            _note(state, "retest_checked", stamp, event.label)
        case e.ResultInvalidated():
            found = state.result(event.result)
            if found is not None and found.invalid is None:
                found.invalid = _mark(stamp, event.reason, event.investigation, event.signed)
            _note(state, "invalid", stamp, f"{event.label}, {event.investigation}")


def _ended(
    state: SampleState, event: e.SampleStored | e.SampleDiscarded | e.SampleWithdrawn | e.SampleReplaced, stamp: Stamp
) -> None:
    match event:
        case e.SampleStored():
            state.stored, state.stored_until, state.place = _mark(stamp), event.until, event.place
            _note(state, "stored", stamp, f"{event.place}, {event.until}")
        case e.SampleDiscarded():
            state.discarded = _mark(stamp, event.how)
            _note(state, "discarded", stamp, event.how)
        case e.SampleWithdrawn():
            state.withdrawn = _mark(stamp, event.reason, event.investigation, event.signed)
            state.contested = None
            _note(state, "withdrawn", stamp, f"{event.investigation}, {event.reason}")
        case e.SampleReplaced():
            state.replaced = event.by or "-"
            _note(state, "replaced", stamp, event.by)


def _mark(stamp: Stamp, note: str = "", investigation: str = "", signed: Signed | None = None) -> Mark:
    return Mark(stamp.hash, signed.person if signed is not None else stamp.by, stamp.at.wall, note, investigation)


def _note(state: SampleState, what: str, stamp: Stamp, said: str) -> None:
    state.history.append((what, stamp, said))
