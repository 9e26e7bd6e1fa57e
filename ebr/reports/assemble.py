"""From entries to a report's document and attachments; the same way when a report is made and when one is verified.

A report carries `entries.jsonl` (`ebr.reports.material`) and the files of its batch, named by SHA-256. Making it and
rebuilding it both begin with those entries, so nothing can stand on a page that the attached record does not say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from ebr.domain import subjects
from ebr.domain.batch.events import ReportMade
from ebr.domain.batch.state import BatchState
from ebr.domain.decision import Recorded
from ebr.domain.people.events import PersonEnrolled
from ebr.domain.refusal import Refusal
from ebr.domain.site.events import SiteCreated
from ebr.domain.station.events import Genesis
from ebr.reports import material
from ebr.reports.document import Document
from ebr.reports.record import Context, build
from ebr.storage.aggregates import AGGREGATES, folded
from ebr.storage.chain import Entry
from ebr.storage.codec import read_header
from ebr.storage.folds import besides, fold_order, loaded
from ebr.storage.site_key import fingerprint

CARRIED = ("site", "person", "station")
"""Kinds of subject whose bodies every report carries, besides its own batch."""


@dataclass(frozen=True, slots=True)
class Assembled:
    """A document, the event that numbered it, and what is attached to its file."""

    document: Document
    made: ReportMade
    attachments: dict[str, bytes]
    batch: str


def for_batch(entries: Iterable[Entry], batch: str) -> list[Entry]:
    """Return the entries of logs with the bodies that a report of this batch carries; the others are withheld."""
    root = subjects.batch(batch)
    return [
        entry if _carried(read_header(entry.header).subject, root) else replace(entry, body=None) for entry in entries
    ]


def _carried(subject: str, root: str) -> bool:
    return subjects.root_of(subject) == root or subjects.kind_of(subject) in CARRIED


def assembled(entries: Sequence[Entry], file: Callable[[str], bytes | None]) -> Assembled:
    """Return the report that the last `ReportMade` of the first log here numbered: that of the station that made it.

    Raises `Refusal` when there is none.
    """
    recorded = _recorded(entries)
    own = [part for part in recorded if isinstance(part.event, ReportMade) and part.stamp.log == entries[0].log]
    made = max(own, key=lambda part: part.stamp.seq, default=None)
    if made is None or not isinstance(made.event, ReportMade):
        raise Refusal("report_not_numbered")
    root = subjects.batch(made.event.batch)
    trail = tuple(part for part in recorded if subjects.root_of(part.stamp.subject) == root)
    state = folded(root, trail, AGGREGATES)
    assert isinstance(state, BatchState)
    document = build(state, _context(recorded, trail, made, file), made.event)
    attached = {material.NAME: b"".join(material.written(entries)), **_files(state, file)}
    return Assembled(document, made.event, attached, state.id)


def _recorded(entries: Sequence[Entry]) -> list[Recorded]:
    order = fold_order(loaded(entries))
    return [
        part.recorded(beside) for part, beside in zip(order, besides(order), strict=True) if part.entry.body is not None
    ]


def _context(
    recorded: Sequence[Recorded], trail: tuple[Recorded, ...], made: Recorded, file: Callable[[str], bytes | None]
) -> Context:
    genesis = next((p.event for p in recorded if isinstance(p.event, Genesis) and p.stamp.log == made.stamp.log), None)
    site = next((part.event for part in recorded if isinstance(part.event, SiteCreated)), None)
    if not isinstance(genesis, Genesis) or not isinstance(site, SiteCreated):
        raise Refusal("record_without_site")
    names = {p.event.person: p.event.name for p in recorded if isinstance(p.event, PersonEnrolled)}
    return Context(
        site.name, fingerprint(site.root_key), genesis.profile, genesis.station, names, trail, made.stamp, file
    )


def _files(state: BatchState, file: Callable[[str], bytes | None]) -> dict[str, bytes]:
    names = {
        row.value["sha256"] for held in state.slots.values() for row in held.rows.values() if "sha256" in row.value
    }
    return {name: data for name in sorted(names) if (data := file(name)) is not None}
