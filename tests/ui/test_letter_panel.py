"""The letters on the screen: those of the language in use, all reachable by taps, named, and for gloves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ebr.words import tr
from tests.ui.test_widgets_clipping import outside
from ui.theme import Theme, apply
from ui.tongue import speak
from ui.widgets.button import Button
from ui.widgets.field import Field
from ui.widgets.letter_layouts import ACCENTS, rows
from ui.widgets.letters import LetterPanel

WIDTH, SHIFT = 1280, "Shift"
Board = Callable[..., tuple[Field, LetterPanel]]


@pytest.fixture
def board(qapp: QApplication, qtbot: QtBot) -> Iterator[Board]:
    roots: list[QWidget] = []

    def made(spoken: str, scale: float = 1.0, *, secret: bool = False) -> tuple[Field, LetterPanel]:
        assert speak(qapp, spoken)
        theme = Theme("light", scale)
        apply(qapp, theme)
        root = QWidget()
        box, field, panel = QVBoxLayout(root), Field(theme, "Comment", secret=secret), LetterPanel(theme)
        box.addWidget(field)
        box.addWidget(panel)
        panel.attach(field)
        qtbot.addWidget(root)
        root.resize(WIDTH, 600)
        root.show()
        roots.append(root)
        return field, panel

    yield made
    speak(qapp, "en")


def keys(panel: LetterPanel) -> list[Button]:
    return [one for one in panel.findChildren(Button) if one.isVisible()]


def tap(panel: LetterPanel, name: str) -> None:
    wanted = tr(name) if name == SHIFT else name
    next(one for one in keys(panel) if wanted in (one.text(), one.accessibleName())).click()
    QApplication.processEvents()


def write(panel: LetterPanel, *names: str) -> None:
    for name in names:
        tap(panel, name)


@pytest.mark.parametrize(
    ("spoken", "taps", "text"),
    [
        ("de", [SHIFT, "Ü", "b", "e", "r", "g", "r", "ö", "ß", "e", "äé", "ñ"], "Übergrößeñ"),
        ("fr", ["a", "z", "é", "äé", "ê", "abc", "w"], "azéêw"),
        ("es", ["ñ", "a", "äé", "ó", "¿"], "ñaó¿"),
        ("en", ["z", "äé", "ñ", "abc", "y"], "zñy"),
        ("zh", ["q", SHIFT, "W", "z", "äé", "ü"], "qWzü"),
        ("ar", ["ض", "abc", "x", "\u0639", "ة", "123", "7"], "ضxة7"),
    ],
)
def test_each_language_has_its_own_letters(board: Board, spoken: str, taps: list[str], text: str) -> None:
    field, panel = board(spoken)
    write(panel, *taps)
    assert field.text() == text


def test_accents_have_capitals_and_the_last_letter_goes(board: Board) -> None:
    field, panel = board("en")
    write(panel, "äé", "Shift", "É", "é", "ç", "Delete last letter", "Space", "ß")
    assert field.text() == "Éé ß"
    assert len(set("".join(ACCENTS))) == len("".join(ACCENTS))
    assert set("äöüßéèêëàâçùûôîïœæñáíóú¿¡") <= {*"".join(ACCENTS)}
    assert len("".join(rows("EU", "en"))) == len("".join(ACCENTS))


def test_a_password_begins_with_latin_letters_in_every_language(board: Board) -> None:
    field, panel = board("ar", secret=True)
    write(panel, "p", "w")
    assert field.text() == "pw"


@pytest.mark.parametrize("scale", [1.0, 1.15, 1.25])
@pytest.mark.parametrize("spoken", ["en", "de", "fr", "ar", "es", "zh"])
def test_every_key_is_whole_named_and_large_enough(board: Board, spoken: str, scale: float) -> None:
    """On a screen of 102 pixels an inch, the size that the ruler gives is about 1.0: a key is 15 mm high."""
    _field, panel = board(spoken, scale)
    for layer in ("123", "#~^", "äé" if spoken != "ar" else "abc", ""):
        for key in keys(panel):
            assert key.accessibleName(), layer
            assert key.minimumSizeHint().width() <= key.width() + 1, key.text()
            assert not outside(key, panel.window()), key.text()
            assert Decimal(key.height()) / Decimal(102) * Decimal("25.4") >= 15
            assert Decimal(key.width()) / Decimal(102) * Decimal("25.4") >= 14
        if layer:
            tap(panel, layer)
