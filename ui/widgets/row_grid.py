"""`RowGrid`: recorded rows as text, numbers to the right, nothing cut."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.theme import Theme
from ui.widgets.boxes import clear
from ui.widgets.label import Label


class RowGrid(QWidget):
    """A small table of text that wraps nothing and cuts nothing.

    RowGrid(theme, heads, *, names=1); set_rows(rows of texts, tones=()).

    The first `names` columns are names or codes and stand at the left, the others are numbers.

    """

    def __init__(self, theme: Theme, heads: Sequence[str], *, names: int = 1, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme, self._heads, self._names = theme, tuple(heads), names
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(28))
        self._grid.setVerticalSpacing(theme.px(6))

    def set_rows(self, rows: Sequence[Sequence[str]], tones: Sequence[str] = ()) -> None:
        """All rows; numbers belong to the right and all but the first column are aligned there.

        A tone colours its row.
        """
        clear(self._grid)
        for across, head in enumerate(self._heads):
            self._put(Label(self.theme, head, "over"), 0, across)
        for down, cells in enumerate(rows, start=1):
            tone = tones[down - 1] if down <= len(tones) else ""
            for across, text in enumerate(cells):
                self._put(Label(self.theme, text, "cell", tone, code=across < self._names), down, across)
        self._grid.setColumnStretch(len(self._heads), 1)

    def _put(self, label: Label, down: int, across: int) -> None:
        side = Qt.AlignmentFlag.AlignRight if across >= self._names else Qt.AlignmentFlag.AlignLeft
        self._grid.addWidget(label, down, across, side | Qt.AlignmentFlag.AlignVCenter)
