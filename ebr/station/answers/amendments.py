"""Answers about instructions that quality changes while a batch runs (`ebr.domain.batch.rules.amending`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from ebr.domain import subjects
from ebr.domain.batch.rules.amending import begun
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.amended import in_force, laid_over, standing, steps_of
from ebr.domain.batch.state.model import Amendment
from ebr.domain.batch.state.plan import Plan, prepared
from ebr.domain.canonical import dumps
from ebr.domain.draft.state import DraftState
from ebr.domain.draft.state.model import Dismissal
from ebr.domain.mbr.compare import Change, compare
from ebr.domain.mbr.document import PHASE, blocks_of, to_json
from ebr.station.answers.names import batch_of, name_of
from ebr.station.questions.amendments import AmendedRow, Amending, AmendingAnswer, ProposalRow, Proposals
from ebr.storage.views import drafts, exceptions
from ebr.wording.changes import change_words

if TYPE_CHECKING:
    from ebr.station.inside import Inside

RULE = "amended"
Amended = tuple[str, int]
"""A batch, and the number of an amendment in it."""


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
        tuple(sorted(name for name in begun(state) if _is_node(plan, name))) if plan is not None else (),
        len(state.amendments),
        state.status,
    )


def _is_node(plan: Plan, name: str) -> bool:
    place = plan.places.get(name)
    return place is not None and place.node is not None


def proposals(station: Inside, question: Proposals) -> tuple[ProposalRow, ...]:
    """Answer `Proposals`."""
    with station.store.reading() as connection:
        roots = exceptions.with_rule(connection, RULE)
        versions = [line.version for line in drafts.drafts(connection, question.mbr)]
    left_out = _dismissed(station, question.mbr, versions)
    states = (batch_of(station, root.partition("/")[2]) for root in roots)
    rows = [row for state in states for row in _rows(station, state, question.mbr, left_out)]
    return tuple(sorted(rows, key=lambda row: row.at))


def _dismissed(station: Inside, mbr: str, versions: Iterable[str]) -> Mapping[Amended, Dismissal]:
    """Return what authors left out in any draft of an MBR; the latest word on each counts."""
    said: list[tuple[Amended, Dismissal]] = []
    for version in versions:
        state = station.store.state(subjects.draft(mbr, version))
        assert isinstance(state, DraftState)
        said += state.dismissed.items()
    return dict(sorted(said, key=lambda one: one[1].stamp.at.wall))


def _rows(station: Inside, state: BatchState, mbr: str, left_out: Mapping[Amended, Dismissal]) -> Iterator[ProposalRow]:
    issued = state.issued
    if issued is None or issued.mbr != mbr:
        return
    before = {one.stamp.hash: _blocks(old, one.event.blocks) for one, old, _ in steps_of(state)}
    raised = {x.params.get("amendment", ""): x for x in state.exceptions.values() if x.rule == RULE}
    for one in state.amendments:
        event, found = one.event, raised.get(str(one.event.number))
        dismissal = left_out.get((state.id, event.number))
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
            before.get(one.stamp.hash, {}),
            *_said(station, dismissal),
        )


def _said(station: Inside, dismissal: Dismissal | None) -> tuple[str, str, str]:
    if dismissal is None:
        return "", "", ""
    return dismissal.reason, name_of(station, dismissal.stamp.by), dismissal.stamp.at.wall


def _blocks(old: Plan, names: Iterable[str]) -> dict[str, str]:
    """Return these blocks as they were before an amendment; "" for one that it added."""
    found = blocks_of(to_json(old.mbr))
    return {name: dumps(found[name]).decode() if name in found else "" for name in names}


# -- what an amendment changed, step by step


@dataclass(frozen=True, slots=True)
class _Asked:
    """A batch with these amendments in force: what they changed is computed once for them."""

    batch: str
    standing: tuple[str, ...]
    state: BatchState = field(compare=False)


@lru_cache(maxsize=8)
def _changes(asked: _Asked) -> Mapping[str, tuple[tuple[Amendment, tuple[Change, ...]], ...]]:
    """Return by step what each amendment changed in it, oldest first."""
    found: dict[str, tuple[tuple[Amendment, tuple[Change, ...]], ...]] = {}
    for one, before, after in steps_of(asked.state):
        by_step: dict[str, tuple[Change, ...]] = {}
        for change in compare(before.mbr, after.mbr).changes:
            name = _step_of(change)
            by_step[name] = (*by_step.get(name, ()), change)
        for name, changes in by_step.items():
            found[name] = (*found.get(name, ()), (one, changes))
    return found


def _step_of(change: Change) -> str:
    if change.block.startswith(PHASE):
        return change.block.removeprefix(PHASE)
    return change.place[0].partition("/")[0]


def _by_step(state: BatchState) -> Mapping[str, tuple[tuple[Amendment, tuple[Change, ...]], ...]]:
    if not state.amendments:
        return {}
    return _changes(_Asked(state.id, tuple(one.stamp.hash for one in standing(state)), state))


def amended_rows(station: Inside, state: BatchState, phase: str) -> tuple[AmendedRow, ...]:
    """Return what quality changed in a step while the batch ran, in words."""
    return tuple(
        AmendedRow(
            one.event.number,
            one.event.kind,
            one.event.reason,
            name_of(station, one.stamp.by),
            one.stamp.at.wall,
            _is_new(changes),
            tuple(change_words(change) for change in changes),
        )
        for one, changes in _by_step(state).get(phase, ())
    )


def amended_how(state: BatchState, phase: str) -> str:
    """Return "new" or "changed" for a step that quality amended, else ""."""
    found = _by_step(state).get(phase, ())
    return "" if not found else "new" if any(_is_new(changes) for _, changes in found) else "changed"


def _is_new(changes: tuple[Change, ...]) -> bool:
    return any((change.kind, change.level) == ("added", "phase") for change in changes)


def latest(state: BatchState) -> str:
    """Return what the latest amendment changed: numbers and titles of steps, "" for none."""
    number = str(state.amendments[-1].event.number) if state.amendments else ""
    raised = (x for x in state.exceptions.values() if x.rule == RULE and x.params.get("amendment") == number)
    return next((x.params.get("steps", "") for x in raised), "")


def change_lines(state: BatchState, blocks: Mapping[str, str]) -> tuple[str, ...]:
    """Return what an amendment would change, in words: what its signature covers, for the sheet."""
    after = prepared(dumps(laid_over(in_force(state), blocks)).decode())
    if state.plan is None or after is None:
        return ()
    return tuple(change_words(change) for change in compare(state.plan.mbr, after.mbr).changes)
