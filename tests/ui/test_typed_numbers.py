"""A number may be typed with the decimal sign of the language, and never comes to mean another number."""

from __future__ import annotations

import pytest
from babel.dates import get_month_names
from babel.numbers import get_decimal_symbol
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ebr import words
from ui.shown import MONTHS, SIGNS, day_of, moment_of, typed_number, when_of
from ui.theme import Theme
from ui.widgets.field import Field
from ui.widgets.scan_field import ScanField


@pytest.mark.parametrize(
    ("code", "typed", "meant"),
    [
        ("de", "4,20", "4.20"),
        ("de", "4.20", "4.20"),
        ("de", "1.234", "1.234"),
        ("de", "1.234,5", "1.234.5"),
        ("fr", "-0,5", "-0.5"),
        ("es", "4,20", "4.20"),
        ("fr", "1 234,5", "1 234.5"),
        ("en", "4,20", "4,20"),
        ("ar", "٤٫٢٠", "4.20"),
        ("ar", "4,20", "4,20"),
        ("zh", "－４。２０", "-4.20"),
    ],
)
def test_signs_are_exchanged_and_none_is_left_out(
    monkeypatch: pytest.MonkeyPatch, code: str, typed: str, meant: str
) -> None:
    monkeypatch.setattr("ui.shown.language", lambda: code)
    assert typed_number(typed) == meant
    assert len(typed_number(typed)) == len(typed)


@pytest.mark.parametrize("code", [code for code in words.LANGUAGES if code in ("de", "fr", "es")])
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


def test_what_the_system_composes_comes_into_a_text_and_never_between_the_keys_of_a_number(qtbot: QtBot) -> None:
    """People type Chinese as pinyin; a scanner's code must not be taken for it."""
    text, number = Field(Theme(), "Comment"), Field(Theme(), "Mass", wants="number")
    scanned = ScanField(Theme(), "Lot", "Scan the lot")
    heard: list[object] = []
    text.changed.connect(heard.append)
    for field in (text, number, scanned):
        qtbot.addWidget(field)
    number.setReadOnly(True)
    number.setReadOnly(False)
    composed = QInputMethodEvent("pi", [])
    QApplication.sendEvent(text, composed)
    assert text.text() == ""
    composed = QInputMethodEvent()
    composed.setCommitString("批次")
    QApplication.sendEvent(text, composed)
    assert (text.text(), heard[-1]) == ("批次", "批次")
    enabled = [one.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled) for one in (text, number, scanned.field)]
    assert enabled == [True, False, False]


@pytest.mark.parametrize(
    ("code", "day", "when"),
    [
        ("en", "2026-03-04", "2026-03-04 14:02 +01:00"),
        ("de", "4. März 2026", "4. März 2026 14:02 +01:00"),
        ("fr", "4 mars 2026", "4 mars 2026 14:02 +01:00"),
        ("es", "4 mar. 2026", "4 mar. 2026 14:02 +01:00"),
        ("ar", "4 مارس 2026", "4 مارس 2026 14:02 +01:00"),
        ("zh", "2026年3月4日", "2026年3月4日 14:02 +01:00"),
    ],
)
def test_a_day_is_told_as_the_language_tells_it(
    monkeypatch: pytest.MonkeyPatch, code: str, day: str, when: str
) -> None:
    monkeypatch.setattr("ui.shown.language", lambda: code)
    assert day_of("2026-03-04") == day
    assert when_of("2026-03-04T14:02:11+01:00") == when
    assert when_of("2026-03-04T14:02:11+01:00", zone=False) == when.removesuffix(" +01:00")
    assert [when_of(text) for text in ("", "never")] == ["", "never"]
    assert moment_of("2026-03-04T14:02:11+01:00") == "2026-03-04 14:02 +01:00", "the record's form is one everywhere"


@pytest.mark.parametrize("code", sorted(MONTHS))
def test_the_names_of_months_are_those_that_the_language_uses(code: str) -> None:
    named = {**get_month_names("abbreviated", locale=code)}
    same = [ours for at, ours in enumerate(MONTHS[code], 1) if named[at].rstrip(".")[:3] == ours.rstrip(".")[:3]]
    assert len(same) == len(MONTHS[code]) == 12, (MONTHS[code], named)
