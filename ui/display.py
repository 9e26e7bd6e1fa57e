"""The one place where Qt's application is made, and what is said where no window can be shown.

Without a display Qt ends the program by itself, with a core file and a paragraph about plugins. Whoever started it is
told in one line what is missing and what works without a window, and the exit code is 2, as for everything a command
cannot read. What Qt says while it starts is held back until it has started: when it cannot, the line says it better.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QtMsgType, qFormatLogMessage, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from ebr.words import tr
from ui.theme import prepare

if TYPE_CHECKING:
    from PySide6.QtCore import QMessageLogContext

NO_DISPLAY: Final = "could not connect to display"
"""What Qt says, among other things, where there is nothing to draw on."""
CANNOT_START: Final = 2
"""Exit code of a program that has no window to show."""


def application() -> QApplication:
    """Return the application there is, or make it; Qt is prepared before there is one, never after.

    Where no window can be shown the program ends here, with one line on standard error and exit code 2.
    """
    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    prepare()
    with _told_in_a_line():
        made = QApplication(sys.argv[:1])
    if made.platformName() == "offscreen":
        qInstallMessageHandler(_passed_on)
    return made


def _passed_on(kind: QtMsgType, where: QMessageLogContext, text: str) -> None:
    """Let through what Qt says, as it would say it, but for what the platform without a screen says of every window."""
    if "propagateSizeHints" not in text:
        sys.stderr.write(f"{qFormatLogMessage(kind, where, text)}\n")


@contextmanager
def _told_in_a_line() -> Iterator[None]:
    said: list[str] = []
    kept: list[str] = []

    def told(kind: QtMsgType, where: QMessageLogContext, text: str) -> None:
        said.append(" ".join(text.split()))
        kept.append(qFormatLogMessage(kind, where, text))
        if kind == QtMsgType.QtFatalMsg:
            # Qt aborts when this returns; nothing is open yet that would have to be closed.
            os.write(sys.stderr.fileno(), (why(said) + "\n").encode())
            os._exit(CANNOT_START)

    before = qInstallMessageHandler(told)
    try:
        yield
    finally:
        qInstallMessageHandler(before)
    for line in kept:
        sys.stderr.write(line + "\n")


def why(said: list[str]) -> str:
    """Return the line about a window that cannot be shown, from what Qt said before it gave up."""
    if any(NO_DISPLAY in line for line in said) or not said:
        return "ebr: " + tr(
            "there is no display here that a window could open on. Start it in a graphical session, or use what needs "
            "no window: `ebr demo --station DIR --headless` shows the demonstration, `ebr --help` names every command."
        )
    return "ebr: " + tr(
        "no window can be shown, Qt says: {what} On Debian `python3 -m installer run` installs what Qt needs.",
        what=said[0].rstrip(".") + ".",
    )
