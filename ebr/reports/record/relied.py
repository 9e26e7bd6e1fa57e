"""The chapters about equipment and about people: what a batch relied on (21 CFR 211.105, 211.182, 211.188(b)).

What was known of a machine, a room and somebody's training stands in the batch's own entries as it was then
(`ebr.domain.batch.events.relied`). What an entry names is used from that entry to the last one of its unit procedure,
or to the one that names what took its place; a device and a room as long as entries were read or made there. A record
from before there were such entries has no such chapters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.plan import Plan, last_id
from ebr.domain.batch.state.roomed import room_of
from ebr.domain.batch.state.seconds import devices_of
from ebr.domain.batch.state.slots import SlotState
from ebr.domain.values import Stamp
from ebr.reports import document as d
from ebr.reports.record.context import Context, moment
from ebr.wording import meaning_words, role_word
from ebr.wording.relied import cleaning_words, fitness_words
from ebr.words import tr


@dataclass(slots=True)
class _Used:
    """One machine or room: the steps it was used in, and its first and last entry."""

    steps: dict[str, None] = field(default_factory=dict)
    stamps: list[Stamp] = field(default_factory=list)
    swapped: str = ""


@dataclass(slots=True)
class _Did:
    """One person: the steps worked or signed in, the roles and the meanings of the signatures."""

    steps: dict[str, None] = field(default_factory=dict)
    signed: dict[str, None] = field(default_factory=dict)
    roles: dict[str, None] = field(default_factory=dict)


def blocks(state: BatchState, plan: Plan, context: Context) -> Iterator[d.Block]:
    """Yield both chapters; nothing for a record that says nothing of this."""
    if not (state.equipment_relied or state.training_relied):
        return
    used = _used(state, plan)
    if used:
        yield d.Heading(1, "", tr("Equipment and rooms"))
        columns = (
            d.Column(tr("Equipment"), 1.5),
            d.Column(tr("Fit for use"), 2.2),
            d.Column(tr("Cleaned and cleared"), 2.2),
            d.Column(tr("Used"), 1.7),
            d.Column(tr("In steps"), 1.0),
        )
        yield d.Table(columns, tuple(_machine(state, context, name, used[name]) for name in sorted(used)), dense=True)
    yield d.Heading(1, "", tr("People"))
    columns = (
        d.Column(tr("Who"), 1.5),
        d.Column(tr("Role"), 1.0),
        d.Column(tr("Signed as"), 1.1),
        d.Column(tr("Trained in"), 2.2),
        d.Column(tr("In steps"), 1.4),
    )
    people = _people(state, plan)
    yield d.Table(columns, tuple(_person(state, context, name, people[name]) for name in sorted(people)), dense=True)


# -- equipment


def _used(state: BatchState, plan: Plan) -> dict[str, _Used]:
    found: dict[str, _Used] = {}
    begun = {event.equipment for event, _ in state.equipment_relied}
    found_rooms = ((name, room_of(state, plan, phase)) for name, phase in plan.phases.items())
    rooms = {name: room.code for name, room in found_rooms if room is not None}
    for event, stamp in state.equipment_relied:
        _note(found, plan, event.equipment, event.where, stamp)
    ends = _ends(state, plan)
    for held in state.slots.values():
        slot = plan.slots[last_id(held.address)]
        room = rooms.get(plan.phase_of.get(slot.id, ""), "") if slot.kind != "result" else ""
        for row in held.standing():
            for name in (*devices_of(row.source), room if room in begun else ""):
                if name:
                    _note(found, plan, name, held.address, row.first)
        _named(found, plan, held, ends)
    return found


def _ends(state: BatchState, plan: Plan) -> dict[str, Stamp]:
    """Return the last entry that a person made in each unit procedure; results come when they come."""
    found: dict[str, Stamp] = {}
    for held in state.slots.values():
        unit = plan.places[last_id(held.address)].path[0]
        for row in held.standing() if plan.slots[last_id(held.address)].kind != "result" else ():
            if row.performed_by and (unit not in found or _when(found[unit]) < _when(row.first)):
                found[unit] = row.first
    return found


def _named(found: dict[str, _Used], plan: Plan, held: SlotState, ends: Mapping[str, Stamp]) -> None:
    """Note the machines of an entry: each until the next one took its place, the last as long as the work went on."""
    rows = [row for row in held.standing() if row.value.get("equipment")]
    for at, row in enumerate(rows):
        name, after = row.value["equipment"], rows[at + 1] if at + 1 < len(rows) else None
        _note(found, plan, name, held.address, row.first)
        if after is not None and after.value["equipment"] != name:
            found[name].swapped = after.value["equipment"]
            found[name].stamps.append(after.first)
        elif after is None:
            found[name].stamps.append(ends[plan.places[last_id(held.address)].path[0]])


def _note(found: dict[str, _Used], plan: Plan, name: str, address: str, stamp: Stamp) -> None:
    one = found.setdefault(name, _Used())
    one.steps[_step(plan, address)] = None
    one.stamps.append(stamp)


def _step(plan: Plan, address: str) -> str:
    """Return the number of a step, as everywhere in the record."""
    name = last_id(address)
    place = plan.places.get(plan.phase_of.get(name, name))
    return place.number if place is not None else ""


def _machine(state: BatchState, context: Context, name: str, used: _Used) -> tuple[str | d.Cell, ...]:
    known = [(event, stamp) for event, stamp in state.equipment_relied if event.equipment == name]
    times = _times(context, used)
    if used.swapped:
        times = "\n".join((times, tr("Exchanged for {equipment}", equipment=used.swapped)))
    steps = ", ".join(step for step in sorted(used.steps, key=_order) if step)
    if not known:
        return (name, d.Cell(tr("As scanned or typed; not kept in this program"), tone="quiet"), "", times, steps)
    event = known[-1][0]
    title = [name, event.name if event.name != name else ""]
    if event.facts.get("lot"):
        title.append(tr("Single use, lot {lot}", lot=event.facts["lot"]))
    if event.facts.get("serial"):
        title.append(tr("Serial number {serial}", serial=event.facts["serial"]))
    return (
        d.Cell("\n".join(part for part in title if part), tone="strong"),
        "\n".join(_once(line for each, _ in known for line in fitness_words(each.facts, context.name, moment))),
        "\n".join(_once(line for each, _ in known for line in cleaning_words(each.facts, context.name, moment))),
        times,
        steps,
    )


def _times(context: Context, used: _Used) -> str:
    """Return from when to when it was used."""
    stamps = sorted(used.stamps, key=_when)
    first, last = context.at(stamps[0]), context.at(stamps[-1])
    return first if first == last else tr("{first} to {last}", first=first, last=last)


def _when(stamp: Stamp) -> datetime:
    return datetime.fromisoformat(stamp.at.wall)


def _once(lines: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(lines))


def _order(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in number.split(".") if part.isdigit())


# -- people


def _people(state: BatchState, plan: Plan) -> dict[str, _Did]:
    found: dict[str, _Did] = {}
    for held in state.slots.values():
        for row in held.rows.values():
            for person in dict.fromkeys((row.performed_by, row.first.by) if row.performed_by else ()):
                _of(found, person).steps[_step(plan, held.address)] = None
        for stamp in (held.timer.start, held.timer.stop) if held.timer is not None else ():
            if stamp is not None and stamp.by:
                _of(found, stamp.by).steps[_step(plan, held.address)] = None
    for one in state.signatures:
        did = _of(found, one.signed.person)
        if one.signed.role:
            did.roles[one.signed.role] = None
        did.signed[one.meaning] = None
        did.steps[_step(plan, one.scope) if not one.scope.startswith("batch/") else ""] = None
    found.pop("", None)
    return found


def _of(found: dict[str, _Did], person: str) -> _Did:
    return found.setdefault(person, _Did())


def _person(state: BatchState, context: Context, name: str, did: _Did) -> tuple[str | d.Cell, ...]:
    trained = []
    for event, _ in state.training_relied:
        for task, version in sorted(event.versions.items()) if event.person == name else ():
            until = event.until.get(task, "")
            trained.append(
                tr("{task}, version {version}, to the end of {day}", task=task, version=version, day=until)
                if until
                else tr("{task}, version {version}", task=task, version=version)
            )
    return (
        d.Cell(context.name(name), tone="strong"),
        "\n".join(role_word(role) for role in did.roles),
        "\n".join(meaning_words(meaning) for meaning in did.signed) or tr("Recorded for others"),
        "\n".join(_once(trained)),
        ", ".join(step for step in sorted(did.steps, key=_order) if step),
    )
