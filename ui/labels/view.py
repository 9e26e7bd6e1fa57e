"""Label templates: a list, one as it is printed with all it says; checked, approved, put in force by three people."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ebr.domain.refusal import Refusal
from ebr.station.label_files import read_template
from ebr.wording import refusal_words
from ebr.words import ntr, tr
from ui.ask import AskContent, AskField, Question, ask
from ui.desk import Answer, Desk
from ui.labels.picture import LabelPicture
from ui.labels.presenter import LabelDetail, LabelsPresenter
from ui.masters.presenter import today
from ui.pages.choose import choose_path
from ui.pages.list_line import ListLine
from ui.pages.list_page import ListPage
from ui.pages.page import fact_list
from ui.session import Session
from ui.widgets.boxes import show_if
from ui.widgets.data_model import Column
from ui.widgets.label import Label
from ui.widgets.sheet import Sheet


class View(ListPage):
    """View(desk, session); show_params(template="", version="")."""

    CHAPTER = "labels"
    presenter: LabelsPresenter

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(session, LabelsPresenter(desk, session.person, session.roles), tr("Label templates"))
        columns = (
            Column("title", tr("Title")),
            Column("name", tr("Label template"), 225),
            Column("size", tr("Size"), 130),
            Column("status", tr("Status"), 220),
        )
        empty = tr("No label template yet. An author brings one from a file.")
        self.add_list(columns, name=tr("label templates"), empty=empty, narrow=(2,))
        self.picture = LabelPicture(self.theme)
        self._png = b""
        self._show_bar()
        p = self.presenter
        p.on_lines, p.on_detail, p.on_picture = self.show_lines, self.show_detail, self.show_picture
        p.on_told = session.notice
        p.refresh()

    def _show_bar(self) -> None:
        able = "author" in self.session.roles
        reason = tr("Written by an author, checked by another person, approved and put in force by quality")
        self.bar.show()
        self.bar.set_primary(
            tr("Write from a file"),
            "file-text",
            enabled=able,
            reason=reason if able else tr("An author writes label templates"),
        )
        self.bar.primary.connect(lambda _value: self._ask_name())

    def show_params(self, template: str = "", version: str = "") -> None:
        """Show one version."""
        if template:
            self.presenter.choose((template, version))

    def show_lines(self, lines: tuple[ListLine[tuple[str, str]], ...]) -> None:
        """Fills the list."""
        self.fill(lines, ntr("{n} version", "{n} versions", len(lines)))
        show_if(self.detail, wanted=bool(lines))

    def show_detail(self, detail: LabelDetail | None) -> None:
        """Draws one version: the label, what it must say, what it says."""
        if detail is None:
            return
        self.picture = LabelPicture(self.theme)
        inside = self.detail.begin()
        self.detail.title(detail.title, detail.status, detail.tone)
        inside.addWidget(self.picture)
        self.picture.show_png(self._png, detail.words)
        self.detail.facts(detail.facts)
        if detail.must:
            inside.addWidget(Label(self.theme, detail.must_title, "h3"))
            inside.addWidget(fact_list(self.theme, detail.must))
        inside.addWidget(Label(self.theme, tr("What it says"), "h3"))
        inside.addWidget(fact_list(self.theme, detail.says))
        self.detail.end(detail.offers)
        self.table.select_key(detail.key)

    def show_picture(self, data: bytes) -> None:
        """Draws the label as it is printed."""
        self._png = data
        self.picture.show_png(data, self.picture.accessibleDescription())

    def _choose(self, key: Any) -> None:
        if key is not None and key != self.presenter.chosen:
            self._png = b""
            self.presenter.choose(key)

    # -- acts

    def _acted(self, key: str) -> None:
        if key == "withdraw":
            words = tr("Nobody prints this version any more. Labels that were printed stay in their records.")
            self._ask(tr("Withdraw"), AskField("given", tr("Reason")), key, words)
        elif key == "effective":
            words = tr("From this day on it is printed instead of the version before.")
            field = AskField("given", tr("In force from"), tr("YYYY-MM-DD"), text=today(), wants="number")
            self._ask(tr("Put in force"), field, key, words)
        else:
            self._sign(key)

    def _ask(self, title: str, field: AskField, key: str, words: str) -> None:
        question = Question(title, tr("Continue to signature"), (field,), words=words, icon="arrow-right")

        def confirmed(parts: dict[str, str], _content: AskContent, sheet: Sheet) -> None:
            sheet.close_sheet()
            self._sign(key, parts["given"])

        ask(self.session, question, confirmed)

    def _sign(self, key: str, given: str = "") -> None:
        def signed(said: Answer) -> None:
            if said.refusal is None:
                self.session.notice(tr("Recorded"))

        self.session.sign(self.presenter.act(key, given), signed, title=tr("Sign the label template"))

    def _ask_name(self) -> None:
        taken = self.presenter.chosen[0] if self.presenter.chosen is not None else ""
        field = AskField("id", tr("Id of the template"), tr("Small letters, digits, underscores"), text=taken)
        words = tr("The text of a template is a YAML file; the help says how it is written.")
        question = Question(
            tr("Write a label template"), tr("Choose the file"), (field,), words=words, icon="arrow-right"
        )

        def confirmed(parts: dict[str, str], _content: AskContent, sheet: Sheet) -> None:
            sheet.close_sheet()
            self._ask_file(parts["id"].strip())

        ask(self.session, question, confirmed)

    def _ask_file(self, template: str) -> None:
        def chosen(file: Path, done: Any) -> None:
            try:
                document = read_template(file)
            except Refusal as refusal:
                done(refusal_words(refusal))
                return
            if done(""):
                self.presenter.write(template, document)

        choose_path(self.session, tr("Label template"), tr("Write"), chosen, endings=(".yaml", ".yml"))
