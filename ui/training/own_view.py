"""My training: what is to read, what waits, what counts; the document is read and signed here."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from ebr.words import tr
from ui.desk import Answer, Desk
from ui.media.large import show_large
from ui.media.loading import Pictures
from ui.pages.page import DetailCard, Listed, Page, fact_list
from ui.session import Session
from ui.training.own_presenter import OwnDetail, OwnLine, OwnPresenter
from ui.training.reading import read_and_sign
from ui.widgets.boxes import row, show_if
from ui.widgets.data_model import Column, TableRow
from ui.widgets.data_table import DataTable
from ui.widgets.label import Label
from ui.widgets.sheet import Sheet
from ui.widgets.sign_bar import Action

WIDE: Final = 1600
"""From this width at scale 1.0 every column fits beside the details."""


class View(Page):
    """View(desk, session); show_params(person="", task=""): without a person that of who is signed in."""

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(session.theme, tr("My training"))
        self.session = session
        self.presenter = OwnPresenter(desk, session.person)
        self.pictures = Pictures(self.presenter.desk)
        columns = (
            Column("task", tr("Procedure")),
            Column("version", tr("In force"), 110),
            Column("state", tr("State"), 290),
            Column("todo", tr("What is needed"), 300),
        )
        self._listed = Listed(columns)
        line = row(self.theme, gap=14)
        empty = tr("Nothing to be trained for. Quality sets the procedures.")
        self.table = DataTable(self.theme, columns, self._listed.fetch, name=tr("procedures"), empty=empty)
        self.detail = DetailCard(self.theme)
        line.addWidget(self.table, 1)
        line.addWidget(self.detail)
        self.inside.addLayout(line, 1)
        self.table.chosen.connect(self._choose)
        self.table.highlighted.connect(self._choose)
        self.detail.acted.connect(lambda key: self._acted(str(key)))
        self.bar.show()
        self.bar.set_actions([Action("training", tr("Everybody"), "users")])
        self.bar.acted.connect(lambda key: self.session.navigate(str(key)))
        self.bar.set_words(
            tr("Read the document, then sign with your own password; a trainer confirms the practical part")
        )
        p = self.presenter
        p.on_lines, p.on_detail, p.on_person = self.show_lines, self.show_detail, self._named
        p.refresh()

    def show_params(self, person: str = "", task: str = "") -> None:
        """Show somebody's training, one task first."""
        self.presenter.show(person, task)

    def _named(self, name: str) -> None:
        mine = self.presenter.mine
        self.set_title(tr("My training") if mine else tr("Training of {name}", name=name))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More room for the details on a wide screen; what is needed stands in them anyway."""
        super().resizeEvent(event)
        self.detail.fit(self.width())
        self.table.view.setColumnHidden(3, self.width() / self.theme.scale < WIDE)

    def show_lines(self, lines: tuple[OwnLine, ...], words: str) -> None:
        """Fills the list."""
        self._listed.rows = tuple(TableRow(one.key, one.cells, one.tone, one.icon) for one in lines)
        self.table.refresh()
        show_if(self.detail, wanted=bool(lines))
        self.set_words(words if lines else "")

    def show_detail(self, detail: OwnDetail | None) -> None:
        """Draws one task."""
        if detail is None:
            return
        inside = self.detail.begin()
        self.detail.title(detail.title)
        self.detail.facts(detail.facts)
        if detail.history:
            inside.addWidget(Label(self.theme, tr("What happened"), "h3"))
            inside.addWidget(fact_list(self.theme, detail.history))
        self.detail.end(detail.offers)
        self.table.select_key(detail.key)

    def _choose(self, key: Any) -> None:
        if key is not None and key != self.presenter.chosen:
            self.presenter.choose(str(key))

    # -- acts

    def _acted(self, key: str) -> None:
        media, row_ = self.presenter.document(), self.presenter.row
        assert row_ is not None
        if key == "open" and media is not None:
            show_large(self.session, self.pictures, media)
            return
        task = row_.task
        title = tr("{task} {title}, version {version}", task=task.task, title=task.title, version=task.version)
        read_and_sign(self.session, self.pictures, media, title, self._sign)

    def _sign(self, sheet: Sheet) -> None:
        def signed(said: Answer) -> None:
            if said.refusal is None:
                sheet.close_sheet()
                self.session.notice(tr("Recorded"))

        self.session.sign(self.presenter.reading(), signed, title=tr("Sign what you read"))

    # -- the frame's questions

    def title(self) -> str:
        """The header's title."""
        return tr("My training")

    def help_key(self) -> str:
        """Chapter of the help."""
        return "training"

    def first_field(self) -> QWidget:
        """The list."""
        return self.table.view

    def leave(self) -> None:
        """Stops hearing."""
        self.presenter.close()
