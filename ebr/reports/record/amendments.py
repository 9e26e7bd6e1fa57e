"""The chapter about instructions that quality changed while the batch ran: who, when, why, and what in words (211.100).

The steps themselves are printed as they were in force at the end; what an earlier entry was compared with stands beside
that entry, because limits are recorded with each value.
"""

from __future__ import annotations

from collections.abc import Iterator

from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.amended import steps_of
from ebr.domain.batch.state.model import Amendment
from ebr.domain.batch.state.plan import Plan
from ebr.domain.mbr.compare import compare
from ebr.reports import document as d
from ebr.reports.record.context import Context, at
from ebr.wording.changes import change_words
from ebr.wording.codes import amendment_word
from ebr.words import ntr, tr


def blocks(state: BatchState, context: Context) -> Iterator[d.Block]:
    """Yield the chapter; nothing for a batch that ran as it was issued."""
    if not state.amendments:
        return
    yield d.Heading(1, "", tr("Amendments"))
    told = {one.stamp.hash: (before, after) for one, before, after in steps_of(state)}
    for one in state.amendments:
        yield from _amendment(context, one, told.get(one.stamp.hash))


def _amendment(context: Context, one: Amendment, plans: tuple[Plan, Plan] | None) -> Iterator[d.Block]:
    title = tr("Amendment {number}: {kind}", number=one.event.number, kind=amendment_word(one.event.kind))
    yield d.Heading(2, "", title)
    signed = one.event.signed
    yield d.Facts(
        (
            d.Fact(tr("By"), signed.name if signed is not None else context.name(one.stamp.by)),
            d.Fact(tr("Time"), at(one.stamp)),
            d.Fact(tr("Reason"), one.event.reason),
            d.Fact(tr("Instructions in force from then on"), one.event.hash, code=True),
        )
    )
    if plans is None:
        yield d.Paragraph(tr("It is not in force: quality kept another one, or this program cannot read it."))
        return
    changes = compare(plans[0].mbr, plans[1].mbr).changes
    yield d.Table((d.Column(tr("What changed"), 1),), tuple((change_words(change),) for change in changes))


def remark(state: BatchState) -> Iterator[str]:
    """Yield the sentence that the cover says of a batch with amendments."""
    if state.amendments:
        yield ntr(
            "The instructions were amended once while the batch ran.",
            "The instructions were amended {n} times while the batch ran.",
            len(state.amendments),
        )
