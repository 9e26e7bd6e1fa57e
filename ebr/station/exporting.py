"""Exporting the record: an entry first, then the files (features.md, small thing 16; 11.10(b)).

An export is the record with its checkers. An archive of a batch is more: the papers for people, the record for
machines, the regulator's set, a list of sums, words for somebody who never saw this program (`ebr.reports.archive`).
Its papers are printed in the ordinary way, each noted in the record, into a folder of the station that is taken away
again; then the archive itself is noted, and only then anything is written to where the person wants it. So the record
inside says of every paper, and of the archive, that it was made.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ebr.domain.refusal import Refusal
from ebr.domain.station.commands import NoteExport
from ebr.reports import export
from ebr.reports.archive import Archived, Paper, contents, leaf_name
from ebr.reports.assemble import for_batch
from ebr.reports.export.contents import files
from ebr.reports.export.writing import write_files
from ebr.station import analysis_papers, deviation_papers, master_papers, release_papers, reporting
from ebr.station.answered import Answer
from ebr.station.answers.deviations import deviations
from ebr.station.answers.names import batch_of
from ebr.station.answers.releases import release
from ebr.station.questions.deviations import Deviations
from ebr.station.questions.releases import ReleaseAnswer, ReleaseQuestion
from ebr.station.reporting import all_entries
from ebr.station.sealed_papers import printed_now
from ebr.wording import status_word
from ebr.wording.releases import rule_words

if TYPE_CHECKING:
    from ebr.station.inside import Inside

Print = Callable[[Path, str], Answer]
"""Prints one paper into a file, under the id of a command."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A paper that belongs in an archive: its name there, what it is, its leaf's title and name, and how it is made."""

    name: str
    what: str
    leaf: str
    file: str
    prints: Print


def write(station: Inside, target: Path, batch: str, by: str, command_id: str) -> Answer:
    """Note the export in the record and write it; the answer counts the entries."""
    if batch:
        batch_of(station, batch)
    taken = _taken(target)
    if taken is not None:
        return Answer(taken)
    what = f"export of batch {batch}" if batch else "export"
    answer = _noted(station, what, target, by, command_id)
    if not answer.ok:
        return answer
    kept = station.attachments
    try:
        count = export.write(all_entries(station), kept.names(), kept.stored, target, batch=batch)
    except Refusal as refusal:
        return Answer(refusal, changed=answer.changed)
    return replace(answer, answer={"entries": str(count), "file": str(target)})


def archive(station: Inside, target: Path, batch: str, by: str, command_id: str = "") -> Answer:
    """Write the archive of a batch; the answer counts entries and papers. Raises `Refusal` batch_unknown.

    Refused without a trace outside: a target that is there, a paper that this person may not print.
    """
    batch_of(station, batch)
    taken = _taken(target)
    if taken is not None:
        return Answer(taken)
    papers: list[Paper] = []
    changed: frozenset[str] = frozenset()
    with tempfile.TemporaryDirectory(prefix="archive-", dir=station.folder) as room:
        for number, wanted in enumerate(_wanted(station, batch, by)):
            file = Path(room) / f"{number}.pdf"
            answer = wanted.prints(file, f"{command_id}-{number}" if command_id else "")
            changed |= answer.changed
            if not answer.ok:
                return replace(answer, changed=changed)
            papers.append(Paper(wanted.name, wanted.what, wanted.leaf, wanted.file, file.read_bytes()))
    answer = _noted(station, f"archive of batch {batch}", target, by, command_id)
    changed |= answer.changed
    if not answer.ok:
        return replace(answer, changed=changed)
    try:
        count = _written(station, target, batch, by, papers)
    except Refusal as refusal:
        return Answer(refusal, changed=changed)
    told = {"entries": str(count), "papers": str(len(papers)), "file": str(target)}
    return replace(answer, answer=told, changed=changed)


