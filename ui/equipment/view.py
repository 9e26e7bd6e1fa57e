"""Equipment, single-use assemblies and rooms: a list with status and due dates, one in detail, and what is recorded."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from ebr.words import tr
from ui.desk import Desk
from ui.equipment.acting import Acting
from ui.equipment.presenter import EquipmentDetail, EquipmentItem, EquipmentPresenter, counted
from ui.pages.page import DetailCard, Listed, Page
from ui.session import Session
from ui.widgets.boxes import row, show_if
from ui.widgets.data_model import Column, TableRow
from ui.widgets.data_table import DataTable
from ui.widgets.wedge import Scan

WIDE: Final = 1600
"""From this width at scale 1.0 every column fits beside the details."""
NARROW_HIDES: Final = (2, 3)
"""Code and class stand in the details."""


class View(Page):
    """View(desk, session); show_params(equipment="")."""

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(session.theme, tr("Equipment and rooms"))
        self.session = session
        self.presenter = EquipmentPresenter(desk, session.person, session.roles)
        self.acting = Acting(session, self.presenter)
        columns = (
            Column("status", tr("Status"), 170),
            Column("name", tr("Name")),
            Column("equipment", tr("Code"), 150),
            Column("kind", tr("Class"), 150),
            Column("due", tr("Calibrated until"), 175),
            Column("batches", tr("Batch in it"), 150),
        )
        self._listed = Listed(columns)
        line = row(self.theme, gap=14)
        empty = tr("Nothing is registered yet. A supervisor or quality registers equipment and rooms.")
        self.table = DataTable(self.theme, columns, self._listed.fetch, name=tr("equipment"), empty=empty)
        self.detail = DetailCard(self.theme)
        line.addWidget(self.table, 1)
        line.addWidget(self.detail)
        self.inside.addLayout(line, 1)
        self.table.chosen.connect(self._choose)
        self.table.highlighted.connect(self._choose)
        self.detail.acted.connect(lambda key: self._acted(str(key)))
        self._bar()
        p = self.presenter
        p.on_lines, p.on_detail, p.on_unknown = self.show_lines, self.show_detail, self._unknown
        p.refresh()

    def _bar(self) -> None:
        self.bar.show()
        words = tr("Scan the code of a machine or room to see it")
        if self.presenter.may_add():
            self.bar.set_primary(tr("Register equipment"), "plus", enabled=True, reason=words)
            self.bar.primary.connect(lambda _value: self.acting.add())
        else:
            self.bar.set_words(words)

    def show_params(self, equipment: str = "") -> None:
        """Show one piece."""
        if equipment:
            self.presenter.choose(equipment)

    def here(self) -> dict[str, str]:
        """Which piece is shown: Back comes here again."""
        return {"equipment": self.presenter.chosen} if self.presenter.chosen else {}

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More room for the details on a wide screen; code and class stand in them anyway."""
        super().resizeEvent(event)
        self.detail.fit(self.width())
        narrow = self.width() / self.theme.scale < WIDE
        for at in NARROW_HIDES:
            self.table.view.setColumnHidden(at, narrow)

    def show_lines(self, lines: tuple[EquipmentItem, ...]) -> None:
        """Fills the list."""
        self._listed.rows = tuple(TableRow(one.key, one.cells, one.tone, one.icon) for one in lines)
        self.table.refresh()
        show_if(self.detail, wanted=bool(lines))
        self.set_words(counted(lines))

    def show_detail(self, detail: EquipmentDetail | None) -> None:
        """Draws one piece."""
        if detail is None:
            return
        self.detail.begin()
        self.detail.title(detail.title, detail.status, detail.tone)
        self.detail.facts(detail.facts)
        self.detail.end(detail.offers)
        self.table.select_key(detail.key)

    def _choose(self, key: Any) -> None:
        if key is not None and key != self.presenter.chosen:
            self.presenter.choose(str(key))

    def _acted(self, key: str) -> None:
        if key == "log":
            self.session.navigate("use_log", equipment=self.presenter.chosen)
        else:
            self.acting.act(key)

    def _unknown(self, text: str) -> None:
        self.session.notice(text, "warn")

    # -- the frame's questions

    def take_scan(self, scan: Scan) -> bool:
        """A code fills the open form, or jumps to what has it."""
        if scan.badge:
            return False
        if self.session.sheets:
            return self.acting.take_scan(scan.data)
        self.presenter.scanned(scan.data.strip())
        return True

    def title(self) -> str:
        """The header's title."""
        return tr("Equipment and rooms")

    def help_key(self) -> str:
        """Chapter of the help."""
        return "equipment"

    def first_field(self) -> QWidget:
        """The list."""
        return self.table.view

    def leave(self) -> None:
        """Stops hearing."""
        self.presenter.close()
