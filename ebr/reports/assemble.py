"""From entries to a report's document and attachments; the same way when a report is made and when one is verified.

A report carries `entries.jsonl` (`ebr.reports.material`) and the files of its batch, named by SHA-256. Making it and
rebuilding it both begin with those entries, so nothing can stand on a page that the attached record does not say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ebr.domain import subjects
from ebr.domain.batch.events import BatchIssued, ReportMade
from ebr.domain.batch.rules.weakness import facts_of
from ebr.domain.batch.state import BatchState
from ebr.domain.decision import Recorded
from ebr.domain.deviation.batch_events import DeviationNamed
from ebr.domain.people.events import PersonEnrolled
from ebr.domain.refusal import Refusal
from ebr.domain.site.events import SiteCreated
from ebr.domain.station.events import Genesis
from ebr.reports import material, witnessing
from ebr.reports.attached import named
from ebr.reports.document import Document
from ebr.reports.record import Context, build
from ebr.reports.selecting import CARRIED
from ebr.storage.aggregates import AGGREGATES, folded
from ebr.storage.chain import Entry
from ebr.storage.codec import read, read_header
from ebr.storage.folds import Loaded, fold_order, loaded, recorded_in
from ebr.storage.left_out import LeftOut
from ebr.storage.site_key import fingerprint


@dataclass(frozen=True, slots=True)
class Assembled:
    """A document, the event that numbered it, and what is attached to its file."""

    document: Document
    made: ReportMade
    attachments: dict[str, bytes]
    batch: str


def for_batch(entries: Sequence[Entry], batch: str) -> list[Entry]:
    """Return all entries of logs, with the bodies that an export of this batch carries; the others are withheld."""
    roots = [subjects.root_of(read_header(entry.header).subject) for entry in entries]
    root = subjects.batch(batch)
    own = [entry for entry, found in zip(entries, roots, strict=True) if found == root]
    needed = {root, *masters_of(own), *deviations_of(own)}
    return [
        entry if found in needed or subjects.kind_of(found) in (*CARRIED, "station") else replace(entry, body=None)
        for entry, found in zip(entries, roots, strict=True)
    ]


def masters_of(entries: Iterable[Entry]) -> frozenset[str]:
    """Return the roots of the master records that a batch was issued on, from the batch's entries."""
    issues = (entry for entry in entries if entry.body is not None and b"batch.issued/" in entry.header)
    events = (read(read_header(entry.header).event, entry.body or b"") for entry in issues)
    return frozenset(subjects.master(event.mbr, event.version) for event in events if isinstance(event, BatchIssued))


def deviations_of(entries: Iterable[Entry]) -> frozenset[str]:
    """Return the roots of the deviations that name a batch, from the batch's entries."""
    told = (one for one in entries if one.body is not None and b"batch.deviation-named/" in one.header)
    events = (read(read_header(entry.header).event, entry.body or b"") for entry in told)
    return frozenset(subjects.deviation(event.deviation) for event in events if isinstance(event, DeviationNamed))


def known_roots(entries: Iterable[Entry], ends: Mapping[str, int]) -> frozenset[str]:
    """Return the roots that the reports up to these ends were numbered knowing, from the batch's entries.

    Lots, equipment and training are carried with what they say: the report tells what is weak about them.
    """
    made = [one for one in entries if b"batch.report-made/" in one.header and one.seq <= ends.get(one.log, 0)]
    relied = (subject for one in made for subject, _ in read_header(one.header).relies)
    return frozenset(subjects.root_of(subject) for subject in relied)


def assembled(
    entries: Sequence[Entry],
    file: Callable[[str], bytes | None],
    left: Mapping[str, LeftOut] | None = None,
    form: int = 0,
) -> Assembled:
    """Return the report that the last `ReportMade` of the first log here numbered: that of the station that made it.

    `left` stands for the entries that are not carried, `form` is an earlier form to draw it in. Raises `Refusal` when
    there is none.
    """
    of_root = _by_root(entries)
    made = _numbered(of_root, entries[0].log)
    assert isinstance(made.event, ReportMade)
    root = subjects.batch(made.event.batch)
    trail = tuple(_in_order(of_root[root]))
    state = folded(root, trail, AGGREGATES)
    assert isinstance(state, BatchState)
    document = build(state, _context(entries, of_root, state, trail, made, file), made.event, form)
    attached = {material.NAME: b"".join(material.written(entries)), **_files(state, entries, file)}
    if left:
        attached[material.LEFT_OUT] = material.written_left_out(left)
    return Assembled(document, made.event, attached, state.id)


def _by_root(entries: Sequence[Entry]) -> dict[str, list[Loaded]]:
    """Return the entries whose bodies are here, by root: each root has a fold order of its own."""
    found: dict[str, list[Loaded]] = {}
    for part in loaded(entry for entry in entries if entry.body is not None):
        found.setdefault(subjects.root_of(part.header.subject), []).append(part)
    return found


def _in_order(parts: Sequence[Loaded]) -> list[Recorded]:
    return recorded_in(fold_order(parts))


def _numbered(of_root: Mapping[str, Sequence[Loaded]], log: str) -> Recorded:
    parts = (part for found in of_root.values() for part in found)
    own = [part for part in parts if part.entry.log == log and "report-made/" in part.header.event]
    if not own:
        raise Refusal("report_not_numbered")
    return max(own, key=lambda part: part.entry.seq).recorded()


def _context(
    entries: Sequence[Entry],
    of_root: dict[str, list[Loaded]],
    state: BatchState,
    trail: tuple[Recorded, ...],
    made: Recorded,
    file: Callable[[str], bytes | None],
) -> Context:
    kinds = (*CARRIED, "station")
    carried = [p.recorded() for root, parts in of_root.items() if subjects.kind_of(root) in kinds for p in parts]
    geneses = {p.stamp.log: p.event for p in carried if isinstance(p.event, Genesis)}
    genesis = geneses.get(made.stamp.log)
    site = next((part.event for part in carried if isinstance(part.event, SiteCreated)), None)
    if genesis is None or site is None:
        raise Refusal("record_without_site")
    stations = {log: found.station for log, found in geneses.items()}
    heads, countersigned = witnessing.ends(entries, carried, stations)
    return Context(
        site=site.name,
        fingerprint=fingerprint(site.root_key),
        profile=genesis.profile,
        station=genesis.station,
        names={p.event.person: p.event.name for p in carried if isinstance(p.event, PersonEnrolled)},
        stations=stations,
        trail=trail,
        apart=len({part.stamp.log for part in trail}) > 1,
        head=made.stamp,
        logs=heads,
        countersigned=countersigned,
        facts=_facts(of_root, state),
        file=file,
    )


def _facts(of_root: dict[str, list[Loaded]], state: BatchState) -> dict[str, Any]:
    return facts_of(state, lambda root: folded(root, _in_order(of_root.get(root, [])), AGGREGATES))


def _files(state: BatchState, entries: Sequence[Entry], file: Callable[[str], bytes | None]) -> dict[str, bytes]:
    names = {
        row.value["sha256"] for held in state.slots.values() for row in held.rows.values() if "sha256" in row.value
    }
    names |= {form.scan["sha256"] for form in state.forms.values() if "sha256" in form.scan}
    names |= set(named(entries))  # also what the steps show
    return {name: data for name in sorted(names) if (data := file(name)) is not None}
