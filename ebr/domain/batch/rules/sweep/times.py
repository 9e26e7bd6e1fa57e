"""Times of related records that disagree, holds too short or too long (211.111, 211.188(b)(1); EU GMP 4.8)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from ebr.domain.batch.rules.sweep.found import Entry, Found, Sight, Step, decimal_of, wall, when
from ebr.domain.batch.rules.sweep.moments import BETWEEN, STILL, earlier
from ebr.domain.batch.rules.timers import elapsed, in_seconds
from ebr.domain.batch.state.fill import late_result
from ebr.domain.batch.state.inputs import instances
from ebr.domain.batch.state.plan import last_id
from ebr.domain.batch.state.slots import Row, Timer
from ebr.domain.values import Stamp, plain

SECOND_PERSON = ("witnessed", "verified")
TOLERANCE = Decimal(1)
"""Seconds that an elapsed time may differ from its start and stop: it is rounded to a tenth."""


def found(sight: Sight) -> Iterator[Found]:
    """Yield entries that cannot have been made when they say."""
    issued = wall(sight.state.issue_stamp) if sight.state.issue_stamp is not None else None
    ended = sight.state.completed or sight.state.aborted
    over = wall(ended) if ended is not None else None
    for entry in sight.entries:
        for row in entry.rows:
            if row.performed_by and not _plain(sight, row, issued, over):
                yield from _row(sight, entry, row, issued, over)
        if entry.held.timer is not None:
            yield from _timer(sight, entry, entry.held.timer)
            yield from _stood(sight, entry, entry.held.timer)
        if entry.slot.kind == "result":
            yield from _result(sight, entry)
    yield from _signatures(sight)
    if sight.state.pauses:
        yield from _acts(sight, over)


def _plain(sight: Sight, row: Row, issued: datetime | None, over: datetime | None) -> bool:
    """Tell the quick way that there is nothing to say: made between issue and end, and no other time is claimed."""
    made = wall(row.first)
    claims = row.happened or "time" in row.value or sight.state.pauses
    return not claims and (issued is None or made >= issued) and (over is None or made <= over)


def _row(sight: Sight, entry: Entry, row: Row, issued: datetime | None, over: datetime | None) -> Iterator[Found]:
    made, state = wall(row.first), sight.state
    told = {"slot": entry.slot.label, "at": row.first.at.wall}
    claimed = when(row.happened) if row.happened else made
    early = state.issue_stamp is not None and earlier(row.first, state.issue_stamp)
    if early or (issued is not None and row.happened and claimed is not None and claimed < issued):
        yield Found("before_issue", entry.address, {**told, "time": row.happened or row.first.at.wall}, item=row.item)
    stated = when(row.value["time"]) if row.value.get("time") else claimed
    if "time" in row.value and issued is not None and stated is not None and stated < issued and _untimed(sight, entry):
        yield Found("stated_before_issue", entry.address, {**told, "time": stated.isoformat()}, item=row.item)
    if stated is not None and stated > wall(row.stamp):
        yield Found("time_in_future", entry.address, {**told, "time": stated.isoformat()}, item=row.item)
    ended = state.completed or state.aborted
    late = over is not None and ended is not None and earlier(ended, row.first)
    if late and not late_result(entry.slot) and not _of_laboratory(entry):
        yield Found("after_end", entry.address, told, item=row.item)
    if state.pauses and not late_result(entry.slot) and paused(sight, made):
        yield Found("during_hold", entry.address, told, item=row.item)


def _untimed(sight: Sight, entry: Entry) -> bool:
    """Tell whether no timer may run from a stated time: where one does, the master means a time before the batch."""
    declared = any(slot.declared for slot in entry.phase.slots)
    return not declared and all(slot.starts != entry.slot.id for slot in sight.plan.timers.get(entry.slot.id, ()))


def _of_laboratory(entry: Entry) -> bool:
    return any(slot.kind == "result" for slot in entry.phase.slots)


def paused(sight: Sight, made: datetime) -> bool:
    """Tell whether the batch stood still at a moment: on hold, or left at once."""
    for pause in sight.state.pauses:
        began, ended = when(pause.began), when(pause.ended) if pause.ended else None
        if began is not None and began < made and (ended is None or made < ended):
            return True
    return False


def _timer(sight: Sight, entry: Entry, timer: Timer) -> Iterator[Found]:
    told = {"slot": entry.slot.label}
    yield from _claimed(entry, timer)
    limits = in_seconds(dict(sight.limits(entry.slot.limits, entry.rounds)), entry.slot.unit)
    low, high = (decimal_of(limits.get(name, "")) for name in ("low", "high"))
    if timer.stop is None or not timer.stopped:
        passed = elapsed(timer, sight.at)[0]
        if high is not None and passed > high and not entry.held.skipped:
            params = {**told, "value": plain(passed), "limit": plain(high)}
            yield Found("hold_running_over", entry.address, params)
        return
    began, ended = when(timer.started), when(timer.stopped)
    if began is None or ended is None or ended < began:
        yield Found("stopped_before_started", entry.address, {**told, "time": timer.stopped, "started": timer.started})
    passed_ = decimal_of(timer.elapsed)
    anew = elapsed(timer, timer.stop.at)[0]
    if passed_ is None or abs(passed_ - anew) > TOLERANCE:
        yield Found("elapsed_wrong", entry.address, {**told, "value": timer.elapsed, "expected": plain(anew)})
    if passed_ is not None and low is not None and passed_ < low:
        yield Found("hold_short", entry.address, {**told, "value": plain(passed_), "limit": plain(low)})
    if passed_ is not None and high is not None and passed_ > high:
        yield Found("hold_long", entry.address, {**told, "value": plain(passed_), "limit": plain(high)})


def _stood(sight: Sight, entry: Entry, timer: Timer) -> Iterator[Found]:
    """Yield a timer that was started or stopped while the batch stood still, or after its end."""
    for stamp in (timer.start, timer.stop):
        told = {"slot": entry.slot.label, "at": stamp.at.wall} if stamp is not None else {}
        if stamp is not None and sight.state.pauses and paused(sight, wall(stamp)):
            yield Found("during_hold", entry.address, told)
        ended = sight.state.completed or sight.state.aborted
        if stamp is not None and ended is not None and earlier(ended, stamp):
            yield Found("after_end", entry.address, told)


def _acts(sight: Sight, over: datetime | None) -> Iterator[Found]:
    """Yield rounds opened, and an end of production, while the batch stood still."""
    for address, stamp in sight.state.round_stamps.items():
        place = sight.plan.places.get(last_id(address))
        if place is not None and place.node is not None and paused(sight, wall(stamp)):
            yield Found("during_hold", address, {"slot": place.node.title, "at": stamp.at.wall})
    ended = sight.state.completed
    if ended is not None and over is not None and paused(sight, over):
        yield Found("ended_during_hold", "", {"person": ended.by, "at": ended.at.wall})


def _claimed(entry: Entry, timer: Timer) -> Iterator[Found]:
    """Yield a start or stop that claims another time than its entry; a declared start may, where one is allowed."""
    said = [(timer.stopped, timer.stop)] if timer.stop is not None and timer.stopped else []
    if not (timer.declared and entry.slot.declared):
        said.insert(0, (timer.started, timer.start))
    for text, stamp in said:
        claimed = when(text)
        if claimed is None or abs((claimed - wall(stamp)).total_seconds()) > TOLERANCE or _undeclarable(entry, timer):
            yield Found("time_claimed", entry.address, {"slot": entry.slot.label, "time": text, "at": stamp.at.wall})
            return


def _undeclarable(entry: Entry, timer: Timer) -> bool:
    return timer.declared and not entry.slot.declared


def _result(sight: Sight, entry: Entry) -> Iterator[Found]:
    sample = sight.plan.slots.get(entry.slot.of)
    if sample is None or not entry.rows:
        return
    known = {n: part for n, part in entry.rounds.items() if n in sight.plan.places[sample.id].repeating}
    addresses = [sight.plan.address(sample.id, each) for each in instances(sight.state, sample.id, known)]
    taken = [
        row for address in addresses if address in sight.state.slots for row in sight.state.slots[address].standing()
    ]
    first = min(taken, key=_done, default=None)
    for row in entry.rows:
        apart = BETWEEN if first is not None and first.first.log != row.first.log else STILL
        if first is not None and _done(row) + apart < _done(first):
            params = {"slot": entry.slot.label, "sample": sample.label, "at": _done(first).isoformat()}
            yield Found("result_before_sample", entry.address, params, item=row.item)


def _done(row: Row) -> datetime:
    """Return when something was done, as it says itself."""
    return (when(row.happened) if row.happened else None) or wall(row.first)


def _signatures(sight: Sight) -> Iterator[Found]:
    state = sight.state
    signed = {step.address: _last(sight, step) for step in sight.steps if step.performed}
    for entry in sight.entries:
        if entry.address in state.signed_in:
            yield from _second(sight, entry)
        last = signed.get(entry.phase_address)
        if last is None or late_result(entry.slot):
            continue
        if any(earlier(last, made) for made in _made(entry)):
            params = {"step": entry.phase.title, "slot": entry.slot.label, "at": wall(last).isoformat()}
            yield Found("signed_before_entry", entry.address, params)
    for step in sight.steps:
        if step.performed:
            yield from _step(sight, step, signed[step.address])


def _made(entry: Entry) -> Iterator[Stamp]:
    """Yield by what an entry was made: its rows, what closed them first, the stop of its own timer."""
    yield from (row.first for row in entry.rows if row.performed_by)
    held, changed = entry.held, any(row.corrections for row in entry.rows)
    if held.closed is not None and not changed:
        yield held.closed
    if held.timer is not None and held.timer.stop is not None and not (entry.slot.stops or entry.slot.starts):
        yield held.timer.stop


def _last(sight: Sight, step: Step) -> Stamp:
    return max((one.stamp for one in sight.state.valid_signatures(step.address, "performed")), key=wall)


def _second(sight: Sight, entry: Entry) -> Iterator[Found]:
    for one in sight.state.valid_signatures(entry.address):
        if one.meaning in SECOND_PERSON and any(earlier(one.stamp, row.stamp) for row in entry.rows):
            yield Found("second_before_entry", entry.address, {"slot": entry.slot.label, "at": one.stamp.at.wall})


def _step(sight: Sight, step: Step, last: Stamp) -> Iterator[Found]:
    signatures = sight.state.valid_signatures(step.address)
    seconds = [one for one in signatures if one.meaning in SECOND_PERSON]
    if any(earlier(one.stamp, last) for one in seconds) and len(signatures) == len(seconds) + 1:
        yield Found("second_before_entry", step.address, {"slot": step.phase.title, "at": seconds[0].stamp.at.wall})
