"""The audit trail of the batch: every entry, oldest first (11.10(e); Annex 11, 9)."""

from __future__ import annotations

from collections.abc import Iterator

from ebr.domain.batch.state import BatchState
from ebr.reports import document as d
from ebr.reports.record.context import Context, moment
from ebr.reports.record.places import place
from ebr.storage.codec import NAMES
from ebr.storage.views.audit import NEW, OLD, PLACES, REASONS, text_of
from ebr.wording import event_words
from ebr.words import tr

LONGEST = 160
WHERE = (*PLACES, "part")
BEFORE = (*OLD, "was")
AFTER = (*NEW, "holder")
"""The names of fields that the audit view looks for, and those of a part that went from one station to another."""


def blocks(state: BatchState, context: Context) -> Iterator[d.Block]:
    """Yield the chapter of the audit trail; where several stations wrote, each number is of its station's log."""
    yield d.Heading(1, "", tr("Audit trail"), _note(context))
    columns = (
        d.Column(tr("Station and no."), 0) if context.apart else d.Column(tr("No."), 0, "right"),
        d.Column(tr("Time"), 0),
        d.Column(tr("Who"), 1.3),
        d.Column(tr("What"), 1.1),
        d.Column(tr("Where"), 1.5),
        d.Column(tr("Old"), 0.8),
        d.Column(tr("New"), 1.7),
        d.Column(tr("Reason"), 1.0),
    )
    yield d.Table(columns, tuple(_rows(state, context)), dense=True)


def _note(context: Context) -> str:
    count = tr("{n} entries", n=len(context.trail))
    if not context.apart:
        return count
    words = tr("Each entry stands behind all that its writer knew; numbers are those of the station's own log.")
    return tr("{count}. {words}", count=count, words=words)


def _rows(state: BatchState, context: Context) -> Iterator[tuple[str | d.Cell, ...]]:
    several = context.apart
    for part in context.trail:
        stamp = part.stamp
        old, new, reason = (_short(text_of(part.event, names)) for names in (BEFORE, AFTER, REASONS))
        yield (
            f"{context.station_of(stamp)} {stamp.seq}" if several else str(stamp.seq),
            moment(stamp.at.wall),
            context.name(stamp.by),
            event_words(NAMES[type(part.event)]),
            place(state, text_of(part.event, WHERE)),
            old,
            new,
            reason,
        )


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "\N{HORIZONTAL ELLIPSIS}"
