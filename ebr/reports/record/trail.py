"""The audit trail of the batch: every entry, oldest first (11.10(e); Annex 11, 9)."""

from __future__ import annotations

from collections.abc import Iterator

from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.plan import last_id
from ebr.reports import document as d
from ebr.reports.record.context import Context, moment
from ebr.storage.codec import NAMES
from ebr.storage.views.audit import NEW, OLD, PLACES, REASONS, text_of
from ebr.wording import event_words
from ebr.words import tr

LONGEST = 160


def blocks(state: BatchState, context: Context) -> Iterator[d.Block]:
    """Yield the chapter of the audit trail."""
    yield d.Heading(1, "", tr("Audit trail"), tr("{n} entries", n=len(context.trail)))
    columns = (
        d.Column(tr("No."), 0, "right"),
        d.Column(tr("Time"), 0),
        d.Column(tr("Who"), 1.0),
        d.Column(tr("What"), 1.2),
        d.Column(tr("Where"), 1.4),
        d.Column(tr("Old"), 1.2),
        d.Column(tr("New"), 1.6),
        d.Column(tr("Reason"), 1.2),
    )
    yield d.Table(columns, tuple(_rows(state, context)), dense=True)


def _rows(state: BatchState, context: Context) -> Iterator[tuple[str | d.Cell, ...]]:
    for part in context.trail:
        stamp = part.stamp
        old, new, reason = (_short(text_of(part.event, names)) for names in (OLD, NEW, REASONS))
        yield (
            str(stamp.seq),
            moment(stamp.at.wall)[:19],
            context.name(stamp.by),
            event_words(NAMES[type(part.event)]),
            _place(state, text_of(part.event, PLACES)),
            old,
            new,
            reason,
        )


def _place(state: BatchState, address: str) -> str:
    plan = state.plan
    name = last_id(address) if address else ""
    if plan is None or name not in plan.places:
        return address
    found = plan.places[name]
    return f"{found.number} {found.node.title if found.node is not None else plan.slots[name].label}"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "\N{HORIZONTAL ELLIPSIS}"
