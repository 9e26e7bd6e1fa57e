"""The card that asks for the station's passphrase, at the place of the login."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from ebr.words import tr
from ui.passphrase.presenter import PassphrasePresenter
from ui.session import Session
from ui.widgets.boxes import column, panel, row, show_if
from ui.widgets.button import Button
from ui.widgets.field import Field
from ui.widgets.label import Icon, Label
from ui.widgets.strip import Strip


class View(QWidget):
    """View(session, presenter, where): `where` says which station it is."""

    def __init__(self, session: Session, presenter: PassphrasePresenter, where: str) -> None:
        super().__init__()
        self.session, self.theme, self.presenter, self._where = session, session.theme, presenter, where
        line = row(self.theme, self, (24, 24, 24, 24), 0)
        line.addStretch(1)
        line.addWidget(self._card(), 0, Qt.AlignmentFlag.AlignVCenter)
        line.addStretch(1)
        presenter.on_error, presenter.on_busy, presenter.on_wait = self._show_error, self._busy, self._wait
        self._tick = QTimer(self, interval=1000)
        self._tick.timeout.connect(presenter.tick)
        self._tick.start()
        presenter.tick()

    def _card(self) -> QWidget:
        theme = self.theme
        card = panel("card")
        card.setFixedWidth(theme.px(560))
        inside = column(theme, card, (32, 24, 32, 24), 12)
        centre = Qt.AlignmentFlag.AlignHCenter
        inside.addWidget(Icon(theme, "key", "accentInk", 56), 0, centre)
        inside.addWidget(Label(theme, tr("The key of this station is sealed"), "h1", align=centre, wrap=True))
        words = tr("A supervisor types the station's passphrase, at each start. Then people can sign in.")
        inside.addWidget(Label(theme, words, "instr", "ink2", align=centre, wrap=True))
        self._field = Field(theme, tr("Passphrase"), hint=tr("Passphrase"), secret=True)
        self._field.entered.connect(self._give)
        self._field.focused.connect(self.session.letters)
        self._error = Strip(theme, "crit", "")
        self._error.hide()
        self.button = Button(theme, tr("Open the station"), "primary", "key")
        self.button.acted.connect(self._give)
        for widget in (self._field, self._error, self.button):
            inside.addWidget(widget)
        return card

    def _give(self, _value: object = None) -> None:
        if self.button.isEnabled():
            passphrase = self._field.text()
            self._field.clear()
            self.presenter.give(passphrase)

    def _show_error(self, text: str) -> None:
        self._error.show_message("crit", text)
        show_if(self._error, wanted=bool(text))

    def _busy(self, busy: bool) -> None:
        self.button.setEnabled(not busy)
        self.button.set_text(tr("Checking") if busy else tr("Open the station"))
        if busy:
            self._show_error("")

    def _wait(self, seconds: int) -> None:
        self.button.setEnabled(not seconds)

    def title(self) -> str:
        """Which station it is."""
        return self._where

    def help_key(self) -> str:
        """Chapter of the help."""
        return "login"

    def first_field(self) -> QWidget:
        """The passphrase."""
        return self._field

    def leave(self) -> None:
        """Stops the clock."""
        self._tick.stop()
