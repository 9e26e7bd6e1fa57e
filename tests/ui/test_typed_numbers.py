"""A number may be typed with the decimal sign of the language, and never comes to mean another number."""

from __future__ import annotations

import pytest
from babel.numbers import get_decimal_symbol
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ebr import words
from ui.shown import SIGNS, typed_number
from ui.theme import Theme
from ui.widgets.field import Field


@pytest.mark.parametrize(
    ("code", "typed", "meant"),
    [
        ("de", "4,20", "4.20"),
        ("de", "4.20", "4.20"),
        ("de", "1.234", "1.234"),
        ("de", "1.234,5", "1.234.5"),
        ("fr", "-0,5", "-0.5"),
        ("fr", "1 234,5", "1 234.5"),
        ("en", "4,20", "4,20"),
        ("ar", "٤٫٢٠", "4.20"),
        ("ar", "4,20", "4,20"),
    ],
)
def test_signs_are_exchanged_and_none_is_left_out(
    monkeypatch: pytest.MonkeyPatch, code: str, typed: str, meant: str
) -> None:
    monkeypatch.setattr("ui.shown.language", lambda: code)
    assert typed_number(typed) == meant
    assert len(typed_number(typed)) == len(typed)


@pytest.mark.parametrize("code", [code for code in words.LANGUAGES if code in ("de", "fr")])
def test_the_decimal_sign_is_that_of_the_language(code: str) -> None:
    assert chr(next(iter(SIGNS[code]))) == get_decimal_symbol(code)


def test_a_field_of_numbers_shows_what_will_be_recorded(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.shown.language", lambda: "de")
    number, text = Field(Theme(), "Mass", wants="number"), Field(Theme(), "Comment")
    heard: list[object] = []
    number.changed.connect(heard.append)
    for field in (number, text):
        qtbot.addWidget(field)
        QTest.keyClicks(field, "12,5")
    assert (number.text(), text.text()) == ("12.5", "12,5")
    assert heard[-1] == "12.5"
    number.setCursorPosition(0)
    QTest.keyClicks(number, "1,")
    assert number.text() == "1.12.5"  # two dots: no number, and nobody guesses which was meant
    assert number.cursorPosition() == 2
