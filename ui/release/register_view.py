"""The register of releases: every decision about every batch, the newest first; as PDF or as a table."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QWidget

from ebr.station.questions.releases import RegisterRow
from ebr.words import ntr, tr
from ui.desk import Desk
from ui.pages.choose import save_file
from ui.pages.page import Listed, Page
from ui.release.register_presenter import NAME, RegisterPresenter, cells_of, tone_of
from ui.session import Session
from ui.widgets.data_model import Column, TableRow
from ui.widgets.data_table import DataTable
from ui.widgets.sign_bar import Action

WIDE: Final = 1600


class View(Page):
    """View(desk, session)."""

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(session.theme, tr("Register of releases"))
        self.session = session
        self.presenter = RegisterPresenter(desk, session.person)
        columns = (
            Column("at", tr("Date and time"), 270),
            Column("batch", tr("Batch"), 140),
            Column("product", tr("Product"), 320),
            Column("decision", tr("Decision"), 380),
            Column("by", tr("Signed by")),
            Column("remark", tr("Remark"), 340),
        )
        self._listed = Listed(columns)
        empty = tr("No batch was decided yet. Every certification, release, supply and rejection is listed here.")
        self.table = DataTable(self.theme, columns, self._listed.fetch, name=tr("register of releases"), empty=empty)
        self.inside.addWidget(self.table, 1)
        self.bar.show()
        actions = [Action("csv", tr("Save as table"), "table"), Action("release", tr("Release"), "arrow-left")]
        self.bar.set_actions(actions)
        self.bar.acted.connect(lambda key: self._acted(str(key)))
        words = tr("Nothing leaves the register")
        self.bar.set_primary(tr("Save as PDF"), "printer", enabled=True, reason=words)
        self.bar.primary.connect(lambda _value: self.ask_print("pdf"))
        shortcut = QShortcut(QKeySequence("Ctrl+P"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(lambda: self.ask_print("pdf"))
        self.table.chosen.connect(self._open)
        self.presenter.on_rows = self.show_rows
        self.presenter.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Product and remark fit on a wide screen; the batch tells the rest."""
        super().resizeEvent(event)
        narrow = self.width() / self.theme.scale < WIDE
        for at in (2, 5):
            self.table.view.setColumnHidden(at, narrow)

    def show_rows(self, rows: tuple[RegisterRow, ...]) -> None:
        """Fills the list."""
        self._listed.rows = tuple(
            TableRow((row.batch, at), cells_of(row), *tone_of(row)) for at, row in enumerate(rows)
        )
        self.table.refresh()
        self.set_words(ntr("{n} decision", "{n} decisions", len(rows)) if rows else "")

    def _open(self, key: Any) -> None:
        if key is not None:
            self.session.navigate("release", batch=key[0])

    def _acted(self, key: str) -> None:
        if key == "csv":
            self.ask_print("csv")
        else:
            self.session.navigate(key)

    def ask_print(self, form: str) -> None:
        """Choose a folder and write the register there."""
        name = f"{NAME}.{form}"
        save_file(
            self.session,
            tr("Save the register of releases"),
            name,
            lambda folder, said: self.presenter.write(folder, form, said),
        )

    # -- the frame's questions

    def title(self) -> str:
        """The header's title."""
        return tr("Register of releases")

    def help_key(self) -> str:
        """Chapter of the help."""
        return "release"

    def first_field(self) -> QWidget:
        """The list."""
        return self.table.view

    def leave(self) -> None:
        """Stops hearing."""
        self.presenter.close()
