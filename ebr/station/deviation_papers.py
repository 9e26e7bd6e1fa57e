"""Deviations for other systems and on paper: noted in the record, then written whole; the PDF is sealed.

The JSON and the CSV are for a quality management system, which verifies nothing: what they say is in the record, whose
last entry they name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ebr.domain.refusal import Refusal
from ebr.domain.station.commands import NoteExport
from ebr.domain.values import shown_text
from ebr.station.answered import Answer
from ebr.station.answers.deviations import deviation, deviations
from ebr.station.questions.deviations import (
    DeviationAnswer,
    DeviationQuestion,
    DeviationRow,
    Deviations,
    SectionText,
)
from ebr.station.reporting import write
from ebr.station.sealed_papers import printed_now, write_sealed

if TYPE_CHECKING:
    from ebr.reports.deviation import Exported, Part
    from ebr.reports.deviation_register import DeviationLine
    from ebr.station.inside import Inside

FORMATS: Final = ("json", "csv", "pdf")


def export_deviation(station: Inside, number: str, form: str, target: Path, by: str, command_id: str = "") -> Answer:
    """Note the export in the record, then write it; the answer names the file.

    `form` is one of `FORMATS`. Raises `Refusal` deviation_unknown, deviation_format.
    """
    from ebr.reports import deviation as paper
    from ebr.reports.pdf.recall import draw_recall

    if form not in FORMATS:
        raise Refusal("deviation_format", form=shown_text(form), known=", ".join(FORMATS))
    said = exported(deviation(station, DeviationQuestion(number)))
    printed = printed_now(station, by)
    what = f"{form} of deviation {said.number}"
    if form == "pdf":
        made = paper.deviation_paper(said, printed)
        return write_sealed(
            station, what, lambda: draw_recall(made), printed, target, by, command_id, len(said.history)
        )
    head = station.store.log.head
    end = paper.Head(head.seq if head is not None else 0, head.hash.hex() if head is not None else "")
    draw = (lambda: paper.json_of(said, printed, end)) if form == "json" else (lambda: paper.csv_of(said))
    return _written(station, what, draw, target, by, command_id, len(said.history))


def print_deviations(station: Inside, target: Path, by: str, command_id: str = "") -> Answer:
    """Note the print in the record, then write the register of deviations: sealed PDF, or CSV for a name ending so."""
    from ebr.reports.deviation_register import csv_of, register_paper
    from ebr.reports.pdf.recall import draw_recall

    rows = [_line(row) for row in deviations(station, Deviations())]
    if target.suffix.lower() == ".csv":
        what = "table of the register of deviations"
        return _written(station, what, lambda: csv_of(rows), target, by, command_id, len(rows))
    printed = printed_now(station, by)
    paper, what = register_paper(rows, printed), "print of the register of deviations"
    return write_sealed(station, what, lambda: draw_recall(paper), printed, target, by, command_id, len(rows))


def _line(row: DeviationRow) -> DeviationLine:
    from ebr.reports.deviation_register import DeviationLine

    return DeviationLine(
        deviation=row.deviation,
        severity=row.severity,
        rule=row.rule,
        title=row.title,
        status=row.status,
        discovered=row.discovered,
        opened_at=row.opened_at,
        opened_by=row.opened_by,
        batches="; ".join(row.batches),
        exceptions="; ".join(number for _, number in row.exceptions),
        due=row.due,
        blocks=row.blocks,
    )


def _written(
    station: Inside, what: str, draw: Callable[[], bytes], target: Path, by: str, command_id: str, entries: int
) -> Answer:
    answer = station.do(NoteExport(what, str(target), entries), by=by, command_id=command_id)
    if not answer.ok:
        return answer
    try:
        write(target, draw())
    except OSError as wrong:
        raise Refusal("report_not_written", file=str(target), why=wrong.strerror or "") from wrong
    return replace(answer, answer={**answer.answer, "file": str(target)})


def exported(found: DeviationAnswer) -> Exported:
    """Return what an export says of a deviation."""
    from ebr.reports import deviation as paper

    row, cause, impact, actions = found.row, found.cause, found.impact, found.actions
    more = {**(cause.more or {}), **(actions.more or {})}
    affected = tuple(one.batch for one in found.batches if one.affected)
    return paper.Exported(
        number=row.deviation,
        title=row.title,
        status=row.status,
        severity=row.severity,
        rule=row.rule,
        discovered=row.discovered,
        opened_by=row.opened_by,
        opened_at=row.opened_at,
        blocks_release=row.blocks,
        description=_part(found.description),
        containment=_part(found.contained),
        cause=paper.Cause(more.get("method", ""), cause.text, cause.by, cause.at),
        impact=paper.Impact(impact.text, affected, found.cleared, impact.by, impact.at),
        actions=paper.Actions(
            actions.text,
            more.get("preventive", ""),
            more.get("reference", ""),
            more.get("due", ""),
            actions.by,
            actions.at,
        ),
        exceptions=tuple(
            paper.Covered(one.batch, one.number, one.title, one.rule, one.params, one.severity, one.open, one.reason)
            for one in found.exceptions
        ),
        batches=tuple(paper.Named(one.batch, one.product, one.status, one.affected) for one in found.batches),
        files=tuple(
            paper.File(one.name, one.media, one.size, one.sha256, one.text, one.by, one.at) for one in found.files
        ),
        signatures=tuple(
            paper.Signed(one.act, one.text, one.name, one.person, one.role, one.meaning, one.at, one.zone)
            for one in found.signatures
        ),
        history=tuple(paper.Happened(one.what, one.text, one.by, one.at) for one in found.history),
    )


def _part(section: SectionText) -> Part:
    from ebr.reports.deviation import Part

    return Part(section.text, section.by, section.at)
