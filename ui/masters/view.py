"""Master batch records: versions with their life, one in detail.

Author, approval, date in force, withdrawal; a new one from a file.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

from ebr.domain.refusal import Refusal
from ebr.paths import resources
from ebr.wording import refusal_words
from ebr.words import ntr, tr
from ui.ask import AskContent, AskField, Question, ask
from ui.desk import Answer, Desk
from ui.inspector import inspects
from ui.masters.adding import AddContent
from ui.masters.presenter import MasterDetail, MastersPresenter, today
from ui.pages.choose import choose_path
from ui.pages.list_line import ListLine
from ui.pages.list_page import ListPage
from ui.session import Session
from ui.widgets.boxes import show_if
from ui.widgets.data_model import Column
from ui.widgets.sheet import Sheet

SCREENS: Final = {"issue": "issue", "open": "editor", "review": "review", "rehearse": "rehearse"}
"""Acts that lead to another screen."""


class View(ListPage):
    """View(desk, session)."""

    CHAPTER = "masters"
    presenter: MastersPresenter

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(session, MastersPresenter(desk, session.person, session.roles), tr("Master batch records"))
        columns = (
            Column("title", tr("Title")),
            Column("version", tr("Version"), 90),
            Column("product", tr("Product"), 330),
            Column("status", tr("Status"), 220),
            Column("effective", tr("In force from"), 130),
        )
        empty = tr("No master batch record yet. An author adds the first one from a file.")
        self.add_list(columns, name=tr("master batch records"), empty=empty, narrow=(2, 4))
        self._adding: tuple[AddContent, Sheet] | None = None
        self._bar()
        p = self.presenter
        p.on_lines, p.on_detail, p.on_examined = self.show_lines, self.show_detail, self._examined
        p.refresh()

    def _bar(self) -> None:
        show_if(self.bar, wanted=not inspects(self.session))
        if self.session.may("author"):
            words = tr("You sign it as author; quality approves it")
            self.bar.set_primary(tr("Add from a file"), "plus", enabled=True, reason=words)
            self.bar.primary.connect(lambda _value: self.add())
        else:
            self.bar.set_words(tr("An author adds a version and signs it; quality approves it and puts it in force"))

    def show_lines(self, lines: tuple[ListLine[tuple[str, str]], ...]) -> None:
        """Fills the list."""
        self.fill(lines, ntr("{n} version", "{n} versions", len(lines)))
        show_if(self.detail, wanted=bool(lines))

    def show_detail(self, detail: MasterDetail | None) -> None:
        """Draws one version."""
        if detail is None:
            return
        self.detail.begin()
        self.detail.title(detail.title, detail.status)
        self.detail.facts(detail.facts)
        self.detail.end(detail.offers)
        self.table.select_key(detail.key)

    # -- acts

    def _acted(self, key: str) -> None:
        if key in SCREENS:
            mbr, version = self.presenter.chosen or ("", "")
            self.session.navigate(SCREENS[key], mbr=mbr, version=version)
        elif key == "save":
            self._save()
        elif key == "take":
            self.presenter.do(key, "", self._said)
        elif key == "begin":
            field = AskField("given", tr("Version"), text=self.presenter.next_version())
            self._tell(key, tr("Begin the next version"), field)
        elif key == "abandon":
            self._tell(key, tr("Give the draft up"), AskField("given", tr("Reason")))
        elif key == "effective":
            self._ask(key, tr("Put in force"), AskField("given", tr("In force from (year-month-day)"), text=today()))
        elif key == "withdraw":
            self._ask(key, tr("Withdraw"), AskField("given", tr("Reason")))
        else:
            self._sign(key)

    def _ask(self, key: str, title: str, field: AskField) -> None:
        words = {
            "effective": tr(
                "Batches can be issued on this version from that day on; the version before is superseded on it."
            ),
            "withdraw": tr("No further batch can be issued on this version. Batches already issued go on."),
        }[key]
        question = Question(title, tr("Continue to signature"), (field,), words=words, icon="arrow-right")

        def confirmed(parts: dict[str, str], _content: AskContent, sheet: Sheet) -> None:
            sheet.close_sheet()
            self._sign(key, parts["given"])

        ask(self.session, question, confirmed)

    def _tell(self, key: str, title: str, field: AskField) -> None:
        """Ask for a word, then do what nobody signs; a refusal is shown in the sheet."""
        words = {
            "begin": tr("The draft begins with the text of this version. Nothing is in force before it is approved."),
            "abandon": tr("Nobody goes on with this draft, and its version is not used again."),
        }[key]

        def confirmed(parts: dict[str, str], content: AskContent, sheet: Sheet) -> None:
            def said(answer: Answer) -> None:
                if answer.refusal is not None:
                    content.show_error(refusal_words(answer.refusal))
                    return
                sheet.close_sheet()
                self._begun(key, parts["given"])

            self.presenter.do(key, parts["given"], said)

        ask(self.session, Question(title, title, (field,), words=words), confirmed)

    def _begun(self, key: str, version: str) -> None:
        if key == "begin" and self.presenter.chosen is not None:
            self.session.navigate("editor", mbr=self.presenter.chosen[0], version=version)
        else:
            self.session.notice(tr("Recorded"))

    def _save(self) -> None:
        """Choose a form, then a folder; a file of the name that is there stays."""
        question = Question(
            tr("Save as a file"),
            tr("Choose a folder"),
            tiles=(
                ("paper", tr("Master as PDF, sealed")),
                ("text", tr("Text document (YAML)")),
                ("batchml", tr("BatchML recipe (XML)")),
            ),
            tiles_title=tr("What is saved"),
            words=tr("The record notes that the version was saved, by whom and where."),
            icon="arrow-right",
        )

        def confirmed(parts: dict[str, str], _content: AskContent, sheet: Sheet) -> None:
            sheet.close_sheet()
            choose_path(self.session, tr("Save as a file"), tr("Save"), partial(self._write, parts["tile"]))

        ask(self.session, question, confirmed)

    def _write(self, form: str, folder: Path, done: Callable[[str], bool]) -> None:
        def written(file: Path, refusal: Refusal | None) -> None:
            if done(refusal_words(refusal) if refusal is not None else "") and refusal is None:
                self.session.notice(tr("Saved: {file}", file=file.name))

        self.presenter.save(form, folder, written)

    def _said(self, said: Answer) -> None:
        if said.refusal is not None:
            self.session.notice(refusal_words(said.refusal), "warn")

    def _sign(self, key: str, given: str = "") -> None:
        def signed(said: Answer) -> None:
            if said.refusal is None:
                self.session.notice(tr("Recorded"))

        self.session.sign(self.presenter.act(key, given), signed, title=tr("Sign the master batch record"))

    def add(self) -> None:
        """Choose a file, see what the check finds, add it."""
        content = AddContent(self.theme, resources() / "mbr")
        sheet = Sheet(
            self.theme, self.session.host, tr("Add a master batch record"), content, footer=content.footer, width=900
        )
        content.examined.connect(lambda sent: self.presenter.examine(*sent))
        content.confirmed.connect(lambda _value: self.presenter.add(self._added))
        content.focused.connect(self.session.letters)
        for asked in (content.cancelled, sheet.cancelled):
            asked.connect(lambda _value: sheet.close_sheet())
        sheet.closed.connect(self._closed)
        self._adding = (content, sheet)
        self.session.show_sheet(sheet)

    def _closed(self, _value: object) -> None:
        self._adding = None

    def _examined(self, found: Any) -> None:
        if self._adding is not None:
            self._adding[0].show_examined(found)

    def _added(self, said: Answer) -> None:
        if self._adding is None:
            return
        content, sheet = self._adding
        if said.refusal is not None:
            content.show_error(refusal_words(said.refusal))
            return
        sheet.close_sheet()
        begun = self.presenter.imported
        self.session.notice(tr("The draft was begun.") if begun else tr("Added. Sign it as its author."))
