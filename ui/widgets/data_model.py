"""The model under `DataTable`: rows fetched in pages as somebody scrolls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from ebr.words import isolated
from ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
ROOT: Final = QModelIndex()
ICON_TOKENS: Final = {"crit": "crit", "warn": "warnEdge", "quiet": "ink3", "head": "ink2", "": "ink2"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a DataTable.

    Its key for sorting, its title, its width at scale 1.0 (0 shares the rest), numbers to the right, sortable or not.
    """

    key: str
    title: str
    width: float = 0
    right: bool = False
    sortable: bool = True


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: its key, one text per column, an icon before the first text and the tone of that icon.

    Tones: "", warn, crit; "quiet" also makes the words of the row quieter. A list stays calm: words keep their ink.
    "head" is the title of the rows below it and stands strong. A `wide` row has one text, across all columns.
    """

    key: object
    cells: tuple[str, ...]
    tone: str = ""
    icon: str = ""
    wide: bool = False


Fetch = Callable[[int, int, str, str], Sequence[TableRow]]


class PagedModel(QAbstractTableModel):
    """PagedModel(theme, columns, fetch, page). A page shorter than asked for is the last."""

    def __init__(self, theme: Theme, columns: Sequence[Column], fetch: Fetch, page: int) -> None:
        super().__init__()
        self._theme, self._columns, self._fetch, self._page = theme, tuple(columns), fetch, page
        self._rows: list[TableRow] = []
        self._filter = ""
        self._sort = ""
        self._more = True

    def reload(self, filter_text: str) -> None:
        """Fetches as many rows as were shown, at least a page, with this filter."""
        wanted = max(self._page, len(self._rows))
        self.beginResetModel()
        self._filter = filter_text
        self._rows = list(self._fetch(0, wanted, self._filter, self._sort))
        self._more = len(self._rows) >= wanted
        self.endResetModel()

    def sort_by(self, section: int) -> None:
        """Ascending, then descending, then the source's own order; the caller reloads."""
        column = self._columns[section]
        if column.sortable:
            order = {"": column.key, column.key: f"-{column.key}", f"-{column.key}": ""}
            self._sort = order.get(self._sort, column.key)

    def key_at(self, at: int) -> object:
        """The key of a row number, None outside."""
        return self._rows[at].key if 0 <= at < len(self._rows) else None

    def position(self, key: object) -> int:
        """The row number of a key, -1 when it was not fetched."""
        return next((at for at, row in enumerate(self._rows) if row.key == key), -1)

    def is_wide(self, at: int) -> bool:
        """Tell whether the first text of a row stands across all columns."""
        return self._rows[at].wide

    def rowCount(self, parent: Index = ROOT) -> int:
        """Rows fetched so far."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Columns."""
        return 0 if parent.isValid() else len(self._columns)

    def canFetchMore(self, _parent: Index) -> bool:
        """True until a page came back short."""
        return self._more

    def fetchMore(self, _parent: Index) -> None:
        """The next page."""
        fresh = self._fetch(len(self._rows), self._page, self._filter, self._sort)
        self._more = len(fresh) >= self._page
        if fresh:
            self.beginInsertRows(ROOT, len(self._rows), len(self._rows) + len(fresh) - 1)
            self._rows.extend(fresh)
            self.endInsertRows()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Texts, the full text as tool tip, tone as colour, icon in the first column."""
        row, at = self._rows[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return isolated(row.cells[at])
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._theme.color("ink3" if row.tone == "quiet" else "ink")
        if role == Qt.ItemDataRole.FontRole and row.tone == "head":
            return self._theme.font("cell")
        if role == Qt.ItemDataRole.DecorationRole and at == 0 and row.icon:
            return self._theme.icon(row.icon, ICON_TOKENS[row.tone], 22)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self._columns[at].right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Titles; an arrow of text says the order, so it is read aloud too."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        column = self._columns[section]
        arrow = {column.key: " ↑", f"-{column.key}": " ↓"}.get(self._sort, "")
        return f"{column.title}{arrow}"
