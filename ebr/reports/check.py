"""Verify a report's file alone: its seal, its attached entries, and that its pages are what those entries draw.

In a fixed order: the seal over the bytes; the attached entries (logs, seals, signatures, attachments, site); whether
the certificate was admitted by the site those entries name; whether the entries are all that the report was made from;
then the document is rebuilt from the entries and
compared page by page. A digit drawn over a page and sealed again with another key fails the third step, with the
station's own key the fourth. A file of another form than this program draws has other pages: of it the values,
persons and times are looked for on the pages (`pages_say`), and the report of the check says that it did no more.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ebr.domain import subjects
from ebr.domain.decision import Event
from ebr.domain.refusal import Refusal
from ebr.domain.site.events import SiteCreated, StationAdmitted
from ebr.domain.station.events import Genesis
from ebr.reports import material, pages_say
from ebr.reports.assemble import Assembled, assembled, masters_of
from ebr.reports.selecting import CARRIED
from ebr.storage import codec
from ebr.storage.chain import Entry
from ebr.storage.codec import UnknownEvent, Unreadable
from ebr.storage.left_out import LeftOut
from ebr.storage.verify import Material, verify
from ebr.storage.verify.report import Finding, Note, Report
from ebr.words import speaking, tr

if TYPE_CHECKING:
    from ebr.reports.pdf.read import SignatureStatus
    from ebr.reports.pdf.stamp import Stamp


def check_pdf(pdf: bytes, *, site: str = "", heads: Sequence[str] = ()) -> Report:
    """Return everything found in a report's file; never raises for what stands in it."""
    from ebr.reports.pdf import read

    seal = read.signature_status(pdf)
    findings = [Finding("pdf_seal", {"why": words}) for words in (seal.words or (() if seal.good else ("-",)))]
    try:
        attached = read.attachments(pdf)
        entries = material.read(attached.get(material.NAME, b""))
        left = material.read_left_out(attached.get(material.LEFT_OUT, b""))
    except (ValueError, Refusal) as wrong:
        return _without_record([*findings, Finding("pdf_record", {"why": str(wrong)})])
    if not entries:
        why = tr("none is there. Only the seal could be looked at; what the paper says stands in the record it is from")
        return replace(_without_record([*findings, Finding("pdf_record", {"why": why})]), notes=tuple(_held(seal)))
    files = {name: data for name, data in attached.items() if name not in material.NAMES}
    report = verify(Material(entries, files.get, sorted(files), left_out=left), site=site, heads=heads)
    findings += [*report.findings, *_certificate(entries, seal.chain), *_files(files)]
    notes = [*report.notes, *_stamped(seal.stamp)]
    if not report.findings:
        findings += incomplete(entries) or _pages(pdf, entries, files, left, notes)
    return replace(report, findings=tuple(findings), notes=tuple(notes))


def _held(seal: SignatureStatus) -> Iterator[Note]:
    """Say of a paper without a record what its seal is worth, where it holds."""
    if seal.good:
        yield Note("seal_holds", {"name": seal.signer, "at": seal.at, "fingerprint": seal.fingerprint})
    yield from _stamped(seal.stamp)


def _stamped(stamp: Stamp | None) -> tuple[Note, ...]:
    """Say who stamped the seal, and which certificate the reader would have to trust: the last of those it brought."""
    if stamp is None:
        return ()
    about = {"at": stamp.at, "authority": stamp.authority, "fingerprint": stamp.fingerprints[-1]}
    return (Note("stamped", about),)


def _without_record(findings: list[Finding]) -> Report:
    return Report(tuple(findings), (), 0, (), "", "")


def _files(files: dict[str, bytes]) -> list[Finding]:
    return [
        Finding("attachment_damaged", {"name": name})
        for name, data in files.items()
        if hashlib.sha256(data).hexdigest() != name
    ]


def _events(entries: Sequence[Entry]) -> Iterator[Event]:
    """Yield what can be read; what cannot is the verifier's to name, as is hexadecimal that is none."""
    for entry in entries:
        with contextlib.suppress(Unreadable, UnknownEvent):
            if entry.body is not None:
                yield codec.read(codec.read_header(entry.header).event, entry.body)


