"""A date with time, and a length of time, typed in parts and emitted as typed; nothing is judged here."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ebr.words import tr
from ui.theme import Theme
from ui.widgets.boxes import column, row, show_if
from ui.widgets.button import Button
from ui.widgets.field import Field
from ui.widgets.label import Label


class _Parts(QWidget):
    """Several short fields that make one text."""

    changed = Signal(object)
    entered = Signal(object)

    def __init__(self, theme: Theme, parts: tuple[tuple[str, str, float], ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._line = row(theme, self, gap=12)
        self._fields = [self._part(*part) for part in parts]

    def _part(self, name: str, hint: str, width: float) -> Field:
        holder = column(self.theme, gap=4)
        holder.addWidget(Label(self.theme, name, "meta"))
        field = Field(self.theme, name, hint=hint, wants="number")
        field.setFixedWidth(self.theme.px(width))
        field.changed.connect(self._tell_changed)
        field.entered.connect(self._tell_entered)
        holder.addWidget(field)
        self._line.addLayout(holder)
        return field

    def _tell_changed(self, _text: object) -> None:
        self.changed.emit(self.value())

    def _tell_entered(self, _text: object) -> None:
        self.entered.emit(self.value())

    def value(self) -> str:
        """The parts as one text; overridden."""
        raise NotImplementedError

    def first_field(self) -> QWidget:
        """What gets the focus."""
        return self._fields[0]


class DateTimeEntry(_Parts):
    """A date and time of the record, 24 h, with its zone. DateTimeEntry(theme, zone, *, now=True).

    Setters: set_value(date_text, time_text). value() is "YYYY-MM-DD HH:MM" as typed. Signals: changed, entered (object:
    text), now_pressed (object: None): the screen answers with the station's time.
    """

    now_pressed = Signal(object)

    def __init__(self, theme: Theme, zone: str, *, now: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(
            theme, ((tr("Date"), tr("YYYY-MM-DD"), 176), (tr("Time, {zone}", zone=zone), tr("HH:MM"), 140)), parent
        )
        self._button = Button(theme, tr("Now"), "tonal", "clock")
        show_if(self._button, wanted=now)
        self._button.acted.connect(self.now_pressed)
        holder = column(theme, gap=4)
        holder.addStretch(1)
        holder.addWidget(self._button)
        self._line.addLayout(holder)
        self._line.addStretch(1)

    def set_value(self, date: str, time: str) -> None:
        """Shows a draft."""
        self._fields[0].setText(date)
        self._fields[1].setText(time)

    def value(self) -> str:
        """Date and time with a blank between them, as typed."""
        return " ".join(part for part in (field.text().strip() for field in self._fields) if part)


class DurationEntry(_Parts):
    """A length of time in hours, minutes and seconds. DurationEntry(theme). set_value(hours, minutes, seconds) as text.

    value() is "h:mm:ss" as typed, empty parts as "0"; "" when nothing was typed. Signals: changed, entered (object:
    text).
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(
            theme, ((tr("Hours"), "0", 104), (tr("Minutes"), "00", 104), (tr("Seconds"), "00", 104)), parent
        )
        self._line.addStretch(1)

    def set_value(self, hours: str, minutes: str, seconds: str) -> None:
        """Shows a draft."""
        for field, text in zip(self._fields, (hours, minutes, seconds), strict=True):
            field.setText(text)

    def value(self) -> str:
        """The parts with colons between them."""
        parts = [field.text().strip() for field in self._fields]
        return ":".join(part or "0" for part in parts) if any(parts) else ""
