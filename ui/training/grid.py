"""`MatrixTable`: people down, tasks across, each cell a shape and a word; names and numbers stay in sight."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.theme import Theme
from ui.training.presenter import Grid, Key
from ui.training.words import Look
from ui.widgets.pager import Pager

Index = QModelIndex | QPersistentModelIndex
ROOT: Final = QModelIndex()
TOKENS: Final = {"": "ink2", "quiet": "ink3", "warn": "warnEdge", "crit": "critEdge"}
INKS: Final = {"": "ink", "quiet": "ink3", "warn": "warn", "crit": "crit"}
NARROW: Final = 128
WIDEST: Final = 230
HIGH: Final = 64
ICON: Final = 22
GAP: Final = 10
EDGE: Final = 16
ROOM: Final = 40
"""Beside the words of a header."""


class MatrixModel(QAbstractTableModel):
    """MatrixModel(theme): the cells; set_grid(grid)."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.grid = Grid((), (), (), "")

    def set_grid(self, grid: Grid) -> None:
        """Show another matrix."""
        self.beginResetModel()
        self.grid = grid
        self.endResetModel()

    def look(self, index: Index) -> Look:
        """Return what a cell shows."""
        return self.grid.cells[index.row()][index.column()]

    def key(self, index: Index) -> Key:
        """Return the person and the task of a cell."""
        return self.grid.people[index.row()].key, self.grid.tasks[index.column()].key

    def place(self, key: Key) -> QModelIndex:
        """Return where a cell is; an invalid index when it is not shown."""
        row = next((at for at, one in enumerate(self.grid.people) if one.key == key[0]), -1)
        column = next((at for at, one in enumerate(self.grid.tasks) if one.key == key[1]), -1)
        return self.index(row, column) if row >= 0 and column >= 0 else QModelIndex()

    def rowCount(self, parent: Index = ROOT) -> int:
        """People."""
        return 0 if parent.isValid() else len(self.grid.people)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Tasks."""
        return 0 if parent.isValid() else len(self.grid.tasks)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of a cell; who hears them hears person and task too."""
        look = self.look(index)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return look.said
        if role == Qt.ItemDataRole.AccessibleTextRole:
            person, task = self.grid.people[index.row()], self.grid.tasks[index.column()]
            return f"{person.name}, {task.name}: {look.said}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Names with a second line."""
        heads = self.grid.tasks if orientation == Qt.Orientation.Horizontal else self.grid.people
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{heads[section].name}\n{heads[section].detail}"
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{heads[section].name}, {heads[section].detail}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None


class CellPainter(QStyledItemDelegate):
    """CellPainter(theme, model, parent): icon at the left, word and second line beside it."""

    def __init__(self, theme: Theme, model: MatrixModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._model = theme, model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the ground as the style does, then the shape and the words."""
        theme, look, rect = self._theme, self._model.look(index), QRect(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(rect, theme.color("accentSoft" if chosen else "surface"))
        painter.setPen(theme.color("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        if chosen:
            painter.setPen(theme.color("accent"))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        gap, icon = theme.px(GAP), theme.px(ICON)
        token = TOKENS.get(look.tone, "ink2")
        painter.drawPixmap(rect.left() + gap, rect.center().y() - icon // 2, theme.pixmap(look.icon, token, ICON))
        inside = rect.adjusted(2 * gap + icon, theme.px(6), -theme.px(2), -theme.px(6))
        self._words(painter, inside, look)
        painter.restore()

    def _words(self, painter: QPainter, rect: QRect, look: Look) -> None:
        theme, left = self._theme, Qt.AlignmentFlag.AlignLeft
        painter.setPen(theme.color(INKS.get(look.tone, "ink")))
        painter.setFont(theme.font("table" if look.tone == "quiet" else "cell"))
        if not look.detail:
            painter.drawText(rect, left | Qt.AlignmentFlag.AlignVCenter, look.word)
            return
        half = rect.height() // 2
        upper, lower = rect.adjusted(0, 0, 0, -half), rect.adjusted(0, half, 0, 0)
        painter.drawText(upper, left | Qt.AlignmentFlag.AlignBottom, look.word)
        painter.setPen(theme.color("ink3" if look.tone == "quiet" else "ink2"))
        painter.setFont(theme.font("detail"))
        painter.drawText(lower, left | Qt.AlignmentFlag.AlignTop, look.detail)


class MatrixTable(QTableView):
    """MatrixTable(theme, name); set_grid(grid), select(key). Signal: moved(object: person and task)."""

    moved = Signal(object)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.cells = MatrixModel(theme)
        self.setModel(self.cells)
        self.setItemDelegate(CellPainter(theme, self.cells, self))
        self.setAccessibleName(name)
        Pager(theme, self)
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setHighlightSections(False)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setFont(theme.font("metastrong"))
        self.verticalHeader().setDefaultSectionSize(theme.px(HIGH))
        self.horizontalHeader().setFixedHeight(theme.px(HIGH))
        self.verticalHeader().sectionClicked.connect(self._row_pressed)
        self.horizontalHeader().sectionClicked.connect(self._column_pressed)
        self.selectionModel().currentChanged.connect(self._moved)

    def set_grid(self, grid: Grid) -> None:
        """Show another matrix; the cell that was shown stays chosen."""
        here = self.currentIndex()
        key = self.cells.key(here) if here.isValid() else None
        self.cells.set_grid(grid)
        for at in range(len(grid.tasks)):
            self.setColumnWidth(at, self._wide(grid, at))
        names = (text for one in grid.people for text in (one.name, one.detail))
        self.verticalHeader().setFixedWidth(min(self.theme.px(WIDEST), self._head(names)))
        if key is not None:
            self.select(key)

    def _wide(self, grid: Grid, at: int) -> int:
        """Return the width in which every word of a column stands whole."""
        word, detail = (QFontMetrics(self.theme.font(role)) for role in ("cell", "detail"))
        looks = [line[at] for line in grid.cells]
        texts = [max(word.horizontalAdvance(one.word), detail.horizontalAdvance(one.detail)) for one in looks]
        beside = self.theme.px(2 * GAP + ICON + EDGE)
        return max(self._head((grid.tasks[at].name, grid.tasks[at].detail)), max(texts, default=0) + beside)

    def _head(self, texts: Iterable[str]) -> int:
        """Return the width of a header with these lines."""
        measure = self.horizontalHeader().fontMetrics()
        words = max((measure.horizontalAdvance(text) for text in texts), default=0)
        return max(self.theme.px(NARROW), words + self.theme.px(ROOM))

    def select(self, key: Key) -> None:
        """Show a cell as chosen, if it is in the matrix."""
        found = self.cells.place(key)
        if found.isValid():
            self.setCurrentIndex(found)

    def _moved(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid():
            self.moved.emit(self.cells.key(index))

    def _row_pressed(self, at: int) -> None:
        self.setCurrentIndex(self.cells.index(at, max(self.currentIndex().column(), 0)))

    def _column_pressed(self, at: int) -> None:
        self.setCurrentIndex(self.cells.index(max(self.currentIndex().row(), 0), at))
