"""`DataTable`: a long list, fetched page by page.

The source filters, sorts and pages (in SQL); nothing is filtered here, because a proxy model over 200,000 rows takes
seconds. Ctrl+F goes to the filter, Ctrl+C copies the cell, Return or a tap chooses the row. Texts arrive formatted.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QHeaderView, QTableView, QWidget

from ebr.words import plain, tr
from ui.theme import Theme
from ui.widgets.boxes import column, dress, row, show_if
from ui.widgets.data_model import Column, Fetch, PagedModel
from ui.widgets.facts import EmptyState
from ui.widgets.field import Field
from ui.widgets.label import Label
from ui.widgets.pager import Pager
from ui.widgets.table_columns import Columns

FILTER_PAUSE_MS = 200


class DataTable(QFrame):
    """DataTable(theme, columns, fetch, *, name, empty="", filtered=True, page=200).

    `columns`: Column(key, title, width=0, right=False); width 0 shares the rest. `fetch(offset, limit, filter, sort)`
    gives TableRow objects, sort being "" or a column key with "-" before it when descending. Methods: refresh(),
    set_filter(text), select_key(key), current_key(). Signals: chosen(object: key) on tap or Return,
    highlighted(object: key) on moving.
    """

    chosen = Signal(object)
    highlighted = Signal(object)

    def __init__(
        self,
        theme: Theme,
        columns: Sequence[Column],
        fetch: Fetch,
        *,
        name: str,
        empty: str = "",
        filtered: bool = True,
        page: int = 200,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        dress(self, panel="plain")
        self.model = PagedModel(theme, columns, fetch, page)
        whole = column(theme, self, gap=10)
        self._build_filter(name)
        line = row(theme, gap=12)
        line.addWidget(self._filter, 1)
        self._count = Label(theme, "", "meta")
        line.addWidget(self._count)
        for part in (self._filter, self._count):
            show_if(part, wanted=filtered)
        whole.addLayout(line)
        self.view = self._build_view(name, columns)
        whole.addWidget(self.view, 1)
        self._empty = EmptyState(theme, "list-check", empty or tr("Nothing here"))
        whole.addWidget(self._empty, 1)
        self._shortcuts()
        self.refresh()

    def _build_filter(self, name: str) -> None:
        self._filter = Field(self.theme, tr("Filter {name}", name=name), hint=tr("Filter"))
        self._filter.setFixedHeight(self.theme.size("touch"))
        self._pause = QTimer(self, interval=FILTER_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.refresh)
        self._filter.changed.connect(lambda _text: self._pause.start())
        self._filter.entered.connect(lambda _text: self.view.setFocus())

    def _build_view(self, name: str, columns: Sequence[Column]) -> QTableView:
        view = QTableView(self)
        view.setModel(self.model)
        view.setAccessibleName(name)
        Pager(self.theme, view)
        view.setFont(self.theme.font("table"))
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setTabKeyNavigation(False)
        view.setIconSize(self.theme.icon_size(22))
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(self.theme.size("table_row"))
        self._build_header(view.horizontalHeader(), columns)
        self._columns = Columns(self.theme, view, [one.width for one in columns])
        view.clicked.connect(self._choose)
        view.activated.connect(self._choose)
        view.selectionModel().currentRowChanged.connect(self._highlight)
        self.model.rowsInserted.connect(lambda _parent, first, last: self._span(first, last))
        return view

    def _build_header(self, header: QHeaderView, columns: Sequence[Column]) -> None:
        header.setFixedHeight(self.theme.px(44))
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(False)
        header.sectionClicked.connect(self._sort)
        for at, one in enumerate(columns):
            if not one.width:
                header.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)

    def _shortcuts(self) -> None:
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self._filter.setFocus)
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.view)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)
        copy.activated.connect(self._copy)

    def first_field(self) -> QWidget:
        """What the keyboard begins with: the rows, or the filter while there is none."""
        return self.view if self.model.rowCount() > 0 else self._filter

    def refresh(self) -> None:
        """Asks the source again from the first row.

        Filter and order stay, and so do the highlighted row and the place, if the row is still there.
        """
        key, place = self.current_key(), self.view.verticalScrollBar().value()
        self.model.reload(self._filter.text().strip())
        some = self.model.rowCount() > 0
        if not some and self.view.hasFocus():
            self._filter.setFocus(Qt.FocusReason.OtherFocusReason)  # what is hidden leaves the keyboard nowhere
        show_if(self.view, wanted=some)
        show_if(self._empty, wanted=not some)
        rows = self.model.rowCount()
        self._span(0, rows - 1)
        self._columns.share()
        self._count.setText(tr("{n} and more", n=rows) if self.model.canFetchMore(QModelIndex()) else str(rows))
        if key is not None:
            self.select_key(key)
            self.view.verticalScrollBar().setValue(place)

    def _span(self, first: int, last: int) -> None:
        """Wide rows stand across all columns."""
        wide = self.model.columnCount()
        for at in range(first, last + 1):
            across = wide if self.model.is_wide(at) else 1
            if self.view.columnSpan(at, 0) != across:
                self.view.setSpan(at, 0, 1, across)

    def set_filter(self, text: str) -> None:
        """Filters at once, as if typed."""
        self._filter.setText(text)
        self.refresh()

    def select_key(self, key: object) -> None:
        """Highlights the row with this key, if it is among those fetched."""
        at = self.model.position(key)
        if at >= 0:
            self.view.setCurrentIndex(self.model.index(at, 0))

    def current_key(self) -> object:
        """The key of the highlighted row, or None."""
        return self.model.key_at(self.view.currentIndex().row())

    def _choose(self, index: QModelIndex) -> None:
        place = self.view.viewport().mapToGlobal(QPoint(0, self.view.rowViewportPosition(index.row())))
        if not self.theme.taps.is_bounce(place.x(), place.y()):
            self.theme.taps.note(place.x(), place.y())
            self.chosen.emit(self.model.key_at(index.row()))

    def _highlight(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid():
            self.highlighted.emit(self.model.key_at(index.row()))

    def _sort(self, section: int) -> None:
        self.model.sort_by(section)
        self.refresh()

    def _copy(self) -> None:
        QApplication.clipboard().setText(plain(str(self.view.currentIndex().data() or "")))
