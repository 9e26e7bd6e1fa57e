"""`Fitting`: a screen as large as the place it has, and scrolled where it needs more.

On a small screen with large letters a page may need more room than there is. The window must not grow over the edge of
the glass, where its bar could not be reached: the page scrolls instead, and what has the focus comes into sight.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget
from shiboken6 import isValid

from ui.theme import Theme
from ui.widgets.pager import Pager


class Fitting(QScrollArea):
    """Fitting(theme, view). The view becomes its child."""

    def __init__(self, theme: Theme, view: QWidget) -> None:
        super().__init__()
        self._holder = _Holder(view)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._room = theme.px(24)
        self.setWidget(self._holder)
        Pager(theme, self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and isValid(self) and self._holder.view.isAncestorOf(new):
            self.ensureWidgetVisible(new, self._room, self._room)


class _Holder(QWidget):
    """Asks for no more than the least its view can be shown in: a view wishes to be as tall as all its words."""

    def __init__(self, view: QWidget) -> None:
        super().__init__()
        self.view = view
        self.setProperty("scrolled", "yes")
        view.setParent(self)
        view.show()

    def minimumSizeHint(self) -> QSize:
        """The least of the view."""
        return self.view.minimumSizeHint().expandedTo(self.view.minimumSize())

    def sizeHint(self) -> QSize:
        """What the view wishes."""
        return self.view.sizeHint()

    def event(self, event: QEvent) -> bool:
        """Hears that the view needs another size."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The view fills it."""
        super().resizeEvent(event)
        self.view.setGeometry(self.rect())
