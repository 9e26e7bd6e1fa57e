"""A scanner or badge reader that types like a keyboard, kept out of the fields.

Keys are heard once each, at the window (a filter on widgets hears an unaccepted key once per ancestor). Six or more
keys, each within 40 ms of the one before, followed at once by Return, Enter or Tab are a scan; hands are slower. The
time of a key is when it was struck, not when a busy program came to hear it.

In a field what is typed shows at once: its text, caret and selection before the first quick key are remembered, and
put back when the keys prove to be a scan, so a scan stands in no field for longer than the scanner needs to read it.
Everywhere else a key could act (Space presses a button, letters search in a list), so printable keys wait those 40 ms
and are then replayed unchanged. GS (FNC1 of GS1 codes) arrives from such readers as Ctrl+]. A symbology (AIM)
identifier "]xy" at the front is split off, so that a code without FNC1 can be refused instead of misread.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QLineEdit
from shiboken6 import isValid

from ui.widgets.window_ear import WindowEar

HOLD_MS: Final = 40
REPEAT_MS: Final = 10
"""No keyboard repeats a held key as quickly as that; yet X calls a reader's second "0" of "00" a repetition."""
FORGET_MS: Final = 1000
"""After so long without a key what a field held before is forgotten."""
LEAST_KEYS: Final = 6
GS: Final = "\x1d"
ENDS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
MODIFIERS: Final = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_AltGr, Qt.Key.Key_Alt)
AIM: Final = re.compile(r"\][A-Za-z][0-9A-Za-z]")
BADGE_PREFIX: Final = "BADGE:"


@dataclass(frozen=True, slots=True)
class Scan:
    """One scan.

    `data` is the text without AIM identifier and badge prefix; `aim` is that identifier, "" if none.
    """

    data: str
    aim: str = ""
    badge: bool = False


def parse_scan(raw: str, badge_prefix: str = BADGE_PREFIX) -> Scan:
    """Tells a badge from a code, and splits off the AIM identifier."""
    found = AIM.match(raw)
    aim = found[0] if found else ""
    rest = raw[len(aim) :]
    if badge_prefix and rest.startswith(badge_prefix):
        return Scan(rest[len(badge_prefix) :], aim, badge=True)
    return Scan(rest, aim)


def character(event: QKeyEvent) -> str:
    """The character a reader meant by a key; "" for none."""
    if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        return GS if event.key() == Qt.Key.Key_BracketRight else ""
    text = event.text()
    return text if text.isprintable() else ""


@dataclass(frozen=True, slots=True)
class Before:
    """A field as it stood before quick keys arrived in it."""

    field: QLineEdit
    text: str
    caret: int
    start: int
    length: int

    @classmethod
    def of(cls, field: QLineEdit) -> Before:
        """Look at a field."""
        return cls(field, field.text(), field.cursorPosition(), field.selectionStart(), len(field.selectedText()))

    def put_back(self) -> None:
        """Show it as it was; whoever follows what is typed hears that it is gone again."""
        if not isValid(self.field) or self.field.text() == self.text:
            return
        self.field.setText(self.text)
        if self.length:
            self.field.setSelection(self.start, self.length)
        else:
            self.field.setCursorPosition(self.caret)
        self.field.textEdited.emit(self.text)


class Wedge(QObject):
    """Wedge(app, badge_prefix="BADGE:").

    Signal: scanned(object: Scan). Install one per application; `stop()` removes it.
    """

    scanned = Signal(object)

    def __init__(self, app: QGuiApplication, badge_prefix: str = BADGE_PREFIX) -> None:
        super().__init__(app)
        self._badge_prefix = badge_prefix
        self._held: list[QKeyEvent] = []
        self._raw = ""
        self._last = 0
        self._before: list[Before] = []
        self._window: QWindow | None = None
        self._replaying = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._over)
        self._ear = WindowEar(app, self)

    def stop(self) -> None:
        """Hears no more keys; what was held is replayed."""
        self._ear.stop()
        self._over()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Listens to keys; True means that nobody else sees this key now."""
        if self._replaying or not isinstance(event, QKeyEvent) or not isinstance(watched, QWindow):
            return False
        if event.type() == QEvent.Type.KeyRelease:
            return self._release(event)
        if event.type() != QEvent.Type.KeyPress:
            return False
        self._window = watched
        if event.key() in ENDS:
            return self._end(event)
        held_down = event.isAutoRepeat() and not 0 <= event.timestamp() - self._last <= REPEAT_MS
        sign = "" if held_down else character(event)
        if not sign:
            self._keep_order(event)
            return False
        return self._printable(event, sign)

    def _printable(self, event: QKeyEvent, sign: str) -> bool:
        if event.timestamp() - self._last > HOLD_MS:
            self._over()
        self._last, self._raw = event.timestamp(), self._raw + sign
        field = QApplication.focusWidget()
        if self._held or not isinstance(field, QLineEdit) or field.isReadOnly():
            self._held.append(_copy(event))
            self._timer.start(HOLD_MS)
            return True
        self._timer.start(FORGET_MS)
        if not self._before or self._before[-1].field is not field:
            self._before.append(Before.of(field))
        return sign == GS

    def _release(self, event: QKeyEvent) -> bool:
        if not self._held:
            return False
        self._held.append(_copy(event))
        return True

    def _keep_order(self, event: QKeyEvent) -> None:
        """A key that is no character (arrow, Backspace) comes after what was held; modifiers alone change nothing."""
        if event.key() not in MODIFIERS:
            self._over()

    def _end(self, event: QKeyEvent) -> bool:
        quick = event.timestamp() - self._last <= HOLD_MS
        raw, before = self._raw, self._before
        if len(raw) < LEAST_KEYS or not quick:
            self._over()
            return False
        self._held = []
        self._over()
        for one in reversed(before):
            one.put_back()
        self.scanned.emit(parse_scan(raw, self._badge_prefix))
        return True

    def _over(self) -> None:
        """The quick keys were typing: what was held goes where it was meant."""
        self._timer.stop()
        held, self._held = self._held, []
        self._raw, self._before, self._last = "", [], 0
        # The binding may forget the window although it is there; what somebody typed is not lost for that.
        known: tuple[QWindow | None, ...] = (self._window, QGuiApplication.focusWindow())
        window = next((one for one in known if one is not None and isValid(one)), None)
        if window is None or not held:
            return
        self._replaying = True
        try:
            for key in held:
                QCoreApplication.sendEvent(window, key)
        finally:
            self._replaying = False


def _copy(event: QKeyEvent) -> QKeyEvent:
    return QKeyEvent(
        event.type(), event.key(), event.modifiers(), event.text(), event.isAutoRepeat(), max(1, event.count())
    )
