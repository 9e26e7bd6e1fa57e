"""Building blocks: versions, where they are used, and what an approval leaves behind."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ebr.domain import subjects
from ebr.domain.block.state import BlockState
from ebr.domain.master.state import MasterState
from ebr.domain.mbr.library import alike, level_of_part, outside
from ebr.domain.refusal import Refusal
from ebr.domain.values import shown_text
from ebr.station.answers.masters import today
from ebr.station.answers.names import name_of
from ebr.station.blocks_used import Use, block_state, earlier, newest, uses
from ebr.station.questions import Blocks, BlockUse, ImpactList, LibraryRow, MasterImpact, UseRow
from ebr.storage.views import blocks as view

if TYPE_CHECKING:
    from ebr.station.inside import Inside


def blocks(station: Inside, _question: Blocks) -> tuple[LibraryRow, ...]:
    """Answer `Blocks`."""
    with station.store.reading() as connection:
        lines = view.blocks(connection)
    counts = Counter((use.taken.block, use.taken.version) for use in uses(station.store, today(station)))
    last = {block: newest(station.store, block) for block in {line.block for line in lines}}
    return tuple(
        _row(station, state, newest=state.version == last[line.block], count=counts[line.block, state.version])
        for line in lines
        for state in (block_state(station.store, line.block, str(line.version)),)
    )


def _row(station: Inside, state: BlockState, *, newest: bool, count: int) -> LibraryRow:
    approved = state.approved
    return LibraryRow(
        state.id,
        state.version,
        state.level,
        state.title,
        state.life,
        state.hash,
        state.text,
        state.findings,
        state.source,
        outside(state.part),
        state.authors,
        tuple(name_of(station, person) for person in state.authors),
        state.added_at,
        name_of(station, approved.person) if approved is not None else "",
        approved.at if approved is not None else "",
        state.withdrawn,
        name_of(station, state.withdrawn_by),
        newest,
        count,
        tuple(name_of(station, other.stamp.by) for other in state.others),
    )


def block_use(station: Inside, question: BlockUse) -> tuple[UseRow, ...]:
    """Answer `BlockUse`."""
    found = (use for use in uses(station.store, today(station)) if use.taken.block == question.block)
    return tuple(_use(station, use) for use in found)


def impact(station: Inside, question: ImpactList) -> tuple[UseRow, ...]:
    """Answer `ImpactList`."""
    if not question.version.isdecimal():
        raise Refusal("block_unknown", block=shown_text(question.block), version=shown_text(question.version))
    found = earlier(station.store, question.block, question.version, today(station))
    return tuple(_use(station, use) for use in found)


def master_impact(station: Inside, question: MasterImpact) -> tuple[UseRow, ...]:
    """Answer `MasterImpact`."""
    state = station.store.state(subjects.master(question.mbr, question.version))
    if not isinstance(state, MasterState) or not state.entry:
        raise Refusal("mbr_unknown", mbr=shown_text(question.mbr), version=shown_text(question.version))
    every = uses(station.store, today(station))
    mine = [use for use in every if (use.mbr, use.mbr_version) == (state.id, state.version)]
    has: dict[str, int] = {}
    for use in mine:
        has[use.taken.block] = max(int(use.taken.version), has.get(use.taken.block, 0))
    others = [use for use in every if use.mbr != state.id and int(use.taken.version) < has.get(use.taken.block, 0)]
    own = [row for row in (_use(station, use) for use in mine) if row.newer]
    return (*own, *(_use(station, use) for use in others))


def _use(station: Inside, use: Use) -> UseRow:
    taken, part = use.taken, use.part
    state = block_state(station.store, taken.block, taken.version)
    last = newest(station.store, taken.block)
    return UseRow(
        use.mbr,
        use.mbr_version,
        use.title,
        use.status,
        part.id,
        part.title,
        level_of_part(part),
        use.number,
        taken.block,
        taken.version,
        alike(part, state.part) if state.entry else "unknown",
        last if last and int(last) > int(taken.version) else "",
    )
