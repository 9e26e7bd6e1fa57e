"""The documents of signatures of a review: the audit trail, and which sections were read by whom."""

from __future__ import annotations

from collections.abc import Mapping

from ebr.domain.batch import review_events as e
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
    return Sheet(document, (), reviewing.TRAIL)


def read_sections(state: BatchState) -> list[Json]:
    """Return the reviewer's path: each section that was read last by whom, when, and how much it held."""
    found = ((name, reviewing.last_read(state, name)) for name in reviewing.sections(state))
    return [[name, one.stamp.by, one.stamp.at.wall, one.count] for name, one in found if one is not None]
