"""`Columns`: outline, one step, context; arranged by the width there is.

From 1240 px (divided by the scale) three columns stand side by side; from 960 px the outline is a rail of icons;
below, the context leaves and `narrowed` asks the screen to offer it as a strip above the sign bar. A keyboard docked
at the side always stays: without it nothing can be typed.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.theme import Theme
from ui.theme.geometry import RAIL, THREE_COLUMNS
from ui.widgets.boxes import row, show_if
from ui.widgets.outline import StepOutline


class Columns(QWidget):
    """Columns(theme, outline, centre, context).

    Methods: dock(widget) shows a keypad in place of the context, dock(None) brings the context back. Signal:
    narrowed(object: True when the context has no room).
    """

    narrowed = Signal(object)

    def __init__(
        self, theme: Theme, outline: StepOutline, centre: QWidget, context: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.theme, self._outline, self._context = theme, outline, context
        self._docked: QWidget | None = None
        self._narrow = False
        self._line = row(theme, self, gap=0)
        self._line.addWidget(outline)
        self._line.addWidget(centre, 1)
        self._line.addWidget(context)

    def dock(self, widget: QWidget | None) -> None:
        """Shows `widget` at the side instead of the context; None takes it away again."""
        if widget is self._docked and (widget is None or widget.isVisibleTo(self)):
            return
        if self._docked is not None and self._docked is not widget:
            self._docked.hide()
        if widget is not None and self._line.indexOf(widget) < 0:
            self._line.addWidget(widget)
        self._docked = widget
        if widget is not None:
            widget.show()
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may mean another arrangement."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        logical = self.width() / self.theme.scale
        self._outline.set_rail(rail=logical < THREE_COLUMNS)
        narrow = logical < RAIL
        show_if(self._context, wanted=self._docked is None and not narrow)
        if narrow != self._narrow:
            self._narrow = narrow
            self.narrowed.emit(narrow)
