"""`PartsTable`: the bill of materials, or the equipment: one line each, cells typed in place, the chosen one below.

Return or F2 edits a cell, Tab goes to the next; a tap chooses the line, a second one edits.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ebr.words import tr
from ui.editor.model import TableShown
from ui.theme import Theme
from ui.widgets.boxes import column

Index = QModelIndex | QPersistentModelIndex
LINE: Final = 44
MOST: Final = 8
"""Lines in sight; the form of the chosen one stands below."""
NUMBERS: Final = ("quantity", "low", "high", "overage")


class _Model(QAbstractTableModel):
    """Cells as texts; a changed one is told, and comes back with the next table."""

    def __init__(self, theme: Theme, edited: Callable[[str, str, str], None]) -> None:
        super().__init__()
        self.theme = theme
        self.shown: TableShown | None = None
        self._edited = edited

    def show_table(self, shown: TableShown) -> None:
        """Other cells."""
        before, self.shown = self.shown, shown
        if (
            before is None
            or before.columns != shown.columns
            or [r[0] for r in before.rows] != [r[0] for r in shown.rows]
        ):
            self.beginResetModel()
            self.endResetModel()
        elif before != shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(shown.rows) - 1, len(shown.columns) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many lines."""
        return 0 if parent.isValid() or self.shown is None else len(self.shown.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many fields."""
        return 0 if parent.isValid() or self.shown is None else len(self.shown.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The text of a cell; numbers at the right; a cell that lacks what it must say tells so."""
        assert self.shown is not None
        if self._wanted(index) and role == Qt.ItemDataRole.DisplayRole:
            return tr("Missing")
        if self._wanted(index) and role == Qt.ItemDataRole.ForegroundRole:
            return self.theme.color("warnEdge")
        name, _title, _width = self.shown.columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole):
            return self.shown.rows[index.row()][1][index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole and name in NUMBERS:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _wanted(self, index: Index) -> bool:
        shown = self.shown
        if shown is None or not shown.wanted:
            return False
        return (shown.rows[index.row()][0], shown.columns[index.column()][0]) in shown.wanted

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Names of the fields."""
        if orientation != Qt.Orientation.Horizontal or self.shown is None:
            return None
        name, title, _width = self.shown.columns[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and name in NUMBERS:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return title if role == Qt.ItemDataRole.DisplayRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cells can be typed in, but for those that are only read."""
        flags = Qt.ItemFlag
        if self.shown is not None and index.column() < self.shown.fixed:
            return flags.ItemIsEnabled | flags.ItemIsSelectable
        return flags.ItemIsEnabled | flags.ItemIsSelectable | flags.ItemIsEditable

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tells what was typed."""
        if role != Qt.ItemDataRole.EditRole or self.shown is None or value == self.data(index, role):
            return False
        self._edited(self.shown.rows[index.row()][0], self.shown.columns[index.column()][0], str(value))
        return True


class PartsTable(QWidget):
    """PartsTable(theme); show_table(TableShown, chosen).

    Signals: chosen(object: key), edited(object: (key, field, text)), acted(object: (key, act)) with up, down, remove.
    """

    chosen = Signal(object)
    edited = Signal(object)
    acted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._quiet = False
        self._model = _Model(theme, lambda key, field, text: self.edited.emit((key, field, text)))
        self.view = _Table(theme)
        self.view.setModel(self._model)
        self.view.acted.connect(self._act)
        column(theme, self, gap=0).addWidget(self.view)
        self.view.selectionModel().currentChanged.connect(self._current)

    def show_table(self, shown: TableShown, chosen: str) -> None:
        """Other cells, or another line chosen."""
        header, at = self.view.horizontalHeader(), self.view.currentIndex()
        self._quiet = True
        before = self._model.shown
        fresh = before is None or before.columns != shown.columns
        self._model.show_table(shown)
        if fresh:
            for number, (_name, _title, width) in enumerate(shown.columns):
                mode = QHeaderView.ResizeMode.Fixed if width else QHeaderView.ResizeMode.Stretch
                header.setSectionResizeMode(number, mode)
                if width:
                    header.resizeSection(number, self.theme.px(width))
        row = next((n for n, one in enumerate(shown.rows) if one[0] == chosen), -1)
        if chosen and row != at.row() and self.view.state() != QAbstractItemView.State.EditingState:
            self.view.setCurrentIndex(self._model.index(row, max(at.column(), 0)) if row >= 0 else QModelIndex())
        self._quiet = False
        lines = max(1, min(len(shown.rows), MOST))
        self.view.setFixedHeight(self.theme.px(LINE) * (lines + 1) + self.theme.px(4))

    def _current(self, index: QModelIndex) -> None:
        if index.isValid() and not self._quiet and self._model.shown is not None:
            self.chosen.emit(self._model.shown.rows[index.row()][0])

    def _act(self, act: object) -> None:
        index = self.view.currentIndex()
        if index.isValid() and self._model.shown is not None:
            self.acted.emit((self._model.shown.rows[index.row()][0], act))


class _Table(QTableView):
    """The table itself and its keys."""

    acted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setFont(theme.font("table"))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.EditKeyPressed | triggers.AnyKeyPressed | triggers.SelectedClicked | triggers.DoubleClicked
        )
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.px(LINE))
        self.horizontalHeader().setFixedHeight(theme.px(LINE))
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return edits, Alt and an arrow moves the line, Delete takes it away."""
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        moves = {Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down"}
        if alt and Qt.Key(event.key()) in moves:
            self.acted.emit(moves[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Delete:
            self.acted.emit("remove")
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.state() != self.State.EditingState:
            self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)
