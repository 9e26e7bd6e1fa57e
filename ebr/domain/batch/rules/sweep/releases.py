"""Review and release: what was signed before what it rests on (211.22, 211.192; EU GMP Annex 16; floor-rules 21, 22).

Each is asked at the time of the signature: what came to the record after it makes signatures void and is told there.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ebr.domain.batch.rules.reviewing import depth, section_title, wanted
from ebr.domain.batch.rules.sweep.found import Entry, Found, Sight, spoken, wall
from ebr.domain.batch.rules.sweep.moments import BETWEEN, earlier
from ebr.domain.batch.state import flow
from ebr.domain.batch.state.model import SignatureState
from ebr.domain.batch.state.plan import last_id
from ebr.domain.batch.state.reviewing import TRAIL, WHOLE
from ebr.domain.values import Stamp

RELEASING = ("certified", "conditional")
ENTRIES_PER_SECOND = 20
"""Nobody reads more entries of a record than this."""
FEW = 3


def found(sight: Sight) -> Iterator[Found]:
    """Yield reviews and decisions that came too early."""
    header = sight.state.signatures_of(f"batch/{sight.state.id}")
    for one in header:
        if one.meaning == "reviewed":
            yield from _review(sight, one, header)
    yield from _decisions(sight, [one for one in header if one.meaning == "reviewed"])
    yield from _reading(sight)


def _review(sight: Sight, one: SignatureState, header: list[SignatureState]) -> Iterator[Found]:
    state, then = sight.state, one.stamp
    told = {"person": one.signed.name, "at": one.stamp.at.wall}
    ended = state.completed or state.aborted
    if ended is None or earlier(then, ended):
        yield Found("reviewed_early", "", told)
    trails = [other.stamp for other in header if other.meaning == TRAIL and not earlier(then, other.stamp)]
    if not trails or (ended is not None and all(earlier(trail, ended) for trail in trails)):
        yield Found("trail_not_signed", "", told)
    for question in state.reviewing.queries.values():
        answered = question.answered is not None and not earlier(then, question.answered)
        if not answered and not earlier(then, question.stamp):
            where = question.event.where if last_id(question.event.where or "-") in sight.plan.places else ""
            yield Found("question_open", where, {**told, "slot": question.event.question})
    for section in wanted(state, depth(state, sight.facts)):
        lines = (each.stamp for each in state.reviewing.read.get(section, ()))
        read = [wall(stamp) for stamp in lines if not earlier(then, stamp)]
        if not read or _grew(sight, section, max(read), wall(then)):
            title = section_title(state, section)
            yield Found("review_unread", "", {**told, "section": title, "slot": section})


def _grew(sight: Sight, section: str, read: datetime, at: datetime) -> bool:
    """Tell whether a unit procedure got an entry after it was read and before the review (floor-rules 24)."""
    if section in WHOLE:
        return False
    since, until = (read + BETWEEN).timestamp() * 1e6, at.timestamp() * 1e6
    return any(
        since < made < until and where.partition("/")[0].partition("[")[0] == section
        for written in sight.watched.logs.values()
        for made, where in zip(written.made, written.where, strict=True)
    )


def _decisions(sight: Sight, reviews: list[SignatureState]) -> Iterator[Found]:
    rejected = False
    for event, stamp in sight.state.decisions:
        told = {"person": stamp.by, "at": stamp.at.wall, "decision": event.decision}
        if event.decision in RELEASING:
            if all(earlier(stamp, one.stamp) for one in reviews):
                yield Found("certified_unreviewed", "", told)
            if rejected:
                yield Found("decided_anew", "", told)
            yield from _over(sight, stamp)
            yield from _failed(sight, stamp)
            yield from _missing(sight, stamp, final=event.decision == "certified")
        rejected = rejected or event.decision == "rejected"


def _over(sight: Sight, released: Stamp) -> Iterator[Found]:
    """Yield exceptions that were open when the batch was released."""
    for number, raised in sight.state.exceptions.items():
        decided = raised.decided is not None and not earlier(released, raised.decided)
        if not decided and not earlier(released, raised.raised):
            params = {"person": released.by, "at": released.at.wall, "exception": number}
            yield Found("certified_open", "", params)


def _failed(sight: Sight, released: Stamp) -> Iterator[Found]:
    """Yield what a release went past: an exception that quality rejected, a result out of specification."""
    told = {"person": released.by, "at": released.at.wall}
    for number, raised in sight.state.exceptions.items():
        if raised.decision == "rejected" and raised.decided is not None and not earlier(released, raised.decided):
            where = raised.where if last_id(raised.where or "-") in sight.plan.places else ""
            yield Found("certified_failed", where, {**told, "exception": number})
    for entry in sight.entries:
        for row in entry.rows if entry.slot.kind == "result" else ():
            if row.verdict == "out" and not earlier(released, row.stamp):
                params = {**told, "slot": entry.slot.label, "value": spoken(row.value)}
                yield Found("certified_failed", entry.address, params, item=row.item)


def _missing(sight: Sight, released: Stamp, *, final: bool) -> Iterator[Found]:
    """Yield results that a release did not wait for; those that may come later are for the final one alone."""
    later = [
        entry.address
        for entry in sight.entries
        if entry.slot.kind == "result" and (final or not entry.slot.after_release) and _came_after(entry, released)
    ]
    pending = flow.pending_results(sight.state, after_release=False)
    pending += flow.pending_results(sight.state, after_release=True) if final else []
    for address in (*pending, *later):
        label = sight.plan.slots[last_id(address)].label
        yield Found("certified_missing", address, {"person": released.by, "at": released.at.wall, "slot": label})


def _came_after(entry: Entry, released: Stamp) -> bool:
    made = [row.first for row in entry.held.rows.values()]
    return bool(made) and all(earlier(released, stamp) for stamp in made)


def _reading(sight: Sight) -> Iterator[Found]:
    """Yield who read the sections of a record faster than anybody reads."""
    by: dict[str, list[tuple[float, int]]] = {}
    for lines in sight.state.reviewing.read.values():
        for one in lines:
            by.setdefault(one.stamp.by, []).append((wall(one.stamp).timestamp(), one.count))
    for person, read in by.items():
        read.sort()
        entries = sum(count for _, count in read[1:])
        took = read[-1][0] - read[0][0]
        if len(read) >= FEW and entries > ENTRIES_PER_SECOND * max(took, 1):
            params = {"person": person, "entries": str(entries), "took": str(round(took))}
            yield Found("read_too_fast", "", params)
