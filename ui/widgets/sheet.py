"""`Sheet`: a question on top of the screen, inside the window.

No dialog window and no nested event loop: a veil covers the screen below the header, so who, what and where stay lit
(floor rule of identity), the sheet lies on the veil, and the first field has the focus. Tab stays inside, Esc is
Cancel, taps on the veil do nothing. What does not fit scrolls in the middle; title and buttons always stay.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from shiboken6 import isValid

from ebr.words import tr
from ui.theme import Theme
from ui.widgets.boxes import Scroll, column, panel, row, show_if
from ui.widgets.button import Button
from ui.widgets.header import HeaderBar
from ui.widgets.label import Label
from ui.widgets.reading_order import focused, step, stops


class Sheet(QWidget):
    """Sheet(theme, host, title, content, *, footer=None, subtitle="", width=640, closable=True).

    `host` is the window's content; the veil starts below its HeaderBar. `content` and `footer` become children; a
    content with `first_field()` names what gets the focus (None or no such method: the sheet itself, with no ring).
    Methods: open(), close_sheet(), dock(widget) puts an on-screen keyboard below, set_title(title, subtitle).
    Signals: cancelled(object: None) on Esc or the cross; closed(object: None) after it is gone. `cancelled` only
    asks: the owner answers with close_sheet().
    """

    cancelled = Signal(object)
    closed = Signal(object)
    gone = False
    """It was closed: whoever still waits for an answer has nothing to show it in."""

    def __init__(
        self,
        theme: Theme,
        host: QWidget,
        title: str,
        content: QWidget,
        *,
        footer: QWidget | None = None,
        subtitle: str = "",
        width: float = 640,
        closable: bool = True,
    ) -> None:
        super().__init__(host)
        self.theme, self._host, self.content, self._closable = theme, host, content, closable
        self._before: QWidget | None = None
        self._docked: QWidget | None = None
        self._width = theme.px(width)
        self._panel = panel("sheet", self)
        self._panel.setAccessibleName(title)
        inside = column(theme, self._panel, (28, 22, 20, 24), 14)
        inside.addLayout(self._build_head(title, subtitle))
        self._scroll = Scroll(theme, content)
        inside.addWidget(self._scroll, 1)
        if footer is not None:
            holder = row(theme, margins=(0, 0, 8, 0))
            holder.addWidget(footer)
            inside.addLayout(holder)
        content.setContentsMargins(0, 0, theme.px(8), 0)
        host.installEventFilter(self)
        content.installEventFilter(self)
        self.installEventFilter(self)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setProperty("ring", "no")
        self.hide()

    def _build_head(self, title: str, subtitle: str) -> QHBoxLayout:
        self._title = Label(self.theme, title, "h1", wrap=True)
        self._subtitle = Label(self.theme, subtitle, "meta", wrap=True)
        show_if(self._subtitle, wanted=bool(subtitle))
        words = column(self.theme, gap=2)
        words.addWidget(self._title)
        words.addWidget(self._subtitle)
        head = row(self.theme, margins=(0, 0, 8, 0))
        head.addLayout(words, 1)
        cross = Button(self.theme, kind="icon", icon="x", name=tr("Close"))
        show_if(cross, wanted=self._closable)
        cross.acted.connect(self.cancelled)
        head.addWidget(cross, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def set_title(self, title: str, subtitle: str = "") -> None:
        """Other words at the top."""
        self._title.setText(title)
        self._subtitle.setText(subtitle)
        show_if(self._subtitle, wanted=bool(subtitle))
        self._place()

    def open(self) -> None:
        """Shows the sheet and gives its first field the focus."""
        self._before = QApplication.focusWidget()
        self._place()
        self.show()
        self.raise_()
        first = getattr(self.content, "first_field", None)
        target = first() if callable(first) else None
        (target if isinstance(target, QWidget) else self).setFocus(Qt.FocusReason.OtherFocusReason)

    def close_sheet(self) -> None:
        """Takes the sheet away and gives the focus back to where it was; a sheet that is gone stays gone."""
        if self.gone:
            return
        self.gone = True
        if isValid(self._host):
            self._host.removeEventFilter(self)
        self.hide()
        if self._before is not None and isValid(self._before) and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit(None)
        self.deleteLater()

    def dock(self, widget: QWidget | None) -> None:
        """Puts an on-screen keyboard at the bottom of the veil (None takes it away); the sheet makes room."""
        if self._docked is not None and self._docked is not widget:
            self._docked.hide()
        self._docked = widget
        if widget is not None:
            widget.setParent(self)
            widget.show()
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follows the window's size and the content's wish for room; Esc is the sheet's, no shortcut of the window.

        A filter of its own and no `event`: that would still be under way when the sheet is deleted in it.
        """
        if watched is self:
            escape = event.type() == QEvent.Type.ShortcutOverride and _escape(event)
            if escape:
                event.accept()
            return escape
        wanted = QEvent.Type.Resize if watched is self._host else QEvent.Type.LayoutRequest
        if event.type() == wanted:
            self._place()
        return False

    def _place(self) -> None:
        header = self._host.findChild(HeaderBar)
        top = header.height() if header is not None else 0
        self.setGeometry(0, top, self._host.width(), self._host.height() - top)
        room = self.rect()
        if self._docked is not None:
            tall = self._docked.sizeHint().height()
            self._docked.setGeometry(QRect(0, room.height() - tall, room.width(), tall))
            room.setHeight(room.height() - tall)
        edge = self.theme.px(12)
        width = min(self._width, room.width() - 2 * edge)
        tall = self._height(width)
        height = min(tall, room.height() - 2 * edge)
        self._panel.setGeometry((room.width() - width) // 2, (room.height() - height) // 2, width, height)

    def _height(self, width: int) -> int:
        layout = self._panel.layout()
        if layout is None:
            return self._panel.sizeHint().height()
        layout.activate()
        return max(layout.totalHeightForWidth(width), layout.totalMinimumSize().height())

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round inside the sheet."""
        return step(stops(self._panel), focused(), forward=forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc asks to cancel, Page Up and Page Down scroll; no key goes through to the screen below."""
        way = (event.key() == Qt.Key.Key_PageDown) - (event.key() == Qt.Key.Key_PageUp)
        bar = self._scroll.verticalScrollBar()
        bar.setValue(bar.value() + way * bar.pageStep())
        if event.key() == Qt.Key.Key_Escape and self._closable:
            self.cancelled.emit(None)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A tap on the veil does nothing."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A tap on the veil does nothing."""
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The veil."""
        colour = self.theme.color("scrim")
        colour.setAlphaF(0.62 if self.theme.name == "light" else 0.78)
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), colour)


def _escape(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
