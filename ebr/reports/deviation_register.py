"""The register of all deviations on paper and as CSV: one line for each, open ones first, as the list on the screen.

What a quality unit shows when it is asked for "all deviations since": number, class, what departed, which batches, how
far it came and what is still missing (21 CFR 211.192, EU GMP 8.2).
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from io import StringIO

from ebr.domain import canonical
from ebr.reports import document as d
from ebr.reports.master_paper import Printed
from ebr.reports.recall import RecallPaper
from ebr.reports.release_register import FORMULA
from ebr.wording import moment_words, severity_word
from ebr.wording.deviations import deviation_word, title_words
from ebr.words import ntr, tr


@dataclass(frozen=True, slots=True)
class DeviationLine:
    """One deviation; `rule` names the rule that opened it while nobody described it. Lists are joined by "; "."""

    deviation: str
    severity: str
    rule: str
    title: str
    status: str
    discovered: str
    opened_at: str
    opened_by: str
    batches: str
    exceptions: str
    due: str
    blocks: bool


def register_paper(lines: Sequence[DeviationLine], printed: Printed) -> RecallPaper:
    """Return the paper of the register."""
    rows: list[canonical.Json] = [[str(cell) for cell in astuple(line)] for line in lines]
    still = [line for line in lines if line.status != "closed"]
    return RecallPaper(
        title=tr("Register of deviations"),
        about=printed.site,
        words=tr("Every deviation, open ones first"),
        hash=hashlib.sha256(canonical.dumps(rows)).hexdigest(),
        printed=printed,
        facts=(
            d.Fact(tr("Deviations"), str(len(lines))),
            d.Fact(tr("Not closed"), str(len(still))),
            d.Fact(tr("Against a release"), str(sum(line.blocks for line in still))),
        ),
        blocks=(
            d.Heading(1, "", tr("Deviations"), ntr("{n} line", "{n} lines", len(lines))),
            d.Table(_columns(), [_cells(line) for line in lines], dense=True),
        ),
    )


def _columns() -> tuple[d.Column, ...]:
    return (
        d.Column(tr("Number"), 1.1, code=True),
        d.Column(tr("Class"), 0.9),
        d.Column(tr("What departed"), 2.6),
        d.Column(tr("Batches"), 1.3, code=True),
        d.Column(tr("Opened"), 1.5),
        d.Column(tr("State"), 1.0),
        d.Column(tr("Due"), 1.0),
    )


def _cells(line: DeviationLine) -> tuple[str | d.Cell, ...]:
    tone: d.Tone = "critical" if line.severity == "critical" and line.status != "closed" else "plain"
    severity, state = d.Cell(severity_word(line.severity), tone=tone), deviation_word(line.status)
    opened = ", ".join(text for text in (moment_words(line.opened_at), line.opened_by) if text)
    return (line.deviation, severity, title_words(line.rule, line.title), line.batches, opened, state, line.due)


def csv_of(lines: Sequence[DeviationLine]) -> bytes:
    """Return the register as CSV in UTF-8, one line a deviation; no cell can be taken for a formula."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(DeviationLine.__slots__)
    for line in lines:
        cells = [("yes" if cell else "no") if isinstance(cell, bool) else str(cell) for cell in astuple(line)]
        writer.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells])
    return out.getvalue().encode()