def _written(station: Inside, target: Path, batch: str, by: str, papers: list[Paper]) -> int:
    entries = for_batch(all_entries(station), batch)
    kept = station.attachments
    record = files(entries, kept.names(), kept.stored, batch)
    about = _about(station, release(station, ReleaseQuestion(batch)), by)
    write_files(contents(about, papers, record), target)
    return len(entries)


def _noted(station: Inside, what: str, target: Path, by: str, command_id: str) -> Answer:
    head = station.store.log.head
    noted = NoteExport(what, str(target), (head.seq if head is not None else 0) + 1)
    return station.do(noted, by=by, command_id=command_id)


def _taken(target: Path) -> Refusal | None:
    free = not target.exists() or (target.is_dir() and not any(target.iterdir()))
    return None if free else Refusal("export_target_exists", target=str(target))


def _about(station: Inside, found: ReleaseAnswer, by: str) -> Archived:
    printed = printed_now(station, by)
    head = station.store.log.head
    return Archived(
        batch=found.batch,
        product=f"{found.product}, {found.strength}" if found.strength else found.product,
        mbr=found.mbr,
        version=found.version,
        status=str(status_word(found.status)),
        site=printed.site,
        station=printed.station,
        profile=printed.profile,
        fingerprint=printed.fingerprint,
        head=head.hash.hex() if head is not None else "",
        made=printed.at,
        keep=_keep(found),
    )


def _keep(found: ReleaseAnswer) -> str:
    hold = f"; legal hold: {found.legal_hold}" if found.legal_hold else ""
    rule = str(rule_words(found.retention_rule, found.retention_years))
    return f"{rule}{f', until {found.retention_until}' if found.retention_until else ''}{hold}"


def _wanted(station: Inside, batch: str, by: str) -> Iterator[Wanted]:
    """Yield the papers of this batch: the record always, its deviations, a certificate once there is one."""
    found = release(station, ReleaseQuestion(batch))
    master = f"{found.mbr} version {found.version}"
    yield Wanted(
        "executed-record.pdf",
        "the executed batch record, with its entries attached inside",
        f"Executed batch record, batch {batch}, {found.product}",
        leaf_name("executed-batch-record", batch),
        lambda file, id_: reporting.make(station, batch, file, by, 0, id_),
    )
    yield Wanted(
        "master-record.pdf",
        f"the master batch record that it was made by, {master}",
        f"Master batch record {master}, {found.product}",
        leaf_name("master-batch-record", found.mbr, found.version),
        lambda file, id_: master_papers.print_master(station, found.mbr, found.version, file, by, id_),
    )
    yield from (_deviation(station, row.deviation, by) for row in deviations(station, Deviations(batch)))
    if any(one.samples for one in found.results):
        yield Wanted(
            "certificate-of-analysis.pdf",
            "each result of its samples against the specification, retests and results set aside",
            f"Certificate of analysis, batch {batch}, {found.product}",
            leaf_name("certificate-of-analysis", batch),
            lambda file, id_: analysis_papers.print_analysis(station, batch, file, by, id_),
        )
    if found.status in release_papers.CERTIFIABLE:
        name = CERTIFICATES[found.status]
        yield Wanted(
            f"{name}.pdf",
            f"the {name.replace('-', ' ')} of the batch",
            f"{name.replace('-', ' ').capitalize()}, batch {batch}, {found.product}",
            leaf_name(name, batch),
            lambda file, id_: release_papers.print_certificate(station, batch, file, by, id_),
        )


def _deviation(station: Inside, number: str, by: str) -> Wanted:
    return Wanted(
        f"{leaf_name('deviation', number).removesuffix('.pdf')}.pdf",
        f"deviation {number}, with its course and its closing",
        f"Deviation {number}",
        leaf_name("deviation", number),
        lambda file, id_: deviation_papers.export_deviation(station, number, "pdf", file, by, id_),
    )


CERTIFICATES: Final = {
    "certified": "certificate",
    "conditional": "conditional-release",
    "supplied": "statement-of-supply",
}
"""What the paper of a release is called: supply out of specification is no certificate (floor-rules 23)."""
