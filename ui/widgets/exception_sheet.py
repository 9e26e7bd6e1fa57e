"""`ExceptionSheet`: the content of the sheet that documents a departure.

Reason tiles first, because most need no typing; "cause unknown" belongs among them (floor-rules 11). The class is
proposed, not chosen: it is named in words and looks like the others until somebody raises it; classes below the floor
are not possible and say so. What it blocks stands in words. The button waits for a reason and says so.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ebr.words import tr
from ui.theme import Theme
from ui.widgets.boxes import column, row, show_if
from ui.widgets.button import Button
from ui.widgets.choice import Choice, Option
from ui.widgets.facts import Fact, FactList
from ui.widgets.field import Field
from ui.widgets.label import Label
from ui.widgets.strip import Strip


@dataclass(frozen=True, slots=True)
class ExceptionRequest:
    """What happened and what may be said about it. `classes` are options; `proposed` is the key of the one proposed."""

    facts: tuple[Fact, ...]
    reasons: tuple[Option, ...]
    classes: tuple[Option, ...]
    proposed: str
    button: str


@dataclass(frozen=True, slots=True)
class ExceptionInput:
    """Reason key, comment as typed, class key (the proposed one unless raised)."""

    reason: str
    comment: str
    severity: str


class ExceptionSheet(QWidget):
    """ExceptionSheet(theme, ExceptionRequest). Put it and its `footer` into a Sheet.

    Setters: set_consequence(tone, text), set_error(text). Signals: confirmed(object: ExceptionInput),
    changed(object: ExceptionInput) on each choice, cancelled(object: None), focused(object: Field).
    """

    confirmed = Signal(object)
    changed = Signal(object)
    cancelled = Signal(object)
    focused = Signal(object)

    def __init__(self, theme: Theme, request: ExceptionRequest, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme, self._request = theme, request
        whole = column(theme, self, gap=10)
        if request.facts:
            whole.addWidget(FactList(theme, request.facts, sunk=True))
        self._reasons = Choice(theme, tr("What happened?"), request.reasons, columns=2, kind="tile")
        self._comment = Field(theme, tr("Comment"), hint=tr("What you saw and did"))
        self._classes = Choice(theme, tr("Class"), [self._class(option) for option in request.classes])
        self._consequence = Strip(theme, "info", "", icon="user-check")
        self._error = Strip(theme, "crit", "")
        for name, widget in ((tr("What happened?"), self._reasons), (tr("Comment"), self._comment)):
            whole.addWidget(Label(theme, name, "h3"))
            whole.addWidget(widget)
        whole.addWidget(Label(theme, tr("Class"), "h3"))
        whole.addWidget(self._classes)
        for strip in (self._consequence, self._error):
            strip.hide()
            whole.addWidget(strip)
        whole.addStretch(1)
        self.footer = self._build_footer(request.button)
        self._listen()
        self._refresh()

    def _class(self, option: Option) -> Option:
        if option.key != self._request.proposed or option.detail:
            return option
        return Option(option.key, option.text, option.icon, option.tone, tr("Proposed"), option.enabled)

    def _build_footer(self, text: str) -> QWidget:
        footer = QWidget()
        line = row(self.theme, footer, gap=12)
        cancel = Button(self.theme, tr("Cancel"), "large")
        cancel.acted.connect(self.cancelled)
        self._why = Label(self.theme, "", "metastrong", wrap=True)
        self.button = Button(self.theme, text, "primary", "signature")
        self.button.acted.connect(self._confirm)
        line.addWidget(cancel)
        line.addWidget(self._why, 1)
        line.addWidget(self.button, 1)
        return footer

    def _listen(self) -> None:
        for choice in (self._reasons, self._classes):
            choice.changed.connect(self._tell)
        self._comment.changed.connect(self._tell)
        self._comment.focused.connect(self.focused)

    def value(self) -> ExceptionInput:
        """What was chosen and typed so far; reason "" while none is chosen."""
        severity = self._classes.chosen() or self._request.proposed
        return ExceptionInput(self._reasons.chosen() or "", self._comment.text().strip(), severity)

    def _tell(self, _value: object) -> None:
        self._refresh()
        self.changed.emit(self.value())

    def _refresh(self) -> None:
        ready = self._reasons.chosen() is not None
        self.button.setEnabled(ready)
        self._why.setText("" if ready else tr("Choose what happened"))

    def _confirm(self, _value: object) -> None:
        self.confirmed.emit(self.value())

    def set_consequence(self, tone: str, text: str) -> None:
        """What it blocks and what goes on, in words."""
        self._consequence.show_message(tone, text, icon="user-check")
        show_if(self._consequence, wanted=bool(text))

    def set_error(self, text: str) -> None:
        """Why it was refused; "" takes it away."""
        self._error.show_message("crit", text)
        show_if(self._error, wanted=bool(text))

    def first_field(self) -> None:
        """None: a ring around the first reason would look like a choice."""
