"""Fingers in gloves hit what is offered, in millimetres of real screens; large letters lose nothing."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations
from typing import Final

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from tests.ui.access.conftest import NAMES, Screens, seen
from tests.ui.test_languages_fit import clipped
from ui.appearance.presenter import BAR_PIXELS, scale_of
from ui.main_window import MainWindow
from ui.theme import Theme
from ui.widgets.button import Button
from ui.widgets.field import Field
from ui.widgets.header import HeaderBar
from ui.widgets.keypad import Keypad
from ui.widgets.letters import LetterPanel

OPERATORS: Final = ("login", "queue", "execution", "verify", "batch_labels", "my_training", "status", "help")
INCH: Final = Decimal("25.4")
SCREENS: Final = {"24 inch": Decimal(92), "21.5 inch": Decimal(102), "10 inch": Decimal(149)}
"""Pixels per inch of screens that stand in plants (ux.md 1.1)."""
LEAST_MM: Final = {"key": Decimal(20), "enter": Decimal(15), "other": Decimal(14), "header": Decimal(14)}
"""ux.md 1.1: 20 mm for keys, 14 mm for what is pressed less, the header's buttons included: locking is for gloves too."""
GAP_MM: Final = Decimal("0.9")


def scale_on(ppi: Decimal) -> float:
    """The size that a person finds with the ruler on such a screen."""
    return float(scale_of(f"{BAR_PIXELS / ppi * INCH:.1f}"))


def millimetres(pixels: int, ppi: Decimal) -> Decimal:
    return Decimal(pixels) / ppi * INCH


def targets(widgets: list[QWidget]) -> list[QWidget]:
    return [one for one in widgets if isinstance(one, QAbstractButton | QLineEdit) and one.isEnabled()]


def kind_of(widget: QWidget) -> str:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, HeaderBar):
            return "header"
        parent = parent.parentWidget()
    if isinstance(widget, Button) and widget.kind.name == "key" and widget.kind.height > 80:
        return "key"
    primary = isinstance(widget, Button) and widget.kind.name == "primary"
    return "enter" if primary or (isinstance(widget, Field) and widget.height() >= widget.theme.px(64)) else "other"


def too_small(widgets: list[QWidget], ppi: Decimal) -> list[str]:
    return [
        f"{one.accessibleName()!r} is {millimetres(one.height(), ppi):.1f} mm high"
        for one in targets(widgets)
        if millimetres(one.height(), ppi) < LEAST_MM[kind_of(one)]
    ]


def too_near(window: MainWindow, ppi: Decimal) -> list[str]:
    """Two targets that touch: which one a glove hits is chance. A target inside another is one target."""
    places = [(one, QRect(one.mapTo(window, QPoint(0, 0)), one.size())) for one in targets(seen(window)) if _whole(one)]
    edge = int(GAP_MM * ppi / INCH)
    found = []
    for (one, here), (other, there) in combinations(places, 2):
        apart = not one.isAncestorOf(other) and not other.isAncestorOf(one)
        if apart and here.adjusted(0, 0, edge - 1, edge - 1).intersects(there.adjusted(0, 0, edge - 1, edge - 1)):
            found.append(f"{one.accessibleName()!r} and {other.accessibleName()!r}")
    return found


def _whole(widget: QWidget) -> bool:
    return widget.visibleRegion().boundingRect().size() == widget.size()


@pytest.mark.parametrize("screen", SCREENS)
def test_every_target_of_an_operator_is_as_high_as_a_finger(screens: Screens, screen: str) -> None:
    ppi = SCREENS[screen]
    size = (1280, 800) if ppi > 120 else (1920, 1080)
    wrong: dict[str, list[str]] = {}
    count = 0
    for name, window in screens(OPERATORS[:-1], scale=scale_on(ppi), size=size):
        widgets = seen(window)
        count += len(targets(widgets))
        if found := [*too_small(widgets, ppi), *too_near(window, ppi)]:
            wrong[name] = found
    assert wrong == {}
    assert count > 40


@pytest.mark.parametrize("screen", SCREENS)
def test_the_keys_on_the_screen_are_for_gloves(qapp: object, screen: str) -> None:
    ppi = SCREENS[screen]
    theme = Theme("light", scale_on(ppi))
    keypad, panel = Keypad(theme), LetterPanel(theme)
    keys = [one for one in keypad.findChildren(Button) if one.kind.name == "key"]
    digits = [one for one in keys if one.text() != "-"]  # a minus stands in the foot, beside Enter
    assert len(digits) == 12
    assert min(millimetres(one.height(), ppi) for one in digits) >= 20
    assert min(millimetres(one.height(), ppi) for one in keypad.findChildren(Button)) >= 14
    letters = [one for one in panel.findChildren(Button) if one.kind.name == "key"]
    assert min(millimetres(one.height(), ppi) for one in letters) >= 15


def test_a_small_target_is_found(screens: Screens) -> None:
    (_name, window), *_ = screens(("queue",))
    victim = next(one for one in targets(seen(window)) if kind_of(one) != "header")
    victim.setFixedHeight(30)
    assert len(too_small([victim], Decimal(92))) == 1


@pytest.mark.parametrize("length", ["20", "68.2", "81.3", "90", "109.2", "110.4", "140"])
def test_the_ruler_never_gives_a_little_too_little(length: str) -> None:
    ppi = BAR_PIXELS / Decimal(length) * INCH
    scale = Decimal(scale_of(length))
    assert scale == Decimal("2.50") or millimetres(round(56 * scale), ppi) >= 14


@pytest.mark.parametrize(("size", "names"), [((1280, 800), OPERATORS), ((1920, 1080), NAMES)])
def test_half_as_large_again_nothing_is_lost(screens: Screens, size: tuple[int, int], names: tuple[str, ...]) -> None:
    """On the small screen a page may scroll, upright only; the window never grows over the edge of the glass."""
    wrong: dict[str, list[str]] = {}
    for name, window in screens(names, scale=1.5, size=size):
        frame = window.frame
        assert frame._fitting is not None
        bars = frame._fitting.horizontalScrollBar(), frame._fitting.verticalScrollBar()
        found = clipped(window.centralWidget())
        if window.size().toTuple() != size:
            found.append(f"the window is {window.size().toTuple()}")
        if bars[0].maximum():
            found.append(f"{bars[0].maximum()} pixels to the side")
        if name in ("queue", "execution", "verify", "batch_labels") and bars[1].maximum():
            found.append("the bar is out of sight")
        found += squashed(seen(window))
        if found:
            wrong[name] = found
    assert wrong == {}


def squashed(widgets: list[QWidget]) -> list[str]:
    """Targets that lie on one another, because there was no room."""
    placed = [(one, QRect(one.mapTo(one.window(), QPoint(0, 0)), one.size())) for one in targets(widgets)]
    return [
        f"{one.accessibleName()!r} lies on {other.accessibleName()!r}"
        for (one, here), (other, there) in combinations(placed, 2)
        if one.parentWidget() is other.parentWidget() and here.intersects(there)
    ]
