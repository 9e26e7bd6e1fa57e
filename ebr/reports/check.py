"""Verify a report's file alone: its seal, its attached entries, and that its pages are what those entries draw.

In a fixed order: the seal over the bytes; the attached entries (logs, seals, signatures, attachments, site); whether
the certificate was admitted by the site those entries name; then the document is rebuilt from the entries and
compared page by page. A digit drawn over a page and sealed again with another key fails the third step, with the
station's own key the fourth.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ebr.domain.decision import Event
from ebr.domain.refusal import Refusal
from ebr.domain.site.events import SiteCreated, StationAdmitted
from ebr.domain.station.events import Genesis
from ebr.reports import material
from ebr.reports.assemble import assembled
from ebr.storage import codec
from ebr.storage.chain import Entry
from ebr.storage.codec import UnknownEvent, Unreadable
from ebr.storage.verify import Material, verify
from ebr.storage.verify.report import Finding, Report


def check_pdf(pdf: bytes, *, site: str = "", heads: Sequence[str] = ()) -> Report:
    """Return everything found in a report's file; never raises for what stands in it."""
    from ebr.reports.pdf import read

    seal = read.signature_status(pdf)
    findings = [Finding("pdf_seal", {"why": words}) for words in (seal.words or (() if seal.good else ("-",)))]
    try:
        attached = read.attachments(pdf)
        entries = material.read(attached.get(material.NAME, b""))
    except (ValueError, Refusal) as wrong:
        return _without_record([*findings, Finding("pdf_record", {"why": str(wrong)})])
    if not entries:
        return _without_record([*findings, Finding("pdf_record", {"why": "-"})])
    files = {name: data for name, data in attached.items() if name != material.NAME}
    report = verify(Material(entries, files.get, sorted(files)), site=site, heads=heads)
    findings += [*report.findings, *_certificate(entries, seal.chain), *_files(files)]
    if not report.findings:
        findings += _pages(pdf, entries, files)
    return replace(report, findings=tuple(findings))


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


def _pages(pdf: bytes, entries: Sequence[Entry], files: dict[str, bytes]) -> list[Finding]:
    from ebr.reports.pdf import compare, draw

    try:
        found = assembled(entries, files.get)
    except Refusal as refusal:
        return [Finding("pdf_not_rebuilt", {"why": str(refusal)})]
    rebuilt = draw.draw(found.document, found.attachments)
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
