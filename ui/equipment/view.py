"""Equipment, single-use assemblies and rooms: a list with status and due dates, one in detail, and what is recorded."""

from __future__ import annotations

from ebr.words import tr
from ui.desk import Desk
from ui.equipment.acting import Acting
from ui.equipment.presenter import EquipmentDetail, EquipmentItem, EquipmentPresenter, counted
from ui.pages.list_page import ListPage
from ui.session import Session
from ui.widgets.boxes import show_if
from ui.widgets.data_model import Column
from ui.widgets.wedge import Scan


class View(ListPage):
    """View(desk, session); show_params(equipment="")."""

    CHAPTER = "equipment"
    presenter: EquipmentPresenter

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(session, EquipmentPresenter(desk, session.person, session.roles), tr("Equipment and rooms"))
        self.acting = Acting(session, self.presenter)
        columns = (
            Column("status", tr("Status"), 170),
            Column("name", tr("Name")),
            Column("equipment", tr("Code"), 150),
            Column("kind", tr("Class"), 150),
            Column("due", tr("Calibrated until"), 175),
            Column("batches", tr("Batch in it"), 150),
        )
        empty = tr("Nothing is registered yet. A supervisor or quality registers equipment and rooms.")
        self.add_list(columns, name=tr("equipment"), empty=empty, narrow=(2, 3))
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

    def show_lines(self, lines: tuple[EquipmentItem, ...]) -> None:
        """Fills the list."""
        self.fill(lines, counted(lines))
        show_if(self.detail, wanted=bool(lines))

    def show_detail(self, detail: EquipmentDetail | None) -> None:
        """Draws one piece."""
        if detail is None:
            return
        self.detail.begin()
        self.detail.title(detail.title, detail.status, detail.tone)
        self.detail.facts(detail.facts)
        self.detail.end(detail.offers)
        self.table.select_key(detail.key)

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
