"""The documents of signatures about many stations: a part taken over, a conflict resolved, a weakness decided."""

from __future__ import annotations

from collections.abc import Mapping

from ebr.domain.batch import events as e
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.apart import Contest, Side
from ebr.domain.canonical import Json
from ebr.domain.decision import Sheet


def stations_sheet(state: BatchState, event: object, head: Mapping[str, Json]) -> Sheet | None:
    """Return what such an event covers; None for an event that carries no signature."""
    if isinstance(event, e.TakenOver):
        document: dict[str, Json] = {
            **head,
            "holder": event.holder,
            "part": event.part,
            "reason": event.reason,
            "sentence": "signed.taken_over",
            "was": event.was,
        }
        return Sheet(document, (), "taken_over")
    if isinstance(event, e.ConflictResolved):
        return _conflict(state, event, head)
    if isinstance(event, e.WeaknessDecided):
        document = {**head, "comment": event.comment, "sentence": "signed.weakness", "weakness": event.weakness}
        return Sheet(document, (), "weakness_decided")
    return None


def _conflict(state: BatchState, event: e.ConflictResolved, head: Mapping[str, Json]) -> Sheet:
    """Every side, the kept one named; the signature covers all of them."""
    found = state.contested.get((event.where, event.item))
    sides = found.sides if isinstance(found, Contest) else ()
    document: dict[str, Json] = {
        **head,
        "item": event.item,
        "kept": event.kept,
        "reason": event.reason,
        "sentence": "signed.conflict",
        "sides": [_side(side) for side in sides],
        "where": event.where,
    }
    return Sheet(document, tuple(side.stamp.hash for side in sides), "conflict_resolved")


def _side(side: Side) -> Json:
    return {
        "at": side.stamp.at.wall,
        "by": side.stamp.by,
        "entry": side.stamp.hash,
        "log": side.stamp.log,
        "value": dict(side.says),
    }
