"""`ebr screenshots DIR`: pictures of the real screens on a demonstration station, in every theme and both sizes.

Nothing is staged: the demonstration is played up to interesting points, then the window is driven as a person would
and grabbed.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from ebr.cli.demonstration import password, prepare, prepare_weighing
from ebr.cli.demonstration.two_rooms import prepare_apart
from ebr.domain.station.commands import ChangeAppearance
from ebr.station.door import Station
from ebr.station.questions import People, StationStatus, Who
from ebr.words import language, tr
from ui.desk import InlineDesk
from ui.display import application
from ui.main_window import MainWindow
from ui.rounds import InlineRounds
from ui.screenshots_acts import Shot, join, settle
from ui.screenshots_drafts import newer
from ui.screenshots_list import shots, shots_apart
from ui.screenshots_weighing import ENTRY, scanned
from ui.theme import Theme, apply
from ui.tongue import speak

SIZES: Final = {"1280": (1280, 800), "1920": (1920, 1080)}
THEMES: Final = ("light", "dark", "hc")
RENEW: Final = "--renew"


def run(arguments: Sequence[str]) -> int:
    """Write the pictures into the folder named and return the exit code."""
    named = [word for word in arguments if word != RENEW]
    if len(named) != 1 or named[0].startswith("-"):
        sys.stderr.write(tr("ebr: say one folder: ebr screenshots DIR") + "\n")
        return 2
    target = Folder(Path(named[0]), renew=RENEW in arguments)
    target.path.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # drawn in memory: the same with and without a display
    speak(application(), language())  # `--language` was said before the screens came up
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "demo"
        prepare(folder)
        with Station.open(folder) as station:
            newer(station)
            count = pictures(station, shots(station), target)
        operator, batch, step = prepare_weighing(Path(place) / "weighing")
        with Station.open(Path(place) / "weighing") as station:
            about = {"batch": batch, "phase": step, "entry": f"{step}/{ENTRY}"}
            weighed = [
                Shot("dispensing", operator, "execution", about),
                Shot("dispensing_scanned", operator, "execution", about, scanned),
            ]
            count += pictures(station, weighed, target)
        rooms = Path(place) / "rooms"
        batch = prepare_apart(rooms)
        with Station.open(rooms / "1") as station:
            site = station.ask(StationStatus()).fingerprint
            count += pictures(station, shots_apart(station, batch), target)
        Station.join(rooms / "new", name="Iso-1", site=site, profile="demonstration")
        with Station.open(rooms / "new") as station:
            count += pictures(station, [Shot("join", "", "join", {}, join)], target, THEMES[:1])
    sys.stdout.write(tr("{count} pictures in {folder}", count=count, folder=target.path) + "\n")
    return 0


@dataclass(frozen=True, slots=True)
class Folder:
    """Where the pictures go; with `renew`, only those that are there are made anew: the ones a text shows."""

    path: Path
    renew: bool = False

    def wants(self, name: str) -> bool:
        """Tell whether a picture of this name is made."""
        return not self.renew or (self.path / name).is_file()


def pictures(station: Station, wanted: Sequence[Shot], target: Folder, themes: Sequence[str] = THEMES) -> int:
    """Grab every shot in these themes and in every size; returns how many were made."""
    app = application()
    count = 0
    for theme in themes:
        _paint(station, theme)
        for size in SIZES:
            for shot in wanted:
                name = f"{shot.name}_{theme}_{size}.png"
                if target.wants(name):
                    grab(app, station, shot, theme, size, target.path / name)
                    count += 1
    return count


def _paint(station: Station, theme: str) -> None:
    """Have somebody choose the theme for this terminal; one that nobody belongs to yet stays as it starts."""
    person = next((row.person for row in station.ask(People(active_only=True))), "")
    if person:
        station.sign_in(person, password())
        station.do(ChangeAppearance({"theme": theme}), by=person)
        station.sign_out("log-out")


class PicturedDesk(InlineDesk):
    """A desk that works at once, with rounds that do; nothing on it is played."""

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self.rounds = InlineRounds(station)


def grab(app: QApplication, station: Station, shot: Shot, theme: str, size: str, file: Path) -> None:
    """Make one picture."""
    look = Theme(theme, 1.0)
    apply(app, look)
    desk = PicturedDesk(station)
    window = MainWindow(desk, look, app)
    window.own_language = language()
    window.resize(*SIZES[size])
    window.start()
    window.show()
    if shot.person:
        station.sign_in(shot.person, password())
        window.signed_in(station.ask(Who()))
        window.refresh_status()
        window.show_screen(shot.screen, dict(shot.params))
    settle(app)
    shot.act(window, station)
    settle(app)
    window.grab().save(str(file))
    _away(app, window)


def _away(app: QApplication, window: QWidget) -> None:
    window.close()
    window.deleteLater()
    with suppress(RuntimeError):
        app.sendPostedEvents(window, QEvent.Type.DeferredDelete)
    settle(app)
