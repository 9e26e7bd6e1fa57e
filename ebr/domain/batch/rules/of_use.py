"""What a batch used and should not have: as another station knew it before, or as came to light since.

Nothing is undone for that: the entry stands and is named (features.md, trap 2; 21 CFR 211.160(b)(4), 211.192).

    lot_rejected, lot_quarantined    a lot that is not released now, whenever that was said     waits for quality
    lot_overdrawn       more was drawn than there was, by two stations that did not know        waits for quality
    lot_out_of_storage  a container stood out of its storage condition before it was used       waits for quality
    supplier_disqualified   the supplier was suspended or disqualified before the lot was used  waits for quality
    calibration_failed  equipment failed its calibration after the batch used it                waits for quality
    integrity_failed    a single-use assembly failed its integrity test                         waits for quality
    equipment_shared    another batch used it meanwhile, or ever if it is for single use  waits for quality
    equipment_stopped   equipment was held or out of service before the batch began to use it
    training_withdrawn  somebody did a step whose training was withdrawn before
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from ebr.domain.batch.rules import stock
from ebr.domain.batch.rules.known import Known
from ebr.domain.batch.rules.weak import Weakness
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.equipped import equipment_of
from ebr.domain.batch.state.plan import last_id
from ebr.domain.decision import Facts
from ebr.domain.equipment.state import EquipmentState, Use, equipment_in
from ebr.domain.equipment.state import roots_for as equipment_roots
from ebr.domain.material.state import LotState, stored
from ebr.domain.material.state.use import SUPPLIES, doubted, item_in, lot_in, made_of, supplier_in
from ebr.domain.subjects import training as training_root
from ebr.domain.training.state import TrainingState, roots_for, tasks_of
from ebr.domain.values import Stamp

SHORT = 12


@dataclass(frozen=True, slots=True)
class Lot:
    """A lot that rows of a batch name: the code of its material, and when it was used first."""

    code: str
    lot: str
    first: Stamp


@dataclass(frozen=True, slots=True)
class Deed:
    """Somebody did or signed something in a step that names procedures."""

    person: str
    tasks: tuple[str, ...]
    step: str
    stamp: Stamp


def roots(state: BatchState, facts: Facts) -> Iterator[str]:
    """Yield the roots that `found` reads, as far as the facts so far lead to them."""
    known = Known(facts)
    for one in _lots(state):
        yield from stock.roots(known, one.code, one.lot)
    for equipment in sorted(equipment_of(state)):
        yield from equipment_roots(equipment)
    for person, task in dict.fromkeys((deed.person, task) for deed in _deeds(state) for task in deed.tasks):
        yield from roots_for(task, person)


def found(state: BatchState, facts: Facts) -> Iterator[Weakness]:
    """Yield what is weak about what a batch used."""
    for one in _lots(state):
        lot = lot_in(facts, one.lot)
        if lot.receipt is not None:
            yield from _status(one, lot)
            yield from _made_of(one, facts)
            yield from _overdrawn(state, one, lot)
            yield from _stored(state, one, lot, facts)
            yield from _supplier(one, lot, facts)
    for equipment in sorted(equipment_of(state)):
        yield from _equipment(state, equipment_in(facts, equipment))
    yield from _training(state, facts)


def _lots(state: BatchState) -> list[Lot]:
    plan = state.plan
    found_: dict[tuple[str, str], Stamp] = {}
    if plan is None:
        return []
    named = {name: slot for name, slot in plan.slots.items() if slot.kind == "material"}
    for held in state.slots.values() if named else ():
        slot = named.get(last_id(held.address))
        material = plan.materials.get(slot.of) if slot is not None else None
        for row in held.standing() if slot is not None else ():
            key = (material.code if material is not None else "", row.value.get("lot", ""))
            if key[1] and (key not in found_ or _before(row.first.at.wall, found_[key])):
                found_[key] = row.first
    return [Lot(code, lot, stamp) for (code, lot), stamp in sorted(found_.items(), key=lambda pair: pair[0])]


def _before(wall: str, stamp: Stamp) -> bool:
    return datetime.fromisoformat(wall) < datetime.fromisoformat(stamp.at.wall)


def _status(one: Lot, lot: LotState) -> Iterator[Weakness]:
    if lot.status not in ("rejected", "quarantine"):
        return
    when = "before" if _before(lot.since, one.first) else "since"
    params = {"lot": one.lot, "since": lot.since, "reason": lot.reason, "at": one.first.at.wall, "when": when}
    entry = lot.ruling.entry if lot.ruling is not None else ",".join(result.entry for result in lot.unseen_failures)
    if lot.status == "rejected":
        yield Weakness(f"lot_rejected/{one.lot}/{entry[:SHORT]}", "lot_rejected", params, blocking=True)
    else:
        yield Weakness(f"lot_quarantined/{one.lot}/{entry[:SHORT]}", "lot_quarantined", params, blocking=True)


def _made_of(one: Lot, facts: Facts) -> Iterator[Weakness]:
    """A lot goes the way of the lots it was made of when one of these is rejected, or came into doubt afterwards."""
    lot = lot_in(facts, one.lot)
    for before in made_of(facts, one.lot):
        doubt = doubted(lot, before)
        if doubt is not None:
            since, reason = doubt.params["since"], f"{before.number}: {doubt.params['reason']}"
            when = "before" if _before(since, one.first) else "since"
            params = {"lot": one.lot, "since": since, "reason": reason, "at": one.first.at.wall, "when": when}
            name = f"lot_quarantined/{one.lot}/{_entry_of(before)[:SHORT]}"
            yield Weakness(name, "lot_quarantined", params, blocking=True)
        if before.status == "rejected" and before.ruling is not None:
            when = "before" if _before(before.since, one.first) else "since"
            reason = f"{before.number}: {before.reason}"
            params = {"lot": one.lot, "since": before.since, "reason": reason, "at": one.first.at.wall, "when": when}
            name = f"lot_rejected/{one.lot}/{before.ruling.entry[:SHORT]}"
            yield Weakness(name, "lot_rejected", params, blocking=True)


def _entry_of(lot: LotState) -> str:
    """Return the entry that says the status, the results of a failure where there is none."""
    failed = lot.unseen_failures if lot.was_released else ()
    return ",".join(one.entry for one in failed) or (lot.ruling.entry if lot.ruling is not None else lot.entry)


def _overdrawn(state: BatchState, one: Lot, lot: LotState) -> Iterator[Weakness]:
    said = (x for x in state.exceptions.values() if x.accepts and x.params.get("lot") == one.lot)
    drawn = {container for batch, container in _draws(lot) if batch == state.id}
    wrong = [container for container in lot.overdrawn if container in drawn or not container]
    if wrong and drawn and not any("left" in x.params for x in said):
        params = {"lot": one.lot, "container": ", ".join(wrong), "left": f"{lot.left:f}", "unit": lot.unit}
        yield Weakness(f"lot_overdrawn/{one.lot}/{','.join(wrong)}", "lot_overdrawn", params, blocking=True)


def _stored(state: BatchState, one: Lot, lot: LotState, facts: Facts) -> Iterator[Weakness]:
    """A move that was not known where the lot was used: what quality judged since is named no more (211.142)."""
    parents, item = made_of(facts, one.lot), item_in(facts, one.code)
    for container in sorted({container for batch, container in _draws(lot) if batch == state.id and container}):
        refused = stored.blocked(lot, parents, item, container, one.first.at)
        if refused is not None:
            told = {name: refused.params[name] for name in ("hours", "asked", "storage")}
            params = {"lot": one.lot, "container": container, "at": one.first.at.wall, **told}
            yield Weakness(f"lot_out_of_storage/{one.lot}/{container}", "lot_out_of_storage", params, blocking=True)


def _draws(lot: LotState) -> Iterator[tuple[str, str]]:
    """Yield which batch drew from which container."""
    yield from ((change.batch, change.container) for change in lot.stock.all() if change.batch)


def _supplier(one: Lot, lot: LotState, facts: Facts) -> Iterator[Weakness]:
    supplier = supplier_in(facts, lot.supplier)
    standing = supplier.standing
    if standing is None or supplier.status in SUPPLIES or not _before(standing.at, one.first):
        return
    params = {"supplier": supplier.name or supplier.id, "lot": one.lot, "since": standing.at, "at": one.first.at.wall}
    yield Weakness(f"supplier_disqualified/{supplier.id}/{one.lot}", "supplier_disqualified", params, blocking=True)


def _equipment(state: BatchState, piece: EquipmentState) -> Iterator[Weakness]:
    uses = [use for use in piece.uses if use.batch == state.id]
    if not piece.entry or not uses:
        return
    about = {"equipment": piece.id, "name": piece.name}
    for failed in _failures(piece, uses):
        params = {**about, "since": failed.at.wall}
        yield Weakness(
            f"calibration_failed/{piece.id}/{failed.hash[:SHORT]}", "calibration_failed", params, blocking=True
        )
    for check in piece.integrity.values():
        if check.result != "pass":
            params = {**about, "since": check.stamp.at.wall}
            yield Weakness(
                f"integrity_failed/{piece.id}/{check.stamp.hash[:SHORT]}", "integrity_failed", params, blocking=True
            )
    for batch, since in _shared(piece, uses, state.id).items():
        params = {**about, "batch": batch, "since": since}
        yield Weakness(f"equipment_shared/{piece.id}/{batch}", "equipment_shared", params, blocking=True)
    began = min((use.began for use in uses), key=lambda stamp: datetime.fromisoformat(stamp.at.wall))
    for mark in (*piece.barred("out"), *piece.barred("hold")):
        if mark.said and _before(mark.stamp.at.wall, began):
            params = {**about, "since": mark.stamp.at.wall, "reason": mark.why, "at": began.at.wall}
            yield Weakness(f"equipment_stopped/{piece.id}/{mark.stamp.hash[:SHORT]}", "equipment_stopped", params)


def _shared(piece: EquipmentState, uses: list[Use], batch: str) -> dict[str, str]:
    """Return which other batches used what only one may use at a time, and since when: stations did not know."""
    if not (piece.needs.single_use or piece.needs.cleaning or piece.needs.clearance):
        return {}
    others = [other for other in piece.uses if other.batch != batch]
    wrong = (other for other in others if piece.needs.single_use or any(_at_once(one, other) for one in uses))
    return {other.batch: other.began.at.wall for other in wrong}


def _at_once(one: Use, other: Use) -> bool:
    return (other.ended is None or _before(one.began.at.wall, other.ended)) and (
        one.ended is None or _before(other.began.at.wall, one.ended)
    )


def _failures(piece: EquipmentState, uses: list[Use]) -> Iterator[Stamp]:
    """Yield the failed calibrations that put one of these uses in doubt: it lasted since the good one before."""
    good: Stamp | None = None
    for made in sorted(piece.calibrations, key=lambda made: datetime.fromisoformat(made.stamp.at.wall)):
        if made.result == "pass":
            good = made.stamp
        elif any(_in_doubt(use, good, made.stamp) for use in uses):
            yield made.stamp


def _in_doubt(use: Use, good: Stamp | None, failed: Stamp) -> bool:
    lasted = good is None or use.ended is None or not _before(use.ended.at.wall, good)
    return lasted and _before(use.began.at.wall, failed)


def _deeds(state: BatchState) -> Iterator[Deed]:
    plan = state.plan
    if plan is None:
        return
    tasks = {name: tasks_of(phase.sop) for name, phase in plan.phases.items() if phase.sop}
    for held in state.slots.values() if tasks else ():
        phase = plan.phase_of.get(last_id(held.address), "")
        for row in held.standing() if phase in tasks else ():
            yield Deed(row.performed_by, tasks[phase], plan.phases[phase].title, row.first)
    for one in state.signatures if tasks else ():
        phase = plan.phase_of.get(last_id(one.scope), last_id(one.scope))
        if phase in tasks:
            yield Deed(one.signed.person, tasks[phase], plan.phases[phase].title, one.stamp)


def _training(state: BatchState, facts: Facts) -> Iterator[Weakness]:
    names: set[str] = set()
    for deed in _deeds(state):
        training = facts.get(training_root(deed.person))
        for task in deed.tasks if isinstance(training, TrainingState) else ():
            name = f"training_withdrawn/{deed.person}/{task}"
            ended = training.ended.get(task) if isinstance(training, TrainingState) else None
            if ended is None or name in names or not _before(ended.at, deed.stamp) or _again(training, task, ended.at):
                continue
            names.add(name)
            params = {"person": deed.person, "task": task, "step": deed.step, "since": ended.at}
            yield Weakness(name, "training_withdrawn", {**params, "at": deed.stamp.at.wall})


def _again(training: object, task: str, since: str) -> bool:
    """Tell whether the person was trained again after a withdrawal."""
    done = training.done.get(task, {}) if isinstance(training, TrainingState) else {}
    marks = (mark for one in done.values() for mark in (one.read, one.confirmed) if mark is not None)
    return any(datetime.fromisoformat(mark.at) > datetime.fromisoformat(since) for mark in marks)
