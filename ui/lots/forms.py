"""`FormContent`: a form of the store in two columns, with its button; `open_form` shows it and carries it out.

What a code means stands below its field as soon as it is known. A refusal is shown in the sheet, where it can be
corrected; what is signed goes on to the sheet of the signature.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QGridLayout

from ebr.domain.refusal import Refusal
from ebr.wording import refusal_words
from ebr.words import tr
from ui.ask import closing
from ui.desk import Answer
from ui.lots.asks import Asked, Form
from ui.pages.sheet_form import SheetForm, show_form
from ui.theme import Theme
from ui.widgets.boxes import column, show_if
from ui.widgets.choice import Choice, Option
from ui.widgets.field import Field
from ui.widgets.label import Label

if TYPE_CHECKING:
    from ui.session import Session

Do = Callable[[Any, Callable[[Answer], None]], None]
"""Carries out a command and says what became of it: a presenter's `do`."""
FEW = 3
"""Up to so many fields stand in one column."""
LONG = 24
"""Letters from which options stand in two columns."""


class FormContent(SheetForm):
    """FormContent(theme, form)."""

    def __init__(self, theme: Theme, form: Form) -> None:
        super().__init__(theme)
        self._form = form
        self._choices: dict[str, Choice] = {}
        self._meanings: dict[str, Label] = {}
        whole = column(theme, self, gap=10)
        if form.words:
            whole.addWidget(Label(theme, form.words, "instr", wrap=True))
        for one in form.fields:
            if one.options:
                self._choice(whole, one)
        typed = [one for one in form.fields if not one.options]
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(14))
        grid.setVerticalSpacing(theme.px(4))
        across = 1 if len(typed) <= FEW else 2
        for at, one in enumerate(typed):
            self._field(grid, one, at // across * 3, at % across)
        for at in range(across):
            grid.setColumnStretch(at, 1)
        whole.addLayout(grid)
        self.finish(whole, form.button, form.icon, [one.key for one in form.fields if one.scans])

    def _choice(self, whole: Any, one: Asked) -> None:
        columns = 2 if len(one.options) > FEW or any(len(words) > LONG for _, words in one.options) else 0
        made = Choice(self.theme, one.label, [Option(*pair) for pair in one.options], columns=columns, kind="tile")
        if one.text:
            made.set_chosen(one.text)
        made.changed.connect(self._refresh)
        whole.addWidget(Label(self.theme, one.label, "meta"))
        whole.addWidget(made)
        self._choices[one.key] = made

    def _field(self, grid: QGridLayout, one: Asked, down: int, across: int) -> None:
        wants = "number" if one.number else "text"
        made = Field(self.theme, one.label, one.text, hint=one.hint, wants=wants, code=one.scans)
        made.changed.connect(self._refresh)
        made.focused.connect(self.focused)
        made.entered.connect(lambda _text, key=one.key: self._next(key))
        meaning = Label(self.theme, "", "meta", wrap=True)
        grid.addWidget(Label(self.theme, one.label, "meta", wrap=True), down, across)
        grid.addWidget(made, down + 1, across)
        grid.addWidget(meaning, down + 2, across)
        show_if(meaning, wanted=False)
        self._fields[one.key], self._meanings[one.key] = made, meaning

    def parts(self) -> dict[str, str]:
        """Return what was typed and chosen."""
        return {**super().parts(), **{key: made.chosen() or "" for key, made in self._choices.items()}}

    def _missing(self) -> str:
        return self._form.missing(self.parts())

    def _refresh(self, _value: object = None) -> None:
        parts = self.parts()
        for one in self._form.fields:
            if one.explain is not None:
                words = one.explain(parts[one.key])
                self._meanings[one.key].setText(words)
                show_if(self._meanings[one.key], wanted=bool(words))
        super()._refresh()


def open_question(session: Session, form: Form) -> FormContent:
    """Show a form as a sheet; what becomes of the answers is the asker's business."""
    content = FormContent(session.theme, form)
    show_form(session, content, form.title, subtitle=form.subtitle, width=940 if len(form.fields) > FEW else 720)
    return content


def open_form(session: Session, form: Form, do: Do) -> FormContent:
    """Show the form as a sheet; `do(command, then)` carries out what is not signed."""
    content = open_question(session, form)
    sheet = session.sheets[-1]

    def confirmed(parts: object) -> None:
        assert isinstance(parts, dict)
        try:
            command = form.command(parts)
        except Refusal as refused:
            content.show_error(refusal_words(refused))
            return
        if form.signed:
            sheet.close_sheet()
            sign(session, command, form)
        else:
            do(command, closing(session, sheet, content.show_error, form.done or tr("Recorded")))

    content.confirmed.connect(confirmed)
    return content


def sign(session: Session, command: Any, form: Form) -> None:
    """Sign what a form asked for: the person who asks, or a second person who is named by signing."""

    def signed(said: Answer) -> None:
        if said.refusal is None:
            session.notice(form.done or tr("Recorded"))

    if form.signed == "self":
        session.sign(command, signed, title=form.title)
    else:
        session.sign(command, signed, second=True, title=form.title, names=form.signed)
