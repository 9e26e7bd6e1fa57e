"""The review of a batch: findings with what stands there, proof, yields, sections, questions (211.192)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from ebr.domain.batch.commands import ReviewBatch
from ebr.domain.batch.commands.review import ReadSection
from ebr.domain.batch.rules import blockers, review_steps, reviewing
from ebr.domain.batch.rules.blockers import facts_of
from ebr.domain.batch.rules.sweep import Flag, proof, sweep
from ebr.domain.batch.state import BatchState, flow
from ebr.domain.batch.state import reviewing as read
from ebr.domain.batch.state.model import ExceptionState
from ebr.domain.batch.state.plan import Plan, last_id
from ebr.domain.batch.state.slots import Timer
from ebr.domain.decision import Facts
from ebr.domain.master.state import MasterState
from ebr.domain.mbr.model import Item, Slot
from ebr.domain.refusal import Refusal
from ebr.domain.values import Stamp, Value
from ebr.station.answers.batch import identifiers
from ebr.station.answers.names import batch_ids, batch_of, name_of
from ebr.station.answers.queries import amended_at, query_rows
from ebr.station.answers.record import signature_rows, title_of
from ebr.station.filling import filled
from ebr.station.flagged import measured, row_of
from ebr.station.questions import (
    FigureRow,
    FindingRow,
    ProofRow,
    Review,
    ReviewAnswer,
    ReviewLine,
    ReviewList,
    SectionRow,
)
from ebr.wording.lines import duration, in_document, value_line
from ebr.words import figure

if TYPE_CHECKING:
    from ebr.station.inside import Inside

NUMBERS = ("number", "calculation", "yield", "result")
"""Kinds of entries with one number, of which a chart can be drawn."""
ENDED = ("certified", "rejected", "supplied")


def review(station: Inside, question: Review) -> ReviewAnswer:
    """Answer `Review`."""
    state = batch_of(station, question.batch)
    plan = state.plan
    if plan is None or state.issued is None:
        raise Refusal("master_unreadable", batch=question.batch)
    facts = facts_of(state, station.store.state)
    flags = sweep(state, facts, station.clock.now())
    header, actor = plan.mbr.header, station.acting.actor(question.person, "")
    master = next((one for one in facts.values() if isinstance(one, MasterState)), None)
    may = review_steps.decide(state, facts, ReadSection(state.id, read.FINDINGS), actor).refusal
    people = sorted(state.performers)
    reviewed, trail = _who(station, state.reviewed), _who(station, state.reviewing.trail)
    issued, completed = _who(station, state.issue_stamp), _who(station, state.completed or state.aborted)
    return ReviewAnswer(
        batch=state.id,
        product=header.product,
        strength=header.strength,
        mbr=state.issued.mbr,
        version=state.issued.version,
        size=f"{figure(state.issued.size)} {header.size.unit}",
        status=state.status,
        profile=header.profile,
        identifiers=identifiers(state),
        depth=reviewing.depth(state, facts),
        depth_why=master.review_why if master is not None else "",
        findings=tuple(_finding(station, state, plan, flag, at) for at, flag in enumerate(flags)),
        proof=_proof(state, flags),
        figures=tuple(_figures(state, plan)),
        sections=tuple(_sections(station, state, facts, flags)),
        queries=query_rows(station, state, actor),
        void=tuple(
            replace(row, void_by=title_of(state, row.void_by)) for row in signature_rows(state, "") if not row.valid
        ),
        blockers=_blockers(station, state, facts),
        can_read=may if actor.roles & {"quality", "qualified_person"} else Refusal("right_missing", roles="quality"),
        reviewed_by=reviewed[0],
        reviewed_at=reviewed[1],
        review_void=bool(state.review_void),
        trail_by=trail[0],
        trail_at=trail[1],
        issued_by=issued[0],
        issued_at=issued[1],
        checked_by=_who(station, state.checked)[0],
        completed_by=completed[0],
        completed_at=completed[1],
        people=tuple((person, name_of(station, person)) for person in people),
    )


def _who(station: Inside, stamp: Stamp | None) -> tuple[str, str]:
    """Return who wrote an entry and when; both empty without one."""
    return (name_of(station, stamp.by), stamp.at.wall) if stamp is not None else ("", "")


def _proof(state: BatchState, flags: tuple[Flag, ...]) -> ProofRow:
    found = proof(state, flags)
    return ProofRow(
        found.entries,
        found.conforming,
        found.within,
        found.on_time,
        found.unchanged,
        found.by_device,
        found.signatures,
        found.signatures_standing,
        found.attempts,
    )


def _blockers(station: Inside, state: BatchState, facts: Facts) -> tuple[Refusal, ...]:
    command = filled(station.store, ReviewBatch(state.id), station.clock.now(), asked=True)
    return blockers.blockers(state, facts, command)


def _finding(station: Inside, state: BatchState, plan: Plan, flag: Flag, at: int) -> FindingRow:
    raised = state.exceptions.get(flag.exception)
    decided = _who(station, raised.decided if raised is not None else None)
    row = row_of(state, flag)
    slot = plan.slots.get(last_id(flag.where)) if flag.where else None
    stamp = row.stamp if row is not None else raised.raised if raised is not None else None
    value = row.value if row is not None else {}
    timer = state.slot(flag.where).timer if flag.where else None
    text = "" if timer is not None else _spoken_of(flag) or value.get("number", "") or flag.params.get("value", "")
    item = measured(slot, row, flag)
    limits = row.limits if row is not None else {}
    return FindingRow(
        key=f"{flag.exception or flag.name or flag.rule}/{flag.where}/{flag.item}/{at}",
        rule=flag.rule,
        severity=flag.severity,
        state=flag.state,
        decision=flag.decision,
        number=flag.number,
        step=flag.step,
        label=flag.label,
        where=flag.where,
        item=flag.item,
        line=flag.line,
        clause=flag.clause,
        source=flag.source,
        params={**flag.params, **({"measured": item.label, "unit": item.unit} if item is not None else {})},
        exception=flag.exception,
        also=flag.also,
        recorded=_recorded(plan, slot, value, timer),
        value=text,
        unit=item.unit if item is not None else plan.unit(slot) if slot is not None else "",
        limits=_of_item(item, limits) if item is not None else dict(limits),
        outside=row is not None and row.verdict == "out",
        by_name=name_of(station, stamp.by) if stamp is not None else "",
        at=stamp.at.wall if stamp is not None else "",
        comment=_written(raised),
        decided=raised.decision_comment if raised is not None else "",
        decided_by=decided[0],
        decided_at=decided[1],
        slot=slot.id if slot is not None and slot.kind in NUMBERS else "",
        weakness=flag.name,
        opens=flag.where or _amended(state, flag),
    )


def _amended(state: BatchState, flag: Flag) -> str:
    """Return the address of the first step that the amendment of a flag changed; "" for a flag about none."""
    number = flag.params.get("amendment", "")
    found = (one.phases for one in state.amendments if str(one.event.number) == number)
    return amended_at(state, frozenset(name for phases in found for name in phases))


def _of_item(item: Item, limits: Mapping[str, str]) -> dict[str, str]:
    """Return the limits of one reading of the environment, under the names that a single value's have."""
    return {name.removeprefix(f"{item.id}_"): text for name, text in limits.items() if name.startswith(f"{item.id}_")}


