"""The program's window as a test has it: on a desk that answers at once, drawn in memory, in front of somebody."""

from __future__ import annotations

import itertools

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.desk import InlineDesk
from ui.main_window import MainWindow
from ui.theme import Theme, apply
from ui.theme.taps import TapGuard


def settle() -> None:
    for _ in range(4):
        QApplication.processEvents()


def real_window(
    desk: InlineDesk, qtbot: QtBot, theme: str = "light", size: tuple[int, int] = (1280, 800)
) -> MainWindow:
    """Return the window in a theme and a size, with the keyboard; a test taps faster than the guard lets a hand."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    look = Theme(theme, 1.0, TapGuard(itertools.count().__next__))
    apply(app, look)
    window = MainWindow(desk, look, app)
    window.resize(*size)
    window.start()
    window.show()
    window.activateWindow()
    qtbot.waitActive(window)
    return window
