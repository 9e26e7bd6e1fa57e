"""`ebr rehearse FILE`: the window of a trial as a program of its own, started by the screen of a dry run.

FILE is the document as canonical JSON. The station lies in a temporary folder and goes with the window.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ebr.domain.mbr.document import from_json
from ebr.domain.refusal import Refusal
from ebr.station.trial import Trial
from ebr.wording import refusal_words
from ebr.words import tr
from ui.display import application
from ui.rehearse.window import TrialWindow
from ui.theme import Theme, apply

SIZE: Final = (1680, 940)
THEMES: Final = ("light", "dark", "hc")
PREFIX: Final = "ebr-trial-"
DAY: Final = 86_400.0


def run(arguments: Sequence[str]) -> int:
    """Show the window until it is closed and return the exit code."""
    if not arguments:
        sys.stderr.write(tr("ebr: say one file: ebr rehearse FILE") + "\n")
        return 2
    app = application()
    theme = Theme(arguments[1] if len(arguments) > 1 and arguments[1] in THEMES else "light", 1.0)
    apply(app, theme)
    try:
        window = opened(Path(arguments[0]), theme)
    except (Refusal, OSError, ValueError) as wrong:
        words = refusal_words(wrong) if isinstance(wrong, Refusal) else str(wrong)
        sys.stderr.write(f"ebr: {words}\n")
        return 1
    window.show()
    return app.exec()


def swept(folder: Path, now: float) -> None:
    """Remove what a trial left that was ended from outside more than a day ago."""
    for left in folder.glob(f"{PREFIX}*"):
        with suppress(OSError):
            if now - left.stat().st_mtime > DAY:
                shutil.rmtree(left)


def opened(file: Path, theme: Theme) -> TrialWindow:
    """Found a trial of a document and return its window, shown; raises `Refusal`, OSError, ValueError."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    mbr = from_json(json.loads(file.read_text(encoding="utf-8")))
    swept(Path(tempfile.gettempdir()), time.time())
    place = Path(tempfile.mkdtemp(prefix=PREFIX))
    try:
        trial = Trial.found(place / "station", mbr)
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise
    trial.appear(theme.name)
    window = TrialWindow(trial, Theme(theme.name, theme.scale, taps=theme.taps), app)
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    window.destroyed.connect(lambda _gone: shutil.rmtree(place, ignore_errors=True))
    window.resize(*SIZE)
    window.begin()
    window.show()
    return window
