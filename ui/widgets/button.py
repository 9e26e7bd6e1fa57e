"""`Button`: every action in the program.

Acts on release; Space, Return and Enter act too; a bouncing tap is ignored (`Theme.taps`). Takes focus by Tab only,
so a tap never steals the caret from the field somebody is filling. Paints itself: icon, then words, words wrapping to
two lines when the kind allows, never cut. A choice that nobody made looks like every other (floor-rules,
corrections).
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ebr.wording.han import units
from ui.theme import Theme
from ui.theme.mirror import START, placed, side
from ui.widgets.button_look import KINDS, Kind, Look, look_of

GAP: Final = 10
WRAPS: Final = Qt.TextFlag.TextWordWrap


class Button(QAbstractButton):
    """Button(theme, text="", kind="plain", icon="", *, name="", tone="", icon_token="", detail="", parent=None).

    Kinds: plain, primary, tonal, crit, ghost, icon, pager, bar, key, letter, segment, tile, row (see `button_look`).
    `name` is the accessible name when the text alone does not say it; `detail` is a second, quieter line.
    Signals: `acted(object)` carries the `value` given with `set_value` (default: None); Qt's `clicked` works as usual.
    """

    acted = Signal(object)

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        kind: str = "plain",
        icon: str = "",
        *,
        name: str = "",
        tone: str = "",
        icon_token: str = "",
        detail: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme, self._kind, self.tone = theme, KINDS[kind], tone
        self._icon, self._icon_token, self._detail = icon, icon_token, detail
        self._value: object = None
        self.setText(text)
        self.setAccessibleName(name or text)
        self.setAccessibleDescription(detail)
        self.setToolTip(name if not text else "")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFont(theme.font(self._kind.role))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        across = QSizePolicy.Policy.Preferred if self._kind.wraps else QSizePolicy.Policy.Minimum
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.px(self._kind.height))
        self.clicked.connect(self._act)

    @property
    def kind(self) -> Kind:
        """How this button is drawn."""
        return self._kind

    def set_value(self, value: object) -> None:
        """What `acted` carries."""
        self._value = value

    def set_text(self, text: str, name: str = "") -> None:
        """New words; the accessible name follows."""
        self.setText(text)
        self.setAccessibleName(name or text)
        self.updateGeometry()
        self.update()

    def set_icon(self, icon: str, token: str = "") -> None:
        """Another icon, in the colour of the words unless a token is given."""
        self._icon, self._icon_token = icon, token
        self.updateGeometry()
        self.update()

    def set_kind(self, kind: str) -> None:
        """Another weight, for example from plain to primary."""
        self._kind = KINDS[kind]
        self.setFont(self.theme.font(self._kind.role))
        self.setFixedHeight(self.theme.px(self._kind.height))
        self.update()

    def _act(self) -> None:
        self.acted.emit(self._value)

    # -- size

    def sizeHint(self) -> QSize:
        """Icon and words on one line, with their padding."""
        least = self.theme.px(self._kind.least)
        width = 2 * self.theme.px(self._kind.padding) + self._icon_space() + self._words_width()
        return QSize(max(least, width), self.theme.px(self._kind.height))

    def minimumSizeHint(self) -> QSize:
        """Words that may wrap need only room for two lines: more are cut above and below."""
        if not self._kind.wraps:
            return self.sizeHint()
        width = 2 * self.theme.px(self._kind.padding) + self._icon_space() + self._two_lines() + 2
        return QSize(max(self.theme.px(self._kind.least), width), self.theme.px(self._kind.height))

    def _two_lines(self) -> int:
        """How wide the words are when they are parted where both lines are shortest."""
        metrics, words = QFontMetrics(self.font()), [blank + word for blank, word in units(self.text())]
        parted = [("".join(words[:at]), "".join(words[at:]).strip()) for at in range(1, len(words))]
        lines = parted or [(self.text(), "")]
        return min(max(metrics.horizontalAdvance(line) for line in pair) for pair in lines)

    def _icon_space(self) -> int:
        if not self._icon:
            return 0
        return self.theme.px(self._kind.icon) + (self.theme.px(GAP) if self.text() else 0)

    def _words_width(self) -> int:
        wide = QFontMetrics(self.font()).horizontalAdvance(self.text())
        small = QFontMetrics(self.theme.font("meta")).horizontalAdvance(self._detail)
        return max(wide, small) + (2 if self.text() else 0)

    # -- acting

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press that bounces is swallowed: neither this button nor what lies under it acts."""
        place = event.globalPosition()
        if self.theme.taps.is_bounce(place.x(), place.y()):
            event.accept()
            return
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Acts, if the finger is still on the button."""
        if self.isDown():
            place = event.globalPosition()
            self.theme.taps.note(place.x(), place.y())
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return and Enter act like Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.click()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Repaints when enabled, disabled or given another theme."""
        super().changeEvent(event)
        self.update()

    # -- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, border, icon, words."""
        look = look_of(self._kind, self.tone, self._state())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_ground(painter, look)
            self._paint_content(painter, look)

    def _state(self) -> str:
        if not self.isEnabled():
            return "disabled"
        if self.isDown():
            return "down"
        if self.isChecked():
            return "checked"
        return "hover" if self.underMouse() else "rest"

    def _paint_ground(self, painter: QPainter, look: Look) -> None:
        if not look.fill and not look.edge:
            return
        width = max(1, self.theme.px(look.border))
        radius = self.theme.px(8)
        inset = width / 2
        painter.setPen(QPen(self.theme.color(look.edge), width) if look.edge else Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.color(look.fill) if look.fill else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), radius, radius)

    def _paint_content(self, painter: QPainter, look: Look) -> None:
        room = self.rect().adjusted(self.theme.px(self._kind.padding), 0, -self.theme.px(self._kind.padding), 0)
        taken = self._icon_space()
        used = min(room.width(), taken + self._words_width())
        left = room.left() if self._kind.leading else room.left() + (room.width() - used) // 2
        if self._icon:
            wide = self.theme.px(self._kind.icon)
            token = self._icon_token if self._icon_token and self.isEnabled() else look.ink
            place = placed(self, self.rect(), QRect(left, self.rect().center().y() - wide // 2, wide, wide))
            painter.drawPixmap(place.topLeft(), self.theme.pixmap(self._icon, token, self._kind.icon))
        width = room.width() - taken if self._kind.leading else used - taken
        words = QRect(left + taken, self.rect().top(), width, self.height())
        self._paint_words(painter, look, placed(self, self.rect(), words))

    def _paint_words(self, painter: QPainter, look: Look, room: QRect) -> None:
        painter.setFont(self.font())
        painter.setPen(self.theme.color(look.ink))
        begin = side(self, START) if self._kind.leading else Qt.AlignmentFlag.AlignHCenter
        # Words that fit stay on one line: measured alone, joined letters may be a pixel narrower than when drawn.
        fits = QFontMetrics(self.font()).horizontalAdvance(self.text()) <= room.width()
        wrap = int(WRAPS) if self._kind.wraps and (self._detail or not fits) else 0
        if not self._detail:
            painter.drawText(room, int(begin | Qt.AlignmentFlag.AlignVCenter) | wrap, self.text())
            return
        small = QFontMetrics(self.theme.font("meta"))
        long = self._kind.wraps and small.horizontalAdvance(self._detail) > room.width()
        # A second line too long for one takes two, and the words above it move up.
        half = room.height() * 2 // 5 if long else room.height() // 2 + self.theme.px(2)
        top = QRect(room.left(), room.top(), room.width(), half)
        painter.drawText(top, int(begin | Qt.AlignmentFlag.AlignBottom), self.text())
        painter.setFont(self.theme.font("meta"))
        painter.setPen(self.theme.color(look.quiet))
        below = QRect(room.left(), room.top() + half, room.width(), room.height() - half)
        painter.drawText(below, int(begin | Qt.AlignmentFlag.AlignTop) | wrap, self.text() and self._detail)
