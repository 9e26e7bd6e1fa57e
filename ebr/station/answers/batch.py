"""One batch as the execution screen shows it.

Outline, the step to work on, context, what stands against the next act.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ebr.domain.batch.commands import SignStep
from ebr.domain.batch.rules import ahead, guards, lifecycle, rounds, signing
from ebr.domain.batch.state import BatchState, flow
from ebr.domain.batch.state.inputs import opened
from ebr.domain.batch.state.plan import Plan, last_id, rounds_of, within
from ebr.domain.batch.state.roomed import room_of
from ebr.domain.batch.state.spoken import languages_of, read_in
from ebr.domain.decision import Actor
from ebr.domain.mbr.model import Node, Phase, Slot
from ebr.domain.refusal import Refusal
from ebr.station.answers.amendments import amended_how, amended_rows, latest
from ebr.station.answers.entries import entries, timer_row
from ebr.station.answers.files import media_rows
from ebr.station.answers.names import batch_of
from ebr.station.answers.record import exception_rows, signature_rows
from ebr.station.questions import (
    BatchAnswer,
    BatchQuestion,
    EntryAnswer,
    OutlineRow,
    RoundRow,
    StepAnswer,
    TimerRow,
    UsedRow,
)
from ebr.wording.lines import in_document, value_line
from ebr.words import figure

if TYPE_CHECKING:
    from ebr.station.inside import Inside

BEGUN = ("open", "active")
"""Statuses of a step whose entries are counted: in the others all or none are made."""


def batch(station: Inside, question: BatchQuestion) -> BatchAnswer:
    """Answer `BatchQuestion`."""
    state = batch_of(station, question.batch)
    known = languages_of(state)
    language = question.language if question.language in known else next(iter(known), "")
    plan = read_in(state, language)
    if plan is None or state.issued is None:
        raise Refusal("master_unreadable", batch=question.batch)
    outline = outline_rows(state, plan)
    steps = [row for row in outline if row.kind == "step"]
    address = question.phase or where_work_goes_on(outline)
    header = plan.mbr.header
    return BatchAnswer(
        batch=state.id,
        product=header.product,
        strength=header.strength,
        mbr=state.issued.mbr,
        version=state.issued.version,
        size=f"{figure(state.issued.size)} {header.size.unit}",
        status=state.status,
        profile=station.store.genesis.profile,
        identifiers=identifiers(state, plan),
        hold=state.hold,
        left=bool(state.left),
        outline=tuple(outline),
        done=sum(row.status in ("done", "not_applicable") for row in steps),
        total=len(steps),
        step=step(station, state, plan, address, question.person) if address else None,
        timers=tuple(timer_rows(station, state, plan)),
        exceptions=exception_rows(station, state, question.person),
        materials=tuple(_materials(state, plan)),
        equipment=tuple(_equipment(state, plan)),
        blockers=_blockers(state),
        revision=state.last.hash if state.last else "",
        amendments=len(state.amendments),
        amended=latest(state),
        language=language,
        languages=known,
    )


def identifiers(state: BatchState, plan: Plan | None = None) -> tuple[tuple[str, str], ...]:
    """Return label and value of each identifier, the labels as a plan has them."""
    plan = plan or state.plan
    if plan is None or state.issued is None:
        return ()
    return tuple((found.label, state.issued.identifiers.get(found.id, "")) for found in plan.mbr.header.identifiers)


def outline_rows(state: BatchState, plan: Plan) -> list[OutlineRow]:
    """Return sections (operations) and their steps (phase instances), in document order."""
    rows: list[OutlineRow] = []
    by_operation: dict[str, list[OutlineRow]] = {}
    for address, phase, _ in flow.phase_instances(state):
        operation = plan.places[phase.id].path[1]
        by_operation.setdefault(operation, []).append(_outline_step(state, plan, address, phase))
    for unit in plan.root.children:
        for node in unit.children:
            steps = by_operation.get(node.id, [])
            done = sum(row.status in ("done", "not_applicable") for row in steps)
            number = plan.places[node.id].number
            rows.append(OutlineRow("section", node.id, number, node.title, "", done=done, total=len(steps)))
            rows += steps
    return rows


def _outline_step(state: BatchState, plan: Plan, address: str, phase: Phase) -> OutlineRow:
    found = flow.standing(state, address, phase)
    what = plan.places.get(found.what)
    params = {"what": _title(plan, found.what), "number": what.number if what else ""} if found.why else {}
    flags = [x for x in state.exceptions.values() if x.open and within(x.where, address)]
    asked = [slot for slot in phase.slots if not slot.optional] if found.status in BEGUN else []
    missing = flow.open_slots(state, address, phase) if asked else []
    return OutlineRow(
        "step",
        address,
        plan.places[phase.id].number,
        plan.phases[phase.id].title,
        found.status,
        found.why,
        params,
        flag=flags[0].number if flags else "",
        done=len(asked) - len(missing),
        total=len(asked),
        round=", ".join(rounds_of(address).values()),
        amended=amended_how(state, phase.id),
    )


def _title(plan: Plan, name: str) -> str:
    place = plan.places.get(name)
    if place is None:
        return name
    return place.node.title if place.node is not None else plan.slots[name].label


def where_work_goes_on(outline: list[OutlineRow]) -> str:
    """Return the step to show when nobody asked for one.

    Begun, else open, else waiting for a second person, else the last.
    """
    steps = [row for row in outline if row.kind == "step"]
    for statuses in (("active",), ("open",), ("unsigned",), ("to_verify",)):
        found = next((row.address for row in steps if row.status in statuses), "")
        if found:
            return found
    return steps[-1].address if steps else ""


def step(station: Inside, state: BatchState, plan: Plan, address: str, person: str) -> StepAnswer:
    """Return one step, its texts as the plan has them."""
    phase = plan.phases[guards.phase_place(state, address).id]
    found = flow.standing(state, address, phase)
    what = plan.places.get(found.what)
    actor = station.acting.actor(person, "")
    meaning, refusal = next_signature(station, state, address, phase, actor)
    room = room_of(state, plan, phase)
    made = entries(station, state, address, phase, plan)
    barred = _ahead(station, state, made, actor) if found.status in BEGUN else None
    return StepAnswer(
        address=address,
        number=plan.places[phase.id].number,
        title=phase.title,
        instruction=phase.instruction,
        sop=phase.sop,
        critical=phase.critical,
        status=found.status,
        why=found.why,
        why_params={"what": _title(plan, found.what), "number": what.number if what else ""} if found.why else {},
        entries=made,
        signatures=signature_rows(state, address),
        meanings=phase.sign,
        missing_meanings=tuple(flow.missing_meanings(state, address, phase)),
        next_meaning=meaning,
        sign_refusal=refusal.code if refusal else "",
        sign_params=dict(refusal.params) if refusal else {},
        rounds=tuple(_rounds(state, plan, address, phase)),
        scribe=_scribe(state, address),
        scribe_allowed=phase.scribe,
        media=media_rows(phase),
        amended=amended_rows(station, state, phase.id),
        room=room.code if room is not None else "",
        room_grade=room.grade if room is not None else "",
        blocked=barred.code if barred is not None else "",
        blocked_params=dict(barred.params) if barred is not None else {},
    )


def _ahead(station: Inside, state: BatchState, made: tuple[EntryAnswer, ...], actor: Actor) -> Refusal | None:
    """Return what would refuse the next entry of a step before anybody tries."""
    address = next((entry.address for entry in made if entry.status in ("todo", "out")), "")
    if not address or state.hold or state.left:
        return None
    facts = {root: station.store.state(root) for root in ahead.roots(state, address, actor.person)}
    return ahead.blocked(state, facts, address, actor, station.clock.now())


def next_signature(
    station: Inside, state: BatchState, address: str, phase: Phase, actor: Actor
) -> tuple[str, Refusal | None]:
    """Return what the person could sign here now, or what would be signed next and why not."""
    missing = flow.missing_meanings(state, address, phase)
    first: Refusal | None = None
    for meaning in missing:
        decision = signing.sign(state, SignStep(state.id, address, meaning), actor, station.clock.now())
        if decision.refusal is None:
            return meaning, None
        first = first or decision.refusal
    return "", first


def _scribe(state: BatchState, address: str) -> tuple[str, str]:
    return state.scribes.get(address, ("", ""))


def _rounds(state: BatchState, plan: Plan, address: str, phase: Phase) -> list[RoundRow]:
    """Return the repeating nodes above the step, those that wait for names, and the series beside it."""
    found = [plan.places[name].node for name in plan.places[phase.id].path]
    beside = [
        p.node for p in plan.places.values() if p.node and p.node.flow.series and p.node.flow.series.during == phase.id
    ]
    waiting = [p.node for p in plan.places.values() if p.node and p.node.flow.for_each]
    nodes = {node.id: node for node in (*found, *beside, *waiting) if node is not None and node.flow.repeats()}
    known = rounds_of(address)
    return [_round(state, plan, node, known) for node in nodes.values() if _reachable(state, plan, node, known)]


def _reachable(state: BatchState, plan: Plan, node: Node, known: Mapping[str, str]) -> bool:
    outer = [name for name in plan.places[node.id].repeating if name != node.id]
    return all(name in known for name in outer) and flow.node_gate_open(state, plan, node, known)


def _round(state: BatchState, plan: Plan, node: Node, known: Mapping[str, str]) -> RoundRow:
    base = plan.address(node.id, {name: part for name, part in known.items() if name != node.id})
    names = tuple(opened(state, plan, node.id, known))
    ended = base in state.ended
    each, series = node.flow.for_each, node.flow.series
    due = rounds.due(state, plan, node, series, base, list(names)) if series and not ended else None
    return RoundRow(
        node=base,
        title=node.title,
        kind="for_each" if each else "series" if series else "repeat",
        thing=each.thing if each else "",
        names=names,
        ended=ended,
        can_open=not ended and (each is not None or series is not None),
        can_end=not ended and each is not None and len(names) >= each.least,
        due=due.isoformat() if due else "",
    )


def timer_rows(station: Inside, state: BatchState, plan: Plan) -> list[TimerRow]:
    """Return the timers that run."""
    found = [
        timer_row(station, state, address, plan.slots[last_id(address)])
        for address, held in state.slots.items()
        if held.timer is not None and not held.timer.stopped
    ]
    return [row for row in found if row is not None]


def _materials(state: BatchState, plan: Plan) -> list[UsedRow]:
    rows = []
    for slot in plan.slots.values():
        if slot.kind not in ("material", "qs"):
            continue
        name = next((m.name for m in plan.mbr.materials if m.id == slot.of), slot.label)
        held = [h for address, h in state.slots.items() if last_id(address) == slot.id]
        standing = [row for h in held for row in h.standing()]
        rows += [
            UsedRow(name, row.value.get("lot", ""), _quantity(plan, slot, row.value), done=True) for row in standing
        ]
        if not standing:
            rows.append(UsedRow(name, "", "", False))
    return rows


def _quantity(plan: Plan, slot: Slot, value: Mapping[str, str]) -> str:
    return value_line(in_document(slot, plan.mbr), {"number": value.get("net", value.get("number", ""))})


def _equipment(state: BatchState, plan: Plan) -> list[UsedRow]:
    rows = []
    for slot in plan.slots.values():
        if slot.kind == "equipment":
            name = next((q.name for q in plan.mbr.equipment if q.id == slot.of), slot.label)
            used = [
                row.value["equipment"] for a, h in state.slots.items() if last_id(a) == slot.id for row in h.standing()
            ]
            rows.append(UsedRow(name, ", ".join(used), "", bool(used)))
    return rows


def _blockers(state: BatchState) -> tuple[tuple[str, dict[str, str]], ...]:
    if state.completed is None and state.aborted is None:
        left = lifecycle.unfinished(state)
        return (("steps_open", {"count": str(len(left)), "first": left[0][0], "status": left[0][1]}),) if left else ()
    return tuple((found.code, dict(found.params)) for found in lifecycle.review_blockers(state))
