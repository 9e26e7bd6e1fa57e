"""Text and icons that follow the theme, and never lose characters silently.

`Label(theme, text, role, tone, wrap=, code=, align=)` shows its text whole. `ElidedLabel` is the only label that may
shorten, says so with an ellipsis and keeps the full text in tool tip and accessible name; never use it for an identity
or a value (a clipped "14:02:1" is a wrong record on the screen).
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ebr.words import led, mirrored
from ui.theme import Theme
from ui.theme.mirror import side
from ui.widgets.boxes import dress

TONE_OF_ROLE = {"meta": "ink2", "over": "ink3", "chip": "ink2"}


SNUG: Final = 6
"""Room beside a line at scale 1.0: letters of another face may reach further than they are counted."""


class Label(QLabel):
    """Text in a type role. Tones: "", ink2, ink3, accent, ok, warn, crit, bar, bar2, barwarn.

    Label(theme, text="", role="meta", tone=None, *, wrap=False, code=False, snug=False, align=None, parent=None).
    `snug` takes one line's width when there is room and wraps only when there is not.
    Setters: setText, set_tone(tone), set_role(role).
    """

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        role: str = "meta",
        tone: str | None = None,
        *,
        wrap: bool = False,
        code: bool = False,
        snug: bool = False,
        align: Qt.AlignmentFlag | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme, self._code, self._snug = theme, code, snug
        if snug:
            self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if align is not None or mirrored():
            self.setAlignment((align or Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter)
        self.set_role(role)
        self.set_tone(TONE_OF_ROLE.get(role, "") if tone is None else tone)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Shows words, in the direction of the language even where a value stands first."""
        super().setText(led(text))

    def setAlignment(self, alignment: Qt.AlignmentFlag) -> None:
        """Where the words begin, which is a matter of the screen and never of the letters: Qt would ask those."""
        sideways = Qt.AlignmentFlag(alignment & Qt.AlignmentFlag.AlignHorizontal_Mask)
        upright = Qt.AlignmentFlag(alignment & Qt.AlignmentFlag.AlignVertical_Mask)
        super().setAlignment(side(self, sideways or Qt.AlignmentFlag.AlignLeft) | upright)

    def sizeHint(self) -> QSize:
        """A snug label wishes for one line."""
        if not self._snug:
            return super().sizeHint()
        line = self.fontMetrics().horizontalAdvance(self.text()) + self.theme.px(SNUG)
        return QSize(line, self.heightForWidth(line) if self.wordWrap() else super().sizeHint().height())

    def set_role(self, role: str) -> None:
        """Another type role."""
        self.setFont(self.theme.font(role, code=self._code))

    def set_tone(self, tone: str) -> None:
        """Another colour of text; "" is ink."""
        dress(self, tone=tone)


class ElidedLabel(Label):
    """One line that shortens with an ellipsis when space is short. Same constructor and setters as Label."""

    def __init__(self, theme: Theme, text: str = "", role: str = "meta", tone: str | None = None) -> None:
        super().__init__(theme, text, role, tone)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setProperty("elides", "yes")

    def setText(self, text: str) -> None:
        """The full text; the tool tip repeats it."""
        super().setText(text)
        self.setToolTip(text)

    def minimumSizeHint(self) -> QSize:
        """May shrink to a few letters."""
        return QSize(self.theme.px(24), super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The text, shortened to the width there is."""
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        with QPainter(self) as painter:
            painter.setPen(self.palette().color(self.foregroundRole()))
            begin = side(self, Qt.AlignmentFlag(self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask))
            painter.drawText(self.rect(), int(begin | Qt.AlignmentFlag.AlignVCenter), shown)


class Icon(QLabel):
    """An icon in a colour token. Icon(theme, name, token="ink2", size=24); set_icon(name, token).

    Decoration only: give the meaning in words beside it, or set an accessible name.
    """

    def __init__(
        self, theme: Theme, name: str, token: str = "ink2", size: float = 24, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.theme, self._name, self._token, self._size = theme, name, token, size
        self.setFixedSize(theme.icon_size(size))
        self._draw()

    def set_icon(self, name: str, token: str | None = None) -> None:
        """Another drawing, and another colour when a token is given."""
        self._name, self._token = name, token or self._token
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Takes the colours of a new theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._draw()

    def _draw(self) -> None:
        self.setPixmap(self.theme.pixmap(self._name, self._token, self._size))


class Chip(Label):
    """A small rounded word for a state or a count: "1 open", "Critical". Tones: "", warn, crit, ok, accent, profile.

    Chip(theme, text, tone="").
    """

    def __init__(self, theme: Theme, text: str = "", tone: str = "", parent: QWidget | None = None) -> None:
        super().__init__(theme, text, "chip", tone, parent=parent)
        dress(self, chip="yes")
        self.setFixedHeight(theme.px(28))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