def _spoken_of(flag: Flag) -> str:
    """Return the value that was beyond a limit: an attempt need not be what stands in the end."""
    return flag.params.get("value", "") if flag.params.get("limit") else ""


def _written(raised: ExceptionState | None) -> str:
    """Return what was written when an exception was raised: the reason, then the words."""
    if raised is None:
        return ""
    return ". ".join(part for part in (raised.reason.rstrip("."), raised.comment) if part)


def _recorded(plan: Plan, slot: Slot | None, value: Value, timer: Timer | None) -> str:
    if timer is not None:
        return duration(timer.elapsed) if timer.elapsed else ""
    return value_line(in_document(slot, plan.mbr), value) if slot is not None and value else ""


def _figures(state: BatchState, plan: Plan) -> Iterator[FigureRow]:
    """Yield yields and reconciliations of labels, in the order of the document."""
    for slot in plan.slots.values():
        if slot.kind in ("yield", "labels"):
            held = [one for address, one in state.slots.items() if last_id(address) == slot.id]
            number = plan.places[slot.id].number
            address = plan.address(slot.id, {})
            for row in (row for one in held for row in one.standing()):
                text = value_line(in_document(slot, plan.mbr), row.value)
                yield FigureRow(
                    number, slot.label, text, plan.unit(slot), dict(row.limits), row.verdict, slot.kind, address
                )
            if not any(one.standing() for one in held):
                yield FigureRow(number, slot.label, "", plan.unit(slot), {}, "", slot.kind, address)


def _sections(station: Inside, state: BatchState, facts: Facts, flags: tuple[Flag, ...]) -> Iterator[SectionRow]:
    now = read.counts(state)
    wanted = reviewing.wanted(state, reviewing.depth(state, facts))
    flagged, first = _flagged(flags), _first(state)
    for section in read.sections(state):
        last = read.last_read(state, section)
        place = state.plan.places.get(section) if state.plan is not None else None
        yield SectionRow(
            section,
            reviewing.section_title(state, section),
            place.number if place is not None else "",
            now[section],
            section in wanted,
            last is not None and last.count == now[section],
            name_of(station, last.stamp.by) if last is not None else "",
            last.stamp.at.wall if last is not None else "",
            now[section] - last.count if last is not None else 0,
            flagged.get(section, 0) if section != read.FINDINGS else len(flags),
            first.get(section, ""),
        )


def _first(state: BatchState) -> Mapping[str, str]:
    """Return the address of the first step of each unit procedure."""
    found: dict[str, str] = {}
    for address, _, _ in flow.phase_instances(state):
        found.setdefault(address.partition("/")[0].partition("[")[0], address)
    return found


def _flagged(flags: tuple[Flag, ...]) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for flag in flags:
        unit = flag.where.partition("/")[0].partition("[")[0]
        found[unit] = found.get(unit, 0) + 1
    return found


def lines(station: Inside, _question: ReviewList) -> tuple[ReviewLine, ...]:
    """Answer `ReviewList`."""
    found = [_line(batch_of(station, batch)) for batch in batch_ids(station)]
    return tuple(sorted(found, key=lambda line: (not line.waits, line.status in ENDED)))


def _line(state: BatchState) -> ReviewLine:
    over = state.completed is not None or state.aborted is not None
    now = read.counts(state)
    return ReviewLine(
        state.id,
        state.plan.mbr.header.product if state.plan is not None else state.id,
        state.status,
        len(state.open_exceptions()),
        len(state.exceptions),
        len(read.open_queries(state)),
        len(read.unread(state, tuple(now))),
        over and (state.reviewed is None or bool(state.review_void)) and state.disposition not in ENDED,
    )
