"""The use log of a piece of equipment as data: each use, cleaning, maintenance, check in the order of time (211.182).

Date, time, product, batch, what was done, by whom and who checked; the facts above say what it is. The paper carries a
hash of its rows, so two papers with one hash say the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from ebr.domain import canonical
from ebr.reports import document as d
from ebr.reports.master_paper import Printed
from ebr.reports.recall import RecallPaper
from ebr.wording import moment_words
from ebr.wording.equipment import use_word
from ebr.words import ntr, tr


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line; `what` is a code of the use log."""

    at: str
    what: str
    product: str
    batch: str
    by: str
    checked_by: str
    detail: str


@dataclass(frozen=True, slots=True)
class LoggedThing:
    """What the log is about."""

    equipment: str
    name: str
    kind: str
    place: str
    serial: str
    lot: str


def use_log_paper(thing: LoggedThing, lines: Sequence[LogLine], printed: Printed) -> RecallPaper:
    """Return the paper of a use log."""
    rows = [astuple(line) for line in lines]
    facts = [
        d.Fact(tr("Class"), thing.kind),
        d.Fact(tr("Place"), thing.place),
        d.Fact(tr("Serial number"), thing.serial, code=True),
        d.Fact(tr("Lot"), thing.lot, code=True),
        d.Fact(tr("Lines"), str(len(rows))),
    ]
    return RecallPaper(
        title=tr("Use log of equipment"),
        about=thing.equipment,
        words=thing.name,
        hash=hashlib.sha256(canonical.dumps([list(astuple(thing)), [list(row) for row in rows]])).hexdigest(),
        printed=printed,
        facts=tuple(fact for fact in facts if fact.value),
        blocks=(
            d.Heading(1, "", tr("Use, cleaning and maintenance"), ntr("{n} line", "{n} lines", len(rows))),
            d.Table(_columns(), [_cells(line) for line in lines], dense=True),
        ),
    )


def _columns() -> tuple[d.Column, ...]:
    return (
        d.Column(tr("Date and time"), 1.5),
        d.Column(tr("What"), 1.5),
        d.Column(tr("Product"), 1.4),
        d.Column(tr("Batch"), 1.1, code=True),
        d.Column(tr("Done by"), 1.1),
        d.Column(tr("Checked by"), 1.1),
        d.Column(tr("Detail"), 1.5),
    )


def _cells(line: LogLine) -> tuple[str, ...]:
    return (
        moment_words(line.at),
        use_word(line.what),
        line.product,
        line.batch,
        line.by,
        line.checked_by,
        line.detail,
    )
