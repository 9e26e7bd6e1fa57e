"""`FormContent`: a form of a deviation in a sheet; a refusal is said in it, what is signed goes on to the signature."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ebr.domain.refusal import Refusal
from ebr.wording import refusal_words
from ebr.words import tr
from ui.ask import closing
from ui.desk import Answer
from ui.deviations.asks import Asked, Form, Judged
from ui.editor.controls import Lines
from ui.pages.sheet_form import SheetForm, show_form
from ui.theme import Theme
from ui.widgets.boxes import column, row
from ui.widgets.button import Button
from ui.widgets.choice import Choice, Option
from ui.widgets.field import Field
from ui.widgets.label import Label

if TYPE_CHECKING:
    from ui.session import Session

FEW: Final = 3
"""Up to so many options stand beside each other."""
SHOWN: Final = 40
"""Batches that are judged one by one in the sheet; the rest is judged together."""


class TextBox(Lines):
    """Several lines of words with their own undo."""

    def event(self, event: QEvent) -> bool:
        """As of any box of text."""
        return bool(QPlainTextEdit.event(self, event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """As of any box of text."""
        QPlainTextEdit.keyPressEvent(self, event)


class FormContent(SheetForm):
    """FormContent(theme, form); among the parts each judged batch stands under its number."""

    def __init__(self, theme: Theme, form: Form) -> None:
        super().__init__(theme)
        self._form = form
        self._choices: dict[str, Choice] = {}
        self._rest = {one.batch: one.chosen for one in form.judged[SHOWN:] if one.chosen}
        whole = column(theme, self, gap=8)
        if form.words:
            whole.addWidget(Label(theme, form.words, "body", wrap=True))
        self._judge(whole)
        for one in form.parts:
            whole.addWidget(Label(theme, one.label, "meta", wrap=True))
            whole.addWidget(self._part(one))
        self.finish(whole, form.button, "arrow-right" if form.signed else "check")

    def _part(self, one: Asked) -> QWidget:
        if one.options:
            kind = "segment" if len(one.options) <= FEW else "tile"
            columns = 0 if kind == "segment" else 2
            choice = Choice(self.theme, one.label, [Option(*pair) for pair in one.options], columns=columns, kind=kind)
            if one.text:
                choice.set_chosen(one.text)
            choice.changed.connect(self._refresh)
            self._choices[one.key] = choice
            return choice
        if one.long:
            made: Field | TextBox = TextBox(self.theme, one.label, least=3, hint=one.hint)
            made.show_value(one.text)  # type: ignore[union-attr]
        else:
            made = Field(self.theme, one.label, one.text, hint=one.hint)
            made.entered.connect(lambda _text, key=one.key: self._next(key))
        made.changed.connect(self._refresh)
        made.focused.connect(self.focused)
        self._fields[one.key] = made
        return made

    def _judge(self, whole: Any) -> None:
        """Each batch with its two answers; a button answers for those that are left."""
        for one in self._form.judged[:SHOWN]:
            whole.addLayout(self._line(one))
        if len(self._form.judged) > 1:
            rest = Button(self.theme, tr("All that are left: not affected"), "plain", "check")
            rest.acted.connect(self._all)
            whole.addWidget(rest)

    def _line(self, one: Judged) -> Any:
        line = row(self.theme, gap=12)
        words = column(self.theme, gap=0)
        words.addWidget(Label(self.theme, one.batch, "h3", code=True))
        words.addWidget(Label(self.theme, one.words, "meta", wrap=True))
        line.addLayout(words, 1)
        options = [Option("affected", tr("Affected"), tone="warn"), Option("cleared", tr("Not affected"))]
        choice = Choice(self.theme, tr("Batch {batch}", batch=one.batch), options)
        if one.chosen:
            choice.set_chosen(one.chosen)
        choice.setFixedWidth(self.theme.px(330))
        choice.changed.connect(self._refresh)
        line.addWidget(choice)
        self._choices[one.batch] = choice
        return line

    def _all(self, _value: object) -> None:
        for one in self._form.judged:
            choice = self._choices.get(one.batch)
            if choice is None:
                self._rest.setdefault(one.batch, "cleared")
            elif not choice.chosen():
                choice.set_chosen("cleared")
        self._refresh()

    def parts(self) -> dict[str, str]:
        """Return what was typed and chosen; a batch under its number."""
        chosen = {key: made.chosen() or "" for key, made in self._choices.items()}
        return {**super().parts(), **self._rest, **chosen}

    def _missing(self) -> str:
        return self._form.missing(self.parts())


def open_form(
    session: Session, form: Form, do: Callable[[Any, Callable[[Answer], None]], None], done: Callable[[Answer], None]
) -> FormContent:
    """Show the form as a sheet; `do` carries out what is not signed, `done` hears what was recorded."""
    content = FormContent(session.theme, form)
    sheet = show_form(session, content, form.title, subtitle=form.subtitle, width=900 if form.judged else 760)

    def confirmed(parts: object) -> None:
        assert isinstance(parts, dict)
        try:
            command = form.command(parts)
        except Refusal as refused:
            content.show_error(refusal_words(refused))
            return
        if form.signed:
            sheet.close_sheet()
            session.sign(command, heard, title=form.title)
        else:
            close = closing(session, sheet, content.show_error, tr("Recorded"))
            do(command, lambda said: recorded(close, said))

    def recorded(close: Callable[[Answer], None], said: Answer) -> None:
        close(said)
        if said.refusal is None:
            done(said)

    def heard(said: Answer) -> None:
        if said.refusal is None:
            session.notice(tr("Recorded"))
            done(said)

    content.confirmed.connect(confirmed)
    return content
