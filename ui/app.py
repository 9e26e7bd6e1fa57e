"""Start of the program with its window.

Theme, fonts, login in sight, the station opening meanwhile on the writer thread.

`run(folder, demo=...)` returns the exit code of the program.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Final

from PySide6.QtWidgets import QApplication

from ebr.domain.refusal import Refusal
from ebr.words import tr
from ui.main_window import MainWindow
from ui.qt_desk import Fault, QtDesk
from ui.theme import Theme, apply, prepare

NO_STATION: Final = ("store_missing",)
"""Refusals of opening that mean: nothing has been founded here yet."""


def run(folder: Path, *, demo: bool = False) -> int:
    """Show the window on the station in `folder` until it is closed.

    `demo` says so in the title and changes nothing else.
    """
    prepare()
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    theme = Theme()
    apply(app, theme)
    desk = QtDesk(lambda: _open(folder))
    window = MainWindow(desk, theme, app)
    if demo:
        window.setWindowTitle(tr("Electronic batch record, demonstration"))
    sys.excepthook = desk.stop_writing
    desk.faulted.connect(lambda fault: _fault(window, fault))
    desk.opened.connect(lambda refusal: _opened(window, folder, refusal))
    window.resize(1280, 800)
    window.start()
    window.show()
    code = app.exec()
    desk.close()
    return code


def _open(folder: Path) -> Any:
    from ebr.station.door import Station

    return Station.open(folder)


def _opened(window: MainWindow, folder: Path, refusal: Refusal | None) -> None:
    if refusal is None:
        window.refresh_status()
    elif refusal.code in NO_STATION:
        window.show_screen("first_start", {"folder": str(folder)})
    else:
        window.show_refused(refusal)


def _fault(window: MainWindow, fault: Fault) -> None:
    sys.stderr.write(fault.detail)
    window.show_fault(fault.line, fault.detail)
