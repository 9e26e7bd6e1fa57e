"""Making a report: numbered by an entry first, then drawn from the record, sealed, written whole (issue "Report".

PI 041).

Two parts, because drawing takes seconds and a step must not wait for it. `ordered` is the writer's: it takes the number
and says everything that drawing needs, the station's key for PDFs included. `drawn` is anybody's with the order: it
reads the folder with `mode=ro` up to the entry that took the number, so what is written meanwhile changes nothing. A
command does both after each other; the window gives the order to a child process over its standard input, never in
arguments or the environment, where others could read the key (`ebr.station.child`).

A crash after the entry leaves a number without a file: `copy_of` makes the next copy of that report. The file is
written under another name, made durable and renamed, so there is never half a report.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ebr.domain import subjects
from ebr.domain.batch.commands import MakeReport
from ebr.domain.refusal import Refusal
from ebr.reports.assemble import Assembled, assembled, known_roots, masters_of
from ebr.reports.selecting import anchors, selected
from ebr.station.answered import Answer
from ebr.station.answers.status import unwitnessed
from ebr.station.founding import PDF_KEY, PDF_LEAF
from ebr.station.looking import Look, look
from ebr.storage import certificates
from ebr.storage.attachments import Attachments
from ebr.storage.chain import Entry
from ebr.storage.folder import sync_folder
from ebr.storage.left_out import LeftOut
from ebr.storage.reading import complete_through, logs, read_after
from ebr.words import language

if TYPE_CHECKING:
    from ebr.station.inside import Inside

FOLDER = "reports"
CHUNK: Final = 2000
STAGES: Final = ("reading", "drawing", "sealing", "writing")
"""What `drawn` tells of itself, in this order; from "writing" on it is too late to cancel."""


@dataclass(frozen=True, slots=True)
class Order:
    """Everything that drawing a numbered report needs; texts and one number, so that it can be handed on."""

    folder: str
    batch: str
    ends: dict[str, int]
    """Log -> number of its last entry in the report; the own log first: it ends with the report's own number."""
    target: str
    """File to write; "" for the station's own folder of reports."""
    station: str
    leaf: str
    """Certificate of the station for PDFs, hexadecimal DER."""
    authority: str
    key: str = field(repr=False)
    """The station's P-256 key: in no argument, no environment, no message."""
    language: str = "en"


def make(station: Inside, batch: str, target: Path | None, by: str, copy_of: int, command_id: str = "") -> Answer:
    """Number a report, draw it and write it; the answer names the file."""
    answer, order = ordered(station, batch, target, by, copy_of, command_id)
    if order is None:
        return answer
    return replace(answer, answer={**answer.answer, "file": str(drawn(order))})


def ordered(
    station: Inside, batch: str, target: Path | None, by: str, copy_of: int, command_id: str = ""
) -> tuple[Answer, Order | None]:
    """Take the number in the record, and return what drawing needs; refused: the answer and None."""
    command = MakeReport(batch, copy_of, unwitnessed(station))
    answer = station.do(command, by=by, command_id=command_id)
    if not answer.ok:
        return answer, None
    box, leaf = station.store.secret(PDF_KEY), station.store.secret(PDF_LEAF)
    assert box is not None
    assert leaf is not None
    order = Order(
        folder=str(station.folder),
        batch=batch,
        ends=_ends(station),
        target=str(target or ""),
        station=station.store.genesis.station,
        leaf=leaf.hex(),
        authority=station.store.state("site").issuing_ca,
        key=station.store.keys.unlock(PDF_KEY, box).hex(),
        language=language(),
    )
    return answer, order


def drawn(order: Order, tell: Callable[[str], None] = lambda _stage: None) -> Path:
    """Draw, seal and write the report that was numbered last up to the order's entry; return its file."""
    from ebr.reports.pdf import draw

    folder = Path(order.folder)
    tell("reading")
    with look(folder) as station:
        entries, left = _carried(station, order)
    found = assembled(entries, Attachments(folder).stored, left)
    tell("drawing")
    pages = draw.draw(found.document, found.attachments)
    tell("sealing")
    data = sealed(pages, order, datetime.fromisoformat(found.made.made))
    tell("writing")
    place = Path(order.target) if order.target else folder / FOLDER / file_name(found)
    try:
        write(place, data)
    except OSError as wrong:
        raise Refusal("report_not_written", file=str(place), why=wrong.strerror or "") from wrong
    return place


def _carried(station: Look, order: Order) -> tuple[list[Entry], dict[str, LeftOut]]:
    """Return what the report carries of every log up to its end; the others are read once and not kept."""
    root = subjects.batch(order.batch)
    roots = frozenset({root, *masters_of(station.entries(root)), *known_roots(station.entries(root), order.ends)})
    about = (entry for kind in station.roots("station") for entry in station.entries(kind))
    found = anchors(entry for entry in about if entry.seq <= order.ends.get(entry.log, 0))
    whole = (entry for log, end in order.ends.items() for entry in _entries(station.read_after, log, end))
    return selected(whole, roots, found)


def file_name(found: Assembled) -> str:
    """Return the name of a report's file: batch, report, and copy from the second on."""
    copy = f"-copy-{found.made.copy}" if found.made.copy > 1 else ""
    return f"{found.batch}-report-{found.made.report}{copy}.pdf"


def all_entries(station: Inside) -> list[Entry]:
    """Return every entry that is here: those of the own log first, then of other stations, each log in order."""

    def read(log: str, after: int, limit: int) -> list[Entry]:
        with station.store.reading() as connection:
            return read_after(connection, log, after, limit)

    return [entry for log, end in _ends(station).items() for entry in _entries(read, log, end)]


def _ends(station: Inside) -> dict[str, int]:
    """Return the last whole action's end of every log, the own log first."""
    own = station.store.log.id
    with station.store.reading() as connection:
        names = [own, *(log for log in logs(connection) if log != own)]
        return {log: complete_through(connection, log) for log in names}


def _entries(read: Callable[[str, int, int], list[Entry]], log: str, upto: int) -> Iterator[Entry]:
    after = 0
    while chunk := read(log, after, CHUNK):
        for entry in chunk:
            if entry.seq > upto:
                return
            yield entry
        after = chunk[-1].seq


def sealed(pages: bytes, order: Order, at: datetime) -> bytes:
    """Return the drawn report with the station's seal."""
    from ebr.reports.pdf import sign

    key = certificates.key_from(bytes.fromhex(order.key))
    chain = [bytes.fromhex(order.leaf), bytes.fromhex(order.authority)]
    return sign.sign(pages, key, chain, order.station, sign.seal_reason(), at)


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
