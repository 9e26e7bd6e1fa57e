"""A scanner is tried: the codes are read from the screen itself, and every way to be wrong has its words."""

from __future__ import annotations

import io
from types import SimpleNamespace

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtCore import QBuffer, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ebr.domain.station.state import DEFAULTS
from ebr.station.scanner_check import BARS, KNOWN, MATRIX
from tests.ui.desk_played import PlayedStation
from tests.ui.test_execution_view import Make, make, press, to_step  # noqa: F401 - `make` is a fixture
from ui.desk import InlineDesk
from ui.main_window import MainWindow
from ui.scanner import words
from ui.scanner.presenter import ScannerPresenter
from ui.scanner.verdict import GS, typed, verdict
from ui.scanner.view import View
from ui.widgets.wedge import Scan

SQUARE, BAR = (one.aim + one.text for one in KNOWN)
QWERTZ = str.maketrans("yzYZ-/:;?_]", "zyZYß-Öö_?+")
AZERTY = str.maketrans("aqzwmAQZWM;:/?_-0123456789]", "qawz,QAWZ?mM!§°)à&é\"'(-è_ç$")


@pytest.mark.parametrize(
    ("came", "kind", "kind_of"),
    [
        (SQUARE, "right", MATRIX),
        (BAR, "right", BARS),
        (SQUARE[3:], "identifier", MATRIX),
        (f"]d1{SQUARE[3:]}", "identifier", MATRIX),
        (BAR[3:], "identifier", BARS),
        (SQUARE.replace(GS, ""), "separator", MATRIX),
        (SQUARE.swapcase(), "capitals", MATRIX),
        (BAR[3:].swapcase(), "capitals", BARS),
        (SQUARE.replace(GS, "").translate(QWERTZ), "layout", MATRIX),
        (BAR.translate(QWERTZ), "layout", BARS),
        (BAR.translate(AZERTY), "layout", BARS),
        (f"~{SQUARE}", "around", MATRIX),
        (f"{BAR}%%", "around", BARS),
        (SQUARE[:-4], "other", None),
        ("4006381333931", "other", None),
        ("", "other", None),
    ],
)
def test_what_is_wrong_is_found(came: str, kind: str, kind_of: str | None) -> None:
    found = verdict(came)
    assert (found.kind, found.code.kind if found.code else None) == (kind, kind_of)
    said = words.said(found, came)
    assert said.title
    assert said.words
    assert bool(said.mend) or came == SQUARE
    assert (said.tone == "") == (kind == "right")


def test_the_signs_that_changed_places_are_named() -> None:
    said = words.said(verdict(BAR.translate(QWERTZ)), "")
    assert "German" in said.words
    assert "'Y' came as 'Z'" in said.words
    assert "French" in words.said(verdict(BAR.translate(AZERTY)), "").words
    assert "'#'" in words.said(verdict(BAR.replace("-", "#")), "").words


def test_what_stands_around_is_quoted() -> None:
    both = words.said(verdict(f"\x02{BAR}%%"), "")
    assert "%%" in both.words
    assert "[GS]" in words.said(verdict(SQUARE), SQUARE).came


def test_what_was_typed_lacks_enter_or_was_too_slow() -> None:
    assert typed(BAR, ended=False).kind == "bare"
    assert typed(SQUARE.replace(GS, ""), ended=True).kind == "slow"
    assert typed(BAR.translate(QWERTZ), ended=True).kind == "layout"
    assert typed("hello you", ended=True).kind == "other"


def test_a_separator_that_came_or_was_lost_is_remembered_and_nothing_else() -> None:
    terminal = SimpleNamespace(separators=False)
    presenter = ScannerPresenter(InlineDesk(PlayedStation()), terminal)
    presenter.scanned(BAR)
    assert not terminal.separators
    presenter.scanned(SQUARE)
    assert terminal.separators
    presenter.scanned("something else")
    assert terminal.separators
    presenter.scanned(SQUARE.replace(GS, ""))
    assert not terminal.separators


@pytest.fixture
def page(make: Make, qtbot: QtBot) -> MainWindow:  # noqa: F811
    station = PlayedStation()
    station.settings = {**DEFAULTS, **station.settings}
    window = to_step(make, station)
    window.show_screen("scanner", {})
    qtbot.waitUntil(lambda: window.frame.view.trying.field.hasFocus())  # type: ignore[union-attr]  # noqa: PLW0108
    return window


def view_of(window: MainWindow) -> View:
    assert isinstance(window.frame.view, View)
    return window.frame.view


@pytest.mark.parametrize("theme", ["light", "dark", "hc"])
def test_both_codes_are_read_from_the_screen_in_every_theme(page: MainWindow, theme: str) -> None:
    page._restyle(theme, page.theme.scale, "en")
    QApplication.processEvents()
    buffer = QBuffer()
    page.grab().save(buffer, "PNG")
    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(bytes(buffer.data()))))  # type: ignore[arg-type]
    assert {(one.symbology_identifier, one.bytes.decode()) for one in found} == {(one.aim, one.text) for one in KNOWN}


def test_a_scan_that_the_station_would_refuse_is_explained_here(page: MainWindow) -> None:
    page.inputs.take_typed(Scan(BAR[3:]))
    assert "identifier" in view_of(page).trying.words.text()
    page.inputs.take_scan(Scan(SQUARE[3:], "]d2"))
    assert view_of(page).trying.title.text() == "Right"
    assert page.session.separators


def test_a_scanner_that_types_fast_without_enter_is_told_so(page: MainWindow, qtbot: QtBot) -> None:
    for sign in BAR:
        QTest.keyClick(page.windowHandle(), sign)
    qtbot.waitUntil(lambda: view_of(page).trying.title.text() == "Enter is missing behind the code", timeout=5000)
    assert view_of(page).trying.field.text() == ""


def test_by_keys_and_by_touch_nothing_comes_has_words_and_back_leads_out(page: MainWindow) -> None:
    press(page, "Nothing comes")
    assert view_of(page).trying.title.text() == "Nothing came"
    assert view_of(page).trying.field.hasFocus()
    QTest.keyClick(page.windowHandle(), Qt.Key.Key_Escape)
    assert not isinstance(page.frame.view, View)
    page.show_screen("appearance", {})
    press(page, "Check a scanner")
    assert isinstance(page.frame.view, View)
