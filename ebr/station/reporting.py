"""Making a report: numbered by an entry first, then drawn from the record, sealed, written whole (issue "Report".

PI 041).

A crash after the entry leaves a number without a file: `copy_of` makes the next copy of that report. The file is
written under another name, made durable and renamed, so there is never half a report.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ebr.domain.batch.commands import MakeReport
from ebr.reports.assemble import Assembled, assembled, for_batch
from ebr.station.acting import Answer
from ebr.station.answers.status import unwitnessed
from ebr.station.founding import PDF_KEY, PDF_LEAF
from ebr.storage import certificates
from ebr.storage.chain import Entry
from ebr.storage.folder import sync_folder
from ebr.storage.reading import read_after

if TYPE_CHECKING:
    from ebr.station.inside import Inside

FOLDER = "reports"


def make(station: Inside, batch: str, target: Path | None, by: str, copy_of: int, command_id: str = "") -> Answer:
    """Number a report, draw it and write it; the answer names the file."""
    command = MakeReport(batch, copy_of, unwitnessed(station))
    answer = station.do(command, by=by, command_id=command_id)
    if not answer.ok:
        return answer
    found = assembled(for_batch(all_entries(station), batch), station.attachments.stored)
    place = target or station.folder / FOLDER / file_name(found)
    write(place, sealed(station, found))
    return replace(answer, answer={**answer.answer, "file": str(place)})


def file_name(found: Assembled) -> str:
    """Return the name of a report's file: batch, report, and copy from the second on."""
    copy = f"-copy-{found.made.copy}" if found.made.copy > 1 else ""
    return f"{found.batch}-report-{found.made.report}{copy}.pdf"


def all_entries(station: Inside) -> list[Entry]:
    """Return the entries of this station's log, in order."""
    return list(_entries(station))


def _entries(station: Inside) -> Iterator[Entry]:
    log, after = station.store.log.id, 0
    with station.store.reading() as connection:
        while chunk := read_after(connection, log, after, 2000):
            yield from chunk
            after = chunk[-1].seq


def sealed(station: Inside, found: Assembled) -> bytes:
    """Return the drawn report with the station's seal."""
    from ebr.reports.pdf import draw, sign

    drawn = draw.draw(found.document, found.attachments)
    box, leaf = station.store.secret(PDF_KEY), station.store.secret(PDF_LEAF)
    assert box is not None
    assert leaf is not None
    key = certificates.key_from(station.store.keys.unlock(PDF_KEY, box))
    authority = bytes.fromhex(station.store.state("site").issuing_ca)
    at = datetime.fromisoformat(found.made.made)
    return sign.sign(drawn, key, [leaf, authority], station.store.genesis.station, sign.seal_reason(), at)


def write(place: Path, data: bytes) -> None:
    """Write a file whole: another name, fsync, rename, fsync of the folder."""
    place.parent.mkdir(parents=True, exist_ok=True)
    partial = place.with_name(place.name + ".new")
    with partial.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(place)
    sync_folder(place.parent)
