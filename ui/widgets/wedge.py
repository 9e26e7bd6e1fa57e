"""A scanner or badge reader that types like a keyboard, kept out of the fields.

Keys are heard once each, at the window (a filter on widgets hears an unaccepted key once per ancestor). Printable
keys are held for 40 ms: six or more followed by Return, Enter or Tab are a scan and reach no field; anything else is
replayed unchanged, so typing is not harmed. GS (FNC1 of GS1 codes) arrives from such readers as Ctrl+]. A symbology
(AIM) identifier "]xy" at the front is split off, so that a code without FNC1 can be refused instead of misread.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from shiboken6 import isValid

HOLD_MS: Final = 40
LEAST_KEYS: Final = 6
GS: Final = "\x1d"
ENDS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
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


class Wedge(QObject):
    """Wedge(app, badge_prefix="BADGE:").

    Signal: scanned(object: Scan). Install one per application; `stop()` removes it.
    """

    scanned = Signal(object)

    def __init__(self, app: QCoreApplication, badge_prefix: str = BADGE_PREFIX) -> None:
        super().__init__(app)
        self._app, self._badge_prefix = app, badge_prefix
        self._held: list[QKeyEvent] = []
        self._window: QWindow | None = None
        self._replaying = False
        self._timer = QTimer(self, interval=HOLD_MS, singleShot=True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._replay)
        app.installEventFilter(self)

    def stop(self) -> None:
        """Hears no more keys; what was held is replayed."""
        self._app.removeEventFilter(self)
        self._replay()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Holds printable keys; True means that nobody else sees this key now."""
        if self._replaying or not isinstance(event, QKeyEvent) or not isinstance(watched, QWindow):
            return False
        if event.type() == QEvent.Type.KeyRelease:
            return self._release(event)
        if event.type() != QEvent.Type.KeyPress:
            return False
        self._window = watched
        if event.key() in ENDS:
            return self._end()
        if not character(event):
            self._keep_order(event)
            return False
        self._held.append(_copy(event))
        self._timer.start()
        return True

    def _release(self, event: QKeyEvent) -> bool:
        if not self._held:
            return False
        self._held.append(_copy(event))
        return True

    def _keep_order(self, event: QKeyEvent) -> None:
        """A key that is no character (arrow, Backspace) comes after what was held; modifiers alone change nothing."""
        if event.key() not in (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_AltGr, Qt.Key.Key_Alt):
            self._replay()

    def _end(self) -> bool:
        raw = "".join(character(key) for key in self._held if key.type() == QEvent.Type.KeyPress)
        if len(raw) < LEAST_KEYS:
            self._replay()
            return False
        self._timer.stop()
        self._held = []
        self.scanned.emit(parse_scan(raw, self._badge_prefix))
        return True

    def _replay(self) -> None:
        self._timer.stop()
        held, self._held = self._held, []
        # The binding may forget the window although it is there; what somebody typed is not lost for that.
        known: tuple[QWindow | None, ...] = (self._window, QGuiApplication.focusWindow())
        window = next((one for one in known if one is not None and isValid(one)), None)
        if window is None:
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
