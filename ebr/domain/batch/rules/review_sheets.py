"""The documents of signatures of a review: the audit trail, and which sections were read by whom."""

from __future__ import annotations

from collections.abc import Mapping

from ebr.domain.batch.events import review as e
from ebr.domain.batch.state import BatchState, reviewing
from ebr.domain.canonical import Json
from ebr.domain.decision import Sheet


def review_sheet(state: BatchState, event: object, head: Mapping[str, Json]) -> Sheet | None:
    """Return what the signature on the audit trail shows: how much it speaks of; its heads say up to where."""
    if not isinstance(event, e.TrailReviewed):
        return None
    document: dict[str, Json] = {
        **head,
        "comment": event.comment,
        "entries": event.count,
        "exceptions": len(state.exceptions),
        "sentence": "signed.trail",
    }
    return Sheet(document, (), "trail_reviewed")


def path_of(state: BatchState, depth: str) -> dict[str, Json]:
    """Return the reviewer's path: how deep, and each section that was read last by whom, when, how much it held."""
    found = ((name, reviewing.last_read(state, name)) for name in reviewing.sections(state))
    lines: list[Json] = [
        [name, one.stamp.by, one.stamp.at.wall, str(one.count)] for name, one in found if one is not None
    ]
    return {"depth": depth, "sections": lines}
