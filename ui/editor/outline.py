"""`Outline`: the whole document at the left of the editor: first page, tables, operations and steps.

It tells where the draft departs from its base, where the check found something and where somebody remarked; it never
shows the state of a batch. A line is dragged to another place, or moved by Alt and the arrow keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ebr.words import ntr, tr
from ui.editor.lines import LEVEL_ICONS
from ui.editor.model import OutlineLine
from ui.theme import Theme
from ui.widgets.boxes import column, dress
from ui.widgets.pager import Pager

Index = QModelIndex | QPersistentModelIndex
ROW: Final = int(Qt.ItemDataRole.UserRole) + 1
WIDTH: Final = 300
HEIGHTS: Final = {"unit": 40, "operation": 38, "phase": 36}
TABLE: Final = 40
INDENT: Final = 12
TOPS: Final = ("header", "materials", "equipment", "languages", "procedure")
"""Lines with an icon instead of a number."""
MOVES: Final = {
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_Left: "raise",
    Qt.Key.Key_Right: "lower",
}


class _Model(QAbstractListModel):
    """The lines."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[OutlineLine, ...] = ()

    def set_lines(self, lines: Sequence[OutlineLine]) -> bool:
        """Replace the lines; True when others than before.

        Lines that only say something else keep their place and height, so they are painted again and not laid out:
        a thousand lines measured at each key would be felt.
        """
        before, self.lines = self.lines, tuple(lines)
        if [(one.key, one.depth) for one in before] == [(one.key, one.depth) for one in self.lines]:
            return False
        self.beginResetModel()
        self.endResetModel()
        return True

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many lines."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The line itself for the delegate, its words for everybody else."""
        line = self.lines[index.row()]
        if role == ROW:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{line.number} {line.text}".strip()
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (line.number, line.text, *marks_of(line)) if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join((f"{line.number} {line.text}".strip(), *marks_of(line)))
        return None

    def position(self, key: str) -> int:
        """The row of a key, -1 when it is not there."""
        return next((at for at, one in enumerate(self.lines) if one.key == key), -1)


def marks_of(line: OutlineLine) -> tuple[str, ...]:
    """What there is to say of a line, in words."""
    found = [tr("Changed in this draft")] if line.changed else []
    if line.problems:
        found.append(ntr("{n} problem", "{n} problems", line.problems))
    if line.notes:
        found.append(ntr("{n} comment", "{n} comments", line.notes))
    return tuple(found)


