"""Materials: what each is, its specification, who may deliver it; quality adds, specifies and withdraws."""

from __future__ import annotations

from ebr.words import tr
from ui.desk import Desk
from ui.lots.form_page import FormPage
from ui.lots.forms import open_question
from ui.lots.items.presenter import ItemDetail, ItemsPresenter
from ui.lots.items.specification import open_specification
from ui.lots.more import open_acts
from ui.pages.offer import Shown
from ui.pages.page import fact_list
from ui.session import Session
from ui.widgets.boxes import show_if
from ui.widgets.data_model import Column
from ui.widgets.label import Label
from ui.widgets.sheet import Sheet
from ui.widgets.sign_bar import Action
from ui.widgets.wedge import Scan


class View(FormPage):
    """View(desk, session); show_params(item="")."""

    CHAPTER = "materials"
    presenter: ItemsPresenter

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(session, ItemsPresenter(desk, session.person, session.roles), tr("Materials"))
        columns = (
            Column("item", tr("Code"), 150),
            Column("title", tr("Name")),
            Column("kind", tr("Kind"), 170),
            Column("version", tr("Specification"), 170),
            Column("lots", tr("Its lots"), 100),
        )
        empty = tr("No material yet. Quality adds each by its code, with a specification.")
        self.add_list(columns, name=tr("materials"), empty=empty, narrow=(2,))
        self._bar()
        self.presenter.on_lines, self.presenter.on_detail = self.fill, self.show_detail
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

    def show_detail(self, detail: ItemDetail | None) -> None:
        """Draws one material."""
        show_if(self.detail, wanted=detail is not None)
        if detail is None:
            return
        inside = self.detail.begin()
        self.detail.title(detail.title, detail.status, detail.tone)
        self.detail.facts(detail.facts)
        self.section(inside, tr("Tests"), detail.tests)
        self.detail.end(detail.offers)
        self._more = detail.more
        self.table.select_key(detail.item)

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
        self.open(self.presenter.form(key), self.presenter.do)

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

    def scanned(self, scan: Scan) -> bool:
        """A label shows its material."""
        if scan.data not in self.presenter.rows:
            return False
        self.presenter.choose(scan.data)
        return True
