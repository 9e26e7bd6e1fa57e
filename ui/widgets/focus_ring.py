"""`FocusRing`: shows where the keyboard is, the same way everywhere.

One overlay per window draws a ring of 3 px, 2 px outside the focused widget, above everything and without changing any
geometry (WCAG 2.2, 2.4.7, 2.4.13). Lists draw their own focus in the row; a widget
with the property ring="no" has none.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QApplication, QPlainTextEdit, QWidget
from shiboken6 import isValid

from ui.theme import Theme
from ui.widgets.header import HeaderBar

FOLLOWED = {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide}


class FocusRing(QWidget):
    """FocusRing(theme, root): create one after the window's content; it follows the focus inside `root`."""

    def __init__(self, theme: Theme, root: QWidget) -> None:
        super().__init__(root)
        self.theme, self._root = theme, root
        self._target: QWidget | None = None
        self._chain: list[QWidget] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        if not isValid(self):
            return
        self._target = new if new is not None and self._rings(new) else None
        self._watch(self._ancestors(self._target) if self._target is not None else [])
        self._place()

    def _watch(self, chain: list[QWidget]) -> None:
        for widget in self._chain:
            if isValid(widget):
                widget.removeEventFilter(self)
        self._chain = chain
        for widget in chain:
            widget.installEventFilter(self)

    def _rings(self, widget: QWidget) -> bool:
        if widget.property("ring") == "no":
            return False
        if isinstance(widget, QAbstractScrollArea) and not isinstance(widget, QPlainTextEdit):
            return False
        return self._root.isAncestorOf(widget) and not isinstance(widget, QAbstractItemView)

    def _ancestors(self, widget: QWidget) -> list[QWidget]:
        """The widget and all that can move it, up to the root: scrolling moves an ancestor, not the widget."""
        chain = [widget]
        while (parent := chain[-1].parentWidget()) is not None and parent is not self._root:
            chain.append(parent)
        return chain

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Moves with the focused widget."""
        if event.type() in FOLLOWED:
            self._place()
        return False

    def _place(self) -> None:
        target = self._target
        if target is None or not isValid(target) or not self._root.isAncestorOf(target) or not target.isVisible():
            self.hide()
            return
        if not all(isValid(widget) for widget in self._chain):
            # It was put elsewhere, and what it stood in is gone.
            self._watch(self._ancestors(target))
        outside = self.theme.size("ring") + self.theme.size("ring_gap")
        corner = target.mapTo(self._root, target.rect().topLeft())
        self.setGeometry(
            corner.x() - outside, corner.y() - outside, target.width() + 2 * outside, target.height() + 2 * outside
        )
        if not self._clip(outside):
            self.hide()
            return
        self.raise_()
        self.show()
        self.update()

    def _clip(self, outside: int) -> bool:
        """A widget half scrolled away has half a ring, one out of sight none: it never lies on what covers it."""
        seen = QRect(self.rect())
        for widget in self._chain:
            if isinstance(widget.parentWidget(), QAbstractScrollArea):
                corner = widget.mapTo(self._root, QPoint(0, 0)) - self.pos()
                room = QRect(corner, widget.size()).adjusted(-outside, -outside, outside, outside)
                seen = seen.intersected(room)
        self.setMask(QRegion(seen))
        return not seen.isEmpty()

    def _on_bar(self) -> bool:
        return any(isinstance(widget, HeaderBar) for widget in self._chain if isValid(widget))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ring; white on the dark header."""
        width = self.theme.size("ring")
        radius = self.theme.px(12)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.theme.color("barInk" if self._on_bar() else "focus"), width))
            inset = width / 2
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), radius, radius)
