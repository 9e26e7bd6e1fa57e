"""Everything is reached by keys, in the order in which it is read, and one sees where one is."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Final

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTextBrowser, QWidget

from tests.ui.access.conftest import Screens, seen
from ui.main_window import MainWindow
from ui.theme.tokens import THEMES, contrast
from ui.widgets.button import Button
from ui.widgets.field import Field

MOST: Final = 250
RING_PIXELS: Final = 2


def told(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.accessibleName()!r}"


def stops(window: MainWindow) -> list[QWidget]:
    """What Tab visits, once round."""
    found: list[QWidget] = []
    for _ in range(MOST):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        assert now is not None, "the focus is lost"
        if found and now is found[-1]:
            assert isinstance(now, QTextBrowser), f"Tab does not leave {told(now)}"  # it goes from link to link
            continue
        if now in found:
            assert now is found[0], f"Tab goes back to {told(now)}, not to the first"
            return found
        found.append(now)
    message = "Tab never comes round"
    raise AssertionError(message)


def place(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def backward(window: MainWindow, found: list[QWidget]) -> list[str]:
    """Steps that go up, or back in a line: neither is how a page is read. Once round is allowed to begin again."""
    wrong = []
    for one, other in pairwise(found):
        here, there = place(one, window), place(other, window)
        scrolled = other.parentWidget().property("scrolled") or _in_scroll(one) is not _in_scroll(other)
        up = there.bottom() <= here.top() and there.left() < here.right()
        back = there.top() < here.bottom() and here.top() < there.bottom() and there.right() <= here.left()
        begins = other.accessibleName() == "Start page"
        if (up or back) and not begins and not (up and scrolled and there.top() < 0):
            wrong.append(f"{told(one)} -> {told(other)}")
    return wrong


def _in_scroll(widget: QWidget) -> QWidget | None:
    from PySide6.QtWidgets import QScrollArea

    parent: Any = widget.parentWidget()
    while parent is not None and not isinstance(parent, QScrollArea):
        parent = parent.parentWidget()
    return parent


def missed(window: MainWindow, found: list[QWidget]) -> list[str]:
    tab = Qt.FocusPolicy.TabFocus
    able = [one for one in seen(window) if one.isEnabled() and one.focusPolicy() & tab == tab]
    return [f"never reached: {told(one)}" for one in able if one not in found and one.focusProxy() is None]


def test_tab_goes_through_every_screen_as_it_is_read(screens: Screens) -> None:
    wrong: dict[str, list[str]] = {}
    count = 0
    for name, window in screens():
        first = QApplication.focusWidget()
        lost = [] if first is not None and first.isVisible() and first.isEnabled() else ["begins nowhere"]
        unheard = [f"begins on {told(first)}"] if first is not None and not first.accessibleName() else []
        found = stops(window)
        count += len(found)
        hidden = [f"hidden: {told(one)}" for one in found if not one.isVisible() or not one.isEnabled()]
        if all_wrong := [*lost, *unheard, *hidden, *missed(window, found), *backward(window, found)]:
            wrong[name] = all_wrong
    assert wrong == {}
    assert count > 400


def test_shift_and_tab_goes_back_the_same_way(screens: Screens) -> None:
    (_name, window), *_ = screens(("lots",))
    found = stops(window)
    back = []
    for _ in found:
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Backtab)
        back.append(QApplication.focusWidget())
    assert back[:-1] == list(reversed(found))[:-1] or back == list(reversed(found))


def test_a_sheet_keeps_tab_and_gives_it_back(screens: Screens) -> None:
    (_name, window), *_ = screens(("lots",))
    opener = next(one for one in seen(window) if isinstance(one, Button) and one.accessibleName() == "Receive a lot")
    opener.setFocus()
    opener.click()
    QApplication.processEvents()
    (sheet,) = window.session.sheets
    found = stops(window)
    assert all(sheet.isAncestorOf(one) for one in found)
    assert backward(window, found) == []
    window.setFocus()  # wherever the focus is, the sheet has it with the next Tab
    QTest.keyClick(window, Qt.Key.Key_Tab)
    now = QApplication.focusWidget()
    assert now is not None
    assert sheet.isAncestorOf(now)
    window.session.close_sheets()
    assert QApplication.focusWidget() is opener


def picture(window: MainWindow) -> QImage:
    QApplication.processEvents()
    return window.grab().toImage()


def ringed(before: QImage, after: QImage, around: QRect) -> int:
    """How many pixels in the edge of a place changed so much that one sees it (3:1, WCAG 2.4.13)."""
    count = 0
    area = around.adjusted(-8, -8, 8, 8).intersected(before.rect())
    for x in range(area.left(), area.right() + 1):
        for y in range(area.top(), area.bottom() + 1):
            old, new = before.pixelColor(x, y), after.pixelColor(x, y)
            if old != new and contrast(old.name(), new.name()) >= 3:
                count += 1
    return count


@pytest.mark.parametrize("theme", THEMES)
def test_one_sees_where_the_keyboard_is(screens: Screens, theme: str) -> None:
    """On the header, in a card, in a field, on a button of the bar: as many pixels change as a ring of 2 px has."""
    wrong = []
    kinds = set()
    for name, window in screens(("login", "execution", "lots"), theme):
        assert window.theme.name == theme
        window.setFocus()
        without = picture(window)
        targets = [one for one in stops(window) if not isinstance(one, QAbstractItemView) and one.width() < 700]
        for target in targets[:9]:
            target.setFocus(Qt.FocusReason.TabFocusReason)
            around = place(target, window)
            if isinstance(target, Field):
                target.setCursorPosition(0)
            edge = 2 * (around.width() + around.height()) * RING_PIXELS
            after = picture(window)
            if without.size() != after.size() or ringed(without, after, around) < edge * 0.9:
                wrong.append(f"{name}: {told(target)}")
            kinds.add(type(target).__name__)
    assert wrong == []
    assert {"Button", "Field"} <= kinds
