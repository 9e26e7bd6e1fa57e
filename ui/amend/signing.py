"""From changed instructions to the signature of quality: what changes in words, which kind, why, and who signs."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame

from ebr.domain.mbr.compare import Change
from ebr.wording.changes import change_words, count_words, effect_words
from ebr.wording.codes import AMENDMENTS, amendment_word
from ebr.words import tr
from ui.amend.presenter import AmendPresenter
from ui.ask import AskContent, AskField, Question, ask
from ui.desk import Answer
from ui.session import Session
from ui.theme import Theme
from ui.widgets.boxes import column, panel, row
from ui.widgets.label import Chip, Icon, Label
from ui.widgets.sheet import Sheet


class ChangesBox(QFrame):
    """ChangesBox(theme, changes): each change in a sentence, with a mark where it makes the record less strict."""

    def __init__(self, theme: Theme, changes: tuple[Change, ...]) -> None:
        super().__init__()
        whole = column(theme, self, gap=6)
        whole.addWidget(Label(theme, count_words(len(changes)), "h3", wrap=True))
        for change in changes:
            whole.addWidget(_line(theme, change))
        self.setAccessibleName(" ".join(change_words(change) for change in changes))


def _line(theme: Theme, change: Change) -> QFrame:
    frame = panel("sunk")
    line = row(theme, frame, (14, 10, 14, 10), 10)
    line.addWidget(Icon(theme, "plus" if change.kind == "added" else "pencil", "ink2", 20))
    line.addWidget(Label(theme, change_words(change), "body", wrap=True), 1)
    if change.effect:
        line.addWidget(Chip(theme, effect_words(change.effect), "warn" if change.effect == "weaker" else ""))
    return frame


def ask_amend(session: Session, presenter: AmendPresenter, done: Callable[[], None], reason: str = "") -> None:
    """Show what changes, ask for kind and reason, and have quality sign; `done` hears that it is in the record."""

    def checked(trouble: str) -> None:
        if trouble:
            session.notice(trouble, "warn")
        else:
            _ask(session, presenter, done, reason)

    presenter.trouble(checked)


def _ask(session: Session, presenter: AmendPresenter, done: Callable[[], None], reason: str) -> None:
    question = Question(
        tr("Amend the batch"),
        tr("Continue to signature"),
        (AskField("reason", tr("Reason"), text=reason),),
        tuple((kind, amendment_word(kind)) for kind in AMENDMENTS),
        tr("Kind of amendment"),
        words=tr(
            "The instructions change from now on; what was done keeps its words. The amendment is an exception of the"
            " batch, and a proposal to the authors of the record (21 CFR 211.100(b), 211.115)."
        ),
        subtitle=presenter.batch,
        icon="arrow-right",
    )

    def confirmed(parts: dict[str, str], _content: AskContent, sheet: Sheet) -> None:
        sheet.close_sheet()
        sign(session, presenter, parts["tile"], parts["reason"], done)

    ask(session, question, confirmed, ChangesBox(session.theme, presenter.changes()))


def sign(session: Session, presenter: AmendPresenter, kind: str, reason: str, done: Callable[[], None]) -> None:
    """Have quality sign the amendment; a refusal stays in the signature sheet."""

    def signed(said: Answer) -> None:
        if said.refusal is None:
            presenter.drop()
            session.notice(tr("The batch is amended. The stations show it at once."))
            done()

    session.sign(presenter.command(kind, reason), signed, title=tr("Sign the amendment"))
