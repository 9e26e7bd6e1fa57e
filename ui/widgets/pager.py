"""`Pager`: one tap to what lies below, one tap back, for hands that cannot wipe over the glass or hit a narrow bar.

Floats at the right of the lower and the upper edge of an area that scrolls, only while there is more in that
direction and only for hands that touch (`ui.widgets.touching`): it lies on the ends of lines, and keyboards have their
own ways. It takes no focus.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QAbstractScrollArea
from shiboken6 import isValid

from ebr.words import tr
from ui.theme import Theme
from ui.widgets.button import Button
from ui.widgets.touching import touching

LEAST: Final = 32
"""Hidden pixels at scale 1.0 from which it is worth a tap."""
ROOM: Final = 180
"""A lower area has no room for it."""
STEP: Final = 0.5
"""Part of the area that one tap moves: what lay under one button comes to the middle, not under the other."""
GAP: Final = 8


class Pager(QObject):
    """Pager(theme, area): make one for an area that scrolls up and down; it lives as long as the area."""

    def __init__(self, theme: Theme, area: QAbstractScrollArea) -> None:
        super().__init__(area)
        self._theme, self._area = theme, area
        self._below = self._button("chevron-down", tr("More below"), 1)
        self._above = self._button("chevron-up", tr("More above"), -1)
        self._later = QTimer(self, interval=0, singleShot=True)
        self._later.timeout.connect(self._place)
        bar = area.verticalScrollBar()
        bar.valueChanged.connect(lambda _value: self._later.start())
        bar.rangeChanged.connect(lambda _low, _high: self._later.start())
        area.installEventFilter(self)
        self._touching = touching()
        self._touching.changed.connect(self._hands)

    def _hands(self, _value: object) -> None:
        self._later.start()

    def _button(self, icon: str, name: str, way: int) -> Button:
        made = Button(self._theme, "", "pager", icon, name=name, parent=self._area)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setFixedSize(made.sizeHint())
        made.acted.connect(lambda _value: self._turn(way))
        made.hide()
        return made

    def _turn(self, way: int) -> None:
        bar = self._area.verticalScrollBar()
        bar.setValue(bar.value() + way * round(bar.pageStep() * STEP))

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Follows the area."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._later.start()
        return False

    def _place(self) -> None:
        if not isValid(self._area):
            return
        # Asked for each time: the binding may forget a scroll bar that is still there.
        bar, least = self._area.verticalScrollBar(), self._theme.px(LEAST)
        tall = self._area.height() >= self._theme.px(ROOM)
        # In a rail it would cover every line; there a drawer shows the list whole.
        wide = self._area.viewport().width() >= self._below.width() + 2 * self._theme.px(GAP)
        room = self._touching.on and tall and wide
        hidden = {self._below: bar.maximum() - bar.value(), self._above: bar.value() - bar.minimum()}
        for button, more in hidden.items():
            wanted = room and more >= least
            if wanted:
                self._put(button)
            if wanted != button.isVisibleTo(self._area):
                button.setVisible(wanted)

    def _put(self, button: Button) -> None:
        gap = self._theme.px(GAP)
        down = self._area.height() - button.height() - gap if button is self._below else gap
        button.move(self._area.viewport().width() - button.width() - gap, down)
        button.raise_()
