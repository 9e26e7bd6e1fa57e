"""All batches of this station without their looks: number, product, size, status, identifiers; found by any of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ebr.station.questions import Batches, BatchRow
from ebr.wording import status_word
from ebr.words import ntr, tr
from ui.desk import Desk
from ui.pages.visit import Visit
from ui.shown import moment_of

FINISHED: Final = ("certified", "supplied", "rejected")


@dataclass(frozen=True, slots=True)
class BatchLine:
    """A batch as one line; `tone` is warn while exceptions are open, quiet when nothing is left to do."""

    batch: str
    cells: tuple[str, ...]
    tone: str


class BatchesPresenter:
    """BatchesPresenter(desk). Callbacks: on_lines(lines), on_open(batch), on_unknown(text)."""

    def __init__(self, desk: Desk) -> None:
        self.desk = Visit(desk)
        self.rows: tuple[BatchRow, ...] = ()
        self.on_lines: Callable[[tuple[BatchLine, ...]], None] = lambda _lines: None
        self.on_open: Callable[[str], None] = lambda _batch: None
        self.on_unknown: Callable[[str], None] = lambda _text: None
        self.desk.on_changed_below(("batch/",), self.refresh)

    def close(self) -> None:
        """Hear nothing more."""
        self.desk.close()

    def refresh(self) -> None:
        """Ask for all batches."""
        self.desk.ask(Batches(), self._got)

    def _got(self, rows: tuple[BatchRow, ...]) -> None:
        self.rows = rows
        self.on_lines(tuple(line_of(row) for row in rows))

    def scanned(self, code: str) -> None:
        """A label was scanned: its batch is opened."""
        found = [row.batch for row in self.rows if code in (row.batch, *(value for _name, value in row.identifiers))]
        if len(found) == 1:
            self.on_open(found[0])
        else:
            self.on_unknown(tr("No batch here has the number or identifier {code}", code=code))


def line_of(row: BatchRow) -> BatchLine:
    """Return a batch in words."""
    exceptions = ntr("{n} open", "{n} open", row.open_exceptions) if row.open_exceptions else tr("None open")
    tone = "warn" if row.open_exceptions else "quiet" if row.status in FINISHED else ""
    identifiers = ", ".join(value for _name, value in row.identifiers)
    cells = (
        row.batch,
        row.product,
        identifiers,
        row.size,
        status_word(row.status),
        exceptions,
        moment_of(row.issued_at)[:16],
    )
    return BatchLine(row.batch, cells, tone)
