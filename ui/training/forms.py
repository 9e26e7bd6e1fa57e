"""The form of a task: number, version, title, what is needed, by whom, how long it counts, the document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from ebr.wording import role_word
from ebr.words import tr
from ui.theme import Theme
from ui.training.task_presenter import GIVEN, TaskForm, missing
from ui.widgets.boxes import column, row, show_if
from ui.widgets.button import Button
from ui.widgets.choice import Choice, Option
from ui.widgets.field import Field
from ui.widgets.label import Label
from ui.widgets.strip import Strip

NO: Final = "read"
YES: Final = "practical"


class TaskContent(QWidget):
    """TaskContent(theme, form, fixed, kept): everything a version asks.

    `fixed` names fields that cannot be changed; `kept` is the name of the document that stays, None where one is to be
    chosen. Signals: confirmed(object: TaskForm), cancelled, focused(object: Field), choosing(object: None).
    """

    confirmed = Signal(object)
    cancelled = Signal(object)
    focused = Signal(object)
    choosing = Signal(object)

    def __init__(self, theme: Theme, form: TaskForm, fixed: tuple[str, ...] = (), kept: str | None = None) -> None:
        super().__init__()
        self.theme, self._form, self._kept = theme, form, kept
        self.document: Mapping[str, str] | None = None
        whole = column(theme, self, gap=10)
        self._labels = {
            "task": tr("Number, as steps name it"),
            "version": tr("Version"),
            "title": tr("Title"),
            "valid_days": tr("Training counts for days, 0 for no end"),
            "earlier_until": tr("Earlier training counts until, as 2026-03-31"),
        }
        self._fields = {key: self._field(key, fixed=key in fixed) for key in self._labels}
        whole.addLayout(self._grid())
        whole.addWidget(Label(theme, tr("What is needed"), "meta"))
        self._needed = self._choice()
        whole.addWidget(self._needed)
        whole.addWidget(Label(theme, tr("Needed by"), "meta"))
        self._roles = {role: self._switch(role_word(role), on=role in form.roles) for role in GIVEN}
        whole.addLayout(self._switches())
        self._document = Label(theme, "", "body", wrap=True)
        if kept is None:
            whole.addWidget(Label(theme, tr("Document that people read, as a PDF"), "meta"))
            whole.addLayout(self._choosing())
        self._error = Strip(theme, "crit", "")
        self._error.hide()
        whole.addWidget(self._error)
        self.footer = self._foot()
        self._refresh()

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(self.theme.px(12))
        grid.setVerticalSpacing(self.theme.px(4))
        places = {"task": (0, 0, 1), "version": (0, 1, 1), "title": (2, 0, 2), "valid_days": (4, 0, 1)}
        places["earlier_until"] = (4, 1, 1)
        for key, (down, across, wide) in places.items():
            grid.addWidget(Label(self.theme, self._labels[key], "meta", wrap=True), down, across, 1, wide)
            grid.addWidget(self._fields[key], down + 1, across, 1, wide)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def _field(self, key: str, *, fixed: bool) -> Field:
        text = str(getattr(self._form, key))
        wants = "number" if key == "valid_days" else "text"
        made = Field(self.theme, self._labels[key], text, code=key in ("task", "version"), wants=wants)
        made.setEnabled(not fixed)
        made.changed.connect(self._refresh)
        made.focused.connect(self.focused)
        made.entered.connect(lambda _text: made.focusNextChild())
        return made

    def _choice(self) -> Choice:
        options = (
            Option(NO, tr("Read and sign"), "file-text"),
            Option(YES, tr("Read and sign, then a trainer confirms"), "user-check"),
        )
        made = Choice(self.theme, tr("What is needed"), options, columns=2, kind="tile")
        if self._form.practical is not None:
            made.set_chosen(YES if self._form.practical else NO)
        made.changed.connect(self._refresh)
        return made

    def _switch(self, text: str, *, on: bool) -> Button:
        made = Button(self.theme, text, "tile", "check" if on else "")
        made.setCheckable(True)
        made.setChecked(on)
        made.toggled.connect(lambda now, button=made: button.set_icon("check" if now else ""))
        made.acted.connect(self._refresh)
        return made

    def _switches(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(self.theme.px(8))
        for at, button in enumerate(self._roles.values()):
            grid.addWidget(button, at // 3, at % 3)
        return grid

    def _choosing(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(self.theme.px(8))
        choose = Button(self.theme, tr("Choose the document"), "tile", "paperclip")
        choose.acted.connect(self.choosing)
        self._away = self._switch(tr("Kept elsewhere"), on=False)
        self._away.acted.connect(self._keep_elsewhere)
        grid.addWidget(choose, 0, 0)
        grid.addWidget(self._away, 0, 1)
        grid.addWidget(self._document, 1, 0, 1, 2)
        return grid

    def _keep_elsewhere(self, _value: object = None) -> None:
        if self._away.isChecked():
            self.document = None
        self._refresh()

    def set_document(self, value: Mapping[str, str]) -> None:
        """A document was chosen and kept."""
        self.document = value
        self._away.setChecked(False)
        self._refresh()

    def _foot(self) -> QWidget:
        footer = QWidget()
        line = row(self.theme, footer, gap=12)
        cancel = Button(self.theme, tr("Cancel"), "large")
        cancel.acted.connect(self.cancelled)
        self._why = Label(self.theme, "", "metastrong", wrap=True)
        self.button = Button(self.theme, tr("Continue to signature"), "primary", "arrow-right")
        self.button.acted.connect(lambda _value: self.confirmed.emit(self.value()))
        line.addWidget(cancel)
        line.addWidget(self._why, 1)
        line.addWidget(self.button)
        return footer

    def value(self) -> TaskForm:
        """What was typed and chosen."""
        text = {key: made.text().strip() for key, made in self._fields.items()}
        chosen = self._needed.chosen()
        roles = tuple(role for role, button in self._roles.items() if button.isChecked())
        practical = None if chosen is None else chosen == YES
        return replace(TaskForm(**text), practical=practical, roles=roles)  # type: ignore[arg-type]

    def _refresh(self, _value: object = None) -> None:
        here = self._kept is not None or self.document is not None or self._away.isChecked()
        why = missing(self.value(), document=here)
        self.button.setEnabled(not why)
        self._why.setText(why)
        name = self.document.get("name", "") if self.document is not None else ""
        self._document.setText(tr("{name} is attached", name=name) if name else "")
        show_if(self._document, wanted=bool(name))
        self._error.hide()

    def show_error(self, text: str) -> None:
        """Why it was refused."""
        self._error.show_message("crit", text)
        show_if(self._error, wanted=bool(text))

    def first_field(self) -> QWidget:
        """The first field that can be changed."""
        return next((made for made in self._fields.values() if made.isEnabled()), self)
