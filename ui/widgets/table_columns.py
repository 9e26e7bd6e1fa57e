"""Widths of a table's columns: as wished, and narrower where the column that takes the rest would have too little.

On a small screen with large letters the wished widths may fill the table, and what a row is about stands in the column
that takes the rest. The others give up what their own contents leave free, and no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QTableView

from ui.theme import Theme

LEAST: Final = 160
"""Of a column that takes the rest, at scale 1.0."""


class Columns(QObject):
    """Columns(theme, view, widths): widths at scale 1.0, 0 for a column that takes the rest; follows the view."""

    def __init__(self, theme: Theme, view: QTableView, widths: Sequence[float]) -> None:
        super().__init__(view)
        self._view = view
        self._wished = {at: theme.px(wide) for at, wide in enumerate(widths) if wide}
        self._rest = theme.px(LEAST) * (len(widths) - len(self._wished))
        view.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Another size of the table."""
        if event.type() == QEvent.Type.Resize:
            self.share()
        return False

    def share(self) -> None:
        """Give each column its width for the contents and the room there are now."""
        free = {at: wide - self._filled(at, wide) for at, wide in self._wished.items()}
        over = sum(self._wished.values()) + self._rest - self._view.viewport().width()
        given = min(1.0, max(0, over) / max(1, sum(free.values())))
        for at, wide in self._wished.items():
            self._view.horizontalHeader().resizeSection(at, wide - round(given * free[at]))

    def _filled(self, at: int, wide: int) -> int:
        """Of the wished width, what header and rows in sight need."""
        header = self._view.horizontalHeader()
        return min(wide, max(header.sectionSizeHint(at), self._view.sizeHintForColumn(at)))
