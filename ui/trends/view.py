"""Product review: choose a master, see what goes from batch to batch; one thing as a control chart, with its figures.

At 1280 pixels the list has what it is and what to look at; on a wide screen also mean and index.
"""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from ebr.words import tr
from ui.desk import Desk
from ui.pages.choose import save_file
from ui.pages.list_line import ListLine
from ui.pages.page import Listed, Page
from ui.session import Session
from ui.trends.card import ChartCard
from ui.trends.model import Followed, Reviewed
from ui.trends.presenter import TrendsPresenter
from ui.widgets.boxes import row, show_if
from ui.widgets.choice import Choice, Option
from ui.widgets.data_model import Column
from ui.widgets.data_table import DataTable
from ui.widgets.sign_bar import Action
from ui.widgets.strip import Strip

WIDE: Final = 1600


class View(Page):
    """View(desk, session); show_params(mbr="", value="", part="")."""

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(session.theme, tr("Product review"))
        self.session = session
        self.presenter = TrendsPresenter(desk, session.person)
        self._part = "values"
        self.group = Choice(
            self.theme,
            tr("What is listed"),
            (
                Option("all", tr("All")),
                Option("values", tr("Values")),
                Option("times", tr("Durations")),
                Option("batches", tr("Batches")),
            ),
        )
        self.group.set_chosen("all")
        self.group.changed.connect(lambda key: self.show_part(str(key)))
        self.head.addWidget(self.group)
        self._error = Strip(self.theme, "crit", "")
        self._error.hide()
        self.inside.addWidget(self._error)
        self._stack = QStackedWidget()
        self.inside.addWidget(self._stack, 1)
        self._stack.addWidget(self._make_products())
        self._stack.addWidget(self._make_values())
        self._stack.addWidget(self._make_batches())
        self.bar.primary.connect(lambda _value: self.ask_print("pdf"))
        self.bar.acted.connect(lambda key: self._acted(str(key)))
        for at, key in enumerate(("all", "values", "times", "batches"), 1):
            QShortcut(QKeySequence(f"Ctrl+{at}"), self, lambda key=key: self._pressed(key))
        QShortcut(QKeySequence("Ctrl+P"), self, lambda: self.ask_print("pdf"))
        p = self.presenter
        p.on_products, p.on_reviewed, p.on_followed = self.show_products, self.show_review, self.show_followed
        p.on_refused = self._refused

    # -- what the screen is made of

    def _make_products(self) -> QWidget:
        columns = (
            Column("product", tr("Product")),
            Column("mbr", tr("Master batch record"), 360),
            Column("batches", tr("Batches"), 160, right=True, sortable=False),
        )
        self._products = Listed(columns)
        empty = tr("No batch is known here yet. As soon as one is issued, its master can be reviewed.")
        self.products = DataTable(
            self.theme, columns, self._products.fetch, name=tr("master batch records"), empty=empty
        )
        self.products.chosen.connect(lambda key: self.presenter.open(str(key)) if key is not None else None)
        return self.products

    def _make_values(self) -> QWidget:
        body = QWidget()
        line = row(self.theme, body, gap=14)
        columns = (
            Column("what", tr("What")),
            Column("mean", tr("Mean"), 180, right=True, sortable=False),
            Column("cpk", "Cpk", 84, right=True, sortable=False),
            Column("look", tr("Look at"), 160, sortable=False),
        )
        self._series = Listed(columns)
        empty = tr("No batch has such a value yet")
        self.series = DataTable(self.theme, columns, self._series.fetch, name=tr("what is followed"), empty=empty)
        self.series.highlighted.connect(self._choose)
        self.series.chosen.connect(self._choose)
        self.card = ChartCard(self.theme)
        self.card.ruled.connect(lambda key: self.presenter.set_rules(str(key)))
        self.card.opened.connect(lambda batch: self.session.navigate("record", batch=str(batch)))
        line.addWidget(self.series, 2)
        line.addWidget(self.card, 3)
        return body

    def _make_batches(self) -> QWidget:
        columns = (
            Column("batch", tr("Batch"), 190),
            Column("version", tr("Version"), 90),
            Column("status", tr("Status"), 170),
            Column("begun", tr("Begun"), 270),
            Column("hours", tr("Took"), 110, right=True, sortable=False),
            Column("exceptions", tr("Exceptions")),
            Column("outside", tr("Out of limits"), 150, right=True, sortable=False),
        )
        self._batches = Listed(columns)
        self.batches = DataTable(self.theme, columns, self._batches.fetch, name=tr("batches"), empty=tr("No batch"))
        self.batches.chosen.connect(lambda key: self.session.navigate("record", batch=str(key)) if key else None)
        return self.batches

    # -- what the presenter tells

    def show_products(self, lines: tuple[ListLine[str], ...]) -> None:
        """The masters to choose from."""
        self._error.hide()
        self.set_title(tr("Product review"))
        self.set_words(tr("Choose a master batch record"))
        self._products.take(lines)
        self.products.refresh()
        self._stack.setCurrentWidget(self.products)
        if lines:
            self.products.view.setFocus()
        show_if(self.group, wanted=False)
        self.bar.hide()

    def show_review(self, shown: Reviewed) -> None:
        """What is followed, and the batches."""
        self._error.hide()
        self.set_title(shown.product)
        self.set_words(shown.words)
        self._series.take(shown.series)
        self._batches.take(shown.batches)
        self.series.refresh()
        self.batches.refresh()
        show_if(self.card, wanted=bool(shown.series))
        show_if(self.group, wanted=True)
        self.bar.show()
        words = tr("Every value with its chart, as a sealed PDF; noted in the record first")
        self.bar.set_primary(tr("Save as PDF"), "printer", enabled=True, reason=words)
        self.bar.set_actions(
            [Action("csv", tr("Save as table"), "table"), Action("other", tr("Other product"), "arrow-left")]
        )
        arriving = self._stack.currentWidget() is self.products
        self._stack.setCurrentIndex(2 if self._part == "batches" else 1)
        if arriving:
            self.first_field().setFocus()

    def show_followed(self, shown: Followed) -> None:
        """One thing in full."""
        self.series.select_key(shown.slot)
        self.card.show_followed(shown)

    def _refused(self, words: str) -> None:
        self._error.show_message("crit", words)
        show_if(self._error, wanted=True)

    # -- what a person does

    def show_part(self, key: str) -> None:
        """Show a group of what is followed, or the batches."""
        self._part = key
        self.group.set_chosen(key)
        if key != "batches":
            self.presenter.set_group(key)
        if self.presenter.answer is not None:
            self._stack.setCurrentIndex(2 if key == "batches" else 1)

    def _pressed(self, key: str) -> None:
        if self.presenter.answer is not None:
            self.show_part(key)
            self.first_field().setFocus()

    def _choose(self, key: Any) -> None:
        if key is not None and key != self.presenter.slot:
            self.presenter.choose(str(key))

    def _acted(self, key: str) -> None:
        if key == "csv":
            self.ask_print("csv")
        else:
            self.presenter.open("")

    def ask_print(self, form: str) -> None:
        """Choose a folder and write the review there."""
        if self.presenter.answer is None:
            return
        name = self.presenter.file_name(form)
        save_file(
            self.session,
            tr("Save the product review"),
            name,
            lambda folder, said: self.presenter.write(folder, form, said),
        )

    # -- fitting and the frame's questions

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Mean and index give way on a small screen: the card says them."""
        super().resizeEvent(event)
        narrow = self.width() / self.theme.scale < WIDE
        for at in (1, 2):
            self.series.view.setColumnHidden(at, narrow)
        self.batches.view.setColumnHidden(3, narrow)
        self.card.fit(wide=not narrow)

    def show_params(self, mbr: str = "", value: str = "", part: str = "") -> None:
        """Review a master; without one, choose."""
        self._part = part or "all"
        self.group.set_chosen(self._part)
        if self._part != "batches":
            self.presenter.group = self._part
        self.presenter.open(mbr, value)

    def here(self) -> dict[str, str]:
        """What is looked at, for coming back."""
        return {"mbr": self.presenter.mbr, "value": self.presenter.slot, "part": self._part}

    def title(self) -> str:
        """The header's title."""
        return tr("Product review")

    def help_key(self) -> str:
        """Chapter of the help."""
        return "trends"

    def first_field(self) -> QWidget:
        """The list that is shown."""
        shown = self._stack.currentWidget()
        return (shown if isinstance(shown, DataTable) else self.series).first_field()

    def leave(self) -> None:
        """Stops hearing."""
        self.presenter.close()
