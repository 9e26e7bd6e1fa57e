"""`Board`: exceptions as a list, one of them in detail, with the decision; of one batch or of all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from ebr.wording import severity_word
from ebr.words import ntr, tr
from ui.ask import AskContent, AskField, Question, ask, closing
from ui.desk import Answer, Desk
from ui.exceptions.presenter import Detail, ExceptionsPresenter
from ui.pages.list_line import ListLine
from ui.pages.page import DetailCard, Listed
from ui.session import Session
from ui.widgets.boxes import row, show_if
from ui.widgets.data_model import Column
from ui.widgets.data_table import DataTable
from ui.widgets.label import Label
from ui.widgets.limit_bar import LimitBar
from ui.widgets.sheet import Sheet


class Board(QWidget):
    """Board(desk, session, batch="", said=function(text)). Methods: choose(batch, number), close_board()."""

    def __init__(
        self, desk: Desk, session: Session, batch: str = "", said: Callable[[str], None] | None = None
    ) -> None:
        super().__init__()
        self.session, self.theme = session, session.theme
        self._said = said
        self.presenter = ExceptionsPresenter(desk, session.person, session.roles, batch)
        columns = [
            Column("number", tr("Number"), 124),
            Column("batch", tr("Batch"), 150),
            Column("what", tr("What happened")),
            Column("where", tr("Where"), 220),
            Column("by", tr("Raised"), 260),
            Column("state", tr("State"), 150),
        ]
        self._listed = Listed(columns)
        line = row(self.theme, self, gap=14)
        empty = tr("No exception so far")
        self.table = DataTable(self.theme, columns, self._listed.fetch, name=tr("exceptions"), empty=empty)
        self.table.view.setColumnHidden(1, bool(batch))
        self.detail = DetailCard(self.theme)
        line.addWidget(self.table, 1)
        line.addWidget(self.detail)
        self._shown: Detail | None = None
        self.table.chosen.connect(self._choose)
        self.table.highlighted.connect(self._choose)
        self.detail.acted.connect(lambda key: self._acted(str(key)))
        self.presenter.on_lines, self.presenter.on_detail = self.show_lines, self.show_detail
        self.presenter.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Gives the details more room where there is some; drops what the details say anyway."""
        super().resizeEvent(event)
        self.detail.fit(self.width())
        narrow = self.width() / self.theme.scale < 1500  # noqa: PLR2004 - where four columns fit beside the details
        for at in (3, 4):
            self.table.view.setColumnHidden(at, narrow)

    def close_board(self) -> None:
        """Stop hearing."""
        self.presenter.close()

    def choose(self, batch: str, number: str) -> None:
        """Show an exception."""
        self.table.select_key((batch, number))
        self.presenter.choose((batch, number))

    def _choose(self, key: Any) -> None:
        if key is not None and key != self.presenter.chosen:
            self.presenter.choose(key)

    def show_lines(self, lines: tuple[ListLine[tuple[str, str]], ...], open_now: int) -> None:
        """Fills the list."""
        self._listed.take(lines)
        self.table.refresh()
        show_if(self.detail, wanted=bool(lines))
        if self._said is not None:
            self._said(ntr("{n} open exception", "{n} open exceptions", open_now) if open_now else "")

    def show_detail(self, detail: Detail | None) -> None:
        """Draws one exception."""
        if detail is None or detail == self._shown:
            return
        self._shown = detail
        card = self.detail
        inside = card.begin()
        card.title(detail.title, detail.chip, detail.tone)
        inside.addWidget(Label(self.theme, detail.what, "instr", wrap=True))
        if detail.measured is not None:
            bar = LimitBar(self.theme)
            bar.set_scale(detail.measured)
            inside.addWidget(bar)
        card.facts(detail.facts)
        card.words(tr("What was written"), detail.written or tr("Nothing"))
        for words in detail.attempts:
            inside.addWidget(Label(self.theme, words, "meta", wrap=True))
        card.end(detail.offers)
        self.table.select_key(detail.key)

    def _acted(self, key: str) -> None:
        if key == "deviation":
            self._deviation()
        elif key == "severity":
            self._ask_class()
        else:
            self._ask_decision(key)

    def _deviation(self) -> None:
        chosen = self.presenter.chosen
        if chosen is None:
            return
        batch, number = chosen
        covered = self.presenter.rows[chosen].deviation
        params = {"deviation": covered} if covered else {"batch": batch, "exception": number}
        self.session.navigate("deviations", **params)

    def _ask_decision(self, decision: str) -> None:
        accept = decision == "accepted"
        title = tr("Accept the exception") if accept else tr("Reject the exception")
        words = "" if accept else tr("A batch with a rejected exception cannot be certified.")
        field = AskField("comment", tr("Assessment"), tr("Effect on the product, and why"))
        question = Question(title, tr("Continue to signature"), (field,), words=words, icon="arrow-right")

        def confirmed(parts: dict[str, str], _content: AskContent, sheet: Sheet) -> None:
            sheet.close_sheet()
            command = self.presenter.decide(decision, parts["comment"])
            self.session.sign(command, self._done, title=title)

        ask(self.session, question, confirmed)

    def _done(self, said: Answer) -> None:
        if said.refusal is None:
            self.session.notice(tr("Decided"))

    def _ask_class(self) -> None:
        tiles = tuple((name, severity_word(name)) for name in self.presenter.classes())
        question = Question(
            tr("Change the class"),
            tr("Change class"),
            (AskField("reason", tr("Reason")),),
            tiles,
            tr("New class"),
            tr("Everybody may raise a class; only quality lowers one."),
            icon="arrows-sort",
        )

        def confirmed(parts: dict[str, str], content: AskContent, sheet: Sheet) -> None:
            self.presenter.change(parts["tile"], parts["reason"], closing(self.session, sheet, content.show_error))

        ask(self.session, question, confirmed)
