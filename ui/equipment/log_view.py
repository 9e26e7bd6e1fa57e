"""The use log of one piece (21 CFR 211.182): every use, cleaning, check and maintenance, the newest first; as PDF."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QWidget

from ebr.station.questions import UseLogRow
from ebr.wording.equipment import use_word
from ebr.words import ntr, tr
from ui.desk import Desk
from ui.equipment.acting import Acting
from ui.equipment.log_presenter import UseLogPresenter
from ui.pages.page import Listed, Page
from ui.session import Session
from ui.shown import moment_of
from ui.widgets.data_model import Column, TableRow
from ui.widgets.data_table import DataTable

ICONS: Final = {"calibrated_fail": "circle-x", "checked_fail": "circle-x", "integrity_fail": "circle-x"}
STOPS: Final = ("held", "out_of_service", "not_cleared", *ICONS)
WIDE: Final = 1600


class View(Page):
    """View(desk, session); show_params(equipment)."""

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(session.theme, tr("Use log"))
        self.session = session
        self.presenter = UseLogPresenter(desk, session.person, session.roles)
        self.acting = Acting(session, self.presenter)
        columns = (
            Column("at", tr("Date and time"), 260),
            Column("what", tr("What"), 200),
            Column("batch", tr("Batch"), 130),
            Column("product", tr("Product"), 190),
            Column("by", tr("Done by"), 140),
            Column("checked", tr("Checked by"), 140),
            Column("detail", tr("Detail")),
        )
        self._listed = Listed(columns)
        empty = tr("Nothing is recorded about this piece yet")
        self.table = DataTable(self.theme, columns, self._listed.fetch, name=tr("use log"), empty=empty)
        self.inside.addWidget(self.table, 1)
        self.bar.show()
        words = tr("Every line is an entry of the record")
        self.bar.set_primary(tr("Save as PDF"), "printer", enabled=True, reason=words)
        self.bar.primary.connect(lambda _value: self.acting.print_log())
        shortcut = QShortcut(QKeySequence("Ctrl+P"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.acting.print_log)
        self.presenter.on_rows = self.show_rows

    def show_params(self, equipment: str = "") -> None:
        """Shows the log of one piece; without one, the list of all."""
        if not equipment:
            self.session.navigate("equipment")
            return
        self.presenter.open(equipment)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The product stands with the batch, and fits on a wide screen only."""
        super().resizeEvent(event)
        self.table.view.setColumnHidden(3, self.width() / self.theme.scale < WIDE)

    def show_rows(self, name: str, rows: tuple[UseLogRow, ...]) -> None:
        """Fills the list, the newest line first."""
        self.set_title(tr("Use log of {name}", name=name))
        self._listed.rows = tuple(_row(one) for one in reversed(rows))
        self.table.refresh()
        self.set_words(ntr("{n} line", "{n} lines", len(rows)))
        if not self.session.sheets:
            self.first_field().setFocus(Qt.FocusReason.OtherFocusReason)

    # -- the frame's questions

    def title(self) -> str:
        """The header's title."""
        return tr("Use log")

    def help_key(self) -> str:
        """Chapter of the help."""
        return "equipment"

    def first_field(self) -> QWidget:
        """The list."""
        return self.table.view

    def leave(self) -> None:
        """Stops hearing."""
        self.presenter.close()


def _row(one: UseLogRow) -> TableRow:
    cells = (moment_of(one.at), use_word(one.what), one.batch, one.product, one.by, one.checked_by, one.detail)
    tone = "crit" if one.what in ICONS else "warn" if one.what in STOPS else ""
    icon = ICONS.get(one.what, "alert-triangle" if tone else "")
    return TableRow(one.entry, cells, tone, icon)
