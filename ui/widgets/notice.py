"""`Notice`: a short word that something worked, over the screen and gone by itself.

Never for what must be acknowledged: that is a `Sheet` or a `Strip`.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QFrame, QWidget

from ui.theme import Theme
from ui.widgets.boxes import dress, row
from ui.widgets.label import Icon, Label


class Notice(QFrame):
    """Notice(theme, host, seconds=4.0); say(text, icon="circle-check").

    One per window; the newest word replaces the last.

    Lies above the sign bar, takes no taps and no focus.
    """

    def __init__(self, theme: Theme, host: QWidget, seconds: float = 4.0) -> None:
        super().__init__(host)
        self.theme, self._host, self._lift = theme, host, 0
        dress(self, panel="notice")
        line = row(theme, self, (16, 12, 20, 12), 12)
        self._icon = Icon(theme, "circle-check", "barInk", 24)
        self._text = Label(theme, "", "h3", "bar")
        line.addWidget(self._icon)
        line.addWidget(self._text)
        self._timer = QTimer(self, interval=round(seconds * 1000), singleShot=True)
        self._timer.timeout.connect(self.hide)
        host.installEventFilter(self)
        self.hide()

    def say(self, text: str, icon: str = "circle-check") -> None:
        """Shows the words for a few seconds."""
        self._icon.set_icon(icon)
        self._text.setText(text)
        self.setAccessibleName(text)
        self._place()
        self.show()
        self.raise_()
        self._timer.start()

    def lift(self, height: int) -> None:
        """Stays above what stands at the bottom, such as letters that somebody taps; 0 for nothing."""
        self._lift = height
        if self.isVisible():
            self._place()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Stays in the middle when the window changes size."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        self.adjustSize()
        left = (self._host.width() - self.width()) // 2
        below = max(self.theme.size("sign_bar"), self._lift) + self.theme.px(12)
        self.move(left, self._host.height() - self.height() - below)
