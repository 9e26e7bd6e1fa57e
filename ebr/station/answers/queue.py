"""The work queue: what a person can go on with, what runs in this room, what waits for a second person."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ebr.domain.batch.rules import lifecycle
from ebr.domain.batch.rules.review_steps import may_answer
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state import flow as batch_flow
from ebr.domain.batch.state.reviewing import open_queries
from ebr.domain.decision import Actor
from ebr.domain.station.state import terminal_setting
from ebr.station.answers.batch import identifiers, next_signature, outline_rows, timer_rows, where_work_goes_on
from ebr.station.answers.names import batch_ids, batch_of
from ebr.station.questions import OutlineRow, Queue, QueueAnswer, QueueCard

if TYPE_CHECKING:
    from ebr.station.inside import Inside


def queue(station: Inside, question: Queue) -> QueueAnswer:
    """Answer `Queue`."""
    actor = station.acting.actor(question.person, "")
    mine: list[QueueCard] = []
    room: list[QueueCard] = []
    verify: list[QueueCard] = []
    here = terminal_setting(station.station_state(), "room")
    for batch in batch_ids(station, question.text, unfinished=True):
        state = batch_of(station, batch)
        cards, to_verify = _cards(station, state, actor)
        mine += cards
        verify += to_verify
        room += [card for card in _step_cards(station, state) if not here or _room(state, card.phase) in ("", here)]
    chosen = {"mine": mine, "room": room, "verify": verify}.get(question.tab, mine)
    return QueueAnswer(tuple(chosen), len(mine), len(room), len(verify))


def _room(state: BatchState, address: str) -> str:
    plan = state.plan
    unit = address.partition("/")[0].partition("[")[0]
    return next((u.room for u in plan.mbr.procedure if u.id == unit), "") if plan else ""


def _cards(station: Inside, state: BatchState, actor: Actor) -> tuple[list[QueueCard], list[QueueCard]]:
    """Return what this person can do next in the batch, and what waits for this person as the second one."""
    verify = (
        _to_verify(station, state, actor) if actor.roles & {"operator", "supervisor", "laboratory", "quality"} else []
    )
    asked = _asked(state, actor)
    office = _office(state, actor)
    if office is not None:
        return [*asked, office, *_lab(state, actor)], verify
    steps = _step_cards(station, state) if actor.roles & {"operator", "supervisor"} else []
    return [*asked, *steps, *_lab(state, actor)], verify


def _asked(state: BatchState, actor: Actor) -> list[QueueCard]:
    """Return one card for the open questions of the review that this person is asked."""
    asked = [one for one in open_queries(state) if one.stamp.by != actor.person and may_answer(one, actor)]
    return [_card(state, "answer", "questions", str(len(asked)))] if asked else []


def _office(state: BatchState, actor: Actor) -> QueueCard | None:
    open_exceptions = state.open_exceptions()
    if state.checked is None:
        return _card(state, "check_issue") if "quality" in actor.roles else None
    if state.completed is None and state.aborted is None:
        if "supervisor" in actor.roles and not state.hold and not lifecycle.unfinished(state):
            return _card(state, "complete")
        resolve = bool(open_exceptions) and bool(actor.roles & {"quality"})
        return _card(state, "resolve", "open_exceptions", str(len(open_exceptions))) if resolve else None
    if open_exceptions and actor.roles & {"supervisor", "quality"}:
        return _card(state, "resolve", "open_exceptions", str(len(open_exceptions)))
    if "quality" in actor.roles and (state.reviewed is None or state.review_void):
        return _card(state, "review")
    if "qualified_person" in actor.roles and state.reviewed is not None and not state.review_void:
        return _card(state, "decide")
    return None


def _lab(state: BatchState, actor: Actor) -> list[QueueCard]:
    if "laboratory" not in actor.roles or state.checked is None:
        return []
    pending = batch_flow.pending_results(state, after_release=False) + batch_flow.pending_results(
        state, after_release=True
    )
    phases = dict.fromkeys(address.rpartition("/")[0] for address in pending)
    return [_step_card(state, row, "open") for row in _rows(state) if row.address in phases]


def _rows(state: BatchState) -> list[OutlineRow]:
    return [row for row in outline_rows(state, state.plan) if row.kind == "step"] if state.plan else []


def _step_cards(station: Inside, state: BatchState) -> list[QueueCard]:
    if state.checked is None or state.completed is not None:
        return []
    rows = _rows(state)
    active = [row for row in rows if row.status in ("active", "open", "unsigned")]
    first = where_work_goes_on(rows)
    chosen = [row for row in active if row.status != "open" or row.address == first]
    return [
        _with_timer(station, state, _step_card(state, row, "start" if row.status == "open" else "continue"))
        for row in chosen
    ]


def _to_verify(station: Inside, state: BatchState, actor: Actor) -> list[QueueCard]:
    plan = state.plan
    if plan is None or state.checked is None or state.hold:
        return []
    cards = []
    for address, phase, _ in batch_flow.phase_instances(state):
        if batch_flow.standing(state, address, phase).status == "to_verify":
            meaning, _ = next_signature(station, state, address, phase, actor)
            if meaning:
                row = next(row for row in _rows(state) if row.address == address)
                cards.append(_step_card(state, row, "verify"))
    return cards


def _step_card(state: BatchState, row: OutlineRow, action: str) -> QueueCard:
    return QueueCard(
        state.id,
        _product(state),
        state.status,
        row.address,
        row.number,
        row.title,
        identifiers(state),
        action,
        "held" if state.hold else "",
        {"reason": state.hold} if state.hold else {},
        "warn" if state.hold else "plain",
    )


def _with_timer(station: Inside, state: BatchState, card: QueueCard) -> QueueCard:
    if card.chip or state.plan is None:
        return card
    rows = [row for row in timer_rows(station, state, state.plan) if row.high]
    if not rows:
        return card
    row = min(rows, key=lambda r: Decimal(r.high) - Decimal(r.elapsed))
    left = Decimal(row.high) - Decimal(row.elapsed)
    return QueueCard(
        card.batch,
        card.product,
        card.status,
        card.phase,
        card.number,
        card.title,
        card.identifiers,
        card.action,
        "timer",
        {"label": row.label, "seconds": str(left)},
        "plain" if left > 0 else "crit",
    )


def _card(state: BatchState, action: str, chip: str = "", count: str = "") -> QueueCard:
    params = {"count": count} if count else {}
    return QueueCard(
        state.id,
        _product(state),
        state.status,
        "",
        "",
        "",
        identifiers(state),
        action,
        chip,
        params,
        "warn" if chip else "plain",
    )


def _product(state: BatchState) -> str:
    return state.plan.mbr.header.product if state.plan else state.id
