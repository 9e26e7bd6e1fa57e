"""The store: lots with their status, one in detail, and what the store, the laboratory and quality do with it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ebr.station.questions import InventoryRow
from ebr.words import tr
from ui.desk import Desk
from ui.lots.form_page import FormPage
from ui.lots.lines import LotDetail, inventory_cells
from ui.lots.more import open_acts
from ui.lots.presenter import LotsPresenter
from ui.lots.shares import SharesPicture
from ui.pages.choose import save_file
from ui.pages.page import Listed
from ui.session import Session
from ui.widgets.boxes import column, row, show_if
from ui.widgets.button import Button
from ui.widgets.choice import Option
from ui.widgets.data_model import Column, TableRow
from ui.widgets.data_table import DataTable
from ui.widgets.label import Label
from ui.widgets.sheet import Sheet
from ui.widgets.sign_bar import Action
from ui.widgets.strip import Strip
from ui.widgets.wedge import Scan


class View(FormPage):
    """View(desk, session); show_params(lot="", item="")."""

    CHAPTER = "materials"
    presenter: LotsPresenter

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(session, LotsPresenter(desk, session.person, session.roles), tr("Lots"))
        columns = (
            Column("lot", tr("Lot"), 200),
            Column("item", tr("Material")),
            Column("status", tr("Status"), 140),
            Column("until", tr("Good until"), 140),
            Column("left", tr("Left"), 130),
            Column("place", tr("Place"), 110),
        )
        self.filters = self.add_filters(tr("Show lots of a status"))
        self.filters.changed.connect(lambda key: self.presenter.filter(str(key)))
        empty = tr("No lot yet. Goods are received with “Receive a lot”; quality keeps the materials first.")
        self.add_list(columns, name=tr("lots"), empty=empty, narrow=(4, 5))
        self._bar()
        p = self.presenter
        p.on_lines, p.on_filters, p.on_detail = self.fill, self.show_filters, self.show_detail
        p.on_notice = lambda words: session.notice(words, "warn")
        p.refresh()

    def _bar(self) -> None:
        self.bar.show()
        actions = [Action("items", tr("Materials"), "box"), Action("suppliers", tr("Suppliers"), "truck")]
        self.bar.set_actions(actions)
        self.bar.acted.connect(lambda key: self.session.navigate(str(key)))
        if self.presenter.may_receive():
            words = tr("Scan a label to see its lot")
            self.bar.set_primary(tr("Receive a lot"), "download", enabled=True, reason=words)
            self.bar.primary.connect(lambda _value: self.open(self.presenter.receiving(), self.presenter.do))
        else:
            self.bar.set_words(tr("Scan a label to see its lot"))

    def show_params(self, lot: str = "", item: str = "") -> None:
        """Show one lot, or the lots of one material."""
        if item:
            self.table.set_filter(item)
        if lot:
            self.presenter.choose(lot)

    def here(self) -> dict[str, str]:
        """Where one is, for coming back."""
        return {"lot": self.presenter.chosen} if self.presenter.chosen else {}

    def show_filters(self, filters: tuple[tuple[str, str], ...]) -> None:
        """The statuses there are."""
        self.filters.set_options([Option(key, words) for key, words in filters])
        keys = [key for key, _ in filters]
        self.filters.set_chosen(self.presenter.status if self.presenter.status in keys else "")
        if self.presenter.status not in keys:
            self.presenter.status = ""

    def show_detail(self, detail: LotDetail | None) -> None:
        """Draws one lot: why it may not be used, what it is, results, containers."""
        show_if(self.detail, wanted=detail is not None)
        if detail is None:
            return
        inside = self.detail.begin()
        self.detail.title(detail.lot, detail.status, detail.tone)
        if detail.blocked:
            inside.addWidget(Strip(self.theme, "warn", detail.blocked))
        self.detail.facts(detail.facts)
        self.section(inside, tr("Results"), detail.results, detail.no_results)
        self.section(inside, tr("Containers"), detail.containers)
        if detail.shares:
            inside.addWidget(Label(self.theme, tr("Who has how much"), "h3"))
            inside.addWidget(SharesPicture(self.theme, detail.shares))
        self.section(inside, tr("Where it came from"), detail.origin)
        self._more = detail.more
        self.detail.end(detail.offers)
        self.table.select_key(detail.lot)

    # -- acts

    def _acted(self, key: str) -> None:
        if key == "inventory":
            self.presenter.inventory(self._show_inventory)
            return
        if key == "more":
            open_acts(self.session, self.presenter.chosen, self._more, self._acted)
            return
        self.begin(self.presenter.form(key), self.presenter.do)

    def _show_inventory(self, rows: tuple[InventoryRow, ...]) -> None:
        columns = (
            Column("at", tr("When"), 250),
            Column("kind", tr("What"), 170),
            Column("container", tr("Container"), 110),
            Column("quantity", tr("Quantity"), 120, right=True),
            Column("balance", tr("Left then"), 120, right=True),
            Column("why", tr("Batch, reason")),
            Column("by", tr("By"), 150),
        )
        listed = Listed(columns)
        listed.rows = tuple(TableRow(at, inventory_cells(one), "", "") for at, one in enumerate(rows))
        table = DataTable(self.theme, columns, listed.fetch, name=tr("inventory"))
        table.setFixedHeight(self.theme.px(470))
        content = QWidget()
        column(self.theme, content, gap=0).addWidget(table)
        lot = self.presenter.chosen
        footer = QWidget()
        line = row(self.theme, footer, gap=12)
        save = Button(self.theme, tr("Save as PDF"), "primary", "download")
        save.acted.connect(lambda _value: self.print_inventory())
        line.addStretch(1)
        line.addWidget(save)
        subtitle = tr("Every receipt, use, return and loss with what was left then")
        sheet = Sheet(
            self.theme,
            self.session.host,
            tr("Inventory of {lot}", lot=lot),
            content,
            footer=footer,
            subtitle=subtitle,
            width=1180,
        )
        sheet.cancelled.connect(lambda _value: sheet.close_sheet())
        self.session.show_sheet(sheet)

    def print_inventory(self) -> None:
        """Choose a folder and write the sealed inventory record there (21 CFR 211.184)."""
        name = self.presenter.inventory_file()
        save_file(
            self.session,
            tr("Save the inventory as PDF"),
            name,
            lambda folder, said: self.presenter.print_inventory(folder / name, said),
        )

    def scanned(self, scan: Scan) -> bool:
        """A label shows its lot."""
        self.presenter.scanned(scan.data, scan.aim)
        return True