class _Delegate(QStyledItemDelegate):
    """Paints a line: indent, icon or number, name, marks at the right."""

    def __init__(self, theme: Theme, view: QAbstractItemView) -> None:
        super().__init__(view)
        self.theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as its level."""
        line: OutlineLine = index.data(ROW)
        return QSize(10, self.theme.px(HEIGHTS.get(line.level, TABLE)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One line."""
        line: OutlineLine = index.data(ROW)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        now = bool(option.state & QStyle.StateFlag.State_Selected)
        self._ground(painter, option, now=now)
        room = option.rect.adjusted(self.theme.px(20 + INDENT * line.depth), 0, -self.theme.px(14), 0)
        room = self._marks(painter, room, line)
        self._words(painter, room, line, now=now)
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, *, now: bool) -> None:
        px = self.theme.px
        box = QRectF(option.rect).adjusted(px(8), px(1), -px(8), -px(1))
        if now:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.color("accentSoft"))
            painter.drawRoundedRect(box, px(8), px(8))
            painter.setBrush(self.theme.color("accent"))
            painter.drawRoundedRect(QRectF(box.left(), box.top(), px(4), box.height()), px(2), px(2))
        if now and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(self.theme.color("focus"), px(3)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), px(8), px(8))

    def _marks(self, painter: QPainter, room: QRect, line: OutlineLine) -> QRect:
        """From the right: that it stands, problems, comments, changed."""
        found = [("lock", "ink3")] if line.locked else []
        if line.problems:
            icon = "alert-triangle-filled" if line.tone == "crit" else "alert-triangle"
            found.append((icon, "critEdge" if line.tone == "crit" else "warnEdge"))
        if line.notes:
            found.append(("message", "ink2"))
        if line.changed:
            found.append(("pencil", "accentInk"))
        px, side = self.theme.px, 16
        right = room.right()
        for icon, token in found:
            right -= px(side)
            top = room.top() + (room.height() - px(side)) // 2
            painter.drawPixmap(right, top, self.theme.pixmap(icon, token, side))
            right -= px(6)
        return QRect(room.left(), room.top(), right - room.left(), room.height())

    def _words(self, painter: QPainter, room: QRect, line: OutlineLine, *, now: bool) -> None:
        px, left = self.theme.px, room.left()
        role = {"unit": "metastrong", "operation": "over"}.get(line.level, "list")
        token = "ink2" if line.level == "operation" and not now else "accentInk" if now else "ink"
        painter.setFont(self.theme.font(role))
        painter.setPen(self.theme.color(token))
        middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        if line.level in TOPS:
            icon = self.theme.pixmap(LEVEL_ICONS[line.level], "accentInk" if now else "ink2", 18)
            painter.drawPixmap(left, room.top() + (room.height() - px(18)) // 2, icon)
            left += px(28)
        elif line.number and line.level != "unit":
            painter.drawText(QRect(left, room.top(), px(44), room.height()), middle, line.number)
            left += max(
                px(24 if line.level == "operation" else 40),
                QFontMetrics(painter.font()).horizontalAdvance(f"{line.number} "),
            )
        width = room.right() - left
        words = QFontMetrics(painter.font()).elidedText(line.text, Qt.TextElideMode.ElideRight, width)
        painter.drawText(QRect(left, room.top(), width, room.height()), middle, words)


class Outline(QFrame):
    """Outline(theme). set_lines(lines), show_line(key), take_focus().

    Signals: chosen(object: key), entered(object: key) on Return, moved(object: (key, act)) with up, down, raise, lower,
    remove and copy, dropped(object: (key, over, below)).
    """

    chosen = Signal(object)
    entered = Signal(object)
    moved = Signal(object)
    dropped = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        dress(self, panel="left")
        self._model = _Model()
        self.view = _Tree(theme, self)
        self.view.setModel(self._model)
        self.view.setItemDelegate(_Delegate(theme, self.view))
        Pager(theme, self.view)
        column(theme, self, (0, 8, 0, 8), 0).addWidget(self.view)
        self.setFixedWidth(theme.px(WIDTH))
        self._quiet = False
        self.view.selectionModel().currentChanged.connect(self._current)
        self.view.activated.connect(lambda index: self.entered.emit(index.data(ROW).key))
        self.view.acted.connect(lambda act: self._act(str(act)))
        self.view.let_go.connect(lambda sent: self._drop(*sent))

    def set_lines(self, lines: Sequence[OutlineLine]) -> None:
        """The whole document; the place scrolled to stays."""
        at, key = self.view.verticalScrollBar().value(), self.current()
        if tuple(lines) == self._model.lines:
            return
        if self._model.set_lines(lines):
            self._select(key)
            self.view.verticalScrollBar().setValue(at)
        self.view.viewport().update()

    def current(self) -> str:
        """The key of the chosen line."""
        index = self.view.currentIndex()
        return index.data(ROW).key if index.isValid() else ""

    def show_line(self, key: str) -> None:
        """Mark a line as the one that is edited."""
        if key != self.current():
            self._select(key)
            index = self.view.currentIndex()
            if not self.view.viewport().rect().contains(self.view.visualRect(index)):
                self.view.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def _select(self, key: str) -> None:
        at = self._model.position(key)
        self._quiet = True
        self.view.setCurrentIndex(self._model.index(at) if at >= 0 else QModelIndex())
        self._quiet = False

    def take_focus(self) -> None:
        """Arrow keys move through the document."""
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _current(self, index: QModelIndex) -> None:
        if index.isValid() and not self._quiet:
            self.chosen.emit(index.data(ROW).key)

    def _act(self, act: str) -> None:
        if self.current():
            self.moved.emit((self.current(), act))

    def _drop(self, start: int, over: int, below: bool) -> None:
        lines = self._model.lines
        if 0 <= start < len(lines) and 0 <= over < len(lines):
            self.dropped.emit((lines[start].key, lines[over].key, below))


class _Tree(QListView):
    """The list itself: its keys, and dragging without a nested loop."""

    acted = Signal(object)
    let_go = Signal(object)

    def __init__(self, theme: Theme, parent: Outline) -> None:
        super().__init__(parent)
        self.theme = theme
        self._from: tuple[int, QPoint] | None = None
        self._over: tuple[int, bool] | None = None
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAccessibleName(tr("Outline of the record"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setTabKeyNavigation(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt and an arrow moves the line, Delete takes it away."""
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if alt and Qt.Key(event.key()) in MOVES:
            self.acted.emit(MOVES[Qt.Key(event.key())])
            return
        if event.key() == Qt.Key.Key_Delete:
            self.acted.emit("remove")
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Perhaps a drag begins."""
        index = self.indexAt(event.position().toPoint())
        self._from = (index.row(), event.position().toPoint()) if index.isValid() else None
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Shows where the line would go."""
        place = event.position().toPoint()
        if self._from is None or (self._over is None and (place - self._from[1]).manhattanLength() < self.theme.px(12)):
            return
        index = self.indexAt(place)
        if index.isValid():
            self._over = (index.row(), place.y() > self.visualRect(index).center().y())
            self._scroll_along(place)
            self.viewport().update()

    def _scroll_along(self, place: QPoint) -> None:
        edge, bar = self.theme.px(28), self.verticalScrollBar()
        step = (place.y() > self.viewport().height() - edge) - (place.y() < edge)
        bar.setValue(bar.value() + step * self.theme.px(18))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lets the line go."""
        start, over = self._from, self._over
        self._from = self._over = None
        self.viewport().update()
        if start is not None and over is not None:
            self.let_go.emit((start[0], *over))
            event.accept()
            return
        super().mouseReleaseEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The lines, and where one would be let go."""
        super().paintEvent(event)
        if self._over is None:
            return
        at, below = self._over
        box = self.visualRect(self.model().index(at, 0))
        y = box.bottom() if below else box.top()
        with QPainter(self.viewport()) as painter:
            painter.setPen(QPen(self.theme.color("accent"), self.theme.px(3)))
            painter.drawLine(self.theme.px(12), y, self.viewport().width() - self.theme.px(12), y)
