"""The matrix of people and tasks, one cell in detail; confirming as a trainer and withdrawing."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ebr.station.questions import BadgeOwner
from ebr.words import tr
from ui.ask import AskContent, AskField, Question, ask
from ui.desk import Answer, Desk
from ui.pages.choose import save_file
from ui.pages.page import DetailCard, Page, fact_list
from ui.session import Session
from ui.training.grid import MatrixTable
from ui.training.presenter import CellDetail, Grid, MatrixPresenter
from ui.widgets.boxes import column, row, show_if
from ui.widgets.choice import Choice, Option
from ui.widgets.facts import EmptyState
from ui.widgets.field import Field
from ui.widgets.label import Label
from ui.widgets.sheet import Sheet
from ui.widgets.sign_bar import Action
from ui.widgets.wedge import Scan

ALL: Final = "all"


class View(Page):
    """View(desk, session); show_params(person="", task="")."""

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(session.theme, tr("Training"))
        self.session = session
        self.presenter = MatrixPresenter(desk, session.person, session.roles)
        self.inside.addLayout(self._filter())
        line = row(self.theme, gap=14)
        self.table = MatrixTable(self.theme, tr("training"))
        self.empty = EmptyState(
            self.theme,
            "certificate",
            tr("Nothing to show"),
            tr(
                "Quality sets the procedures people are trained for. Then everybody who works here stands in this list."
            ),
        )
        self.detail = DetailCard(self.theme)
        left = column(self.theme, gap=0)
        left.addWidget(self.table, 1)
        left.addWidget(self.empty, 1)
        line.addLayout(left, 1)
        line.addWidget(self.detail)
        self.inside.addLayout(line, 1)
        self.table.moved.connect(lambda key: self._choose(*key))
        self.detail.acted.connect(lambda key: self._acted(str(key)))
        self.bar.show()
        self.bar.set_actions(
            [
                Action("training_tasks", tr("Procedures"), "file-text"),
                Action("my_training", tr("My training"), "clipboard-check"),
                Action("print", tr("Save as PDF"), "printer"),
            ]
        )
        self.bar.acted.connect(lambda key: self.ask_print() if key == "print" else self.session.navigate(str(key)))
        self.bar.set_words(tr("Trainers confirm what they are trained in themselves; scan a badge to find somebody"))
        p = self.presenter
        p.on_grid, p.on_detail = self.show_grid, self.show_detail
        p.refresh()

    def _filter(self) -> QHBoxLayout:
        options = (Option(ALL, tr("Everybody"), "users"), Option("open", tr("Something missing"), "alert-triangle"))
        self.who = Choice(self.theme, tr("Who is shown"), options)
        self.who.set_chosen(ALL)
        self.who.changed.connect(lambda key: self.presenter.show_open(only=key != ALL))
        self.field = Field(self.theme, tr("Filter {name}", name=tr("people")), hint=tr("Filter"))
        self.field.setFixedHeight(self.who.sizeHint().height())
        self.field.changed.connect(lambda text: self.presenter.search(str(text)))
        self.field.focused.connect(self.session.letters)
        self.field.entered.connect(lambda _text: self.table.setFocus())
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self.field.setFocus)
        line = row(self.theme, gap=14)
        line.addWidget(self.field, 1)
        line.addWidget(self.who)
        return line

    def show_params(self, person: str = "", task: str = "") -> None:
        """Show one cell."""
        if person and task:
            self.presenter.choose(person, task)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More room for the details on a wide screen."""
        super().resizeEvent(event)
        self.detail.fit(self.width())

    def show_grid(self, grid: Grid) -> None:
        """Draws the matrix; the first cell is shown where none was."""
        some = bool(grid.people and grid.tasks)
        show_if(self.table, wanted=bool(grid.tasks))
        show_if(self.detail, wanted=bool(grid.tasks))
        show_if(self.empty, wanted=not grid.tasks)
        self.table.set_grid(grid)
        self.set_words(grid.words if grid.tasks else "")
        if some and self.presenter.chosen is None:
            self.presenter.choose(grid.people[0].key, grid.tasks[0].key)

    def show_detail(self, detail: CellDetail | None) -> None:
        """Draws one cell."""
        if detail is None:
            self.detail.empty("certificate", tr("Nothing is chosen"))
            return
        inside = self.detail.begin()
        self.detail.title(detail.name)
        inside.addWidget(Label(self.theme, detail.task, "h3", wrap=True))
        self.detail.facts(detail.facts)
        if detail.history:
            inside.addWidget(Label(self.theme, tr("What happened"), "h3"))
            inside.addWidget(fact_list(self.theme, detail.history))
        self.detail.end(detail.offers)
        self.table.select(detail.key)

    def _choose(self, person: str, task: str) -> None:
        if (person, task) != self.presenter.chosen:
            self.presenter.choose(person, task)

    # -- acts

    def _acted(self, key: str) -> None:
        if key == "person":
            assert self.presenter.chosen is not None
            self.session.navigate("my_training", person=self.presenter.chosen[0], task=self.presenter.chosen[1])
        elif key == "withdraw":
            self._ask_reason()
        elif self.presenter.needs_evidence:
            self._ask_evidence()
        else:
            self._sign(self.presenter.confirmation(), tr("Confirm the training"))

    def ask_print(self) -> None:
        """Choose a folder and write the matrix there as a sealed PDF."""
        name = self.presenter.file_name
        save_file(self.session, tr("Save the training matrix as PDF"), name, self.presenter.print_matrix)

    def _ask_evidence(self) -> None:
        words = tr(
            "You are not trained in this task here. Quality may confirm by evidence: name the course, the certificate"
            " or the records of training elsewhere that you looked at."
        )
        fields = (AskField("evidence", tr("Evidence you looked at")),)
        title, button = tr("Confirm as trainer"), tr("Continue to signature")
        question = Question(title, button, fields, words=words, icon="arrow-right")

        def confirmed(parts: dict[str, str], _content: AskContent, sheet: Sheet) -> None:
            sheet.close_sheet()
            self._sign(self.presenter.confirmation(parts["evidence"]), tr("Confirm the training"))

        ask(self.session, question, confirmed)

    def _ask_reason(self) -> None:
        words = tr("What was read and confirmed counts no more, in every version. The person starts anew.")
        fields = (AskField("reason", tr("Reason")),)
        title, button = tr("Withdraw training"), tr("Continue to signature")
        question = Question(title, button, fields, words=words, icon="arrow-right")

        def confirmed(parts: dict[str, str], _content: AskContent, sheet: Sheet) -> None:
            sheet.close_sheet()
            self._sign(self.presenter.withdrawal(parts["reason"]), tr("Withdraw training"))

        ask(self.session, question, confirmed)

    def _sign(self, command: Any, title: str) -> None:
        def signed(said: Answer) -> None:
            if said.refusal is None:
                self.session.notice(tr("Recorded"))

        self.session.sign(command, signed, title=title)

    # -- the frame's questions

    def take_scan(self, scan: Scan) -> bool:
        """A badge finds its owner in the matrix."""
        self.presenter.desk.ask(BadgeOwner(scan.data), self._found)
        return True

    def _found(self, person: str) -> None:
        if self.presenter.badge(person):
            self.field.clear()
            self.who.set_chosen(ALL)
        else:
            self.session.notice(tr("This badge belongs to nobody in the list"), "warn")

    def title(self) -> str:
        """The header's title."""
        return tr("Training")

    def help_key(self) -> str:
        """Chapter of the help."""
        return "training"

    def first_field(self) -> QWidget:
        """The matrix."""
        return self.table

    def leave(self) -> None:
        """Stops hearing."""
        self.presenter.close()
