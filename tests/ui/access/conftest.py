"""One station with something on every screen, and a window that goes through all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from ebr.cli.qualification.plant import Plant, Stages
from ebr.cli.qualification.stages import STAGES
from tests.ui.test_languages_fit import away, window_at
from ui import selftest
from ui.main_window import MainWindow
from ui.screens import SCREENS
from ui.theme import apply

NAMES: Final = ("login", *selftest.BEFORE, *(name for name in SCREENS if name not in selftest.BEFORE))
Screens = Callable[..., Iterator[tuple[str, MainWindow]]]


@pytest.fixture(scope="session")
def plant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Plant, dict[str, str]]]:
    made = Stages(tmp_path_factory.mktemp("plant"), STAGES).plant("stocked")
    yield made, selftest.parameters(made)
    made.station.close()


@pytest.fixture
def screens(qapp: QApplication, plant: tuple[Plant, dict[str, str]]) -> Iterator[Screens]:
    """Yields (name, window) for each screen, shown to somebody who may see it; a screen that breaks fails at once."""
    windows: list[MainWindow] = []

    def each(
        names: tuple[str, ...] = NAMES, theme: str = "light", scale: float = 1.0, size: tuple[int, int] = (1280, 800)
    ) -> Iterator[tuple[str, MainWindow]]:
        window = window_at(qapp, plant[0], "en", scale)
        windows.append(window)
        window.resize(*size)
        window.activateWindow()
        window.theme.switch(theme)
        apply(qapp, window.theme)
        take = window._status

        def themed(status: object) -> None:
            take(status)  # type: ignore[arg-type]
            if window.theme.name != theme:
                window.theme.switch(theme)
                apply(qapp, window.theme)

        window._status = themed  # type: ignore[method-assign]
        for name in names:
            with selftest._faults() as faults:
                selftest._show(window, qapp, *_pair(plant, name))
            assert faults == [], name
            yield name, window

    yield each
    for window in windows:
        away(window)


def _pair(plant: tuple[Plant, dict[str, str]], name: str) -> tuple[Plant, str, dict[str, str]]:
    return plant[0], name, plant[1]


def seen(window: MainWindow) -> list[QWidget]:
    """Every visible widget of a window."""
    root = window.centralWidget()
    return [root, *(one for one in root.findChildren(QWidget) if one.isVisible())]
