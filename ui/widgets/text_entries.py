"""Entries that are typed as text: words, a scanned code, a date with time, a length of time.

All emit raw text and judge nothing. A scan reaches `ScanField` through `take_scan`, called by the screen that hears the
scanner, never through the keyboard focus; typing by hand is possible and is reported as such.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ebr.words import tr
from ui.theme import Theme
from ui.widgets.boxes import column, row
from ui.widgets.button import Button
from ui.widgets.field import Field
from ui.widgets.label import Icon, Label


class TextEntry(QWidget):
    """One line of words. TextEntry(theme, name, *, hint="", confirm=""); `confirm` is the verb of its button.

    Setters: set_value(text). Getter: value(). Signals: changed(object: text), entered(object: text).
    """

    changed = Signal(object)
    entered = Signal(object)

    def __init__(
        self, theme: Theme, name: str, *, hint: str = "", confirm: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        line = row(theme, self, gap=12)
        self.field = Field(theme, name, hint=hint)
        self.field.changed.connect(self.changed)
        self.field.entered.connect(self.entered)
        line.addWidget(self.field, 1)
        button = Button(theme, confirm or tr("Enter"), "large")
        button.acted.connect(self._confirm)
        line.addWidget(button)

    def _confirm(self, _value: object) -> None:
        self.entered.emit(self.value())

    def set_value(self, text: str) -> None:
        """Shows a draft."""
        self.field.setText(text)

    def value(self) -> str:
        """The text as typed."""
        return self.field.text()

    def first_field(self) -> QWidget:
        """What gets the focus."""
        return self.field


class ScanField(QWidget):
    """Waits for a scan of a named kind of code. ScanField(theme, name, expected, *, manual=True).

    `expected` says what to scan ("Scan the bag label"). take_scan(text) shows it and emits scanned(object: text); typing by
    hand emits typed(object: text). Setter: set_value(text).
    """

    scanned = Signal(object)
    typed = Signal(object)

    def __init__(
        self, theme: Theme, name: str, expected: str, *, manual: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        whole = column(theme, self, gap=8)
        wait = row(theme, gap=12)
        wait.addWidget(Icon(theme, "scan", "accentInk", 32))
        wait.addWidget(Label(theme, expected, "h3", wrap=True), 1)
        self._by_hand = Button(theme, tr("Type it"), "ghost", "keyboard")
        self._by_hand.setVisible(manual)
        self._by_hand.acted.connect(self._open_typing)
        wait.addWidget(self._by_hand)
        whole.addLayout(wait)
        self.field = Field(theme, name, code=True)
        self.field.entered.connect(self.typed)
        self.field.hide()
        whole.addWidget(self.field)

    def _open_typing(self, _value: object) -> None:
        self.field.show()
        self.field.setFocus()

    def take_scan(self, text: str) -> None:
        """A scan arrived for this entry."""
        self.set_value(text)
        self.scanned.emit(text)

    def set_value(self, text: str) -> None:
        """Shows what was read."""
        self.field.setText(text)
        self.field.setVisible(bool(text))

    def first_field(self) -> QWidget:
        """The typing field when it is open, else the button that opens it."""
        return self.field if self.field.isVisible() else self._by_hand


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
        self._button.setVisible(now)
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

    value() is "h:mm:ss" as typed, empty parts as "0"; "" when nothing was typed. Signals: changed, entered (object: text).
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, ((tr("Hours"), "0", 104), (tr("Minutes"), "00", 104), (tr("Seconds"), "00", 104)), parent)
        self._line.addStretch(1)

    def set_value(self, hours: str, minutes: str, seconds: str) -> None:
        """Shows a draft."""
        for field, text in zip(self._fields, (hours, minutes, seconds), strict=True):
            field.setText(text)

    def value(self) -> str:
        """The parts with colons between them."""
        parts = [field.text().strip() for field in self._fields]
        return ":".join(part or "0" for part in parts) if any(parts) else ""
