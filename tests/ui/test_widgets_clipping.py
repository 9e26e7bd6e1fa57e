"""No text is cut on any composition of the gallery, in any theme, at any usual scale.

A label that clips shows a wrong record ("14:02:1"), so this walks every visible label and button. Only an ElidedLabel may
shorten, and it says so with an ellipsis.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from ebr.wording.han import units
from ui.theme import Theme, apply
from ui.theme.tokens import THEMES
from ui.widgets.boxes import Scroll
from ui.widgets.button import Button
from ui.widgets.gallery import build
from ui.widgets.gallery_scenes import SCENES
from ui.widgets.header import IdentifierText
from ui.widgets.label import ElidedLabel

WORDS = re.compile(r"[^\s\u200b]+")
"""A line breaks at a space, in a path after each of its parts, and in Chinese between its characters."""
Shown = Callable[[str, Theme, tuple[int, int]], QWidget]


@pytest.fixture
def shown(qapp: QApplication) -> Iterator[Shown]:
    """Builds a composition and really deletes it afterwards: without that, each style sheet repolishes all earlier ones."""
    windows: list[QWidget] = []

    def show(scene: str, theme: Theme, size: tuple[int, int]) -> QWidget:
        apply(qapp, theme)
        windows.append(build(scene, theme, size))
        return windows[-1]

    yield show
    for window in windows:
        window.close()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def clipped(window: QWidget) -> list[str]:
    """Texts that do not fit where they are shown."""
    labels = [label for label in window.findChildren(QLabel) if label.isVisible() and label.text()]
    found = [f"label {label.text()!r}" for label in labels if not isinstance(label, ElidedLabel) and cut(label)]
    buttons = [button for button in window.findChildren(Button) if button.isVisible()]
    found += [
        f"button {button.text()!r}" for button in buttons if button.minimumSizeHint().width() > button.width() + 1
    ]
    ids = [one for one in window.findChildren(IdentifierText) if one.isVisible()]
    found += [f"identity {one.accessibleName()!r}" for one in ids if one.sizeHint().width() > one.width()]
    found += [
        "scrolled sideways"
        for one in window.findChildren(Scroll)
        if one.isVisible() and one.content.width() > one.viewport().width()
    ]
    return found + [f"outside {widget.accessibleName()!r}" for widget in (*buttons, *ids) if outside(widget, window)]


def cut(label: QLabel) -> bool:
    if label.wordWrap():
        parts = [part for word in WORDS.findall(label.text()) for _blank, part in units(word)]
        longest = max(QFontMetricsF(label.font()).horizontalAdvance(part) for part in parts)
        return label.heightForWidth(label.width()) > label.height() + 1 or longest > label.width() + 1
    return label.sizeHint().width() > label.width() + 1 or label.sizeHint().height() > label.height() + 2


def outside(widget: QWidget, window: QWidget) -> bool:
    left = widget.mapTo(window, widget.rect().topLeft()).x()
    return left < 0 or left + widget.width() > window.width()


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(
    ("size", "scale"), [((1280, 800), 1.0), ((1280, 800), 1.15), ((1280, 800), 1.25), ((1920, 1080), 1.25)]
)
@pytest.mark.parametrize("scene", SCENES)
def test_no_text_is_cut(shown: Shown, scene: str, size: tuple[int, int], scale: float, name: str) -> None:
    window = shown(scene, Theme(name, scale), size)
    assert window.width() == size[0], "the composition is wider than the screen"
    assert clipped(window) == []


def test_the_walk_sees_a_cut_label(shown: Shown) -> None:
    window = shown("ready", Theme(), (1280, 800))
    victim = next(label for label in window.findChildren(QLabel) if label.text() == "14:06")
    victim.setFixedWidth(20)
    assert clipped(window) == ["label '14:06'"]


class Windows(QObject):
    """Remembers every window that is shown while a composition is built."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False


@pytest.mark.parametrize("scene", SCENES)
def test_a_composition_is_one_window(shown: Shown, qapp: QApplication, scene: str) -> None:
    """A piece shown before it has a parent flashes as a window and takes the focus away."""
    windows = Windows()
    qapp.installEventFilter(windows)
    shown(scene, Theme(), (1280, 800))
    qapp.removeEventFilter(windows)
    assert windows.seen == ["QWidget"]
