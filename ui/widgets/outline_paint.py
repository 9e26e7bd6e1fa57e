"""A line of the step outline, how it is painted, and the words of its states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ebr.words import tr
from ui.theme import Theme
from ui.theme.mirror import END, START, placed, side

ROW: Final = int(Qt.ItemDataRole.UserRole) + 1
LEFT, TEXT, RIGHT = 20, 90, 16
WRAP: Final = int(Qt.TextFlag.TextWordWrap)


@dataclass(frozen=True, slots=True)
class StepRow:
    """One line. `state`: section, done, now, verify, exception, todo, locked, na.

    For a section, `detail` is its count ("2 of 6"); for a step it is the reason or progress in words.
    """

    key: str
    number: str
    text: str
    state: str = "todo"
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """Icon, its colour, and the colour of the second line."""

    icon: str
    token: str
    detail: str


MARKS: Final[dict[str, Mark]] = {
    "done": Mark("circle-check", "ink2", "ink3"),
    "now": Mark("player-play-filled", "accent", "accentInk"),
    "verify": Mark("eye-check", "accentInk", "accentInk"),
    "exception": Mark("alert-triangle-filled", "warnEdge", "warn"),
    "todo": Mark("circle", "edge", "ink3"),
    "locked": Mark("lock", "edge", "ink3"),
    "na": Mark("circle-minus", "edge", "ink3"),
}


def word_of(state: str) -> str:
    """The state in words, for the second line and for assistive technology."""
    return {
        "done": tr("Done"),
        "now": tr("In progress"),
        "verify": tr("Awaiting verification"),
        "exception": tr("Exception"),
        "todo": tr("To do"),
        "locked": tr("Locked"),
        "na": tr("Not applicable"),
        "section": "",
    }[state]


def second_line(row: StepRow) -> str:
    """What stands under the name: the given detail, else the state's word where the icon alone would be too little."""
    return row.detail or (word_of(row.state) if row.state not in ("done", "todo") else "")


BAR: Final = 16
"""Room of the scroll bar at scale 1.0."""


class StepDelegate(QStyledItemDelegate):
    """Paints rows of a StepModel. StepDelegate(theme, view); `rail` switches to icon and number."""

    def __init__(self, theme: Theme, view: QAbstractItemView) -> None:
        super().__init__(view)
        self.theme, self._view, self.rail = theme, view, False
        self._heights: dict[tuple[str, str], int] = {}
        self._sizes: dict[StepRow, QSize] = {}

    def _name_role(self, row: StepRow) -> str:
        return "metastrong" if row.state == "now" else "list"

    def _name_font(self, row: StepRow) -> QFont:
        return self.theme.font(self._name_role(row))

    def _detail_font(self) -> QFont:
        return self.theme.font("detail")

    def forget(self) -> None:
        """Another width: all heights are measured anew."""
        self._heights, self._sizes = {}, {}

    def _height(self, role: str, text: str) -> int:
        """Of words that wrap in the width there is; measured once, because a long record has thousands of rows."""
        if not text:
            return 0
        found = self._heights.get((role, text))
        if found is None:
            # As if the scroll bar were there: whether it is depends on the heights.
            width = max(self._view.width() - self.theme.px(TEXT + RIGHT + BAR), 40)
            metrics = QFontMetrics(self.theme.font(role))
            found = metrics.boundingRect(QRect(0, 0, width, 10_000), WRAP, text).height()
            self._heights[role, text] = found
        return found

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """At least a touch row; taller when the words need more lines."""
        row: StepRow = index.data(ROW)
        found = self._sizes.get(row)
        if found is None:
            found = self._sizes[row] = self._measured(row)
        return found

    def _measured(self, row: StepRow) -> QSize:
        if row.state == "section":
            return QSize(10, self.theme.px(12 if self.rail else 38))
        if self.rail:
            return QSize(10, self.theme.size("row"))
        words = self._height(self._name_role(row), row.text) + self._height("detail", second_line(row))
        return QSize(10, max(self.theme.size("row"), words + self.theme.px(14)))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One line."""
        row: StepRow = index.data(ROW)
        area: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.state == "section":
            self._paint_section(painter, area, row)
        else:
            self._paint_ground(painter, area, row, option)
            self._paint_mark(painter, area, row)
            if not self.rail:
                self._paint_words(painter, area, row)
        painter.restore()

    def _paint_section(self, painter: QPainter, area: QRect, row: StepRow) -> None:
        if self.rail:
            return
        room = area.adjusted(self.theme.px(16), self.theme.px(8), -self.theme.px(RIGHT), 0)
        painter.setFont(self.theme.font("over"))
        painter.setPen(self.theme.color("ink3"))
        room = placed(self._view, area, room)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | side(self._view, END)), row.detail)
        taken = QFontMetrics(painter.font()).horizontalAdvance(row.detail) + self.theme.px(12)
        words = QFontMetrics(painter.font()).elidedText(
            f"{row.number}  {row.text}", Qt.TextElideMode.ElideRight, room.width() - taken
        )
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | side(self._view, START)), words)

    def _paint_ground(self, painter: QPainter, area: QRect, row: StepRow, option: QStyleOptionViewItem) -> None:
        px = self.theme.px
        box = QRectF(area).adjusted(px(8), px(2), -px(8), -px(2))
        if row.state == "now":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.color("accentSoft"))
            painter.drawRoundedRect(box, px(8), px(8))
            painter.setBrush(self.theme.color("accent"))
            bar = QRect(round(box.left()), round(box.top()), px(4), round(box.height()))
            painter.drawRoundedRect(QRectF(placed(self._view, area, bar)), px(2), px(2))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(self.theme.color("focus"), px(3)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), px(8), px(8))

    def _paint_mark(self, painter: QPainter, area: QRect, row: StepRow) -> None:
        px, mark, size = self.theme.px, MARKS[row.state], 22
        left = area.left() + (px(LEFT) if not self.rail else (area.width() - px(size)) // 2)
        middle = area.center().y() - (px(9) if self.rail else 0)
        place = placed(self._view, area, QRect(left, middle - px(size) // 2, px(size), px(size)))
        painter.drawPixmap(place.topLeft(), self.theme.pixmap(mark.icon, mark.token, size))
        now = row.state == "now"
        painter.setFont(self._name_font(row))
        painter.setPen(self.theme.color("accentInk" if now else "ink3"))
        if self.rail:
            room = QRect(area.left(), middle + px(10), area.width(), px(20))
            painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), row.number)
            return
        room = placed(self._view, area, QRect(area.left() + px(52), area.top(), px(TEXT - 54), area.height()))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | side(self._view, START)), row.number)

    def _paint_words(self, painter: QPainter, area: QRect, row: StepRow) -> None:
        px, detail = self.theme.px, second_line(row)
        name_high = self._height(self._name_role(row), row.text)
        detail_high = self._height("detail", detail)
        left, width = area.left() + px(TEXT), area.width() - px(TEXT + RIGHT)
        top = area.top() + (area.height() - name_high - detail_high) // 2
        painter.setFont(self._name_font(row))
        painter.setPen(self.theme.color("ink3" if row.state in ("locked", "na") else "ink"))
        begin = int(side(self._view, START))
        name = placed(self._view, area, QRect(left, top, width, name_high))
        painter.drawText(name, WRAP | begin, row.text)
        if detail:
            painter.setFont(self._detail_font())
            painter.setPen(self.theme.color(MARKS[row.state].detail))
            below = placed(self._view, area, QRect(left, top + name_high, width, detail_high))
            painter.drawText(below, WRAP | begin, detail)
