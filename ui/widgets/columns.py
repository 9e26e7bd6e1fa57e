"""`Columns`: outline, one step, context; arranged by the width there is.

From 1240 px (divided by the scale) three columns stand side by side; from 960 px the outline is a rail of icons, and
a button opens it whole as a drawer over the step; below, the context leaves too, `narrowed` asks the screen to offer
it, and `show_context` opens it as a drawer. One drawer at a time; choosing a step closes it. A keyboard docked at the
side always stays: without it nothing can be typed.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from ui.theme import Theme
from ui.theme.geometry import RAIL, THREE_COLUMNS
from ui.theme.mirror import placed
from ui.widgets.boxes import row, show_if
from ui.widgets.outline import StepOutline


class Columns(QWidget):
    """Columns(theme, outline, centre, context).

    Methods: dock(widget) shows a keypad in place of the context, dock(None) brings the context back;
    show_context(open_=) is for a width without room for it. Signals: narrowed(object: True when the context has no
    room), opened(object: "outline", "context" or "" for no drawer).
    """

    narrowed = Signal(object)
    opened = Signal(object)

    def __init__(
        self, theme: Theme, outline: StepOutline, centre: QWidget, context: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.theme, self._outline, self._context = theme, outline, context
        self._docked: QWidget | None = None
        self._narrow = False
        self._drawer = ""
        self._wide = False
        self._before: QWidget | None = None
        outline.setParent(self)
        self._place_of_outline = QWidget(self)
        self._line = row(theme, self, gap=0)
        self._line.addWidget(self._place_of_outline)
        self._line.addWidget(centre, 1)
        self._line.addWidget(context)
        outline.drawer_pressed.connect(lambda _value: self._open("" if self._drawer == "outline" else "outline"))
        outline.chosen.connect(lambda _key: self._open(""))

    def in_reading_order(self) -> list[QWidget]:
        """The outline first: its place in the line only keeps room for it (`ui.widgets.reading_order`)."""
        items = [self._line.itemAt(at) for at in range(self._line.count())]
        widgets = [item.widget() for item in items if item is not None]
        inside = [one for one in widgets if one is not None and one is not self._place_of_outline]
        drawer = [] if self._context in inside else [self._context]
        return [self._outline, *inside, *drawer]

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
        self._open("")

    def set_wide(self, *, wide: bool) -> None:
        """Gives the step the whole width, as on a narrow screen: the outline a rail, the context a drawer."""
        if wide != self._wide:
            self._wide = wide
            self._arrange()

    def show_context(self, *, open_: bool) -> None:
        """Opens the context over the step, or closes it, where it has no column."""
        self._open("context" if open_ else "")

    @property
    def context_open(self) -> bool:
        """Tells whether the context lies over the step."""
        return self._drawer == "context"

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may mean another arrangement."""
        super().resizeEvent(event)
        self._arrange()

    def _open(self, drawer: str) -> None:
        if drawer != self._drawer:
            self._drawer = drawer
            self.opened.emit(drawer)
            self._give_focus(drawer)
        self._arrange()

    def _give_focus(self, drawer: str) -> None:
        """Nobody types into a field that lies under a drawer; afterwards it goes on where it was."""
        if drawer:
            self._before = QApplication.focusWidget() or self._before
            self._outline.take_focus()
        elif self._before is not None and isValid(self._before) and self._before.isVisible():
            self._before.setFocus()
            self._before = None

    def _arrange(self) -> None:
        logical = self.width() / self.theme.scale
        rail, narrow = self._wide or logical < THREE_COLUMNS, self._wide or logical < RAIL
        if (self._drawer == "outline" and not rail) or (self._drawer == "context" and not narrow):
            self._drawer = ""
            self.opened.emit("")
        self._arrange_outline(rail=rail)
        self._arrange_context(narrow=narrow)
        if narrow != self._narrow:
            self._narrow = narrow
            self.narrowed.emit(narrow)

    def _arrange_outline(self, *, rail: bool) -> None:
        self._outline.set_rail(rail=rail, drawer=self._drawer == "outline")
        self._place_of_outline.setFixedWidth(self.theme.size("rail" if rail else "outline"))
        place = QRect(0, 0, self._outline.maximumWidth(), self.height())
        self._outline.setGeometry(placed(self, self.rect(), place))
        self._outline.raise_()

    def _arrange_context(self, *, narrow: bool) -> None:
        standing = self._line.indexOf(self._context) >= 0
        if narrow and standing:
            self._line.removeWidget(self._context)
        elif not narrow and not standing:
            self._line.insertWidget(2, self._context)
        show_if(self._context, wanted=self.context_open if narrow else self._docked is None)
        if narrow:
            wide = self._context.maximumWidth()
            self._context.setGeometry(placed(self, self.rect(), QRect(self.width() - wide, 0, wide, self.height())))
            self._context.raise_()
