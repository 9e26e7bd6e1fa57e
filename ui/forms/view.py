"""The emergency forms of a batch: a list, one form in detail; printing, transcribing, reconciling (floor-rules 18)."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ebr.station.questions import FormsAnswer
from ebr.wording.codes import outcome_word
from ebr.words import tr
from ui.ask import AskContent, AskField, Question, ask
from ui.desk import Answer, Desk
from ui.forms.presenter import OUTCOMES, FormDetail, FormLine, FormsPresenter
from ui.pages.choose import choose_path
from ui.pages.list_page import ListPage
from ui.session import Session
from ui.widgets.boxes import show_if
from ui.widgets.data_model import Column
from ui.widgets.header import Identifier, Identity
from ui.widgets.sheet import Sheet
from ui.widgets.sign_bar import Action
from ui.widgets.strip import Strip

SCANS: Final = (".pdf", ".jpg", ".jpeg", ".png")


class View(ListPage):
    """View(desk, session). Parameter: batch."""

    CHAPTER = "record"
    presenter: FormsPresenter

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(session, FormsPresenter(desk, session.person, session.roles), tr("Emergency forms"))
        columns = (
            Column("number", tr("Number"), 150),
            Column("printed", tr("Printed"), 235),
            Column("station", tr("Station"), 130),
            Column("values", tr("Transcribed")),
            Column("state", tr("State"), 150),
        )
        self._error = Strip(self.theme, "crit", "")
        self._error.hide()
        self.inside.addWidget(self._error)
        empty = tr("No form was printed for this batch")
        self.add_list(columns, name=tr("emergency forms"), empty=empty, filtered=False)
        self.bar.show()
        self.bar.set_actions([Action("record", tr("Batch record"), "file-text")])
        self.bar.acted.connect(lambda key: session.navigate(str(key), batch=self.presenter.batch))
        self.bar.primary.connect(lambda _value: self.presenter.print_form())
        p = self.presenter
        p.on_forms, p.on_detail = self.show_forms, self.show_detail
        p.on_printed, p.on_refused = self.printed, self._refused

    def show_params(self, batch: str = "") -> None:
        """Shows the forms of a batch; without one, the list of all batches."""
        if not batch:
            self.session.navigate("batches")
            return
        self.presenter.open(batch)

    def show_forms(self, _answer: FormsAnswer, lines: tuple[FormLine, ...]) -> None:
        """Fills the list and says what can be printed."""
        self._error.hide()
        self.fill(lines, tr("Every form is given back and reconciled before the batch can be completed"))
        reason = self.presenter.print_reason()
        words = reason or tr("Numbered, with every entry still to make")
        self.bar.set_primary(tr("Print a form"), "printer", enabled=not reason, reason=words)
        self.session.header_changed()
        if not self.session.sheets:
            self.first_field().setFocus(Qt.FocusReason.OtherFocusReason)

    def show_detail(self, detail: FormDetail | None) -> None:
        """Draws one form."""
        if detail is None:
            self.detail.empty("file-text", tr("No form is chosen"))
            return
        self.detail.begin()
        self.detail.title(detail.title, detail.state, detail.tone)
        self.detail.facts(detail.facts)
        self.detail.end(detail.offers)
        self.table.select_key(detail.key)

    def _acted(self, key: str) -> None:
        acts = {
            "transcribe": self._transcribe,
            "again": lambda: self.presenter.print_form(self.presenter.chosen),
            "reconcile": self.ask_reconcile,
        }
        acts[key]()

    def _transcribe(self) -> None:
        self.session.navigate("execution", batch=self.presenter.batch, form=self.presenter.chosen)

    def printed(self, said: Answer) -> None:
        """The form is drawn: where it is."""
        words = tr("Form {form} is printed to {file}", form=said.answer["form"], file=said.answer["file"])
        self.session.notice(words)

    def _refused(self, text: str) -> None:
        self._error.show_message("crit", text)
        show_if(self._error, wanted=bool(text))

    # -- reconciling

    def ask_reconcile(self) -> None:
        """Ask what became of the form, for its scan where it was used, then a supervisor signs."""
        tiles = tuple((key, outcome_word(key)) for key in OUTCOMES)
        field = AskField("comment", tr("Comment; needed unless it was transcribed"), needed=False)
        words = tr("Compare every value listed in the next step with the paper. A lost form becomes a major exception.")
        question = Question(
            tr("Reconcile form {form}", form=self.presenter.chosen),
            tr("Continue"),
            (field,),
            tiles,
            tr("What became of it?"),
            words,
            icon="arrow-right",
        )

        def confirmed(parts: dict[str, str], content: AskContent, sheet: Sheet) -> None:
            if parts["tile"] != "transcribed" and not parts["comment"].strip():
                content.show_error(tr("Fill in: {what}", what=tr("Comment")))
                return
            sheet.close_sheet()
            if parts["tile"] == "transcribed":
                self._ask_scan(parts["comment"])
            else:
                self._sign(parts["tile"], parts["comment"])

        ask(self.session, question, confirmed)

    def _ask_scan(self, comment: str) -> None:
        def chosen(file: Path, done: Any) -> None:
            def kept(found: dict[str, str] | str) -> None:
                if done(found if isinstance(found, str) else "") and not isinstance(found, str):
                    self._sign("transcribed", comment, found)

            self.presenter.attach(file, kept)

        words = tr("The whole form, scanned or photographed, as it was filled in.")
        choose_path(
            self.session, tr("Scan of the paper"), tr("Continue to signature"), chosen, endings=SCANS, words=words
        )

    def _sign(self, outcome: str, comment: str, scan: dict[str, str] | None = None) -> None:
        command = self.presenter.reconciled(outcome, comment, scan)
        self.session.sign(command, self._signed, title=tr("Reconcile form {form}", form=self.presenter.chosen))

    def _signed(self, said: Answer) -> None:
        if said.refusal is None:
            self.session.notice(tr("Recorded"))

    # -- the frame's questions

    def identity(self) -> Identity | None:
        """Product and batch."""
        answer = self.presenter.answer
        return Identity(answer.product, (Identifier(tr("Batch"), answer.batch),)) if answer is not None else None

    def first_field(self) -> QWidget:
        """The list, or printing while it is empty."""
        if self._listed.rows or not self.bar.button.isEnabled():
            return self.table.view
        return self.bar.button
