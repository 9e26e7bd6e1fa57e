"""The panel beside a trial: who is here, what time it is, what is held to the scanner, what a device reads."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from ebr.station.trial import PASSWORD, Code
from ebr.words import figure, ntr, tr
from ui.rehearse.trial_presenter import JUMPS, Due, Reading, TrialPresenter
from ui.theme import Theme
from ui.widgets.boxes import Scroll, clear, column, dress, row
from ui.widgets.button import Button
from ui.widgets.field import Field
from ui.widgets.label import Label

WIDE = 360
HOUR, MINUTE = 3600, 60


class Panel(QFrame):
    """Panel(theme, presenter): show_readings(readings), show_codes(codes) and refresh() draw it anew.

    Signals: person(object: id), scanned(object: code), read(object: number), jumped(object: seconds).
    """

    person = Signal(object)
    scanned = Signal(object)
    read = Signal(object)
    jumped = Signal(object)

    def __init__(self, theme: Theme, presenter: TrialPresenter) -> None:
        super().__init__()
        self.theme, self.presenter = theme, presenter
        dress(self, panel="right")
        self.setFixedWidth(theme.px(WIDE))
        body = QWidget()
        self._inside = column(theme, body, (16, 14, 12, 14), 8)
        column(theme, self, gap=0).addWidget(Scroll(theme, body))
        self._inside.addWidget(Label(theme, tr("Dry run"), "h1"))
        words = tr("A temporary station. Nothing here is a record, and it all goes when this window closes.")
        self._inside.addWidget(Label(theme, words, "meta", wrap=True))
        self._people()
        self._time()
        self._device()
        self._codes()
        self._inside.addStretch(1)
        self.refresh()

    def _section(self, title: str) -> None:
        self._inside.addSpacing(self.theme.px(6))
        self._inside.addWidget(Label(self.theme, title, "over"))

    def _button(self, text: str, value: object, signal: Any, kind: str, icon: str = "", detail: str = "") -> Button:
        made = Button(self.theme, text, kind, icon, detail=detail)
        if kind == "tile":  # long names wrap instead of widening the panel
            made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        made.set_value(value)
        made.acted.connect(signal)
        return made

    # -- the parts

    def _time(self) -> None:
        self._section(tr("Clock"))
        self._clock = Label(self.theme, "", "metastrong", code=True)
        self._inside.addWidget(self._clock)
        for pair in (JUMPS[:2], JUMPS[2:]):
            line = row(self.theme, gap=8)
            for seconds in pair:
                line.addWidget(self._button(jump_words(seconds), seconds, self.jumped, "desk"), 1)
            self._inside.addLayout(line)
        self._due = column(self.theme, gap=8)
        self._inside.addLayout(self._due)

    def _people(self) -> None:
        self._section(tr("Who is here"))
        self._persons: dict[str, Button] = {}
        for player in self.presenter.players:
            made = self._button(player.name, player.person, self.person, "pick", "id-badge-2")
            self._persons[player.person] = made
            self._inside.addWidget(made)
        self._inside.addWidget(Label(self.theme, tr("Everybody's password"), "meta"))
        password = Label(self.theme, PASSWORD, "metastrong", code=True)
        password.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._inside.addWidget(password)

    def _codes(self) -> None:
        self._section(tr("Hold to the scanner"))
        self._labels = column(self.theme, gap=8)
        self._inside.addLayout(self._labels)
        self._shown: tuple[Code, ...] = ()

    def show_codes(self, codes: tuple[Code, ...]) -> None:
        """Draw the labels that can be scanned; the same ones again change nothing."""
        if codes == self._shown:
            return
        self._shown = codes
        clear(self._labels)
        for code in codes:
            icon = "ban" if code.wrong else "scan" if code.wanted else "barcode"
            self._labels.addWidget(self._button(code.title, code.code, self.scanned, "tile", icon, code.code))

    def _device(self) -> None:
        self._section(tr("Device"))
        self._readings = column(self.theme, gap=8)
        self._inside.addLayout(self._readings)
        self._field = Field(self.theme, tr("Reading of the device"), wants="", hint=tr("Reading"))
        self._field.entered.connect(self.read)
        send = Button(self.theme, tr("Send reading"), "desk", "scale")
        send.acted.connect(lambda _value: self.read.emit(self._field.text()))
        self._inside.addWidget(self._field)
        self._inside.addWidget(send)

    # -- drawing

    def refresh(self) -> None:
        """Draw time, timers and people as they are now."""
        self.show_time()
        present = self.presenter.present()
        for person, button in self._persons.items():
            button.set_icon("circle-check-filled" if person == present else "id-badge-2")
        clear(self._due)
        for due in self.presenter.due()[:4]:
            self._due.addWidget(self._button(due_words(due), due.seconds, self.jumped, "tile", "hourglass"))

    def show_time(self) -> None:
        """The clock goes on."""
        self._clock.setText(self.presenter.clock_words())

    def show_readings(self, readings: tuple[Reading, ...]) -> None:
        """Draw what a device could read for the open entry."""
        clear(self._readings)
        for one in readings:
            icon = "ban" if one.wrong else "scale"
            self._readings.addWidget(self._button(one.text, one.number, self.read, "tile", icon, figure(one.number)))
        if not readings:
            self._readings.addWidget(Label(self.theme, tr("No entry for a number is open"), "meta", wrap=True))


def jump_words(seconds: int) -> str:
    """Return a jump as a button says it."""
    if seconds < HOUR:
        return ntr("+ {n} minute", "+ {n} minutes", seconds // MINUTE)
    return ntr("+ {n} hour", "+ {n} hours", seconds // HOUR)


def due_words(due: Due) -> str:
    """Return a jump to the bound of a timer."""
    if due.longest:
        return tr("Just after the maximum of {timer}", timer=due.label)
    return tr("To the minimum of {timer}", timer=due.label)
