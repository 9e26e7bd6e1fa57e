"""`Drop`: what may be chosen, in a short list below the field that asks; inside the window, without a dialog.

The field keeps the focus and gives the list its keys: up, down, Return or Tab to take, Esc to close. A tap on a line
takes it too. It closes when the field loses the focus or is scrolled away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.theme import Theme
from ui.widgets.boxes import column, dress

Index = QModelIndex | QPersistentModelIndex
LINE: Final = 38
MOST: Final = 9
"""Lines in sight; the others are scrolled to."""
WIDEST: Final = 560


@dataclass(frozen=True, slots=True)
class Choice:
    """One line: what is taken, its words, a quieter detail at the right; `start` and `end` are what it replaces.

    Without them the whole text is replaced.
    """

    value: str
    words: str
    detail: str = ""
    start: int = 0
    end: int = -1


class Drop(QFrame):
    """Drop(theme, owner); offer(choices, current); hide(). Signal: taken(object: Choice)."""

    taken = Signal(object)

    def __init__(self, theme: Theme, owner: QWidget) -> None:
        super().__init__(owner.window())
        self.theme, self._owner = theme, owner
        self._choices: tuple[Choice, ...] = ()
        dress(self, panel="sunk")
        self._view = _List()
        self._view.setItemDelegate(_Lines(theme, self._view))
        self._model = QStandardItemModel(self)
        self._view.setModel(self._model)
        self._view.clicked.connect(lambda index: self._take(index.row()))
        column(theme, self, (2, 2, 2, 2), 0).addWidget(self._view)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        owner.installEventFilter(self)

    def offer(self, choices: Sequence[Choice], current: str = "", *, below: int = -1) -> None:
        """Show these; `current` is marked. Nothing to offer hides it. `below` is a place inside the field."""
        self._choices = tuple(choices)
        if not self._choices:
            self.hide()
            return
        self._model.clear()
        for one in self._choices:
            item = QStandardItem(one.words)
            item.setData(one.detail, Qt.ItemDataRole.UserRole)
            item.setEditable(False)
            item.setAccessibleText(", ".join(part for part in (one.words, one.detail) if part))
            self._model.appendRow(item)
        self._place(below)
        self.show()
        self.raise_()
        at = next((n for n, one in enumerate(self._choices) if one.value == current), 0)
        self._view.setCurrentIndex(self._model.index(at, 0))
        self._view.scrollTo(self._model.index(at, 0))

    def _place(self, below: int) -> None:
        px, window = self.theme.px, self._owner.window()
        metrics = self._view.fontMetrics()
        longest = max(metrics.horizontalAdvance(f"{one.words}    {one.detail}") for one in self._choices)
        width = min(max(self._owner.width(), longest + px(64)), px(WIDEST), window.width() - px(16))
        height = px(LINE) * min(len(self._choices), MOST) + px(6)
        start = self._owner.mapTo(window, QPoint(0, self._owner.height() if below < 0 else below))
        if start.y() + height > window.height():
            start.setY(max(0, self._owner.mapTo(window, QPoint(0, 0)).y() - height))
        left = min(start.x(), window.width() - width - px(8))
        self.setGeometry(QRect(left, start.y(), width, height))

    @property
    def open(self) -> bool:
        """The list is in sight."""
        return self.isVisible()

    def key(self, event: QKeyEvent) -> bool:
        """Take a key of the field; True when the list used it."""
        if not self.open:
            return False
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: MOST, Qt.Key.Key_PageUp: -MOST}
        step = steps.get(Qt.Key(event.key()), 0)
        if step:
            self._move(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            self._take(self._view.currentIndex().row())
        elif event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            return False
        return True

    def _move(self, step: int) -> None:
        rows = self._model.rowCount()
        at = max(0, min(rows - 1, self._view.currentIndex().row() + step))
        self._view.setCurrentIndex(self._model.index(at, 0))
        self._view.scrollTo(self._model.index(at, 0))

    def _take(self, at: int) -> None:
        self.hide()
        if 0 <= at < len(self._choices):
            self.taken.emit(self._choices[at])

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Goes with its field."""
        if event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide, QEvent.Type.Move, QEvent.Type.Resize):
            self.hide()
        return False


class _List(QListView):
    """A list that never takes the focus from the field."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.entered.connect(self.setCurrentIndex)


class _Lines(QStyledItemDelegate):
    """Words at the left, a quieter detail at the right; the current line is accented."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self.theme = theme
        view.setFont(theme.font("list"))

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(10, self.theme.px(LINE))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One line."""
        px, now = self.theme.px, bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if now:
            painter.fillRect(option.rect, self.theme.color("accentSoft"))
            painter.fillRect(
                QRect(option.rect.topLeft(), QSize(px(4), option.rect.height())), self.theme.color("accent")
            )
        room = option.rect.adjusted(px(14), 0, -px(12), 0)
        detail = index.data(Qt.ItemDataRole.UserRole) or ""
        painter.setFont(self.theme.font("detail"))
        painter.setPen(self.theme.color("ink2"))
        middle = Qt.AlignmentFlag.AlignVCenter
        taken = painter.fontMetrics().horizontalAdvance(detail)
        painter.drawText(room, int(middle | Qt.AlignmentFlag.AlignRight), detail)
        painter.setFont(self.theme.font("list"))
        painter.setPen(self.theme.color("accentInk" if now else "ink"))
        words = painter.fontMetrics().elidedText(
            index.data(),
            Qt.TextElideMode.ElideRight,
            room.width() - taken - px(12),
        )
        painter.drawText(room, int(middle | Qt.AlignmentFlag.AlignLeft), words)
        painter.restore()
