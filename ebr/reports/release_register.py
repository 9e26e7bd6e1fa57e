"""The register of releases on paper and as CSV: every decision about every batch, void ones too, newest first."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from io import StringIO
from typing import Final

from ebr.domain import canonical
from ebr.reports import document as d
from ebr.reports.master_paper import Printed
from ebr.reports.recall import RecallPaper
from ebr.wording import moment_words, role_word
from ebr.wording.releases import decision_word
from ebr.words import ntr, tr

FORMULA: Final = ("=", "+", "-", "@", "\t")
"""What a spreadsheet would take for a formula at the start of a cell."""


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One decision; `sponsor` is "", "waits" or a time."""

    batch: str
    product: str
    mbr: str
    version: str
    decision: str
    at: str
    name: str
    role: str
    comment: str
    void: bool
    sponsor: str


def register_paper(lines: Sequence[RegisterLine], printed: Printed) -> RecallPaper:
    """Return the paper of the register."""
    rows: list[canonical.Json] = [[str(cell) for cell in astuple(line)] for line in lines]
    supplied = sum(line.decision == "supplied" and not line.void for line in lines)
    return RecallPaper(
        title=tr("Register of releases"),
        about=printed.site,
        words=tr("Every decision about every batch"),
        hash=hashlib.sha256(canonical.dumps(rows)).hexdigest(),
        printed=printed,
        facts=(
            d.Fact(tr("Decisions"), str(len(lines))),
            d.Fact(tr("Batches"), str(len({line.batch for line in lines}))),
            d.Fact(tr("Supplied out of specification"), str(supplied)),
        ),
        blocks=(
            d.Heading(1, "", tr("Decisions"), ntr("{n} line", "{n} lines", len(lines))),
            d.Table(_columns(), [_cells(line) for line in lines], dense=True),
        ),
    )


def _columns() -> tuple[d.Column, ...]:
    return (
        d.Column(tr("Date and time"), 1.5),
        d.Column(tr("Batch"), 1.2, code=True),
        d.Column(tr("Product"), 1.8),
        d.Column(tr("Decision"), 1.9),
        d.Column(tr("Signed by"), 1.6),
        d.Column(tr("Remark"), 1.6),
    )


def _cells(line: RegisterLine) -> tuple[str | d.Cell, ...]:
    tone: d.Tone = "warn" if line.decision == "supplied" else "critical" if line.decision == "rejected" else "plain"
    decision = d.Cell(decision_word(line.decision), struck=line.void, tone=tone)
    by = f"{line.name}, {role_word(line.role)}"
    remarks = [line.comment, tr("void: the record was changed since") if line.void else "", sponsor_words(line.sponsor)]
    said = "\n".join(text for text in remarks if text)
    return (moment_words(line.at), line.batch, line.product, decision, by, said)


def sponsor_words(sponsor: str) -> str:
    """Return where the sponsor's release stands; nothing where none is asked."""
    if not sponsor:
        return ""
    return tr("waits for the sponsor") if sponsor == "waits" else tr("sponsor: {at}", at=moment_words(sponsor))


def csv_of(lines: Sequence[RegisterLine]) -> bytes:
    """Return the register as CSV in UTF-8, one line a decision; no cell can be taken for a formula."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    names = ("batch", "product", "mbr", "version", "decision", "at", "name", "role", "comment", "void", "sponsor")
    writer.writerow(names)
    for line in lines:
        cells = [("yes" if cell else "no") if isinstance(cell, bool) else str(cell) for cell in astuple(line)]
        writer.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells])
    return out.getvalue().encode()
