"""Exporting the record: an entry first, then the files (features.md, small thing 16; 11.10(b))."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ebr.domain.refusal import Refusal
from ebr.domain.station.commands import NoteExport
from ebr.reports import export
from ebr.station.acting import Answer
from ebr.station.answers.names import batch_of
from ebr.station.reporting import all_entries

if TYPE_CHECKING:
    from ebr.station.inside import Inside


def write(station: Inside, target: Path, batch: str, by: str, command_id: str) -> Answer:
    """Note the export in the record and write it; the answer counts the entries."""
    if batch:
        batch_of(station, batch)
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        return Answer(Refusal("export_target_exists", target=str(target)))
    head = station.store.log.head
    what = f"export of batch {batch}" if batch else "export"
    noted = NoteExport(what, str(target), (head.seq if head is not None else 0) + 1)
    answer = station.do(noted, by=by, command_id=command_id)
    if not answer.ok:
        return answer
    kept = station.attachments
    try:
        count = export.write(all_entries(station), kept.names(), kept.stored, target, batch=batch)
    except Refusal as refusal:
        return Answer(refusal, changed=answer.changed)
    return replace(answer, answer={"entries": str(count), "file": str(target)})
