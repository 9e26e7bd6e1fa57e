"""`FormContent`: a form of the store in two columns, with its button; `open_form` shows it and carries it out.

What a code means stands below its field as soon as it is known. A refusal is shown in the sheet, where it can be
corrected; what is signed goes on to the sheet of the signature.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from ebr.domain.refusal import Refusal
from ebr.wording import refusal_words
from ebr.words import tr
from ui.ask import closing
from ui.desk import Answer
from ui.lots.asks import Asked, Form
from ui.theme import Theme
from ui.widgets.boxes import column, row, show_if
from ui.widgets.button import Button
from ui.widgets.choice import Choice, Option
from ui.widgets.field import Field
from ui.widgets.label import Label
from ui.widgets.sheet import Sheet
from ui.widgets.strip import Strip

if TYPE_CHECKING:
    from ui.session import Session

Do = Callable[[Any, Callable[[Answer], None]], None]
"""Carries out a command and says what became of it: a presenter's `do`."""
FEW = 3
"""Up to so many fields stand in one column."""
LONG = 24
"""Letters from which options stand in two columns."""


class FormContent(QWidget):
    """FormContent(theme, form). Signals: confirmed(object: dict of parts), cancelled, focused(object: Field)."""

    confirmed = Signal(object)
    cancelled = Signal(object)
    focused = Signal(object)

    def __init__(self, theme: Theme, form: Form) -> None:
        super().__init__()
        self.theme, self._form = theme, form
        self._fields: dict[str, Field] = {}
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
        self._error = Strip(theme, "crit", "")
        self._error.hide()
        whole.addWidget(self._error)
        self.footer = self._foot()
        self._refresh()

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

    def _foot(self) -> QWidget:
        footer = QWidget()
        line = row(self.theme, footer, gap=12)
        cancel = Button(self.theme, tr("Cancel"), "large")
        cancel.acted.connect(self.cancelled)
        self._why = Label(self.theme, "", "metastrong", wrap=True)
        self.button = Button(self.theme, self._form.button, "primary", self._form.icon)
        self.button.acted.connect(self._confirm)
        line.addWidget(cancel)
        line.addWidget(self._why, 1)
        line.addWidget(self.button, 1)
        return footer

    def parts(self) -> dict[str, str]:
        """Return what was typed and chosen."""
        typed = {key: made.text().strip() for key, made in self._fields.items()}
        return {**typed, **{key: made.chosen() or "" for key, made in self._choices.items()}}

    def _next(self, key: str) -> None:
        keys = list(self._fields)
        later = next((one for one in keys[keys.index(key) + 1 :] if not self._fields[one].text()), None)
        if later is not None:
            self._fields[later].setFocus()
        elif self.button.isEnabled():
            self._confirm()

    def _refresh(self, _value: object = None) -> None:
        parts = self.parts()
        for one in self._form.fields:
            if one.explain is not None:
                words = one.explain(parts[one.key])
                self._meanings[one.key].setText(words)
                show_if(self._meanings[one.key], wanted=bool(words))
        missing = self._form.missing(parts)
        self.button.setEnabled(not missing)
        self._why.setText(missing)
        self._error.hide()

    def _confirm(self, _value: object = None) -> None:
        self.confirmed.emit(self.parts())

    def take_scan(self, text: str) -> bool:
        """The first empty field that takes scans gets it."""
        for one in self._form.fields:
            if one.scans and not self._fields[one.key].text():
                self._fields[one.key].setText(text)
                self._refresh()
                self._next(one.key)
                return True
        return False

    def show_error(self, text: str) -> None:
        """Why it was refused."""
        self._error.show_message("crit", text)
        show_if(self._error, wanted=bool(text))

    def first_field(self) -> QWidget | None:
        """The first field that is empty; no choice, because a ring would look like one."""
        empty = next((made for made in self._fields.values() if not made.text()), None)
        return empty or next(iter(self._fields.values()), None)


def open_question(session: Session, form: Form) -> FormContent:
    """Show a form as a sheet; what becomes of the answers is the asker's business."""
    content = FormContent(session.theme, form)
    wide = 940 if len(form.fields) > FEW else 720
    sheet = Sheet(
        session.theme,
        session.host,
        form.title,
        content,
        footer=content.footer,
        subtitle=form.subtitle,
        width=wide,
    )
    content.focused.connect(session.letters)
    for asked in (content.cancelled, sheet.cancelled):
        asked.connect(lambda _value: sheet.close_sheet())
    session.show_sheet(sheet)
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
