"""Three ways to work at a station: keys only, touch only, scanner with password.

All of them act on the window as hands do: key strokes and taps at places, never a call of a widget's own method. A hand
only reaches what is visible, enabled and not covered.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from tests.ui.flows.reading import Reading
from ui.widgets.button import Button
from ui.widgets.field import Field
from ui.widgets.keypad import Keypad
from ui.widgets.letters import LetterPanel
from ui.widgets.wedge import BADGE_PREFIX, HOLD_MS

SLOW_MS, QUICK_MS = 3 * HOLD_MS, 2
"""How far apart a hand and a reader strike keys."""
LATER = 1_000_000_000
"""The time of the first letter: after every key that the window system timed itself."""
STOPS = 250
"""Tabs after which nobody believes any more that the widget can be reached."""


class Keys:
    """A keyboard and nothing else."""

    touches = scans = False

    def __init__(self, reading: Reading) -> None:
        self.reading, self.window = reading, reading.window
        self._at = LATER

    # -- strokes

    def key(self, key: Qt.Key | str, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """One stroke."""
        QTest.keyClick(self.window.windowHandle(), key, held)

    def stroke(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """One stroke that something follows from."""
        self.key(key, held)
        self.reading.settle()

    def type(self, text: str) -> None:
        """Type as hands do."""
        self.strike(text, apart=SLOW_MS)

    def strike(self, text: str, *, apart: int) -> None:
        """Letters so many milliseconds apart, by the time the keyboard gives them: a busy machine changes nothing."""
        for letter in text:
            self._at += apart
            self._send(Qt.Key(ord(letter.upper())), letter)

    def _send(self, key: Qt.Key, letter: str) -> None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, letter)
            event.setTimestamp(self._at)
            QApplication.sendEvent(self.window.windowHandle(), event)

    # -- what a person does

    def reach(self, target: QWidget) -> None:
        """Bring the focus to a widget by Tab."""
        for _at in range(STOPS):
            if QApplication.focusWidget() is target:
                return
            self.key(Qt.Key.Key_Tab)
        name = target.accessibleName()
        raise self.reading.stuck(f"way by Tab to {name!r}")

    def press(self, target: QWidget) -> None:
        """Act on a button or a card."""
        self.reach(target)
        self.stroke(Qt.Key.Key_Return)

    def put(self, field: Field, text: str) -> None:
        """Make a field hold a text."""
        self.reach(field)
        if field.text():
            self.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
            self.key(Qt.Key.Key_Backspace)
        self.type(text)
        self.reading.settle()

    def enter(self, field: Field, text: str) -> None:
        """Fill in and confirm."""
        self.put(field, text)
        self.stroke(Qt.Key.Key_Return)

    def code(self, field: Field, text: str) -> None:
        """Give the code of a label."""
        self.enter(field, text)

    def badge(self, field: Field, person: str, _badge: str) -> None:
        """Say who one is."""
        self.enter(field, person)

    def primary(self) -> None:
        """The next right action of the execution screen."""
        self.stroke(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    def report(self) -> None:
        """Report an exception."""
        self.stroke(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)

    def more(self) -> None:
        """Open the menu of further acts."""
        self.stroke(Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)

    def menu(self) -> None:
        """Open the list of places to go."""
        self.stroke(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)

    def choose_line(self, position: int) -> None:
        """Show a step of the outline."""
        outline = self.reading.outline()
        assert outline is not None
        self.reach(outline)
        self._arrow_to(outline, position)
        self.stroke(Qt.Key.Key_Return)

    def choose_row(self, table: QWidget, position: int) -> None:
        """Choose a row of a table."""
        self.reach(table)
        self._arrow_to(table, position)
        self.stroke(Qt.Key.Key_Return)

    def _arrow_to(self, table: QWidget, position: int) -> None:
        for _at in range(STOPS * 4):
            now = table.currentIndex().row()
            if now == position:
                return
            self.key(Qt.Key.Key_Down if now < position else Qt.Key.Key_Up)
        raise self.reading.stuck(f"way by arrow keys to row {position}")


class Scanner(Keys):
    """A scanner for whatever has a code, a badge for who one is, the keyboard for passwords and figures."""

    scans = True

    def scan(self, text: str) -> None:
        """What a reader that types like a keyboard does: before a code it says which symbology it was."""
        self.strike(text if text.startswith(BADGE_PREFIX) else f"]d1{text}", apart=QUICK_MS)
        self._at += QUICK_MS
        self._send(Qt.Key.Key_Return, "\r")
        self.reading.settle()

    def code(self, field: Field, text: str) -> None:
        """Scan; whatever has the focus, the code must find its place."""
        self.scan(text)

    def badge(self, field: Field, person: str, badge: str) -> None:
        """Hold the badge to the reader."""
        self.scan(BADGE_PREFIX + badge)


class Touch:
    """One finger. No key of a keyboard is ever struck."""

    touches, scans = True, False

    def __init__(self, reading: Reading) -> None:
        self.reading, self.window = reading, reading.window

    def tap(self, target: QWidget, place: QPoint | None = None) -> None:
        """Tap the middle of a widget, or a place in it."""
        self.show(target)
        inside = place if place is not None else target.rect().center()
        at = target.mapTo(self.window, inside)
        under = self.window.childAt(at)
        if under is None or not (under is target or target.isAncestorOf(under)):
            covered = under.accessibleName() or type(under).__name__ if under is not None else "nothing"
            raise self.reading.stuck(
                f"way to tap {target.accessibleName()!r} at {at.toTuple()}, under the finger is {covered}"
            )
        QTest.mouseClick(self.window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)

    def show(self, target: QWidget) -> None:
        """Page until a widget lies in sight."""
        area = _area_of(target)
        if area is None:
            return
        for _at in range(60):
            middle = target.mapTo(area.viewport(), QPoint(0, target.height() // 2)).y()
            room = area.viewport().height()
            if middle < 4 or self._under_pager(area, target, "More above"):
                self._page(area, "More above")
            elif middle > room - 4 or self._under_pager(area, target, "More below"):
                self._page(area, "More below")
            else:
                return
        raise self.reading.stuck(f"way to scroll to {target.accessibleName()!r}")

    def _under_pager(self, area: QAbstractScrollArea, target: QWidget, name: str) -> bool:
        place = target.mapTo(area, target.rect().center())
        pager = self._pager(area, name)
        return pager is not None and pager.geometry().contains(place)

    def _pager(self, area: QAbstractScrollArea, name: str) -> Button | None:
        return next((one for one in self.reading.buttons(name, within=area) if one.parent() is area), None)

    def _page(self, area: QAbstractScrollArea, name: str) -> None:
        if self._pager(area, name) is None:
            self._touch_glass()
        pager = self._pager(area, name)
        if pager is None:
            raise self.reading.stuck(f"{name} at {area.accessibleName() or type(area).__name__!r}")
        at = pager.mapTo(self.window, pager.rect().center())
        QTest.mouseClick(self.window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        self.reading.settle()

    def _touch_glass(self) -> None:
        """Try to wipe, as a finger does that sees a bar: nothing moves, but from here on the screen is touched."""
        edge = QPoint(self.window.width() // 2, 2)
        QTest.mouseClick(self.window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, edge)
        self.reading.settle()

    def press(self, target: QWidget) -> None:
        """Tap it."""
        if isinstance(target, Button):
            self.tap(target)
        else:
            self.tap(target, QPoint(target.width() // 3, 12))
        self.reading.settle()

    def put(self, field: Field, text: str) -> None:
        """Tap the field, then the keys on the screen."""
        self._open(field)
        for _at in range(len(field.text())):
            self._tap_key("Delete last letter", "Delete last digit")
        for letter in text:
            self._letter(letter)
        self.reading.settle()

    def _open(self, field: Field) -> None:
        self.tap(field)
        self.reading.settle()
        if not self._keys():
            raise self.reading.stuck(f"keys on the screen for {field.accessibleName()!r}")

    def _keys(self) -> list[Button]:
        panels = [*self.reading.seen(Keypad), *self.reading.seen(LetterPanel)]
        return [one for panel in panels for one in self.reading.seen(Button, panel)]

    def _key(self, *names: str) -> Button | None:
        return next((one for one in self._keys() if one.text() in names or one.accessibleName() in names), None)

    def _tap_key(self, *names: str) -> None:
        found = self._key(*names)
        if found is None:
            raise self.reading.stuck(f"key {names} on the screen")
        self.tap(found)

    def _letter(self, letter: str) -> None:
        wanted = "Space" if letter == " " else letter
        if self._key(wanted) is None and letter.isupper():
            if self._key("Shift") is None:
                self._layer("Shift")
            self._tap_key("Shift")
        if self._key(wanted) is None:
            self._layer(wanted)
        self._tap_key(wanted)

    def _layer(self, wanted: str) -> None:
        for _at in range(4):
            if self._key(wanted) is not None:
                return
            self._tap_key("123", "#~^", "abc")
        raise self.reading.stuck(f"key {wanted!r} on any layer")

    def enter(self, field: Field, text: str) -> None:
        """Fill in and tap Enter."""
        self.put(field, text)
        self._tap_key("Enter")
        self.reading.settle()

    def code(self, field: Field, text: str) -> None:
        """Type what a label says."""
        self.enter(field, text)

    def badge(self, field: Field, person: str, _badge: str) -> None:
        """Say who one is."""
        self.enter(field, person)

    def primary(self) -> None:
        """The one filled button of the bar."""
        self.press(self.reading.window.frame.view.bar.button)

    def report(self) -> None:
        """Report an exception."""
        self.press(self.reading.button("Report exception"))

    def more(self) -> None:
        """Open the menu of further acts."""
        self.press(self.reading.button("More"))

    def menu(self) -> None:
        """Open the list of places to go, which the start page offers."""
        self.press(self.reading.button("Start page"))
        self.press(self.reading.button("More"))

    def choose_line(self, position: int) -> None:
        """Tap a step of the outline."""
        outline = self.reading.outline()
        assert outline is not None
        self.choose_row(outline, position)

    def choose_row(self, table: QWidget, position: int) -> None:
        """Tap a row, after paging to it."""
        index = table.model().index(position, 0)
        for _at in range(60):
            middle = table.visualRect(index).center().y()
            pager = self._pager(table, "More below")
            if middle < 4:
                self._page(table, "More above")
            elif middle > (pager.y() if pager is not None else table.viewport().height()) - 4:
                self._page(table, "More below")
            else:
                break
        at = table.viewport().mapTo(self.window, table.visualRect(index).center())
        QTest.mouseClick(self.window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        self.reading.settle()


def _area_of(widget: QWidget) -> QAbstractScrollArea | None:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QAbstractScrollArea):
            return parent
        parent = parent.parentWidget()
    return None


Hand = Keys | Scanner | Touch
