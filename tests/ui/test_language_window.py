"""The language changes in the running window: every text at once, the direction too, and for one person only."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from ebr.words import language, plain, tr, use_language
from tests.ui.desk_played import SECRETS, PlayedStation
from tests.ui.test_execution_view import Make, keys, make, press  # noqa: F401 - `make` is a fixture
from ui.main_window import MainWindow
from ui.tongue import speak
from ui.widgets.button import Button

CLOCK = re.compile(r"\d\d:\d\d")
FIXED = ("English", "Deutsch", "Français", "العربية", "Balance")
"""Names of languages, which are the same in each, and what the master says, which is the record's."""


@pytest.fixture
def spoken(qapp: QApplication) -> Iterator[None]:
    yield
    speak(qapp, "en")
    qapp.processEvents()


def texts(window: MainWindow) -> set[str]:
    root: QWidget = window.centralWidget()
    labels = {one.text() for one in root.findChildren(QLabel) if one.isVisible() and one.text()}
    buttons = {one.text() for one in root.findChildren(Button) if one.isVisible() and one.text()}
    return {plain(text) for text in labels | buttons if not CLOCK.fullmatch(text)}


def ours(window: MainWindow, english: set[str]) -> set[str]:
    """Of what is shown now, that which is still an English text that this language says otherwise."""
    return {text for text in texts(window) & english if text not in FIXED and plain(tr(text)) != text}


def turns(window: MainWindow, choose: Callable[[str], None]) -> None:
    """From one language to the next and back: nothing of the one before is left on the screen."""
    english = texts(window)
    assert len(english) > 5
    for code in ("de", "ar", "fr", "en"):
        choose(code)
        QApplication.processEvents()
        assert language() == code
        assert ours(window, english) == set(), code
        wanted = Qt.LayoutDirection.RightToLeft if code == "ar" else Qt.LayoutDirection.LeftToRight
        assert {window.layoutDirection(), window.frame.header.layoutDirection()} == {wanted}
    assert texts(window) == english


@pytest.mark.usefixtures("spoken")
@pytest.mark.parametrize("screen", ["queue", "execution", "help", "palette"])
def test_every_text_of_the_window_follows_at_once(make: Make, screen: str) -> None:  # noqa: F811
    window = make(PlayedStation())
    keys(window, "mchen")
    keys(window, SECRETS["mchen"])
    if screen != "palette":
        window.show_screen(screen, {"batch": "B26-1147"} if screen == "execution" else {})
        QApplication.processEvents()
    turns(window, window.speak)


@pytest.mark.usefixtures("spoken")
def test_the_login_changes_by_a_tap_and_the_choice_comes_with_its_person_and_goes(make: Make) -> None:  # noqa: F811
    window = make(PlayedStation())
    turns(
        window, lambda code: press(window, {"de": "Deutsch", "ar": "العربية", "fr": "Français", "en": "English"}[code])
    )
    press(window, "Deutsch")
    keys(window, "mchen")
    keys(window, SECRETS["mchen"])
    assert language() == "de"
    window.lock("lock")
    assert language() == "de", "whoever locked comes back to the own language"
    keys(window, SECRETS["mchen"])
    assert language() == "de"
    window.presences.sign_out()
    QApplication.processEvents()
    assert language() == "en", "the next person finds the station's"
    assert "Sign in" in texts(window)


@pytest.mark.usefixtures("spoken")
def test_somebody_else_at_the_lock_gets_the_station_s_language(make: Make) -> None:  # noqa: F811
    window = make(PlayedStation())
    window.speak("fr")
    keys(window, "mchen")
    keys(window, SECRETS["mchen"])
    window.lock("lock")
    window.presences._last = "jott"
    assert language() == "fr"
    keys(window, SECRETS["mchen"])
    assert language() == "en"
    use_language("en")
