"""Answers about instructions that quality changes while a batch runs (`ebr.domain.batch.rules.amending`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ebr.domain.batch.rules.amending import begun
from ebr.domain.batch.state import BatchState
from ebr.station.answers.names import batch_of, name_of
from ebr.station.questions.amendments import Amending, AmendingAnswer, ProposalRow, Proposals
from ebr.storage.views import exceptions

if TYPE_CHECKING:
    from ebr.station.inside import Inside

RULE = "amended"


def amending(station: Inside, question: Amending) -> AmendingAnswer:
    """Answer `Amending`; raises `Refusal` for a batch that is not here."""
    state = batch_of(station, question.batch)
    issued, plan = state.issued, state.plan
    return AmendingAnswer(
        state.id,
        issued.mbr if issued is not None else "",
        issued.version if issued is not None else "",
        plan.mbr.header.product if plan is not None else "",
        state.document,
        tuple(sorted(begun(state) & set(plan.phases))) if plan is not None else (),
        len(state.amendments),
    )


def proposals(station: Inside, question: Proposals) -> tuple[ProposalRow, ...]:
    """Answer `Proposals`."""
    with station.store.reading() as connection:
        roots = exceptions.with_rule(connection, RULE)
    states = (batch_of(station, root.partition("/")[2]) for root in roots)
    rows = [row for state in states for row in _rows(station, state, question.mbr)]
    return tuple(sorted(rows, key=lambda row: row.at))


def _rows(station: Inside, state: BatchState, mbr: str) -> Iterator[ProposalRow]:
    issued = state.issued
    if issued is None or issued.mbr != mbr:
        return
    raised = {x.params.get("amendment", ""): x for x in state.exceptions.values() if x.rule == RULE}
    for one in state.amendments:
        event, found = one.event, raised.get(str(one.event.number))
        yield ProposalRow(
            state.id,
            issued.version,
            event.number,
            event.kind,
            event.reason,
            name_of(station, one.stamp.by),
            one.stamp.at.wall,
            found.number if found is not None else "",
            found.params.get("steps", "") if found is not None else "",
            event.blocks,
        )
