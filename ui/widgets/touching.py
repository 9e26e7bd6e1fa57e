"""`Touching`: whether hands work on the glass just now, for widgets that offer them more than keys need.

There is one for the application. `ui.hands` hears taps and keys and sets it; whoever draws for hands that touch asks
`on` and hears `changed`.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, Signal

NAME: Final = "touching"


class Touching(QObject):
    """touching().on is True after a tap, False after a key. Signals: changed(object: None)."""

    changed = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName(NAME)
        self._on = False

    @property
    def on(self) -> bool:
        """Somebody touches the glass."""
        return self._on

    def set_on(self, *, on: bool) -> None:
        """Hands touched, or typed."""
        if on != self._on:
            self._on = on
            self.changed.emit(None)


def touching() -> Touching:
    """Return the application's own; there must be an application."""
    app = QCoreApplication.instance()
    assert app is not None
    found = app.findChild(Touching, NAME)
    return found if found is not None else Touching(app)
