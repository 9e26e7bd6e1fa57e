"""`StepOutline`: all steps of the batch with their state, at the left of the execution screen.

The model holds plain frozen rows; the delegate paints icon, number, words and, when there is something to say, a second
line that wraps rather than loses its end. Every state has its own shape and its own words; colour comes third.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from ebr.words import tr
from ui.theme import Theme
from ui.widgets.boxes import column, dress, row, show_if
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.outline_paint import ROW, StepDelegate, StepRow, word_of
from ui.widgets.pager import Pager
from ui.widgets.progress import Progress

__all__ = ["StepModel", "StepOutline", "StepRow"]

Index = QModelIndex | QPersistentModelIndex


class StepModel(QAbstractListModel):
    """The rows of an outline. StepModel(); set_rows(rows); position(key) is the row number, -1 when not there."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[StepRow, ...] = ()

    def set_rows(self, rows: Sequence[StepRow]) -> None:
        """Replaces the rows that differ; other steps than before replace all."""
        before, now = self._rows, tuple(rows)
        if [one.key for one in before] != [one.key for one in now]:
            self.beginResetModel()
            self._rows = now
            self.endResetModel()
            return
        self._rows = now
        for at, (old, new) in enumerate(zip(before, now, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(at), self.index(at))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many rows."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row itself for the delegate, its words for everybody else."""
        step = self._rows[index.row()]
        if role == ROW:
            return step
        if role == Qt.ItemDataRole.DisplayRole:
            return step.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (step.number, step.text, word_of(step.state), step.detail) if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return step.detail or None
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Sections are headings, not choices."""
        if self._rows[index.row()].state == "section":
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def position(self, key: str) -> int:
        """The row number of a key, -1 when it is not there."""
        return next((at for at, step in enumerate(self._rows) if step.key == key), -1)


class StepOutline(QFrame):
    """StepOutline(theme, title="").

    Setters: set_rows(rows), set_progress(done, total, text), show_step(key), set_rail(bool, drawer=bool).

    Signals: chosen(object) carries the key of the step that was tapped or confirmed with Return; drawer_pressed
    (object: None) asks to open the rail, or to close it again.
    """

    chosen = Signal(object)
    drawer_pressed = Signal(object)

    def __init__(self, theme: Theme, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        dress(self, panel="left")
        whole = column(theme, self, (0, 16, 0, 8), 0)
        self._form: tuple[bool, bool] | None = None
        self._drawer = Button(theme, kind="icon", icon="list-check", name=tr("All steps"))
        self._drawer.acted.connect(self.drawer_pressed)
        self._head = QWidget()
        head = column(theme, self._head, (16, 0, 16, 8), 8)
        self._line = row(theme)
        self._line.addWidget(Label(theme, title or tr("Steps"), "h2"))
        self._line.addStretch(1)
        self._count = Label(theme, "", "meta")
        self._line.addWidget(self._count)
        head.addLayout(self._line)
        self._progress = Progress(theme)
        head.addWidget(self._progress)
        whole.addWidget(self._head)
        self._list = self._build_list()
        whole.addWidget(self._list, 1)
        self._whole = whole
        self.set_rail(rail=False)

    def _build_list(self) -> QListView:
        made = _StepList()
        self._model = StepModel()
        self._delegate = StepDelegate(self.theme, made)
        made.setModel(self._model)
        made.setItemDelegate(self._delegate)
        made.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setAccessibleName(tr("Step outline"))
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.clicked.connect(self._choose)
        made.activated.connect(self._choose)
        Pager(self.theme, made)
        return made

    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(index.data(ROW).key)

    def set_rows(self, rows: Sequence[StepRow]) -> None:
        """All lines of the outline; the place scrolled to stays."""
        at = self._list.verticalScrollBar().value()
        self._model.set_rows(rows)
        self._list.scheduleDelayedItemsLayout()
        self._list.verticalScrollBar().setValue(at)

    def take_focus(self) -> None:
        """Arrow keys and Return choose a step."""
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_progress(self, done: int, total: int, text: str) -> None:
        """The bar and its words."""
        self._progress.set_progress(done, total)
        self._count.setText(text)

    def show_step(self, key: str) -> None:
        """Scrolls so that the step is seen."""
        at = self._model.position(key)
        if at >= 0:
            index = self._model.index(at)
            self._list.setCurrentIndex(index)
            self._list.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def set_rail(self, *, rail: bool, drawer: bool = False) -> None:
        """Narrow form for middle-sized screens: icon and number only; as an open `drawer` it is whole."""
        if (rail, drawer) == self._form:
            return
        self._form = (rail, drawer)
        lean = rail and not drawer
        self._delegate.rail = lean
        self._delegate.forget()
        show_if(self._head, wanted=not lean)
        if lean:
            self._whole.insertWidget(0, self._drawer, 0, Qt.AlignmentFlag.AlignHCenter)
        else:
            self._line.addWidget(self._drawer)
        show_if(self._drawer, wanted=rail)
        self._drawer.set_icon("list-check" if lean else "x")
        self._drawer.setAccessibleName(tr("All steps") if lean else tr("Close"))
        self._drawer.setToolTip(self._drawer.accessibleName())
        self.setFixedWidth(self.theme.size("rail" if lean else "outline"))
        self._list.scheduleDelayedItemsLayout()
        QTimer.singleShot(0, self._list, self._show_current)

    def _show_current(self) -> None:
        if self._list.currentIndex().isValid():
            self._list.scrollTo(self._list.currentIndex(), QAbstractItemView.ScrollHint.PositionAtCenter)


class _StepList(QListView):
    """A list whose row heights follow its width, because details wrap."""

    _laid_out_for = -1

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.width() == self._laid_out_for:
            return
        self._laid_out_for = self.width()
        delegate = self.itemDelegate()
        if isinstance(delegate, StepDelegate):
            delegate.forget()
        self.scheduleDelayedItemsLayout()

    def sizeHint(self) -> QSize:
        return QSize(100, 200)
