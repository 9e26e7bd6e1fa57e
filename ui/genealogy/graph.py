"""`Graph`: the picture of a walk, drawn by hand; walked with the arrow keys, by touch and by mouse.

One box is current: it wears the ring, and its words are those of the widget, so a screen reader says them. Left and
right follow the joins, up and down stay in the column, Return acts on the box, Home goes to the thing in question.
Everything the picture shows stands in the list beside it as well.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from ebr.words import tr
from ui.genealogy.picture import Box, Picture
from ui.theme import Theme

NARROWEST, TALL, GAP, BETWEEN, EDGE = 130, 58, 14, 26, 8
WIDEST: Final = 300
LEFT: Final = 38
RIGHT: Final = 8
"""Box, gap between two of a column, room between two columns, margin, room left and right of words; at scale 1.0."""
SIDES: Final = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
STEPS: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
RETURN: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class Graph(QWidget):
    """Graph(theme). Setters: set_picture(picture), select_at(place of a thing).

    Signals: highlighted(object: Box) on moving, acted(object: Box) on Return or a tap on a fold.
    """

    highlighted = Signal(object)
    acted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.setProperty("scrolled", "yes")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._picture = Picture()
        self._current = 0
        self._areas: list[QRectF] = []
        self._pressed = -1
        self.setAccessibleName(tr("Picture of the genealogy"))

    def set_picture(self, picture: Picture) -> None:
        """Draw another picture; the current box stays current while it is there."""
        before = self.current()
        self._picture = picture
        keys = [box.key for box in picture.boxes]
        start = next((at for at, box in enumerate(picture.boxes) if box.start), 0)
        self._current = keys.index(before.key) if before is not None and before.key in keys else start
        self._lay_out()
        self._told()

    def current(self) -> Box | None:
        """Return the box with the ring."""
        boxes = self._picture.boxes
        return boxes[self._current] if 0 <= self._current < len(boxes) else None

    def select_at(self, at: int) -> None:
        """Put the ring on a thing, if it is not folded."""
        place = self._picture.of(at)
        if place >= 0 and place != self._current:
            self._current = place
            self._told()

    def sizeHint(self) -> QSize:
        """As large as its boxes."""
        if not self._areas:
            return QSize(0, 0)
        edge = self.theme.px(EDGE)
        right, low = max(one.right() for one in self._areas), max(one.bottom() for one in self._areas)
        return QSize(round(right) + edge, round(low) + edge)

    # -- layout

    def _lay_out(self) -> None:
        px = self.theme.px
        metrics = QFontMetricsF(self.theme.font("metastrong", code=True))
        widths: dict[int, float] = {}
        for box in self._picture.boxes:
            need = metrics.horizontalAdvance(box.title) + px(LEFT + RIGHT) + 1
            widths[box.column] = max(widths.get(box.column, px(NARROWEST)), min(need, px(WIDEST)))
        starts, x = {}, float(px(EDGE))
        for column in sorted(widths):
            starts[column] = x
            x += widths[column] + px(BETWEEN)
        self._areas = [
            QRectF(starts[box.column], px(EDGE) + box.row * px(TALL + GAP), widths[box.column], px(TALL))
            for box in self._picture.boxes
        ]
        self.setFixedSize(self.sizeHint())
        self.update()

    # -- drawing

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Joins first, boxes over them."""
        with QPainter(self) as painter:
            painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # an axis goes the same way everywhere
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for source, target in self._picture.joins:
                self._paint_join(painter, source, target)
            for place, box in enumerate(self._picture.boxes):
                self._paint_box(painter, box, self._areas[place], current=place == self._current)

    def _paint_join(self, painter: QPainter, source: int, target: int) -> None:
        current = self._current in (source, target)
        colour = self.theme.color("accent" if current else "edge")
        painter.setPen(QPen(colour, self.theme.px(2) if current else max(1, self.theme.px(1.4))))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        a, b = self._areas[source], self._areas[target]
        start, end = QPointF(a.right(), a.center().y()), QPointF(b.left() - self.theme.px(5), b.center().y())
        path = QPainterPath(start)
        bend = max(float(self.theme.px(24)), abs(end.x() - start.x()) / 2)
        path.cubicTo(QPointF(start.x() + bend, start.y()), QPointF(end.x() - bend, end.y()), end)
        painter.drawPath(path)
        self._paint_arrow(painter, end)

    def _paint_arrow(self, painter: QPainter, end: QPointF) -> None:
        size = self.theme.px(5)
        path = QPainterPath(QPointF(end.x() + size, end.y()))
        path.lineTo(end.x() - size, end.y() - size)
        path.lineTo(end.x() - size, end.y() + size)
        path.closeSubpath()
        painter.fillPath(path, painter.pen().color())

    def _paint_box(self, painter: QPainter, box: Box, area: QRectF, *, current: bool) -> None:
        theme, px = self.theme, self.theme.px
        fold = box.at < 0
        painter.setBrush(theme.color("accentSoft" if box.start else "sunken" if fold else "surface"))
        edge = {"crit": "critEdge", "warn": "warnEdge"}.get(box.tone, "accent" if box.start or current else "edge")
        pen = QPen(theme.color(edge), px(2) if box.start or current or box.tone else max(1, px(1)))
        if fold:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRoundedRect(area, px(8), px(8))
        icon = theme.pixmap(box.icon, box.tone or "ink2", 22)
        painter.drawPixmap(QPointF(area.left() + px(9), area.center().y() - px(11)), icon)
        self._paint_words(painter, box, area)
        if current and self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("focus"), px(3)))
            grown = px(4)
            painter.drawRoundedRect(area.adjusted(-grown, -grown, grown, grown), px(11), px(11))

    def _paint_words(self, painter: QPainter, box: Box, area: QRectF) -> None:
        theme, px = self.theme, self.theme.px
        left, room = area.left() + px(LEFT), area.width() - px(LEFT + RIGHT)
        half = area.height() / 2
        lines = (
            (theme.font("metastrong", code=box.at >= 0), "ink", box.title, Qt.TextElideMode.ElideMiddle, 0.0),
            (theme.font("over"), "ink2", box.words, Qt.TextElideMode.ElideRight, half - px(3)),
        )
        for font, token, text, mode, down in lines:
            painter.setFont(font)
            painter.setPen(theme.color(token))
            shown = QFontMetricsF(font).elidedText(text, mode, room)
            place = QRectF(left, area.top() + px(4) + down, room, half - px(3))
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)

    # -- walking

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home, Return."""
        key = Qt.Key(event.key())
        if key in SIDES:
            self._move(self._along(SIDES[key]))
        elif key in STEPS:
            self._move(self._beside(STEPS[key]))
        elif key == Qt.Key.Key_Home:
            self._move(next((at for at, box in enumerate(self._picture.boxes) if box.start), -1))
        elif key in RETURN:
            self._act()
        else:
            super().keyPressEvent(event)

    def _along(self, side: int) -> int:
        """Return the nearest box that a join leads to on one side; without one, the nearest in the next column."""
        joined = [(b if side > 0 else a) for a, b in self._picture.joins if (a if side > 0 else b) == self._current]
        boxes, here = self._picture.boxes, self.current()
        if here is None:
            return -1
        near = joined or [at for at, box in enumerate(boxes) if box.column == here.column + side]
        return min(near, key=lambda at: abs(boxes[at].row - here.row), default=-1)

    def _beside(self, step: int) -> int:
        here = self.current()
        if here is None:
            return -1
        wanted = (here.column, here.row + step)
        return next((at for at, box in enumerate(self._picture.boxes) if (box.column, box.row) == wanted), -1)

    def _move(self, place: int) -> None:
        if place >= 0 and place != self._current:
            self._current = place
            self._told()
            box = self.current()
            if box is not None and box.at >= 0:
                self.highlighted.emit(box)

    def _act(self) -> None:
        box = self.current()
        if box is not None:
            self.acted.emit(box)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Takes note of where; the bounce of a glove is not a tap."""
        point = event.globalPosition()
        bounce = self.theme.taps.is_bounce(point.x(), point.y())
        self._pressed = -1 if bounce else self._at(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A tap makes a box current; on a fold it opens it. Acts on release."""
        place = self._at(event.position())
        if place < 0 or place != self._pressed:
            return
        self.theme.taps.note(event.globalPosition().x(), event.globalPosition().y())
        self._move(place)
        box = self.current()
        if box is not None and box.at < 0:
            self._act()

    def _at(self, point: QPointF) -> int:
        return next((at for at, area in enumerate(self._areas) if area.contains(point)), -1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Shows the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hides the ring."""
        super().focusOutEvent(event)
        self.update()

    def _told(self) -> None:
        box = self.current()
        self.setAccessibleDescription(box.spoken if box is not None else "")
        self.setToolTip(box.spoken if box is not None else "")
        self.update()
        self.reveal()

    def reveal(self) -> None:
        """Scroll so far that the current box is seen."""
        parent = self.parentWidget()
        area = parent.parentWidget() if parent is not None else None
        if isinstance(area, QScrollArea) and 0 <= self._current < len(self._areas):
            place: QRect = self._areas[self._current].toAlignedRect()
            area.ensureVisible(place.center().x(), place.center().y(), place.width(), place.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps the current box in sight."""
        super().resizeEvent(event)
        self.reveal()
