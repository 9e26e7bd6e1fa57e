"""Review and release: what was signed before what it rests on (211.22, 211.192; EU GMP Annex 16; floor-rules 21, 22).

Each is asked at the time of the signature: what came to the record after it makes signatures void and is told there.
"""

from __future__ import annotations

from collections.abc import Iterator

from ebr.domain.batch.rules.reviewing import depth, section_title, wanted
from ebr.domain.batch.rules.sweep.found import Found, Sight, wall
from ebr.domain.batch.state.model import SignatureState
from ebr.domain.batch.state.reviewing import TRAIL
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
    state, at = sight.state, wall(one.stamp)
    told = {"person": one.signed.name, "at": one.stamp.at.wall}
    ended = state.completed or state.aborted
    if ended is None or wall(ended) > at:
        yield Found("reviewed_early", "", told)
    if not any(other.meaning == TRAIL and wall(other.stamp) <= at for other in header):
        yield Found("trail_not_signed", "", told)
    for section in wanted(state, depth(state, sight.facts)):
        if not any(wall(each.stamp) <= at for each in state.reviewing.read.get(section, ())):
            title = section_title(state, section)
            yield Found("review_unread", "", {**told, "section": title, "slot": section})


def _decisions(sight: Sight, reviews: list[SignatureState]) -> Iterator[Found]:
    rejected = False
    for event, stamp in sight.state.decisions:
        at = wall(stamp)
        told = {"person": stamp.by, "at": stamp.at.wall, "decision": event.decision}
        if event.decision in RELEASING:
            if not any(wall(one.stamp) <= at for one in reviews):
                yield Found("certified_unreviewed", "", told)
            if rejected:
                yield Found("decided_anew", "", told)
            yield from _over(sight, stamp)
        rejected = rejected or event.decision == "rejected"


def _over(sight: Sight, released: Stamp) -> Iterator[Found]:
    """Yield exceptions that were open when the batch was released."""
    at = wall(released)
    for number, raised in sight.state.exceptions.items():
        if wall(raised.raised) <= at and (raised.decided is None or wall(raised.decided) > at):
            params = {"person": released.by, "at": released.at.wall, "exception": number}
            yield Found("certified_open", "", params)


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
