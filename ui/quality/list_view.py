"""The batches with a review before them: those that wait for it first; a tap, Return or a scan opens one."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from ebr.station.questions import ReviewLine, ReviewList
from ebr.wording import status_word
from ebr.words import ntr, tr
from ui.desk import Desk
from ui.pages.page import WIDE, Listed, Page
from ui.pages.visit import Visit
from ui.session import Session
from ui.widgets.data_model import Column, TableRow
from ui.widgets.data_table import DataTable
from ui.widgets.wedge import Scan


class View(Page):
    """View(desk, session)."""

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(session.theme, tr("Review batches"))
        self.session, self.desk = session, Visit(desk)
        self.rows: tuple[ReviewLine, ...] = ()
        columns = (
            Column("batch", tr("Batch"), 200),
            Column("product", tr("Product")),
            Column("status", tr("Status"), 220),
            Column("exceptions", tr("Exceptions"), 180),
            Column("questions", tr("Questions"), 150),
            Column("unread", tr("Sections not read"), 170, right=True),
        )
        self._listed = Listed(columns)
        empty = tr("No batch was issued on this station yet")
        self.table = DataTable(self.theme, columns, self._listed.fetch, name=tr("batches"), empty=empty)
        self.inside.addWidget(self.table, 1)
        self.table.chosen.connect(self._open)
        self.desk.on_changed_below(("batch/",), self.refresh)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a narrow screen the questions and sections leave; the review says them."""
        super().resizeEvent(event)
        narrow = self.width() / self.theme.scale < WIDE
        self.table.view.setColumnHidden(4, narrow)

    def refresh(self) -> None:
        """Asks for all batches."""
        self.desk.ask(ReviewList(self.session.person), self.show_rows)

    def show_rows(self, rows: tuple[ReviewLine, ...]) -> None:
        """Fills the table."""
        self.rows = rows
        self._listed.rows = tuple(_line(row) for row in rows)
        self.table.refresh()
        waiting = sum(row.waits for row in rows)
        chip = ntr("{n} waits for its review", "{n} wait for their review", waiting) if waiting else ""
        self.set_title(tr("Review batches"), chip, "warn" if chip else "")
        self.set_words(ntr("{n} batch", "{n} batches", len(rows)))

    def _open(self, batch: object) -> None:
        self.session.navigate("quality", batch=str(batch))

    def take_scan(self, scan: Scan) -> bool:
        """A label opens its batch."""
        found = next((row.batch for row in self.rows if row.batch == scan.data), "")
        if found:
            self._open(found)
        return bool(found)

    def title(self) -> str:
        """The header's title."""
        return tr("Review")

    def help_key(self) -> str:
        """Chapter of the help."""
        return "review"

    def first_field(self) -> QWidget:
        """The list."""
        return self.table.view

    def leave(self) -> None:
        """Stops hearing."""
        self.desk.close()


def _line(row: ReviewLine) -> TableRow:
    exceptions = tr("{open} open of {all}", open=row.open_exceptions, all=row.exceptions)
    questions = ntr("{n} open", "{n} open", row.open_queries) if row.open_queries else ""
    tone = "warn" if row.waits else "quiet"
    icon = "clipboard-check" if row.waits else "flask"
    cells = (row.batch, row.product, status_word(row.status), exceptions, questions, str(row.unread))
    return TableRow(row.batch, cells, tone, icon)
