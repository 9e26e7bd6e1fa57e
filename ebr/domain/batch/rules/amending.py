"""Changing the instructions of a running batch by quality's signature (21 CFR 211.100, 211.115; features.md F31).

A patient's batch of twelve days cannot wait for the next version of its master. Quality may add steps (rework, a
further control) and change steps in which nothing was done yet. What was done is never touched: a step begun keeps its
words, nothing is taken away or moved, the first page and the bill of materials stand (materials and equipment may be
added for the new steps). What need not be done is skipped by an exception, as ever.

Each amendment raises an exception about the batch and is signed with every leaf that differs. The master stays as it
is; its authors see the amendment as a proposal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ebr.domain import subjects
from ebr.domain.batch import commands as c
from ebr.domain.batch import events as e
from ebr.domain.batch.rules import guards
from ebr.domain.batch.rules.computed import of_changed
from ebr.domain.batch.rules.raised import raised
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.amendable import UNTRANSLATED, blocks_for, standing
from ebr.domain.batch.state.amended import in_force, laid_over
from ebr.domain.batch.state.plan import Plan, last_id, parse_address, prepared
from ebr.domain.batch.state.slots import SlotState
from ebr.domain.canonical import Json, dumps
from ebr.domain.decision import Actor, Decision, Draft, Sheet
from ebr.domain.mbr.check import check, errors
from ebr.domain.mbr.document import JsonObject, blocks_of, mbr_hash, to_json
from ebr.domain.mbr.leaves import differences
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant, clean_text, shown_text

SEVERITY: Mapping[str, str] = {"rework": "major", "safety": "critical"}
"""Kind of amendment -> class of the exception that it raises."""


def amend(state: BatchState, command: c.AmendBatch, actor: Actor, at: Instant) -> Decision:
    """Change the instructions of a batch that runs."""
    refusal = guards.running(state)
    reason = clean_text(command.reason, 500)
    if refusal is None and command.kind not in SEVERITY:
        refusal = Refusal("amend_kind", kind=shown_text(command.kind), kinds=", ".join(SEVERITY))
    if refusal is None and not reason:
        refusal = Refusal("reason_missing", slot=state.id)
    if refusal is not None or state.plan is None:
        return Decision(refusal=refusal)
    plan = _read(state, command.blocks)
    refusal = next(_troubles(state, state.plan, plan), None)
    if refusal is not None:
        return Decision(refusal=refusal)
    number, digest = len(state.amendments) + 1, mbr_hash(plan.mbr)
    event = e.BatchAmended(state.id, number, command.kind, command.blocks, digest, reason)
    params = {"amendment": str(number), "steps": _steps(state.plan, plan, command.blocks), "kind": command.kind}
    departure = raised(state, "", "amended", SEVERITY[command.kind], params, reason=clean_text(command.reason, 120))
    answer = {"role": "quality", "amendment": str(number), "hash": digest}
    drafts = (Draft(subjects.batch(state.id), event), departure)
    return Decision((*drafts, *of_changed(state, drafts, _changed(state.plan, plan), actor, at)), answer=answer)


def _read(state: BatchState, blocks: Mapping[str, str]) -> Plan:
    try:
        document = dumps(laid_over(in_force(state), blocks)).decode()
    except (ValueError, RecursionError, AttributeError) as error:
        raise Refusal("mbr_document", place="", problem="not_json") from error
    plan = prepared(document)
    if plan is None or dumps(to_json(plan.mbr)).decode() != document:
        raise Refusal("mbr_document", place="", problem="not_canonical")
    return plan


def _troubles(state: BatchState, old: Plan, new: Plan) -> Iterator[Refusal]:
    """Yield what stands against going over from one plan to the other, the plainest first."""
    if new.mbr == old.mbr:
        yield Refusal("amend_nothing", batch=state.id)
    yield from standing(state.id, old, new, begun(state))
    yield from _computed(state, old, new)
    yield from _too_late(state, old, new)
    wrong = [one for one in errors(check(new.mbr)) if one.code not in UNTRANSLATED]
    if wrong:
        first = wrong[0]
        yield Refusal("mbr_has_errors", count=str(len(wrong)), path=first.path, problem=first.code, clause=first.clause)


def begun(state: BatchState) -> set[str]:
    """Return the ids of all steps, entries and what stands above them in which anything was done."""
    return {name for address in _touched(state) for name, _ in parse_address(address)}


def _touched(state: BatchState) -> Iterator[str]:
    """Yield the address of everything that somebody has done, tried, signed, opened or excepted."""
    yield from (address for address, held in state.slots.items() if not _only_computed(held))
    yield from state.signed_in
    yield from state.rounds
    yield from state.ended
    yield from state.first_entry
    yield from state.scribes
    yield from state.excepted


def _only_computed(held: SlotState) -> bool:
    """Tell whether nobody did anything here: the program computed it from what stands in other steps."""
    untouched = not (held.attempts or held.closed or held.timer or held.skipped)
    return untouched and not any(row.performed_by for row in held.rows.values())


def _computed(state: BatchState, old: Plan, new: Plan) -> Iterator[Refusal]:
    """Refuse to make another entry of what the program computed beforehand: that is only computed anew."""
    for name in {last_id(address) for address in state.slots}:
        if name in new.slots and new.slots[name].kind != old.slots[name].kind:
            step = old.phase_of[name]
            yield Refusal("amend_begun", step=f"{old.places[step].number} {old.phases[step].title}")


def _too_late(state: BatchState, old: Plan, new: Plan) -> Iterator[Refusal]:
    """Refuse what would wait for ever for something that is over: the start or end of a timer, the step of a series."""
    over = {last_id(address) for address in state.passed}
    over |= {last_id(address) for address, held in state.slots.items() if held.standing() or held.timer is not None}
    for place in new.places.values():
        node = place.node
        series = node.flow.series if node is not None else None
        before = old.places.get(node.id) if node is not None else None
        fresh = before is None or before.node is None or before.node.flow != (node.flow if node is not None else None)
        if node is not None and series is not None and fresh and series.during in over:
            yield Refusal("amend_too_late", part=node.title, what=_called(new, series.during))
    for name in _changed(old, new):
        for slot in new.phases[name].slots:
            ends = {slot.stops, "" if slot.declared else slot.starts} if slot.kind == "timer" else set()
            for end in sorted(ends & over):
                yield Refusal("amend_too_late", part=slot.label, what=_called(new, end))


def _called(plan: Plan, name: str) -> str:
    return plan.slots[name].label if name in plan.slots else plan.phases[name].title if name in plan.phases else name


def _changed(old: Plan, new: Plan) -> list[str]:
    """Return the ids of the steps that are new or changed, in document order."""
    return [name for name, phase in new.phases.items() if old.phases.get(name) != phase]


def _steps(old: Plan, new: Plan, blocks: Mapping[str, str]) -> str:
    """Return numbers and titles of the steps that are new or changed, as they stand from now on."""
    titles = (f"{new.places[name].number} {new.phases[name].title}" for name in _changed(old, new))
    return ", ".join(titles) or ", ".join(blocks)


def amended_sheet(state: BatchState, event: e.BatchAmended, head: Mapping[str, Json]) -> Sheet:
    """Return what quality signs: every leaf that differs from the instructions that were in force."""
    before = in_force(state)
    lines: list[Json] = [list(line) for line in differences(_blocks(before), _blocks(_after(before, event)))]
    document: dict[str, Json] = {
        **head,
        "amendment": event.number,
        "changes": lines,
        "hash": event.hash,
        "kind": event.kind,
        "reason": event.reason,
        "sentence": "signed.amended",
    }
    covered = (state.issue_stamp.hash,) if state.issue_stamp is not None else ()
    return Sheet(document, (*covered, *(one.stamp.hash for one in state.amendments)), "amended")


def _after(before: JsonObject, event: e.BatchAmended) -> JsonObject:
    try:
        return laid_over(before, event.blocks)
    except (ValueError, RecursionError, AttributeError):
        return {}


def _blocks(document: JsonObject) -> Json:
    return dict(blocks_of(document)) if document else {}


__all__ = ["amend", "amended_sheet", "begun", "blocks_for"]
