"""The questions of the record screen: reasons before signatures, hold, report and what to do with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from ebr.wording import refusal_words
from ebr.words import tr
from ui.amend.ways import ask_way
from ui.ask import AskContent, AskField, Question, ask, closing
from ui.desk import Answer
from ui.record.acts import DECISIONS, QUESTIONS
from ui.record.presenter import RecordPresenter
from ui.session import Session
from ui.widgets.sheet import Sheet


class Asking:
    """Asking(session, presenter, refused): leads each act of the bar from its question to the signature or the file."""

    def __init__(self, session: Session, presenter: RecordPresenter, refused: Callable[[str], None]) -> None:
        self.session, self.presenter, self._refused = session, presenter, refused

    def act(self, key: str) -> None:
        """Do what a button of the bar says."""
        acts: dict[str, Callable[[], None]] = {
            "steps": lambda: self.session.navigate("execution", batch=self.presenter.batch),
            "apart": lambda: self.session.navigate("apart", batch=self.presenter.batch),
            "check_issue": lambda: self.session.navigate("issue", batch=self.presenter.batch),
            "report": self._ask_report,
            "forms": lambda: self.session.navigate("forms", batch=self.presenter.batch),
            "stop_report": self.presenter.stop_report,
            "hold": self._ask_hold,
            "complete": lambda: self._sign("complete"),
            "review": lambda: self.session.navigate("quality", batch=self.presenter.batch),
            "amend": lambda: ask_way(self.session, self.presenter.batch),
        }
        if key in acts:
            acts[key]()
        elif key in QUESTIONS:
            self._ask_reason(key)

    def _sign(self, key: str, reason: str = "", decision: str = "") -> None:
        command = self.presenter.act(key, reason, decision)
        self.session.sign(command, self._done, title=tr("Sign for the batch"))

    def _done(self, said: Answer) -> None:
        if said.refusal is None:
            self.session.notice(tr("Recorded"))

    def _ask_reason(self, key: str) -> None:
        made = QUESTIONS[key]
        field = AskField("reason", tr(made.label), needed=made.needed)
        tiles = tuple((code, tr(words)) for code, words in DECISIONS.items()) if key == "decide" else ()
        question = Question(
            tr(made.title),
            tr("Continue to signature"),
            (field,),
            tiles,
            tr("Decision"),
            words=tr(made.words),
            icon="arrow-right",
        )

        def confirmed(parts: dict[str, str], _content: AskContent, sheet: Sheet) -> None:
            sheet.close_sheet()
            self._sign(key, parts["reason"], parts["tile"])

        ask(self.session, question, confirmed)

    def _ask_hold(self) -> None:
        question = Question(
            tr("Put the batch on hold"),
            tr("Hold"),
            (AskField("reason", tr("Reason")),),
            words=tr("Nothing can be recorded in this batch until quality lifts the hold."),
            icon="hand-stop",
        )

        def confirmed(parts: dict[str, str], content: AskContent, sheet: Sheet) -> None:
            self.presenter.hold(parts["reason"], closing(self.session, sheet, content.show_error))

        ask(self.session, question, confirmed)

    def _ask_report(self) -> None:
        words = tr(
            "Each report has a number and names the one it supersedes. A copy keeps the report's number"
            " and has one of its own."
        )
        tiles = (("report", tr("New report")), ("copy", tr("Copy of a report")))
        field = AskField("number", tr("Number of the report to copy"), wants="number", needed=False)
        question = Question(tr("Make report"), tr("Make report"), (field,), tiles, tr("What"), words, icon="file-text")

        def confirmed(parts: dict[str, str], content: AskContent, sheet: Sheet) -> None:
            number = parts["number"]
            if parts["tile"] == "copy" and not (number.isascii() and number.isdecimal() and int(number) > 0):
                content.show_error(tr("Type the number of the report to copy"))
                return
            sheet.close_sheet()
            self.presenter.report(copy_of=int(number) if parts["tile"] == "copy" else 0)

        ask(self.session, question, confirmed)

    def reported(self, said: Answer) -> None:
        """The report is made, or why not."""
        if said.refusal is not None:
            self._refused(refusal_words(said.refusal))
            return
        file = said.answer["file"]
        words = tr(
            "Report {report}, copy {copy}, sealed by this station. The seal is no approval.", **dict(said.answer)
        )
        tiles = (("copy", tr("Copy the path")), ("open", tr("Open the folder")), ("none", tr("Done")))
        question = Question(tr("The report is made"), tr("Continue"), (), tiles, tr("What next?"), words, file)

        def confirmed(parts: dict[str, Any], _content: AskContent, sheet: Sheet) -> None:
            sheet.close_sheet()
            if parts["tile"] == "copy":
                QGuiApplication.clipboard().setText(file)
            elif parts["tile"] == "open":
                QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(file).parent)))

        ask(self.session, question, confirmed)
