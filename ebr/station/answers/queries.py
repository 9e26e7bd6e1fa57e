"""Questions of the review to the floor, and what of the audit trail is reviewed first (Annex 11, 9)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

from ebr.domain import subjects
from ebr.domain.batch.rules.review_steps import may_answer
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.plan import last_id
from ebr.domain.decision import Actor
from ebr.station.answers.names import batch_ids, batch_of, name_of
from ebr.station.answers.record import title_of
from ebr.station.questions import OpenQueries, QueryRow, TrailRow, TrailToReview
from ebr.storage.views import audit
from ebr.wording.lines import in_document, value_line
from ebr.words import figure

if TYPE_CHECKING:
    from ebr.station.inside import Inside

GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "changed": ("batch.severity-changed/1", "batch.amended/1"),
    "override": (
        "batch.hold-lifted/1",
        "batch.taken-over/1",
        "batch.conflict-resolved/1",
        "batch.weakness-decided/1",
        "batch.form-reconciled/1",
        "batch.aborted/1",
    ),
    "clock": ("station.clock-changed/1", "station.clock-stated/1"),
    "rights": (
        "people.rights-changed/1",
        "people.access-limited/1",
        "people.person-deactivated/1",
        "people.key-replaced/1",
        "people.recovery-used/1",
        "site.policy-changed/1",
        "station.settings-changed/1",
        "station.person-unlocked/1",
    ),
}
"""Group -> events of the audit trail that belong to it; values changed or late come from the batch itself."""
ORDER: Final = ("changed", "late", "override", "clock", "rights")
OF_BATCH: Final = ("changed", "override")
MOST: Final = 500


def query_rows(station: Inside, state: BatchState, actor: Actor) -> tuple[QueryRow, ...]:
    """Return the questions of a batch, open ones first."""
    found = sorted(state.reviewing.queries.values(), key=lambda one: not one.open)
    return tuple(
        QueryRow(
            state.id,
            one.event.question,
            one.event.where,
            title_of(state, one.event.where) if one.event.where else "",
            one.event.text,
            name_of(station, one.stamp.by),
            one.stamp.at.wall,
            name_of(station, one.event.person),
            one.event.role,
            one.text,
            name_of(station, one.answered.by) if one.answered is not None else "",
            one.answered.at.wall if one.answered is not None else "",
            one.open,
            may_answer(one, actor),
        )
        for one in found
    )


def open_queries(station: Inside, question: OpenQueries) -> tuple[QueryRow, ...]:
    """Answer `OpenQueries`."""
    actor = station.acting.actor(question.person, "")
    batches = [question.batch] if question.batch else batch_ids(station)
    rows = (row for batch in batches for row in query_rows(station, batch_of(station, batch), actor))
    return tuple(row for row in rows if row.mine and (row.open or question.batch))


def trail(station: Inside, question: TrailToReview) -> tuple[TrailRow, ...]:
    """Answer `TrailToReview`."""
    state = batch_of(station, question.batch)
    found = [*_of_values(station, state), *_of_trail(station, state)]
    return tuple(sorted(found, key=lambda row: ORDER.index(row.group)))


def _of_values(station: Inside, state: BatchState) -> Iterator[TrailRow]:
    """Yield every change of a standing value and every late entry, with their reasons."""
    plan = state.plan
    for address, held in state.slots.items() if plan is not None else ():
        assert plan is not None
        slot = in_document(plan.slots[last_id(address)], plan.mbr)
        for row in held.rows.values():
            for made in row.corrections:
                if made.stamp.by:
                    old, new = value_line(slot, made.old), value_line(slot, made.new)
                    yield _row(station, "changed", "batch.value-corrected/1", slot.label, old, new, made.reason,
                               made.stamp.by, made.stamp.at.wall, address)  # fmt: skip
            if row.late or row.happened:
                yield _row(station, "late", "batch.value-recorded/1", slot.label, row.happened,
                           value_line(slot, row.value), row.late, row.first.by, row.first.at.wall, address)  # fmt: skip
    for found in state.exceptions.values():
        if found.accepts:
            yield _row(station, "override", "batch.exception-raised/1", title_of(state, found.where), "",
                       figure(found.params.get("value", "")), found.reason, found.raised.by, found.raised.at.wall,
                       found.where)  # fmt: skip


def _row(station: Inside, group: str, event: str, where: str, old: str, new: str, reason: str,
         by: str, at: str, address: str) -> TrailRow:  # fmt: skip
    return TrailRow(group, event, where, old, new, reason, name_of(station, by), at, address)


def _of_trail(station: Inside, state: BatchState) -> Iterator[TrailRow]:
    """Yield what the audit trail holds of the batch, and of clock and rights while it ran."""
    assert state.issue_stamp is not None
    began = state.issue_stamp.at.wall
    last = state.completed or state.aborted or state.last or state.issue_stamp
    with station.store.reading() as connection:
        for group, events in GROUPS.items():
            root = subjects.batch(state.id) if group in OF_BATCH else ""
            for one in audit.page(connection, audit.Filter(root=root, events=events), MOST):
                if root or _between(began, one.wall, last.at.wall):
                    where = (amended_by(state, one.log, one.seq) or one.place) if root else ""
                    place = title_of(state, where) if "/" in where else _plain(one.place)
                    yield TrailRow(group, one.event, place, _plain(one.old), _plain(one.new), one.reason,
                                   name_of(station, one.by), one.wall, where)  # fmt: skip


def amended_by(state: BatchState, log: str, seq: int) -> str:
    """Return the address of the first step that an entry amended; "" for an entry that is no amendment."""
    found = (one for one in state.amendments if (one.stamp.log, one.stamp.seq) == (log, seq))
    return amended_at(state, next((one.phases for one in found), frozenset()))


def amended_at(state: BatchState, phases: frozenset[str]) -> str:
    """Return the address of the first of these steps, in the order of the document; "" for none."""
    plan = state.plan
    return next((plan.address(name, {}) for name in plan.phases if name in phases), "") if plan is not None else ""


def _between(began: str, at: str, ended: str) -> bool:
    return datetime.fromisoformat(began) <= datetime.fromisoformat(at) <= datetime.fromisoformat(ended)


def _plain(text: str) -> str:
    try:
        found = json.loads(text)
    except ValueError:
        return text
    return text if not isinstance(found, str) else found
