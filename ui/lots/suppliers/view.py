"""Suppliers: what each may deliver, since which audit, until when; quality adds, qualifies and suspends."""

from __future__ import annotations

from ebr.words import tr
from ui.desk import Desk
from ui.lots.form_page import FormPage
from ui.lots.suppliers.presenter import SupplierDetail, SuppliersPresenter
from ui.pages.page import fact_list
from ui.session import Session
from ui.widgets.boxes import show_if
from ui.widgets.data_model import Column
from ui.widgets.label import Label
from ui.widgets.sign_bar import Action


class View(FormPage):
    """View(desk, session); show_params(supplier="")."""

    CHAPTER = "materials"
    presenter: SuppliersPresenter

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(session, SuppliersPresenter(desk, session.person, session.roles), tr("Suppliers"))
        columns = (
            Column("name", tr("Name")),
            Column("supplier", tr("Supplier"), 130),
            Column("status", tr("Status"), 230),
            Column("until", tr("Until"), 130),
            Column("materials", tr("Materials"), 230),
        )
        empty = tr("No supplier yet. Quality adds and qualifies each.")
        self.add_list(columns, name=tr("suppliers"), empty=empty, narrow=(4,))
        self._bar()
        self.presenter.on_lines, self.presenter.on_detail = self.fill, self.show_detail
        self.presenter.refresh()

    def _bar(self) -> None:
        self.bar.show()
        self.bar.set_actions([Action("lots", tr("Lots"), "stack-2"), Action("items", tr("Materials"), "box")])
        self.bar.acted.connect(lambda key: self.session.navigate(str(key)))
        if self.presenter.may():
            self.bar.set_primary(tr("Add a supplier"), "plus", enabled=True, reason="")
            self.bar.primary.connect(lambda _value: self._acted("add"))
        else:
            self.bar.set_words(tr("Quality keeps and qualifies suppliers"))

    def show_params(self, supplier: str = "") -> None:
        """Show one supplier."""
        if supplier:
            self.presenter.choose(supplier)

    def show_detail(self, detail: SupplierDetail | None) -> None:
        """Draws one supplier."""
        show_if(self.detail, wanted=detail is not None)
        if detail is None:
            return
        inside = self.detail.begin()
        self.detail.title(detail.name, detail.status, detail.tone)
        self.detail.facts(detail.facts)
        if detail.materials:
            inside.addWidget(Label(self.theme, tr("May deliver"), "h3"))
            inside.addWidget(fact_list(self.theme, detail.materials))
        self.detail.end(detail.offers)
        self.table.select_key(detail.supplier)

    def _acted(self, key: str) -> None:
        self.open(self.presenter.form(key), self.presenter.do)
