"""The questions of the review screen: comments before signatures, whom to ask on the floor."""

from __future__ import annotations

from collections.abc import Callable

from ebr.wording import refusal_words
from ebr.words import tr
from ui.ask import AskContent, AskField, Question, ask, closing
from ui.desk import Answer
from ui.quality.presenter import ReviewPresenter
from ui.quality.words import DEPTHS
from ui.session import Session
from ui.widgets.sheet import Sheet


class Asking:
    """Asking(session, presenter, refused): leads each act from its question to the record."""

    def __init__(self, session: Session, presenter: ReviewPresenter, refused: Callable[[str], None]) -> None:
        self.session, self.presenter, self._refused = session, presenter, refused

    def act(self, key: str, tab: str = "") -> None:
        """Do what a button says."""
        acts: dict[str, Callable[[], None]] = {
            "record": lambda: self._record(tab),
            "apart": lambda: self.session.navigate("apart", batch=self.presenter.batch),
            "whole_trail": lambda: self.session.navigate("record", batch=self.presenter.batch, tab="trail"),
            "open_section": self._open_section,
            "read": lambda: self.presenter.read(self._done),
            "read_page": lambda: self.presenter.read_page(tab, self._done),
            "ask": lambda: self._ask_floor(here=tab == "findings"),
            "withdraw": self._ask_withdraw,
            "depth": self._ask_depth,
            "trail": lambda: self._ask_words("trail"),
            "review": lambda: self._ask_words("review"),
            "accepted": lambda: self._ask_decision("accepted"),
            "rejected": lambda: self._ask_decision("rejected"),
        }
        acts[key]()

    def _record(self, tab: str) -> None:
        row = self.presenter.finding() if tab == "findings" else None
        entry = self.presenter.trail_row() if tab == "trail" else None
        where = row.opens if row is not None else entry.address if entry is not None else ""
        step = "/".join(where.split("/")[:3]) if where.count("/") > 1 else ""
        self.session.navigate("record", batch=self.presenter.batch, step=step)

    def _open_section(self) -> None:
        """Each section is read where it stands in full."""
        section = self.presenter.chosen.get("sections", "")
        if section == "@findings":
            self.session.navigate("quality", batch=self.presenter.batch, tab="findings")
        elif section.startswith("@"):
            self.session.navigate("quality", batch=self.presenter.batch, tab="proof")
        else:
            step = self.presenter.first_step(section)
            self.session.navigate("record", batch=self.presenter.batch, tab="values", step=step)

    def _done(self, said: Answer) -> None:
        if said.refusal is None:
            self.session.notice(tr("Recorded"))
        else:
            self._refused(refusal_words(said.refusal))

    def _ask_floor(self, *, here: bool) -> None:
        row = self.presenter.finding() if here else None
        about = row.label or tr("the batch") if row is not None and row.where else tr("the batch")
        question = Question(
            tr("Ask the floor"),
            tr("Send the question"),
            (AskField("text", tr("Question")),),
            self.presenter.asked(),
            tr("Who is asked"),
            tr("About {what}. The question stands in their work until it is answered; the review waits.", what=about),
            icon="message",
        )

        def confirmed(parts: dict[str, str], content: AskContent, sheet: Sheet) -> None:
            then = closing(self.session, sheet, content.show_error)
            self.presenter.ask(parts["tile"], parts["text"], then, here=here)

        ask(self.session, question, confirmed)

    def _ask_withdraw(self) -> None:
        question = Question(
            tr("Withdraw or answer the question"),
            tr("Close the question"),
            (AskField("text", tr("Answer, or why it is withdrawn")),),
            words=tr("The question and these words stay in the record."),
        )

        def confirmed(parts: dict[str, str], content: AskContent, sheet: Sheet) -> None:
            self.presenter.withdraw(parts["text"], closing(self.session, sheet, content.show_error))

        ask(self.session, question, confirmed)

    def _ask_depth(self) -> None:
        question = Question(
            tr("Depth of the review"),
            tr("Continue to signature"),
            (AskField("why", tr("Justification")),),
            tuple((code, tr(words)) for code, words in DEPTHS.items()),
            tr("Depth"),
            tr(
                "For every batch on this version of the master. Review by exception is for validated processes that are"
                " monitored all the time (EU GMP 4.20, its note)."
            ),
            icon="arrow-right",
        )

        def confirmed(parts: dict[str, str], _content: AskContent, sheet: Sheet) -> None:
            sheet.close_sheet()
            command = self.presenter.depth(parts["tile"], parts["why"])
            self.session.sign(command, self._signed, title=tr("Depth of the review"))

        ask(self.session, question, confirmed)

    def _ask_words(self, key: str) -> None:
        if key == "trail":
            title = tr("Audit trail reviewed")
            words = tr(
                "You state that you reviewed what was changed, late or overridden, and what was done with the clock and"
                " with rights (Annex 11, 9)."
            )
        else:
            title = tr("Review complete")
            words = tr(
                "You state that the record was reviewed to the depth shown, and its audit trail, and that every"
                " exception is decided (21 CFR 211.192)."
            )
        field = AskField("words", tr("Remark on the review, if any"), needed=False)
        question = Question(title, tr("Continue to signature"), (field,), words=words, icon="arrow-right")

        def confirmed(parts: dict[str, str], _content: AskContent, sheet: Sheet) -> None:
            sheet.close_sheet()
            self._sign(key, parts["words"], title)

        ask(self.session, question, confirmed)

    def _sign(self, key: str, words: str, title: str) -> None:
        self.session.sign(self.presenter.act(key, words), self._signed, title=title)

    def _signed(self, said: Answer) -> None:
        if said.refusal is None:
            self.session.notice(tr("Recorded"))

    def _ask_decision(self, decision: str) -> None:
        accept = decision == "accepted"
        title = tr("Accept the exception") if accept else tr("Reject the exception")
        words = "" if accept else tr("A batch with a rejected exception cannot be certified.")
        field = AskField("comment", tr("Assessment"), tr("Effect on the product, and why"))
        question = Question(title, tr("Continue to signature"), (field,), words=words, icon="arrow-right")

        def confirmed(parts: dict[str, str], _content: AskContent, sheet: Sheet) -> None:
            sheet.close_sheet()
            self._sign(decision, parts["comment"], title)

        ask(self.session, question, confirmed)
