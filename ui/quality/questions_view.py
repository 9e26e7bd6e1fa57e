"""Questions of the review to the floor: what this person is asked, and the answer (floor-rules 20)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from ebr.domain.batch.commands.review import AnswerQuestion
from ebr.station.questions import OpenQueries, QueryRow
from ebr.words import ntr, tr
from ui.ask import AskContent, AskField, Question, ask, closing
from ui.desk import Answer, Desk
from ui.pages.list_line import ListLine
from ui.pages.offer import Offer, Shown
from ui.pages.page import Page
from ui.pages.visit import Visit
from ui.quality import words
from ui.quality.model import Detail
from ui.quality.parts import ListAndDetail
from ui.session import Session
from ui.shown import when_of
from ui.widgets.data_model import Column
from ui.widgets.sheet import Sheet


class View(Page):
    """View(desk, session). Parameters: batch (only its questions)."""

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(session.theme, tr("Questions from review"))
        self.session, self.desk, self._batch = session, Visit(desk), ""
        self.rows: dict[str, QueryRow] = {}
        self._chosen = ""
        columns = (
            Column("number", tr("Number"), 200),
            Column("text", tr("Question")),
            Column("where", tr("Where"), 240),
            Column("whom", tr("Asked of"), 190),
            Column("state", tr("State"), 130),
        )
        empty = tr("Nobody asks you anything")
        self.list = ListAndDetail(self.theme, columns, tr("questions"), empty, (2, 3))
        self.list.chosen.connect(lambda key: self._choose(str(key)))
        self.list.acted.connect(lambda _key: self.ask_answer())
        self.inside.addWidget(self.list, 1)
        self.desk.on_changed_below(("batch/",), self.refresh)

    def show_params(self, batch: str = "") -> None:
        """Shows the questions of a batch, or of all."""
        self._batch = batch
        self.refresh()

    def refresh(self) -> None:
        """Asks again."""
        self.desk.ask(OpenQueries(self.session.person, self._batch), self._got)

    def _got(self, rows: tuple[QueryRow, ...]) -> None:
        self.rows = {f"{row.batch} {row.question}": row for row in rows}
        self.list.show_lines([_line(key, row) for key, row in self.rows.items()])
        still = sum(row.open for row in rows)
        chip = ntr("{n} open", "{n} open", still) if still else ""
        self.set_title(tr("Questions from review"), chip, "warn" if still else "")
        if self._chosen not in self.rows:
            self._chosen = next(iter(self.rows), "")
        self._choose(self._chosen)

    def _choose(self, key: str) -> None:
        self._chosen = key
        row = self.rows.get(key)
        if row is not None:
            self.list.show_detail(_detail(key, row))

    def ask_answer(self) -> None:
        """Asks for the answer to the chosen question."""
        row = self.rows.get(self._chosen)
        if row is None:
            return
        question = Question(
            tr("Answer the question"),
            tr("Record the answer"),
            (AskField("text", tr("Answer")),),
            words=row.text,
            subtitle=tr("{name} asks about {what}", name=row.asked_by, what=row.title or row.batch),
            icon="message",
        )

        def confirmed(parts: dict[str, str], content: AskContent, sheet: Sheet) -> None:
            then: Callable[[Answer], None] = closing(self.session, sheet, content.show_error)
            command = AnswerQuestion(row.batch, row.question, parts["text"])
            self.desk.do(command, by=self.session.person, then=then)

        ask(self.session, question, confirmed)

    def title(self) -> str:
        """The header's title."""
        return tr("Questions from review")

    def help_key(self) -> str:
        """Chapter of the help."""
        return "review"

    def first_field(self) -> QWidget:
        """The list, or its filter while it is empty."""
        return self.list.table.first_field()

    def leave(self) -> None:
        """Stops hearing."""
        self.desk.close()


def _line(key: str, row: QueryRow) -> ListLine[str]:
    found = words.query_line(row)
    return ListLine(key, (key, *found.cells[1:]), found.tone, found.icon)


def _detail(key: str, row: QueryRow) -> Detail:
    facts = (
        Shown(tr("Batch"), row.batch),
        Shown(tr("Where"), row.title or tr("The batch")),
        Shown(tr("Asked by"), row.asked_by, when_of(row.asked_at)),
        Shown(tr("Asked of"), words.asked_of(row)),
    )
    written = ((tr("Question"), row.text), *(() if row.open else ((tr("Answer"), row.answer),)))
    offers = (Offer("answer", tr("Answer"), "message", strong=True),) if row.open else ()
    chip, tone = (tr("Open"), "warn") if row.open else (tr("Answered"), "")
    return Detail(key, key, chip, tone, "", "", None, None, facts, written, offers)
