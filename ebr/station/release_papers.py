"""The certificate of a batch and the register of releases: noted in the record, sealed, written whole."""

from __future__ import annotations

from dataclasses import astuple, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ebr.domain.refusal import Refusal
from ebr.domain.station.commands import NoteExport
from ebr.station.answered import Answer
from ebr.station.answers.releases import register, release
from ebr.station.questions.releases import Register, ReleaseAnswer, ReleaseQuestion
from ebr.station.reporting import write
from ebr.station.sealed_papers import printed_now, write_sealed

if TYPE_CHECKING:
    from ebr.reports.certificate import Certified
    from ebr.station.inside import Inside

CERTIFIABLE: Final = ("certified", "conditional", "supplied")
WITH_CERTIFICATE: Final = ("reviewed", *CERTIFIABLE, "sponsor_released")


def print_certificate(station: Inside, batch: str, target: Path, by: str, command_id: str = "") -> Answer:
    """Note the print in the record, then write the sealed certificate; the answer names the file.

    Raises `Refusal` batch_unknown, no_certificate.
    """
    from ebr.reports.certificate import certificate_paper
    from ebr.reports.pdf.recall import draw_recall

    found = release(station, ReleaseQuestion(batch))
    if found.status not in CERTIFIABLE:
        raise Refusal("no_certificate", batch=batch, status=found.status)
    printed = printed_now(station, by)
    paper = certificate_paper(certified(found), printed)
    what = f"print of the certificate of {batch}"
    return write_sealed(station, what, lambda: draw_recall(paper), printed, target, by, command_id, len(found.results))


def certified(found: ReleaseAnswer) -> Certified:
    """Return what a certificate says of a batch."""
    from ebr.reports.certificate import Certified, Dated, Departed, Result, Signer

    results = [Result(o.label, o.limits, o.value, o.verdict, o.by, o.checked_by, o.samples) for o in found.results]
    standing = (one for one in found.decided if one.valid and one.meaning in WITH_CERTIFICATE)
    latest = {one.meaning: one for one in standing}
    signers = [Signer(one.meaning, one.name, one.person, one.role, one.at) for one in latest.values()]
    supplied = found.status == "supplied"
    supply = [Dated(o.name, o.dated, o.person, o.text, o.reference, o.by) for o in found.supply] if supplied else []
    return Certified(
        batch=found.batch,
        product=found.product,
        strength=found.strength,
        form=found.form,
        profile=found.profile,
        size=found.size,
        mbr=found.mbr,
        version=found.version,
        mbr_hash=found.mbr_hash,
        status=found.status,
        identifiers=found.identifiers,
        issued_at=found.issued_at,
        completed_at=found.completed_at,
        comment=found.comment,
        results=tuple(results),
        exceptions=tuple(Departed(*astuple(one)) for one in found.exceptions),
        signers=tuple(signers),
        supply=tuple(supply),
        sponsor_waits=found.status == "certified" and found.sponsor_asked and not found.sponsor_at,
        deviations=found.deviations,
        sponsor_comment=found.sponsor_comment,
    )


def print_register(station: Inside, target: Path, by: str, command_id: str = "") -> Answer:
    """Note the print in the record, then write the register of releases: sealed PDF, or CSV for a name ending so."""
    from ebr.reports.pdf.recall import draw_recall
    from ebr.reports.release_register import RegisterLine, csv_of, register_paper

    rows = [RegisterLine(*astuple(row)) for row in register(station, Register())]
    if target.suffix.lower() == ".csv":
        return _write_table(station, csv_of(rows), target, by, command_id, len(rows))
    printed = printed_now(station, by)
    paper = register_paper(rows, printed)
    what = "print of the register of releases"
    return write_sealed(station, what, lambda: draw_recall(paper), printed, target, by, command_id, len(rows))


def _write_table(station: Inside, data: bytes, target: Path, by: str, command_id: str, entries: int) -> Answer:
    command = NoteExport("table of the register of releases", str(target), entries)
    answer = station.do(command, by=by, command_id=command_id)
    if not answer.ok:
        return answer
    try:
        write(target, data)
    except OSError as wrong:
        raise Refusal("report_not_written", file=str(target), why=wrong.strerror or "") from wrong
    return replace(answer, answer={**answer.answer, "file": str(target)})
