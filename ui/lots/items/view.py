"""Materials: what each is, its specification, who may deliver it; quality adds, specifies and withdraws."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from ebr.words import tr
from ui.desk import Desk
from ui.lots.forms import FormContent, open_form, open_question
from ui.lots.items.presenter import ItemDetail, ItemLine, ItemsPresenter
from ui.lots.items.specification import open_specification
from ui.lots.more import open_acts
from ui.pages.offer import Offer, Shown
from ui.pages.page import DetailCard, Listed, Page, fact_list
from ui.session import Session
from ui.widgets.boxes import row, show_if
from ui.widgets.data_model import Column, TableRow
from ui.widgets.data_table import DataTable
from ui.widgets.label import Label
from ui.widgets.sheet import Sheet
from ui.widgets.sign_bar import Action
from ui.widgets.wedge import Scan

WIDE: Final = 1600
"""From this width at scale 1.0 every column fits beside the details."""


class View(Page):
    """View(desk, session); show_params(item="")."""

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(session.theme, tr("Materials"))
        self.session = session
        self.presenter = ItemsPresenter(desk, session.person, session.roles)
        columns = (
            Column("item", tr("Code"), 150),
            Column("title", tr("Name")),
            Column("kind", tr("Kind"), 170),
            Column("version", tr("Specification"), 170),
            Column("lots", tr("Lots"), 90),
        )
        self._listed = Listed(columns)
        line = row(self.theme, gap=14)
        empty = tr("No material yet. Quality adds each by its code, with a specification.")
        self.table = DataTable(self.theme, columns, self._listed.fetch, name=tr("materials"), empty=empty)
        self.detail = DetailCard(self.theme)
        line.addWidget(self.table, 1)
        line.addWidget(self.detail)
        self.inside.addLayout(line, 1)
        self.table.chosen.connect(self._choose)
        self.table.highlighted.connect(self._choose)
        self.detail.acted.connect(lambda key: self._acted(str(key)))
        self._form: FormContent | None = None
        self._more: tuple[Offer, ...] = ()
        self._bar()
        self.presenter.on_lines, self.presenter.on_detail = self.show_lines, self.show_detail
        self.presenter.refresh()

    def _bar(self) -> None:
        self.bar.show()
        self.bar.set_actions([Action("lots", tr("Lots"), "stack-2"), Action("suppliers", tr("Suppliers"), "truck")])
        self.bar.acted.connect(lambda key: self.session.navigate(str(key)))
        if self.presenter.may():
            self.bar.set_primary(tr("Add a material"), "plus", enabled=True, reason="")
            self.bar.primary.connect(lambda _value: self._open("add"))
        else:
            self.bar.set_words(tr("Quality keeps materials and specifications"))

    def show_params(self, item: str = "") -> None:
        """Show one material."""
        if item:
            self.presenter.choose(item)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More room for the details on a wide screen."""
        super().resizeEvent(event)
        self.detail.fit(self.width())
        self.table.view.setColumnHidden(2, self.width() / self.theme.scale < WIDE)

    def show_lines(self, lines: tuple[ItemLine, ...], words: str) -> None:
        """Fills the list."""
        self._listed.rows = tuple(TableRow(one.key, one.cells, one.tone, one.icon) for one in lines)
        self.table.refresh()
        self.set_words(words)

    def show_detail(self, detail: ItemDetail | None) -> None:
        """Draws one material."""
        show_if(self.detail, wanted=detail is not None)
        if detail is None:
            return
        inside = self.detail.begin()
        self.detail.title(detail.title, detail.status, detail.tone)
        self.detail.facts(detail.facts)
        if detail.tests:
            inside.addWidget(Label(self.theme, tr("Tests"), "h3"))
            inside.addWidget(fact_list(self.theme, detail.tests))
        self.detail.end(detail.offers)
        self._more = detail.more
        self.table.select_key(detail.item)

    def _choose(self, key: Any) -> None:
        if key is not None and key != self.presenter.chosen:
            self.presenter.choose(str(key))

    def _acted(self, key: str) -> None:
        if key == "lots":
            self.session.navigate("lots", item=self.presenter.chosen)
        elif key == "more":
            open_acts(self.session, self.presenter.chosen, self._more, self._acted)
        elif key == "fefo":
            self._ask_fefo()
        elif key == "specify":
            open_specification(self.session, self.presenter)
        else:
            self._open(key)

    def _open(self, key: str) -> None:
        self._form = open_form(self.session, self.presenter.form(key), self.presenter.do)
        self.session.sheets[-1].closed.connect(self._closed)

    def _ask_fefo(self) -> None:
        """Ask for a quantity, then show the proposal in a sheet of its own."""
        form = self.presenter.form("fefo")
        content = open_question(self.session, form)
        sheet = self.session.sheets[-1]

        def confirmed(parts: object) -> None:
            assert isinstance(parts, dict)
            self.presenter.propose(form.command(parts), shown, content.show_error)

        def shown(facts: tuple[Shown, ...]) -> None:
            sheet.close_sheet()
            self._show_fefo(form.title, facts)

        content.confirmed.connect(confirmed)

    def _show_fefo(self, title: str, facts: tuple[Shown, ...]) -> None:
        none = Label(self.theme, tr("Nothing of this material is in stock."), "body", wrap=True)
        content = fact_list(self.theme, facts, names=200) if facts else none
        sheet = Sheet(self.theme, self.session.host, title, content, width=860)
        sheet.cancelled.connect(lambda _value: sheet.close_sheet())
        self.session.show_sheet(sheet)

    def _closed(self, _value: object) -> None:
        self._form = None

    # -- the frame's questions

    def take_scan(self, scan: Scan) -> bool:
        """A label fills the open form, or shows its material."""
        if self._form is not None:
            return self._form.take_scan(scan.data)
        if scan.data in self.presenter.rows:
            self.presenter.choose(scan.data)
            return True
        return False

    def title(self) -> str:
        """The header's title."""
        return tr("Materials")

    def help_key(self) -> str:
        """Chapter of the help."""
        return "materials"

    def first_field(self) -> QWidget:
        """The list."""
        return self.table.view

    def leave(self) -> None:
        """Stops hearing."""
        self.presenter.close()
