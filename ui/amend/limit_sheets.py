"""One limit of a running batch changed from two sheets: which, then to what, why and as which kind; then signed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ebr.domain.refusal import Refusal
from ebr.wording import refusal_words
from ebr.wording.codes import AMENDMENTS, amendment_word
from ebr.words import tr
from ui.amend.limits import FIELDS, LimitLine, limit_lines, set_limits
from ui.amend.presenter import AmendPresenter
from ui.amend.signing import sign
from ui.ask import AskContent, AskField, Question, ask
from ui.session import Session
from ui.shown import number_of
from ui.theme import Theme
from ui.widgets.boxes import clear, column
from ui.widgets.button import Button
from ui.widgets.field import Field
from ui.widgets.label import Label
from ui.widgets.sheet import Sheet

MOST = 7


class LimitsContent(QWidget):
    """LimitsContent(theme, presenter): every limit that may change, found by typing. Signal: chosen(LimitLine)."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, presenter: AmendPresenter) -> None:
        super().__init__()
        self.theme, self._presenter = theme, presenter
        whole = column(theme, self, gap=10)
        self.field = Field(theme, tr("Find a limit"), hint=tr("Step or entry"))
        self.field.changed.connect(lambda _text: self._show())
        self.field.entered.connect(lambda _text: self._first())
        whole.addWidget(self.field)
        self._rows = column(theme, gap=6)
        whole.addLayout(self._rows)
        whole.addStretch(1)
        self._show()

    def _found(self) -> tuple[LimitLine, ...]:
        work = self._presenter.work
        return limit_lines(work, self.field.text()) if work is not None else ()

    def _show(self) -> None:
        clear(self._rows)
        found = self._found()
        for line in found[:MOST]:
            words = tr("{step}: {entry}", step=line.step, entry=line.name)
            made = Button(self.theme, words, "tile", "adjustments", detail=line.words)
            made.set_value(line)
            made.acted.connect(self.chosen)
            self._rows.addWidget(made)
        if len(found) > MOST:
            self._rows.addWidget(Label(self.theme, tr("{n} more: type to find them", n=len(found) - MOST), "meta"))
        if not found:
            words = (
                tr("No limit of a step to come matches") if self.field.text() else tr("No limit can change any more")
            )
            self._rows.addWidget(Label(self.theme, words, "meta", wrap=True))

    def _first(self) -> None:
        found = self._found()
        if found:
            self.chosen.emit(found[0])

    def first_field(self) -> Field:
        """Where one types."""
        return self.field


def change_limit(session: Session, batch: str) -> None:
    """Lead from the batch to a signed limit."""
    presenter = AmendPresenter(session.desk, session.person, session.roles)
    presenter.on_notice = session.notice
    presenter.on_closed = lambda words: session.notice(words, "warn")
    presenter.on_opened = lambda: _choose(session, presenter)
    presenter.open_batch(batch)


def _choose(session: Session, presenter: AmendPresenter) -> None:
    why = presenter.why_not()
    if why:
        session.notice(why, "warn")
        return
    content = LimitsContent(session.theme, presenter)
    content.field.focused.connect(session.letters)
    sheet = Sheet(session.theme, session.host, tr("Change a limit"), content, subtitle=_subtitle(presenter), width=760)

    def chosen(line: LimitLine) -> None:
        sheet.close_sheet()
        _ask(session, presenter, line)

    content.chosen.connect(chosen)
    sheet.cancelled.connect(lambda _value: sheet.close_sheet())
    session.show_sheet(sheet)


def _subtitle(presenter: AmendPresenter) -> str:
    assert presenter.answer is not None
    return tr("{batch}, {product}", batch=presenter.batch, product=presenter.answer.product)


def _ask(session: Session, presenter: AmendPresenter, line: LimitLine) -> None:
    names = ["low", "high", *(name for name in FIELDS if name in line.limits and name not in ("low", "high"))]
    shown = [
        AskField(name, _label(name, line), text=line.limits.get(name, ""), needed=False, wants=_wants(name, line))
        for name in names
    ]
    question = Question(
        tr("{entry}: other limits", entry=line.name),
        tr("Continue to signature"),
        (*shown, AskField("reason", tr("Reason"))),
        tuple((kind, amendment_word(kind)) for kind in AMENDMENTS),
        tr("Kind of amendment"),
        words=tr("Now: {limits}. It holds for every station as soon as quality has signed.", limits=line.words),
        subtitle=tr("{batch}, {step}", batch=presenter.batch, step=line.step),
        icon="arrow-right",
    )

    def confirmed(parts: dict[str, str], content: AskContent, sheet: Sheet) -> None:
        assert presenter.work is not None
        try:
            set_limits(presenter.work, line, {name: parts.get(name, "") for name in FIELDS})
        except Refusal as refusal:
            content.show_error(refusal_words(refusal))
            return
        if not presenter.blocks():
            content.show_error(tr("These are the limits it has. Change one."))
            return
        presenter.trouble(lambda trouble: _go_on(session, presenter, parts, trouble, content, sheet))

    ask(session, question, confirmed)


def _label(name: str, line: LimitLine) -> str:
    return tr("{limit}, {unit}", limit=tr(FIELDS[name]), unit=line.unit) if line.unit else tr(FIELDS[name])


def _wants(name: str, line: LimitLine) -> str:
    """Number keys, unless the limit is a formula."""
    text = line.limits.get(name, "")
    return "number" if not text or number_of(text) is not None else "text"


def _go_on(
    session: Session, presenter: AmendPresenter, parts: dict[str, str], trouble: str, content: AskContent, sheet: Sheet
) -> None:
    if sheet.gone:
        return
    if trouble:
        content.show_error(trouble)
        return
    sheet.close_sheet()
    sign(session, presenter, parts["tile"], parts["reason"], presenter.desk.close)
