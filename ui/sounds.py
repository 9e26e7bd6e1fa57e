"""The station's sounds: a scan that was taken, a refusal, a signature, a timer that is due. Off, quiet or loud.

A sound is never the only sign of anything: whatever makes one also stands on the screen in words (ux.md 5.7). So
nothing depends on it: a machine without a loudspeaker, without a player or with a broken one shows the same and stays
silent, and no sound is waited for.

The files are ours (`installer.sounds`). Qt's own player would bring a part of Qt that is larger than all sounds of
the world (Multimedia with FFmpeg); the system's player does the same: `pw-play`, `paplay` or `aplay` on Linux, on
Windows its own, on macOS `afplay`. Without any the system beeps.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from ebr import paths

SCAN, REFUSED, SIGNED, TIMER = NAMES = ("scan", "refused", "signed", "timer")
OFF, QUIET, LOUD = LEVELS = ("off", "quiet", "loud")
SETTINGS: Final[Mapping[str, Mapping[str, str]]] = {
    OFF: {"sounds": "no"},
    QUIET: {"sounds": "yes", "volume": "30"},
    LOUD: {"sounds": "yes", "volume": "100"},
}
"""What a station's settings are for each level."""
LOUD_FROM: Final = 50
"""Percent of volume from which the loud files are played."""
PLAYERS: Final = (("pw-play",), ("paplay",), ("aplay", "-q"), ("afplay",))
SEATLESS: Final = ("offscreen", "minimal", "vnc")
"""Platforms of Qt without anybody before them."""
LONGEST_MS: Final = 3000
AT_ONCE: Final = 3
"""So many may sound at a time; one more is left out: somebody hears enough."""


def level_of(settings: Mapping[str, str]) -> str:
    """Return "off", "quiet" or "loud" of a station's settings."""
    volume = int(settings.get("volume", "60") or 60)
    if settings.get("sounds", "yes") != "yes" or not volume:
        return OFF
    return LOUD if volume >= LOUD_FROM else QUIET


def file_of(name: str, level: str) -> Path:
    """Return the file of a sound."""
    return paths.resources() / "sounds" / f"{name}-{level}.wav"


def player(found: Callable[[str], str | None] = shutil.which) -> tuple[str, ...]:
    """Return the line that plays a file named behind it, () where nothing of this system does."""
    return next((line for line in PLAYERS if found(line[0])), ())


class Sounds(QObject):
    """Sounds(settings, parent): play("scan") begins and returns at once; `settings()` are the station's.

    `line` and `beep` are found by themselves; a test gives its own.
    """

    def __init__(
        self,
        settings: Callable[[], Mapping[str, str]],
        parent: QObject | None = None,
        *,
        line: tuple[str, ...] | None = None,
        beep: Callable[[], None] = QApplication.beep,
    ) -> None:
        super().__init__(parent)
        self._settings, self._line, self._beep = settings, line, beep
        self._seat = line is not None or QGuiApplication.platformName() not in SEATLESS
        self._playing: set[_Player] = set()
        self._idle: list[_Player] = []

    def play(self, name: str) -> None:
        """Begin a sound, as loud as the station is set."""
        level = level_of(self._settings())
        if level == OFF or not self._seat or len(self._playing) >= AT_ONCE:
            return
        if sys.platform == "win32":
            _on_windows(file_of(name, level))
            return
        if self._line is None:
            self._line = player()
        if self._line:
            self._begin(file_of(name, level))
        else:
            self._beep()

    def _begin(self, file: Path) -> None:
        process = self._idle.pop() if self._idle else _Player(self)
        self._playing.add(process)
        name, *arguments = [*(self._line or ()), str(file)]
        process.start(name, arguments)

    def over(self, process: _Player, *, failed: bool) -> None:
        """A player that cannot play is not asked again in this run: the system beeps, where it can."""
        if process not in self._playing:
            return
        self._playing.discard(process)
        self._idle.append(process)
        if failed:
            self._line = ()
            self._beep()

    def stop(self) -> None:
        """The program ends: nothing sounds on."""
        for process in tuple(self._playing):
            self._playing.discard(process)
            process.blockSignals(True)
            process.kill()
            process.waitForFinished(LONGEST_MS)


class _Player(QProcess):
    """A process that plays one sound after the other.

    It is used again and never deleted while the program runs: Qt would do that from within what its own end calls, and
    the program would fall.
    """

    def __init__(self, sounds: Sounds) -> None:
        super().__init__(sounds)
        self._sounds = sounds
        self.setProcessEnvironment(_environment())
        self.setStandardOutputFile(QProcess.nullDevice())
        self.setStandardErrorFile(QProcess.nullDevice())
        self._longest = QTimer(self, singleShot=True, interval=LONGEST_MS)
        self._longest.timeout.connect(self.kill)
        self.started.connect(self._longest.start)
        self.finished.connect(self._ended)
        self.errorOccurred.connect(self._failed)

    def _ended(self, code: int, _status: QProcess.ExitStatus) -> None:
        self._longest.stop()
        self._sounds.over(self, failed=code != 0)

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._sounds.over(self, failed=True)


def _environment() -> QProcessEnvironment:
    """Return our environment as it was before the bundle put its own libraries first: the player is the system's."""
    found = QProcessEnvironment.systemEnvironment()
    if getattr(sys, "frozen", False):
        before = os.environ.get("LD_LIBRARY_PATH_ORIG")
        if before is None:
            found.remove("LD_LIBRARY_PATH")
        else:
            found.insert("LD_LIBRARY_PATH", before)
    return found


def _on_windows(file: Path) -> None:
    if sys.platform == "win32":
        import winsound
        from contextlib import suppress

        with suppress(RuntimeError):  # no sound device
            winsound.PlaySound(str(file), winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT)
