"""The store: lots with their status, one in detail, and what the store, the laboratory and quality do with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ebr.domain.refusal import Refusal
from ebr.station.questions import InventoryRow
from ebr.wording import refusal_words
from ebr.words import tr
from ui.desk import Answer, Desk
from ui.lots.forms import FormContent, open_form, sign
from ui.lots.lines import LotDetail, LotLine, inventory_cells
from ui.lots.more import open_acts
from ui.lots.presenter import LotsPresenter
from ui.lots.shares import SharesPicture
from ui.pages.choose import choose_path
from ui.pages.offer import Offer, Shown
from ui.pages.page import DetailCard, Listed, Page, fact_list
from ui.session import Session
from ui.widgets.boxes import column, row, show_if
from ui.widgets.button import Button
from ui.widgets.choice import Choice, Option
from ui.widgets.data_model import Column, TableRow
from ui.widgets.data_table import DataTable
from ui.widgets.label import Label
from ui.widgets.sheet import Sheet
from ui.widgets.sign_bar import Action
from ui.widgets.strip import Strip
from ui.widgets.wedge import Scan

WIDE: Final = 1600
"""From this width at scale 1.0 every column fits beside the details."""


class View(Page):
    """View(desk, session); show_params(lot="", item="")."""

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(session.theme, tr("Lots"))
        self.session = session
        self.presenter = LotsPresenter(desk, session.person, session.roles)
        columns = (
            Column("lot", tr("Lot"), 200),
            Column("item", tr("Material")),
            Column("status", tr("Status"), 140),
            Column("until", tr("Good until"), 140),
            Column("left", tr("Left"), 130),
            Column("place", tr("Place"), 110),
        )
        self._listed = Listed(columns)
        self.filters = Choice(self.theme, tr("Show lots of a status"), [])
        self.filters.changed.connect(lambda key: self.presenter.filter(str(key)))
        line = row(self.theme, gap=8)
        line.addWidget(self.filters)
        line.addStretch(1)
        self.inside.addLayout(line)
        self._list(columns)
        self._form: FormContent | None = None
        self._more: tuple[Offer, ...] = ()
        self._bar()
        p = self.presenter
        p.on_lines, p.on_filters, p.on_detail = self.show_lines, self.show_filters, self.show_detail
        p.on_notice = lambda words: session.notice(words, "warn")
        p.refresh()

    def _list(self, columns: tuple[Column, ...]) -> None:
        line = row(self.theme, gap=14)
        empty = tr("No lot yet. Goods are received with “Receive a lot”; quality keeps the materials first.")
        self.table = DataTable(self.theme, columns, self._listed.fetch, name=tr("lots"), empty=empty)
        self.detail = DetailCard(self.theme)
        line.addWidget(self.table, 1)
        line.addWidget(self.detail)
        self.inside.addLayout(line, 1)
        self.table.chosen.connect(self._choose)
        self.table.highlighted.connect(self._choose)
        self.detail.acted.connect(lambda key: self._acted(str(key)))

    def _bar(self) -> None:
        self.bar.show()
        actions = [Action("items", tr("Materials"), "box"), Action("suppliers", tr("Suppliers"), "truck")]
        self.bar.set_actions(actions)
        self.bar.acted.connect(lambda key: self.session.navigate(str(key)))
        if self.presenter.may_receive():
            words = tr("Scan a label to see its lot")
            self.bar.set_primary(tr("Receive a lot"), "download", enabled=True, reason=words)
            self.bar.primary.connect(lambda _value: self._open(self.presenter.receiving()))
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More room for the details on a wide screen; what is left and the place stand in them anyway."""
        super().resizeEvent(event)
        self.detail.fit(self.width())
        narrow = self.width() / self.theme.scale < WIDE
        for at in (4, 5):
            self.table.view.setColumnHidden(at, narrow)

    def show_filters(self, filters: tuple[tuple[str, str], ...]) -> None:
        """The statuses there are."""
        self.filters.set_options([Option(key, words) for key, words in filters])
        keys = [key for key, _ in filters]
        self.filters.set_chosen(self.presenter.status if self.presenter.status in keys else "")
        if self.presenter.status not in keys:
            self.presenter.status = ""

    def show_lines(self, lines: tuple[LotLine, ...], words: str) -> None:
        """Fills the list."""
        self._listed.rows = tuple(TableRow(one.key, one.cells, one.tone, one.icon) for one in lines)
        self.table.refresh()
        self.set_words(words)

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
        self._section(inside, tr("Results"), detail.results, detail.no_results)
        self._section(inside, tr("Containers"), detail.containers, "")
        if detail.shares:
            inside.addWidget(Label(self.theme, tr("Who has how much"), "h3"))
            inside.addWidget(SharesPicture(self.theme, detail.shares))
        self._section(inside, tr("Where it came from"), detail.origin, "")
        self._more = detail.more
        self.detail.end(detail.offers)
        self.table.select_key(detail.lot)

    def _section(self, inside: QVBoxLayout, title: str, facts: tuple[Shown, ...], words: str) -> None:
        if not facts and not words:
            return
        inside.addWidget(Label(self.theme, title, "h3"))
        if facts:
            inside.addWidget(fact_list(self.theme, facts))
        if words:
            inside.addWidget(Label(self.theme, words, "meta", wrap=True))

    def _choose(self, key: Any) -> None:
        if key is not None and key != self.presenter.chosen:
            self.presenter.choose(str(key))

    # -- acts

    def _acted(self, key: str) -> None:
        if key == "inventory":
            self.presenter.inventory(self._show_inventory)
            return
        if key == "more":
            open_acts(self.session, self.presenter.chosen, self._more, self._acted)
            return
        form = self.presenter.form(key)
        if form.fields:
            self._open(form)
        else:
            sign(self.session, form.command({}), form)

    def _open(self, form: Any) -> None:
        self._form = open_form(self.session, form, self.presenter.do)
        self.session.sheets[-1].closed.connect(self._closed)

    def _closed(self, _value: object) -> None:
        self._form = None

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

        def write(folder: Path, done: Any) -> None:
            def written(said: Answer | Refusal) -> None:
                refusal = said if isinstance(said, Refusal) else said.refusal
                if done(refusal_words(refusal) if refusal is not None else "") and refusal is None:
                    self.session.notice(tr("Saved: {file}", file=name))

            self.presenter.print_inventory(folder / name, written)

        choose_path(self.session, tr("Save the inventory as PDF"), tr("Save"), write, words=name)

    # -- the frame's questions

    def take_scan(self, scan: Scan) -> bool:
        """A label shows its lot, or fills the open form."""
        if self._form is not None:
            return self._form.take_scan(scan.data)
        self.presenter.scanned(scan.data, scan.aim)
        return True

    def title(self) -> str:
        """The header's title."""
        return tr("Lots")

    def help_key(self) -> str:
        """Chapter of the help."""
        return "materials"

    def first_field(self) -> QWidget:
        """The list."""
        return self.table.view

    def leave(self) -> None:
        """Stops hearing."""
        self.presenter.close()
