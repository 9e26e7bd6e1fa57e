"""`SignSheet`: the content of a signature sheet (21 CFR 11.50, 11.200; floor-rules 7).

Shows every entry covered, the meaning (given by the MBR, never chosen), who signs, and the sentence with printed name
and time. Asks for the full password each time; a badge only fills in who. The secret leaves once, in the signal, and
the field is emptied at once. Nothing is checked here.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ebr.words import tr
from ui.theme import Theme
from ui.widgets.boxes import column, row, show_if
from ui.widgets.button import Button
from ui.widgets.facts import Fact, FactList
from ui.widgets.field import Field
from ui.widgets.label import Label
from ui.widgets.person_row import PersonRow
from ui.widgets.strip import Strip


@dataclass(frozen=True, slots=True)
class SignRequest:
    """What is signed. With `person` "" the sheet asks for a badge or user name first (second person)."""

    meaning: str
    rows: tuple[Fact, ...]
    legal: str
    button: str
    initials: str = ""
    person: str = ""
    person_detail: str = ""
    not_you: str = ""
    notes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SignInput:
    """Who (user name as typed, "" when the sheet knew the person) and the secret.

    Never logged: the secret is not in repr.
    """

    user: str
    secret: str = field(repr=False)


class SignSheet(QWidget):
    """SignSheet(theme, SignRequest). Put it and its `footer` into a Sheet.

    Setters: set_error(text), set_busy(bool), set_person(initials, name, detail), set_legal(text, button),
    clear_secret(). Signals: signed(object: SignInput), not_you(object: None), cancelled(object: None),
    focused(object: Field).
    """

    signed = Signal(object)
    not_you = Signal(object)
    cancelled = Signal(object)
    focused = Signal(object)

    def __init__(self, theme: Theme, request: SignRequest, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._named = bool(request.person)
        whole = column(theme, self, gap=14)
        facts = (Fact(tr("Meaning"), request.meaning), *request.rows)
        whole.addWidget(FactList(theme, facts, sunk=True))
        for tone, text in request.notes:
            whole.addWidget(Strip(theme, tone, text))
        self._build_person(request)
        for widget in (self._person, self._user_label, self._user):
            whole.addWidget(widget)
        whole.addWidget(Label(theme, tr("Password"), "meta"))
        self._secret = Field(theme, tr("Password"), secret=True)
        self._secret.entered.connect(self._sign)
        self._secret.changed.connect(self._typed)
        self._secret.focused.connect(self.focused)
        whole.addWidget(self._secret)
        self._error = Strip(theme, "crit", "")
        self._error.hide()
        whole.addWidget(self._error)
        self._legal = Label(theme, request.legal, "meta", wrap=True)
        whole.addWidget(self._legal)
        whole.addStretch(1)
        self.footer = self._build_footer(request.button)

    def _build_person(self, request: SignRequest) -> None:
        self._person = PersonRow(self.theme, action=request.not_you)
        self._person.show_person(request.initials, request.person, request.person_detail)
        self._person.acted.connect(self.not_you)
        show_if(self._person, wanted=self._named)
        self._user_label = Label(self.theme, tr("Scan your badge, or type your user name"), "meta", wrap=True)
        self._user = Field(self.theme, tr("User name"), hint=tr("User name"))
        self._user.entered.connect(lambda _text: self._secret.setFocus())
        self._user.focused.connect(self.focused)
        show_if(self._user_label, wanted=not self._named)
        show_if(self._user, wanted=not self._named)

    def _build_footer(self, text: str) -> QWidget:
        footer = QWidget()
        line = row(self.theme, footer, gap=12)
        cancel = Button(self.theme, tr("Cancel"), "large")
        cancel.acted.connect(self.cancelled)
        self.button = Button(self.theme, text, "primary", "signature")
        self.button.acted.connect(self._sign)
        line.addWidget(cancel, 1)
        line.addWidget(self.button, 2)
        return footer

    def _sign(self, _value: object) -> None:
        if not self.button.isEnabled():
            return
        if not self._secret.text():
            self.set_error(tr("Type your password to sign"))
            self._secret.setFocus()
            return
        given = SignInput(self._user.text().strip() if not self._named else "", self._secret.text())
        self._secret.clear()
        self.signed.emit(given)

    def _typed(self, _text: object) -> None:
        self._error.hide()

    def set_error(self, text: str) -> None:
        """Why it was refused, at the spot; "" takes it away."""
        self._error.show_message("crit", text)
        show_if(self._error, wanted=bool(text))

    def set_busy(self, *, busy: bool) -> None:
        """While the key is unwrapped nothing can be signed twice."""
        self.button.setEnabled(not busy)
        self._secret.setEnabled(not busy)
        self._user.setEnabled(not busy)

    def set_person(self, initials: str, name: str, detail: str = "") -> None:
        """A badge named the person: the password is next."""
        self._named = bool(name)
        self._person.show_person(initials, name, detail)
        show_if(self._person, wanted=self._named)
        show_if(self._user_label, wanted=not self._named)
        show_if(self._user, wanted=not self._named)
        self.first_field().setFocus()

    def set_legal(self, text: str, button: str) -> None:
        """The sentence and the verb with the person's name."""
        self._legal.setText(text)
        self.button.set_text(button)

    def clear_secret(self) -> None:
        """Forgets what was typed."""
        self._secret.clear()

    def first_field(self) -> Field:
        """The password when the person is known, else the user name."""
        return self._secret if self._named else self._user
