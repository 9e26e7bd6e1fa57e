"""The procedures people are trained for: a list, one in detail; setting versions and withdrawing by quality."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from ebr.domain.refusal import Refusal
from ebr.wording import refusal_words
from ebr.words import tr
from ui.ask import AskContent, AskField, Question, ask
from ui.desk import Answer, Desk
from ui.media.large import show_large
from ui.media.loading import PDF, Pictures, showable
from ui.pages.choose import choose_path
from ui.pages.list_line import ListLine
from ui.pages.list_page import ListPage
from ui.pages.page import fact_list
from ui.session import Session
from ui.training.forms import TaskContent
from ui.training.task_presenter import TaskDetail, TaskForm, TaskPresenter
from ui.widgets.boxes import show_if
from ui.widgets.data_model import Column
from ui.widgets.label import Label
from ui.widgets.sheet import Sheet
from ui.widgets.sign_bar import Action


class View(ListPage):
    """View(desk, session); show_params(task="")."""

    CHAPTER = "training"
    presenter: TaskPresenter

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(session, TaskPresenter(desk, session.roles), tr("Procedures"))
        self.pictures = Pictures(self.presenter.desk)
        columns = (
            Column("task", tr("Number"), 180),
            Column("title", tr("Title")),
            Column("version", tr("Version"), 110),
            Column("needs", tr("What is needed"), 330),
            Column("state", tr("Status"), 150),
        )
        empty = tr("No procedure yet. Quality sets the first one.")
        self.add_list(columns, name=tr("procedures"), empty=empty, narrow=(3, 4))
        self._bar()
        p = self.presenter
        p.on_lines, p.on_detail = self.show_lines, self.show_detail
        p.refresh()

    def _bar(self) -> None:
        self.bar.show()
        self.bar.set_actions([Action("training", tr("Training"), "certificate")])
        self.bar.acted.connect(lambda key: self.session.navigate(str(key)))
        if self.presenter.may_set:
            words = tr("Steps name procedures by their number; who is not trained cannot do them")
            self.bar.set_primary(tr("Set a procedure"), "plus", enabled=True, reason=words)
            self.bar.primary.connect(lambda _value: self.ask_task(TaskForm()))
        else:
            self.bar.set_words(tr("Quality sets procedures and their versions"))

    def show_params(self, task: str = "") -> None:
        """Show one task."""
        if task:
            self.presenter.choose(task)

    def show_lines(self, lines: tuple[ListLine[str], ...], words: str) -> None:
        """Fills the list."""
        self.fill(lines, words if lines else "")
        show_if(self.detail, wanted=bool(lines))

    def show_detail(self, detail: TaskDetail | None) -> None:
        """Draws one task."""
        if detail is None:
            return
        inside = self.detail.begin()
        self.detail.title(detail.title, detail.state, detail.tone)
        self.detail.facts(detail.facts)
        inside.addWidget(Label(self.theme, tr("Versions"), "h3"))
        inside.addWidget(fact_list(self.theme, detail.versions))
        self.detail.end(detail.offers)
        self.table.select_key(detail.key)

    # -- acts

    def _acted(self, key: str) -> None:
        if key == "open":
            show_large(self.session, self.pictures, self.presenter.document())
        elif key == "withdraw":
            self._ask_reason()
        elif key == "version":
            self.ask_task(self.presenter.form(new=True), ("task",))
        else:
            row_ = self.presenter.rows[self.presenter.chosen]
            self.ask_task(self.presenter.form(new=False), ("task", "version"), row_.file_name)

    def ask_task(self, form: TaskForm, fixed: tuple[str, ...] = (), kept: str | None = None) -> TaskContent:
        """Ask for everything of a version, then sign it."""
        content = TaskContent(self.theme, form, fixed, kept)
        title = tr("Set a procedure") if not fixed else tr("{task} {title}", task=form.task, title=form.title)
        sheet = Sheet(self.theme, self.session.host, title, content, footer=content.footer, width=940)
        content.focused.connect(self.session.letters)
        content.choosing.connect(lambda _value: self._choose_document(content))
        for asked in (content.cancelled, sheet.cancelled):
            asked.connect(lambda _value: sheet.close_sheet())
        content.confirmed.connect(lambda given: self._set(given, content, sheet))
        self.session.show_sheet(sheet)
        return content

    def _choose_document(self, content: TaskContent) -> None:
        def act(path: Path, done: Callable[[str], bool]) -> None:
            self.presenter.desk.beside(lambda: showable(path, PDF), lambda can: looked(path, can, done))

        def looked(path: Path, can: object, done: Callable[[str], bool]) -> None:
            if can is not True:
                done(tr("{name} cannot be shown. Choose a PDF file.", name=path.name))
                return
            self.presenter.desk.attach(path, path.name, PDF, lambda value: kept(value, done))

        def kept(value: Mapping[str, str] | Refusal, done: Callable[[str], bool]) -> None:
            if isinstance(value, Refusal):
                done(refusal_words(value))
            elif done(""):
                content.set_document(value)

        words = tr("A PDF, at most 25 MiB. It is kept with the record and shown to who reads and signs.")
        choose_path(self.session, tr("Choose the document"), tr("Attach"), act, endings=(".pdf",), words=words)

    def _set(self, given: object, content: TaskContent, sheet: Sheet) -> None:
        assert isinstance(given, TaskForm)

        def signed(said: Answer) -> None:
            if said.refusal is None:
                self.presenter.chosen = given.task
                sheet.close_sheet()
                self.presenter.refresh()
                self.session.notice(tr("Recorded"))

        self.session.sign(self.presenter.setting(given, content.document), signed, title=tr("Set the procedure"))

    def _ask_reason(self) -> None:
        words = tr("Nobody works to this procedure any more. Steps that name it wait until quality sets it again.")
        fields = (AskField("reason", tr("Reason")),)
        question = Question(tr("Withdraw"), tr("Continue to signature"), fields, words=words, icon="arrow-right")

        def confirmed(parts: dict[str, str], _content: AskContent, sheet: Sheet) -> None:
            sheet.close_sheet()
            self.session.sign(
                self.presenter.withdrawal(parts["reason"]), lambda _said: None, title=tr("Withdraw the procedure")
            )

        ask(self.session, question, confirmed)
