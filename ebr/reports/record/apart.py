"""The chapter about stations: who took part, who held which part when, what came to light when their logs met.

Only in a report of a batch on which more than one station worked, or that left something to decide (floor-rules 2;
features.md, traps 2 and 3). What is weak is told from the states of people, site and master that the record carries,
so a report says what was known when it was made, and a verifier derives the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from ebr.domain.batch.events import BatchReviewed, WeaknessDecided
from ebr.domain.batch.rules.weak import Weakness
from ebr.domain.batch.rules.weakness import weaknesses
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.holding import holder_of, parts
from ebr.domain.values import Stamp
from ebr.reports import document as d
from ebr.reports.record import contested
from ebr.reports.record.context import Context, at
from ebr.reports.record.places import part_words, place
from ebr.storage.codec import NAMES
from ebr.storage.views.audit import PLACES, text_of
from ebr.wording import event_words
from ebr.wording.rules import record_weakness_words, seen_weakness_words
from ebr.words import tr


def blocks(state: BatchState, context: Context) -> Iterator[d.Block]:
    """Yield the chapter; nothing for a batch of one station that has nothing of this."""
    weak = weaknesses(state, context.facts)
    seen = _seen(state, context, weak)
    if not (context.apart or state.holdings or state.contested or weak or seen):
        return
    yield d.PageBreak()
    yield d.Heading(1, "", tr("Stations"))
    yield from _took_part(context)
    yield from _held(state, context)
    yield from contested.blocks(state, context)
    yield from _weak(state, context, weak, seen)
    yield from _late(state, context)


def _took_part(context: Context) -> Iterator[d.Block]:
    yield d.Heading(2, "", tr("Stations that wrote in this batch"))
    columns = (
        d.Column(tr("Station"), 1.2),
        d.Column(tr("Entries"), 0.5, "right"),
        d.Column(tr("First"), 0),
        d.Column(tr("Last"), 0),
    )
    stamps: dict[str, list[Stamp]] = {}
    for part in context.trail:
        stamps.setdefault(part.stamp.log, []).append(part.stamp)
    yield d.Table(
        columns,
        tuple(
            (context.station_of(found[0]), str(len(found)), at(found[0]), at(found[-1])) for found in stamps.values()
        ),
    )


def _held(state: BatchState, context: Context) -> Iterator[d.Block]:
    yield d.Heading(2, "", tr("Who held which part"))
    columns = (
        d.Column(tr("Part"), 1.3),
        d.Column(tr("Station"), 0.8),
        d.Column(tr("Since"), 0),
        d.Column(tr("How"), 1.2),
        d.Column(tr("By"), 1),
        d.Column(tr("Words"), 1.6),
    )
    yield d.Table(columns, tuple(row for part in parts(state) for row in _holders(state, context, part)))


def _holders(state: BatchState, context: Context, part: str) -> Iterator[tuple[str | d.Cell, ...]]:
    moved = [held for held in state.holdings if held.part == part]
    issued = state.issue_stamp
    if issued is not None:
        first = moved[0].was if moved else holder_of(state, part) or context.station_of(issued)
        yield part_words(state, part), first, at(issued), tr("With the issue"), context.name(issued.by), ""
    for held in moved:
        how: str | d.Cell = tr("Given by {was}", was=held.was)
        if held.taken:
            how = d.Cell(tr("Taken over from {was} without contact", was=held.was), tone="strong")
        by = context.name(held.stamp.by)
        if held.to:
            by = tr("{by}; {name} goes on", by=by, name=context.name(held.to))
        yield "", held.holder, at(held.stamp), how, by, held.words


def _seen(state: BatchState, context: Context, known: list[Weakness]) -> list[str]:
    """Return the names of what the last review saw or quality decided about lots, equipment and training.

    What those were told from is not carried: a lot or a balance belongs to many batches.
    """
    reviews = [part.event for part in context.trail if isinstance(part.event, BatchReviewed)]
    names = dict.fromkeys((*(reviews[-1].weaknesses if reviews else ()), *state.judged))
    return [name for name in names if name not in {one.name for one in known}]


def _weak(state: BatchState, context: Context, found: list[Weakness], seen: list[str]) -> Iterator[d.Block]:
    yield d.Heading(2, "", tr("Weaknesses of the record"))
    if not found and not seen:
        yield d.Paragraph(tr("None came to light when the logs of the stations met."), "quiet")
        return
    words = {part.event.weakness: part for part in context.trail if isinstance(part.event, WeaknessDecided)}
    columns = (
        d.Column(tr("Weakness"), 2.2),
        d.Column(tr("Decided by"), 1),
        d.Column(tr("Time"), 0.9),
        d.Column(tr("Why it may stand"), 1.8),
    )
    rows: list[tuple[str | d.Cell, ...]] = []
    told = [(one.name, record_weakness_words(one.code, one.params), one.blocking) for one in found]
    for name, said, blocking in (*told, *((name, seen_weakness_words(name), False) for name in seen)):
        decision = words.get(name) if name in state.judged else None
        if decision is not None and isinstance(decision.event, WeaknessDecided):
            stamp = decision.stamp
            rows.append((said, context.name(stamp.by), context.at(stamp), decision.event.comment))
        elif blocking:
            rows.append((said, d.Cell(tr("Nobody: release waits for quality"), tone="warn"), "", ""))
        else:
            rows.append((said, tr("For the review"), "", ""))
    yield d.Table(columns, tuple(rows))


def _late(state: BatchState, context: Context) -> Iterator[d.Block]:
    """List what was recorded before a hold, an end or a take-over was known where it was recorded."""
    late = {one.stamp.hash: one for one in state.unaware}
    yield d.Heading(2, "", tr("Entries merged late"))
    if not late:
        none = tr("No entry was made against a hold, an end or a take-over that its station did not know.")
        yield d.Paragraph(none, "quiet")
        return
    columns = (
        d.Column(tr("Station"), 0.8),
        d.Column(tr("Time"), 0),
        d.Column(tr("Who"), 1),
        d.Column(tr("What"), 1),
        d.Column(tr("Where"), 1.6),
        d.Column(tr("Not known there"), 1.4),
    )
    yield d.Table(
        columns,
        tuple(
            (
                context.station_of(part.stamp),
                at(part.stamp),
                context.name(part.stamp.by),
                event_words(NAMES[type(part.event)]),
                place(state, text_of(part.event, PLACES)),
                _stop(context, late[part.stamp.hash].what, late[part.stamp.hash].stop),
            )
            for part in context.trail
            if part.stamp.hash in late
        ),
    )


def _stop(context: Context, what: str, stop: Stamp) -> str:
    names = {
        "hold": tr("Hold of {time}", time=context.at(stop)),
        "abort": tr("Early end of {time}", time=context.at(stop)),
        "completion": tr("Completion of {time}", time=context.at(stop)),
        "rejection": tr("Rejection of {time}", time=context.at(stop)),
        "take_over": tr("Take-over of {time}", time=context.at(stop)),
    }
    return names.get(what, what)
