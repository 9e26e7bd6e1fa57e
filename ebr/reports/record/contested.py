"""What two stations wrote at one place: every side beside the others, and who decided which stands (floor-rules 2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.apart import Contest, Side
from ebr.domain.batch.state.plan import last_id
from ebr.domain.values import Stamp
from ebr.reports import document as d
from ebr.reports.record.context import Context, at
from ebr.reports.record.places import place
from ebr.wording import status_word
from ebr.wording.lines import duration, in_document, value_line
from ebr.words import tr


def blocks(state: BatchState, context: Context) -> Iterator[d.Block]:
    """Yield every contested place with its sides and its decision, those decided before another branch came too."""
    found = [one for last in state.contested.values() for one in (*last.earlier, last)]
    if not found:
        return
    yield d.Heading(2, "", tr("Recorded twice"), tr("Two stations wrote the same without knowing of each other."))
    for contest in found:
        yield from _contest(state, context, contest)


def _contest(state: BatchState, context: Context, contest: Contest) -> Iterator[d.Block]:
    title = place(state, contest.where)
    yield d.Heading(3, "", tr("{label}, line {item}", label=title, item=contest.item) if contest.item > 1 else title)
    columns = (
        d.Column(tr("Recorded"), 1.6),
        d.Column(tr("Who"), 1.2),
        d.Column(tr("Station"), 0.8),
        d.Column(tr("Time"), 0),
        d.Column(tr("What became of it"), 1.2),
    )
    yield d.Table(columns, tuple(_side(state, context, contest, side) for side in contest.sides))
    if contest.resolved is None:
        yield d.Paragraph(tr("Quality has not decided which one stands. The batch cannot be released."), "critical")
        return
    words = tr(
        "{name} decided at {time}: {reason}",
        name=context.name(contest.resolved.by),
        time=context.at(contest.resolved),
        reason=contest.reason,
    )
    yield d.Paragraph(words)


def _side(state: BatchState, context: Context, contest: Contest, side: Side) -> tuple[str | d.Cell, ...]:
    kept = side.stamp.hash == contest.kept
    struck = not contest.open and not kept
    return (
        d.Cell(said(state, context, contest.where, side.says), struck=struck),
        context.name(side.stamp.by),
        context.station_of(side.stamp),
        at(side.stamp),
        _became(contest, side),
    )


def _became(contest: Contest, side: Side) -> str:
    if contest.open:
        return tr("Shown until quality decides") if side is contest.sides[0] else tr("Beside it")
    return tr("Kept by quality") if side.stamp.hash == contest.kept else tr("Not kept, stays in the record")


def said(state: BatchState, context: Context, where: str, says: Mapping[str, str]) -> str:
    """Return what one side says, in the words of its document."""
    plan = state.plan
    slot = plan.slots.get(last_id(where)) if plan is not None and "#" not in where else None
    if "exception" in says:
        return tr("Cannot be made: exception {number}", number=says["exception"])
    if plan is not None and slot is not None:
        return value_line(in_document(slot, plan.mbr), says) if says else tr("Withdrawn")
    if not says:
        return tr("Recorded")
    return ", ".join(_part(context, name, text) for name, text in says.items())


def _part(context: Context, name: str, text: str) -> str:
    if name == "elapsed":
        return duration(text) if text else ""
    if name == "decision":
        return status_word(text)
    return context.name(text) if name == "person" else text


def replaced(contest: Contest | None) -> dict[str, Stamp]:
    """Return who wrote a value that a decision of quality set aside, by the hash of that decision."""
    found = (*contest.earlier, contest) if contest is not None else ()
    return {one.resolved.hash: one.sides[0].stamp for one in found if one.resolved is not None}


def marked(state: BatchState, context: Context, contest: Contest, made: d.Entry) -> d.Entry:
    """Return an entry of a phase with the other sides under it; an open contest is marked in the margin.

    The side that stood until quality kept another one is among the earlier values already.
    """
    shown = {contest.kept, contest.sides[0].stamp.hash}
    notes = tuple(
        tr(
            "Also recorded: {value}, {name}, {time}",
            value=said(state, context, contest.where, side.says),
            name=context.name(side.stamp.by),
            time=context.at(side.stamp),
        )
        for side in contest.sides
        if side.stamp.hash not in shown
    )
    if not contest.open:
        return replace(made, notes=(*made.notes, *notes))
    return replace(made, notes=(*made.notes, *notes), marks=(*made.marks, "contested"), tone="warn")
