"""Answers about many stations: holders of parts, contested places side by side, weaknesses of the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ebr.domain.batch.rules import holding as rules
from ebr.domain.batch.rules import weakness
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.apart import Contest, Side
from ebr.domain.batch.state.holding import holder_of, inner_parts, parts
from ebr.domain.batch.state.plan import last_id
from ebr.domain.site.state import SiteState
from ebr.station.answers.names import batch_of, name_of
from ebr.station.questions import Apart, ApartAnswer, ContestRow, PartRow, SideRow, WeaknessRow

if TYPE_CHECKING:
    from ebr.station.inside import Inside


def apart(station: Inside, question: Apart) -> ApartAnswer:
    """Answer `Apart`; raises `Refusal` for a batch that is not here."""
    state = batch_of(station, question.batch)
    site = station.store.state("site")
    assert isinstance(site, SiteState)
    own = station.store.genesis.station
    names = {admission.name for log, admission in site.stations.items() if log not in site.revoked}
    return ApartAnswer(
        state.id,
        tuple(_part(station, state, part, own) for part in dict.fromkeys((*parts(state), *inner_parts(state)))),
        tuple(_contest(station, state, site, found) for found in state.contested.values()),
        _weaknesses(station, state),
        tuple(sorted(names - {own})),
        state.plan.mbr.header.product if state.plan is not None else state.id,
    )


def _part(station: Inside, state: BatchState, part: str, own: str) -> PartRow:
    holder = holder_of(state, part) or own
    last = next((held for held in reversed(state.holdings) if held.part == part), None)
    since = last.stamp.at.wall if last is not None else state.issue_stamp.at.wall if state.issue_stamp else ""
    taken, to = (last.taken, name_of(station, last.to)) if last is not None else (False, "")
    return PartRow(part, rules.title(state, part), holder, holder == own, since, taken, to)


def _contest(station: Inside, state: BatchState, site: SiteState, found: Contest) -> ContestRow:
    address = found.where.partition("#")[0]
    slot = state.plan.slots.get(last_id(address)) if state.plan is not None else None
    place = state.plan.places.get(last_id(address)) if state.plan is not None and address else None
    node = place.node if place is not None else None
    label = slot.label if slot is not None else node.title if node is not None else ""
    decided = found.resolved
    return ContestRow(
        found.where,
        found.item,
        label,
        slot.unit if slot is not None else "",
        tuple(_side(station, site, side, stands=side is found.sides[0]) for side in found.sides),
        found.kept,
        found.reason,
        name_of(station, decided.by) if decided is not None else "",
        decided.at.wall if decided is not None else "",
        {option.id: option.label for option in slot.options} if slot is not None else {},
    )


def _side(station: Inside, site: SiteState, side: Side, *, stands: bool) -> SideRow:
    stamp = side.stamp
    admission = site.stations.get(stamp.log)
    name = admission.name if admission is not None else stamp.log[:8]
    says = dict(side.says)
    if "person" in says:
        says["person"] = name_of(station, says["person"])
    return SideRow(stamp.hash, says, name_of(station, stamp.by), name, stamp.at.wall, stands)


def _weaknesses(station: Inside, state: BatchState) -> tuple[WeaknessRow, ...]:
    facts = weakness.facts_of(state, station.store.state)
    return tuple(
        WeaknessRow(one.name, one.code, dict(one.params), one.blocking, one.name in state.judged)
        for one in weakness.weaknesses(state, facts)
    )
