"""The station's sounds: what makes one, how loud, and a machine that has no loudspeaker."""

from __future__ import annotations

import io
import sys
import wave
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ebr.domain.station.state import APPEARANCE
from ebr.domain.station.state.settings import terminal_trouble
from installer.sounds import files
from tests.ui.desk_played import SECRETS, PlayedStation
from tests.ui.test_execution_view import Make, keys, make, to_step  # noqa: F401 - `make` is a fixture
from ui.execution.side import Due
from ui.main_window import MainWindow
from ui.sounds import LEVELS, NAMES, SETTINGS, Sounds, file_of, level_of, player
from ui.widgets.timer_row import TimerFact
from ui.widgets.wedge import Scan

COPY = "import shutil,sys; shutil.copy(sys.argv[2], sys.argv[1])"


def test_the_files_are_the_ones_that_our_script_draws() -> None:
    folder = file_of("scan", "loud").parent
    assert {one.name: one.read_bytes() for one in folder.iterdir()} == files()
    assert set(files()) == {f"{name}-{level}.wav" for name in NAMES for level in LEVELS[1:]}


def test_each_is_short_small_and_plain_and_quiet_is_quieter() -> None:
    for name in NAMES:
        loudest = {}
        for level in LEVELS[1:]:
            data = file_of(name, level).read_bytes()
            with wave.open(io.BytesIO(data)) as sound:
                frames = sound.readframes(sound.getnframes())
                assert sound.getnframes() / sound.getframerate() < 0.6
                assert (sound.getnchannels(), sound.getsampwidth(), sound.getcomptype()) == (1, 2, "NONE")
            loudest[level] = max(abs(one) for one in memoryview(frames).cast("h"))
            assert len(data) < 12_000
        assert 1000 < loudest["quiet"] < loudest["loud"] / 4
        assert loudest["loud"] < 32767, "nothing is cut off"


def test_a_level_is_a_setting_that_the_station_takes() -> None:
    for level, settings in SETTINGS.items():
        assert level_of(settings) == level
        assert [terminal_trouble(APPEARANCE, name, text) for name, text in settings.items()] == [None] * len(settings)
    assert level_of({}) == "loud", "what a new station is set to"
    assert level_of({"sounds": "yes", "volume": "0"}) == "off"


def test_the_first_player_that_there_is_plays() -> None:
    assert player(lambda name: "/usr/bin/aplay" if name == "aplay" else None) == ("aplay", "-q")
    assert player(lambda _name: None) == ()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows plays by itself")
def test_the_file_of_the_level_is_given_to_the_player(qtbot: QtBot, tmp_path: Path) -> None:
    heard = tmp_path / "heard.wav"
    level = "quiet"
    sounds = Sounds(lambda: SETTINGS[level], line=(sys.executable, "-c", COPY, str(heard)))
    sounds.play("timer")
    qtbot.waitUntil(lambda: not sounds._playing, timeout=10_000)
    assert heard.read_bytes() == file_of("timer", "quiet").read_bytes()
    heard.unlink()
    level = "off"
    sounds.play("timer")
    assert not sounds._playing


@pytest.mark.skipif(sys.platform == "win32", reason="Windows plays by itself")
def test_one_sound_after_the_other_uses_the_same_process_again(qtbot: QtBot) -> None:
    sounds = Sounds(dict, line=(sys.executable, "-c", "pass"))
    for _at in range(4):
        sounds.play("scan")
        qtbot.waitUntil(lambda: not sounds._playing, timeout=10_000)
        qtbot.wait(5)  # a process deleted at its own end took the program with it in the next turn
    assert len(sounds.children()) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows plays by itself")
@pytest.mark.parametrize("line", [("no-such-player-here",), (sys.executable, "-c", "raise SystemExit(1)")])
def test_without_a_sound_device_the_system_beeps_and_nothing_is_asked_again(
    qtbot: QtBot, line: tuple[str, ...]
) -> None:
    beeps: list[None] = []
    sounds = Sounds(dict, line=line, beep=lambda: beeps.append(None))
    sounds.play("scan")
    qtbot.waitUntil(lambda: len(beeps) == 1, timeout=10_000)
    sounds.play("refused")
    assert len(beeps) == 2
    assert not sounds._playing


def test_more_than_a_few_at_once_are_left_out_and_the_end_stops_them(qapp: QApplication) -> None:
    sounds = Sounds(dict, line=(sys.executable, "-c", "import time; time.sleep(60)"))
    for _at in range(9):
        sounds.play("scan")
    assert len(sounds._playing) == 3
    sounds.stop()
    assert not sounds._playing


def test_a_timer_is_heard_once_when_it_comes_due() -> None:
    due = Due()

    def at(part: float) -> list[TimerFact]:
        return [TimerFact("a", "Mixing", "", "", part)]

    assert [due.heard(at(part)) for part in (0.9, 0.99, 1.0, 1.0, 1.2)] == [False, False, True, False, False]
    assert not Due().heard(at(1.0)), "what was due before anybody looked rings for nobody"


@pytest.fixture
def heard(make: Make) -> tuple[MainWindow, PlayedStation, list[str]]:  # noqa: F811
    station = PlayedStation()
    window = to_step(make, station)
    played: list[str] = []
    window.sounds.play = played.append  # type: ignore[method-assign]
    return window, station, played


def test_a_scan_that_is_taken_and_one_that_is_refused(
    heard: tuple[MainWindow, PlayedStation, list[str]], qtbot: QtBot
) -> None:
    window, _station, played = heard
    window.inputs.take_typed(Scan("COI-7F8K-2297", "]C0"))
    qtbot.waitUntil(lambda: played == ["scan"])
    window.inputs.take_typed(Scan("SUB-0412-007", "]C0"))
    assert played == ["scan", "refused"]
    assert window.session.sheets, "what is heard stands on the screen in words"
    window.session.close_sheets()
    window.inputs.take_typed(Scan("COI-7F3K-2291"))
    assert played == ["scan", "refused", "refused"], "without its identifier"
    qtbot.wait(window.inputs._taken.interval() + 50)
    assert len(played) == 3


def test_a_signature_is_heard_when_it_is_durable(heard: tuple[MainWindow, PlayedStation, list[str]]) -> None:
    window, station, played = heard
    for typed in ("COI-7F3K-2291", "SUB-0412-007", "251.3", "6.4"):
        keys(window, typed)
    keys(window, "", Qt.Key.Key_Space)
    keys(window, "", Qt.Key.Key_Return)
    keys(window, "wrong")
    assert played == []
    keys(window, SECRETS["mchen"])
    assert station.signed == ["performed mchen"]
    assert played == ["signed"]


def test_a_value_out_of_limits_is_heard(heard: tuple[MainWindow, PlayedStation, list[str]]) -> None:
    window, station, played = heard
    for typed in ("COI-7F3K-2291", "SUB-0412-007", "251.3", "19.5"):
        keys(window, typed)
    assert played == ["refused"]
    assert station.signed == []