def _der(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""


def _certificate(entries: Sequence[Entry], chain: Sequence[bytes]) -> list[Finding]:
    """Compare the seal's certificates with those the site's entries admit for the station that made the report."""
    events = list(_events(entries))
    station = next((event.station for event in events if isinstance(event, Genesis)), "")
    leaves = {
        _der(event.pdf_certificate) for event in events if isinstance(event, StationAdmitted) and event.name == station
    }
    authorities = {_der(event.issuing_ca) for event in events if isinstance(event, SiteCreated)}
    if chain and chain[0] in leaves and all(issuer in authorities for issuer in chain[1:]):
        return []
    return [Finding("pdf_certificate", {"station": station})]


def incomplete(entries: Sequence[Entry]) -> list[Finding]:
    """Find what the report's own number was taken knowing, and what is withheld of it.

    The entry that numbers a report relies on the newest entries about the batch, its people, its master and the site,
    in every log; each of them names those before it, which the verifier looks for. So nothing about them can be left
    out of a report, were it the newest correction.
    """
    headers = [codec.read_header(entry.header) for entry in entries]
    roots = [subjects.root_of(header.subject) for header in headers]
    made = [n for n, entry in enumerate(entries) if entry.log == entries[0].log and _numbers(headers[n])]
    if not made:
        return [Finding("pdf_not_rebuilt", {"why": str(Refusal("report_not_numbered"))})]
    last = max(made, key=lambda n: entries[n].seq)
    own = [entry for entry, root in zip(entries, roots, strict=True) if root == roots[last]]
    needed = {roots[last], *masters_of(own), *(subjects.root_of(subject) for subject, _ in headers[last].relies)}
    here = {entry.hash.hex() for entry in entries}
    missing = [(subject, head) for subject, head in headers[last].relies if head not in here]
    withheld = [
        Finding("pdf_withheld", {}, entry.log, entry.seq, entry.hash.hex(), header.subject)
        for entry, header, root in zip(entries, headers, roots, strict=True)
        if entry.body is None and (root in needed or subjects.kind_of(root) in CARRIED)
    ]
    return [
        *(Finding("pdf_incomplete", {"subject": subject, "hash": head}) for subject, head in missing),
        *withheld,
    ]


def _numbers(header: codec.Header) -> bool:
    return header.event.startswith("batch.report-made/")


def _pages(
    pdf: bytes, entries: Sequence[Entry], files: dict[str, bytes], left: Mapping[str, LeftOut], notes: list[Note]
) -> list[Finding]:
    from ebr.reports.pdf import compare, draw
    from ebr.reports.pdf.finish import FORM, REDRAWN

    try:
        form = compare.form_of(pdf)
        with speaking(compare.spoken_of(pdf)):
            found = assembled(entries, files.get, left, form if form != FORM else 0)
            if form not in (FORM, *REDRAWN):
                return _said(pdf, found, form, notes)
            rebuilt = draw.draw(found.document, found.attachments)
    except Refusal as refusal:
        return [Finding("pdf_not_rebuilt", {"why": str(refusal)})]
    except ValueError as wrong:
        return [Finding("pdf_record", {"why": str(wrong)})]
    try:
        differences = compare.compare(pdf, rebuilt)
    except ValueError as wrong:
        return [Finding("pdf_record", {"why": str(wrong)})]
    return [
        Finding(
            "pdf_differs", {"page": str(d.page), "kind": d.kind, "expected": d.expected[:120], "found": d.found[:120]}
        )
        for d in differences
    ]


def _said(pdf: bytes, found: Assembled, form: int, notes: list[Note]) -> list[Finding]:
    """Look on pages of another form for what the entries say, and note that their drawing was not compared."""
    from ebr.reports.pdf.finish import FORM
    from ebr.reports.pdf.read import words_by_page

    lost, looked_for = pages_say.missing(found.document, words_by_page(pdf))
    notes.append(Note("pages_of_other_form", {"form": str(form), "ours": str(FORM), "count": str(looked_for)}))
    return [Finding("pdf_fact_missing", {"fact": str(fact)[:120]}) for fact in lost]
