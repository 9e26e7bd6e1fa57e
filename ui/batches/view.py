"""The list of all batches; a tap, Return or a scan opens the record of one."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from ebr.words import ntr, tr
from ui.batches.presenter import BatchesPresenter, BatchLine
from ui.desk import Desk
from ui.pages.page import WIDE, Listed, Page
from ui.session import Session
from ui.widgets.boxes import show_if
from ui.widgets.data_model import Column, TableRow
from ui.widgets.data_table import DataTable
from ui.widgets.sign_bar import Action
from ui.widgets.wedge import Scan

ICONS: Final = {"warn": "alert-triangle", "quiet": "circle-check", "": "flask"}


class View(Page):
    """View(desk, session)."""

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(session.theme, tr("All batches"))
        self.session = session
        self.presenter = BatchesPresenter(desk)
        columns = (
            Column("batch", tr("Batch"), 184),
            Column("product", tr("Product")),
            Column("identifiers", tr("Identifiers"), 344),
            Column("size", tr("Size"), 150, right=True),
            Column("status", tr("Status"), 180),
            Column("exceptions", tr("Exceptions"), 116),
            Column("issued", tr("Issued"), 176),
        )
        self._listed = Listed(columns)
        empty = tr("No batch was issued on this station yet")
        self.table = DataTable(self.theme, columns, self._listed.fetch, name=tr("batches"), empty=empty)
        self.inside.addWidget(self.table, 1)
        self.table.chosen.connect(self._open)
        self.bar.show()
        self.bar.set_actions((Action("issue", tr("Issue a batch"), "plus"),) if session.may("supervisor") else ())
        self.bar.acted.connect(lambda key: session.navigate(str(key)))
        self.bar.set_words(tr("Scan a label or choose a line to open its record"))
        self.presenter.on_lines, self.presenter.on_open = self.show_lines, self._open
        self.presenter.on_unknown = lambda text: session.notice(text, "warn")
        self.presenter.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Numbers and identifiers are not cut: on a narrow screen size and date leave, the record says them."""
        super().resizeEvent(event)
        narrow = self.width() / self.theme.scale < WIDE
        for at in (3, 6):
            self.table.view.setColumnHidden(at, narrow)

    def show_lines(self, lines: tuple[BatchLine, ...]) -> None:
        """Fills the table."""
        self._listed.rows = tuple(TableRow(one.batch, one.cells, one.tone, ICONS[one.tone]) for one in lines)
        self.table.refresh()
        self.set_words(ntr("{n} batch", "{n} batches", len(lines)))
        show_if(self.bar, wanted=True)

    def show_params(self, text: str = "") -> None:
        """Filters at once."""
        if text:
            self.table.set_filter(text)

    def _open(self, batch: object) -> None:
        self.session.navigate("record", batch=str(batch))

    def take_scan(self, scan: Scan) -> bool:
        """A label opens its batch."""
        self.presenter.scanned(scan.data)
        return True

    def title(self) -> str:
        """The header's title."""
        return tr("All batches")

    def help_key(self) -> str:
        """Chapter of the help."""
        return "batches"

    def first_field(self) -> QWidget:
        """The list."""
        return self.table.view

    def leave(self) -> None:
        """Stops hearing."""
        self.presenter.close()
