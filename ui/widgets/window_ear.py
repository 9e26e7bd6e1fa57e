"""`WindowEar`: hears the events of the window that has the keyboard, once each, before anybody else.

A filter on the application would do the same and be called for every event of every widget: some hundred calls for a
key, each a walk from C++ to Python and back.
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QWindow
from shiboken6 import isValid


class WindowEar:
    """WindowEar(app, listener): `listener.eventFilter` gets the events of the window with the focus, until stop()."""

    def __init__(self, app: QGuiApplication, listener: QObject) -> None:
        self._app, self._listener = app, listener
        self._heard: list[QWindow] = []
        self._stopped = False
        app.focusWindowChanged.connect(self._watch)
        self._watch(QGuiApplication.focusWindow())

    def _watch(self, window: QWindow | None) -> None:
        if window is None:
            return
        self._heard = [one for one in self._heard if isValid(one)]
        if window not in self._heard:
            window.installEventFilter(self._listener)
            self._heard.append(window)

    def stop(self) -> None:
        """Hears nothing more."""
        if self._stopped:
            return
        self._stopped = True
        self._app.focusWindowChanged.disconnect(self._watch)
        for window in self._heard:
            if isValid(window):
                window.removeEventFilter(self._listener)
        self._heard = []
