"""Every screen in every language at every size: no text is cut, nothing is pushed off a terminal's screen.

And a value has the decimal sign of the language on every one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel, QTableView, QWidget

from ebr import words
from ebr.cli.qualification.plant import Plant, Stages
from ebr.cli.qualification.stages import STAGES
from ebr.station.questions import StatusAnswer, TimerRow
from tests.ui.test_widgets_clipping import cut, outside
from ui import selftest
from ui.desk import InlineDesk
from ui.execution import cards
from ui.execution.side import Side, timer_fact
from ui.main_window import MainWindow
from ui.screens import SCREENS
from ui.theme import Theme, apply
from ui.tongue import speak
from ui.widgets.boxes import Scroll
from ui.widgets.button import Button
from ui.widgets.header import IdentifierText
from ui.widgets.label import ElidedLabel

SIZE = (1280, 800)
NAMES = ("login", *SCREENS)
LEAST_NUMBERS = 10


@pytest.fixture(scope="module")
def plant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plant]:
    made = Stages(tmp_path_factory.mktemp("plant"), STAGES).plant("stocked")
    yield made
    made.station.close()


@pytest.fixture(scope="module")
def given(plant: Plant) -> dict[str, str]:
    return selftest.parameters(plant)


@pytest.fixture
def spoken(qapp: QApplication) -> Iterator[None]:
    yield
    speak(qapp, "en")
    qapp.processEvents()


def window_at(qapp: QApplication, plant: Plant, code: str, scale: float) -> MainWindow:
    """A window that speaks a language in a size, whatever the station's settings say."""
    assert speak(qapp, code)
    theme = Theme("light", scale)
    apply(qapp, theme)
    window = MainWindow(InlineDesk(plant.station), theme, qapp)
    window.own_language = code
    take = window._status

    def sized(status: StatusAnswer) -> None:
        take(replace(status, settings={**status.settings, "ui_scale": str(scale), "theme": "light"}))

    window._status = sized  # type: ignore[method-assign]
    window.resize(*SIZE)
    window.start()
    window.show()
    return window


def visible(root: QWidget, kind: type[QWidget]) -> list[QWidget]:
    return [one for one in root.findChildren(kind) if one.isVisible()]


def clipped(root: QWidget) -> list[str]:
    """What does not fit where it is shown."""
    labels = [one for one in visible(root, QLabel) if isinstance(one, QLabel) and one.text()]
    found = [f"label {one.text()!r}" for one in labels if not isinstance(one, ElidedLabel) and cut(one)]
    buttons, ids = visible(root, Button), visible(root, IdentifierText)
    found += [f"button {one.accessibleName()!r}" for one in buttons if one.minimumSizeHint().width() > one.width() + 1]
    found += [f"identity {one.accessibleName()!r}" for one in ids if one.sizeHint().width() > one.width()]
    for one in visible(root, Scroll):
        assert isinstance(one, Scroll)
        if one.content.width() > one.viewport().width():
            found.append(f"sideways {one.content.width()} in {one.viewport().width()}")
    return found + [f"outside {one.accessibleName()!r}" for one in (*buttons, *ids) if outside(one, root.window())]


VALUE = re.compile(r"(?<![\w.\-/:])[0-9]+([.,])[0-9]+(?![\w.\-/:])")
NO_VALUE = re.compile(r"[0-9]+\.[0-9]+ +(?=[A-Z][a-z]{2})|21 CFR [0-9.]+")
"""The number of a step before its title, a clause."""
AS_KEPT = ("audit",)
"""Screens that show the fields of the log as they are written there."""


def numbers(root: QWidget) -> dict[str, str]:
    """Every text that is shown with a decimal number in it, and the signs of its decimals."""
    shown = [one.text() for kind in (QLabel, Button) for one in visible(root, kind)]
    for table in visible(root, QTableView):
        model = table.model()
        shown += [
            str(model.index(down, across).data() or "")
            for down in range(model.rowCount())
            for across in range(model.columnCount())
        ]
    told = {text: NO_VALUE.sub("", words.plain(text)) for text in shown}
    return {text: "".join(sorted(set(VALUE.findall(left)))) for text, left in told.items() if VALUE.search(left)}


def scrolled_away(root: QWidget) -> list[str]:
    """What opened below its first line, though nothing in it has the focus."""
    now = QApplication.focusWidget()
    return [
        f"scrolled {one.verticalScrollBar().value()} down"
        for one in visible(root, Scroll)
        if isinstance(one, Scroll)
        and one.verticalScrollBar().value()
        and not (now is not None and one.content.isAncestorOf(now))
    ]


def away(window: MainWindow) -> None:
    window.sure = True
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.mark.parametrize("scale", [1.0, 1.15, 1.25])
@pytest.mark.parametrize("code", words.available())
@pytest.mark.usefixtures("spoken")
def test_nothing_is_cut(qapp: QApplication, plant: Plant, given: dict[str, str], code: str, scale: float) -> None:
    window = window_at(qapp, plant, code, scale)
    found: dict[str, list[str]] = {}
    seen: dict[str, str] = {}
    sign = words.DECIMAL_SIGNS.get(code, ".")
    for name in NAMES:
        with selftest._faults() as faults:
            selftest._show(window, qapp, plant, name, given)
        assert faults == [], name
        root = window.centralWidget()
        wide = [f"{window.width()} wide"] if window.width() > SIZE[0] else []
        seen |= (values := {} if name in AS_KEPT else numbers(root))
        mixed = [f"number {text!r}" for text, signs in values.items() if signs != sign]
        if wrong := [*wide, *clipped(root), *scrolled_away(root), *mixed]:
            found[name] = wrong
        window.setMinimumSize(0, 0)
        window.resize(*SIZE)
    away(window)
    assert found == {}
    assert len(seen) >= LEAST_NUMBERS, "numbers were looked at, on many screens"


@pytest.mark.parametrize("scale", [1.0, 1.25])
@pytest.mark.parametrize("code", words.available())
@pytest.mark.usefixtures("spoken")
def test_a_timer_that_nobody_confirmed_after_a_restart_fits_beside_the_step(
    qapp: QApplication, code: str, scale: float
) -> None:
    assert speak(qapp, code)
    theme = Theme("light", scale)
    apply(qapp, theme)
    side = Side(theme)
    row = TimerRow("a/t", "Vector out of the freezer", "", "12", "", "5400", running=True, verdict="", confirmed=False)
    side.show_timers([timer_fact(cards.timer_line(row), 12.0)])
    (scroll,) = side.findChildren(Scroll)
    assert scroll.content.minimumSizeHint().width() <= side.width() - scroll.verticalScrollBar().sizeHint().width()


@pytest.mark.skipif("ar" not in words.available(), reason="there is no Arabic catalogue yet")
@pytest.mark.usefixtures("spoken")
def test_arabic_is_read_from_the_right_and_its_keys_and_codes_are_not(qapp: QApplication, plant: Plant) -> None:
    from ui.widgets.field import Field
    from ui.widgets.keypad import Keypad
    from ui.widgets.limit_bar import LimitBar

    window = window_at(qapp, plant, "ar", 1.0)
    theme = window.theme
    keypad, number, code = Keypad(theme), Field(theme, "n", wants="number"), Field(theme, "c", code=True)
    assert window.centralWidget().layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert {one.layoutDirection() for one in (keypad, number, code)} == {Qt.LayoutDirection.LeftToRight}
    assert LimitBar.paintEvent.__doc__
    assert Path(words.paths.resources()).is_dir()
    away(window)
