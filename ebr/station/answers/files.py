"""Answers about files that entries and steps name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ebr.domain.mbr.model import Phase
from ebr.station.questions import KeptFile, MediaRow

if TYPE_CHECKING:
    from ebr.station.inside import Inside


def kept_file(station: Inside, question: KeptFile) -> str:
    """Return where a file is kept; whoever reads it beside the station compares its hash."""
    found = station.attachments.place(question.sha256)
    return str(found) if found is not None else ""


def media_rows(phase: Phase) -> tuple[MediaRow, ...]:
    """Return what a step shows with its instruction."""
    return tuple(MediaRow(one.id, one.sha256, one.name, one.media, one.label) for one in phase.media)
