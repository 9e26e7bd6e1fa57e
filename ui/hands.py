"""`Hands`: whether a person works by touch or by keys just now, and since when nobody touched anything.

It listens at the window and swallows nothing. The on-screen keys come up for hands that touch and go away when a
real key is typed; after the idle time of the room the station locks (features, idle lock).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow

from ui.widgets.touching import touching
from ui.widgets.window_ear import WindowEar

PRESSES: Final = (QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin)
ALIVE: Final = (*PRESSES, QEvent.Type.KeyPress, QEvent.Type.Wheel, QEvent.Type.TouchUpdate)
CHECK_MS: Final = 1000


class Hands(QObject):
    """Hands(app, clock). `touch` is True after a tap; set_idle(seconds) or 0 for never. Signals: idle(object.

    None), typed(object: None).
    """

    idle = Signal(object)
    typed = Signal(object)

    def __init__(self, app: QGuiApplication, clock: Callable[[], float]) -> None:
        super().__init__(app)
        self._touching = touching()
        self._touching.set_on(on=False)
        self._clock, self._seconds = clock, 0.0
        self._last = clock()
        self._held = False
        self._timer = QTimer(self, interval=CHECK_MS)
        self._timer.timeout.connect(self.check)
        self._ear = WindowEar(app, self)

    @property
    def touch(self) -> bool:
        """Somebody touches the glass."""
        return self._touching.on

    def set_idle(self, seconds: float) -> None:
        """Lock after so many seconds without a touch or key; 0 stops."""
        self._seconds, self._last = seconds, self._clock()
        if seconds:
            self._timer.start()
        else:
            self._timer.stop()

    def hold(self, on: bool) -> None:
        """Hold the time while a device is read: a reading in progress is never interrupted (ux.md 1.6)."""
        self._held, self._last = on, self._clock()

    @property
    def held(self) -> bool:
        """A device is being read."""
        return self._held

    def awake(self) -> None:
        """Somebody is at work without touching the station: a scan came, the load on the balance moves."""
        self._last = self._clock()

    def check(self) -> None:
        """Tell when the time is over."""
        if self._held:
            return
        if self._seconds and self._clock() - self._last >= self._seconds:
            self._last = self._clock()
            self.idle.emit(None)

    def stop(self) -> None:
        """Watch no more."""
        self._timer.stop()
        self._ear.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notes what hands do, once for each event, at the window."""
        kind = event.type()
        if kind in ALIVE and isinstance(watched, QWindow):
            self._last = self._clock()
            if kind in PRESSES:
                self._touching.set_on(on=True)
            elif isinstance(event, QKeyEvent) and event.text():
                self._touching.set_on(on=False)
                self.typed.emit(None)
        return False
