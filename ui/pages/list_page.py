"""`ListPage`: a page with a list and, beside it, the details of the row that is looked at.

The screens of the desk differ in their columns, in what the details say and in what can be done about a row. What they
share is here: moving in the list shows the row, a narrow window leaves columns to the details, the list has the focus
when the screen is shown, and the presenter stops hearing when it is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Final, Protocol

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.pages.page import DetailCard, Line, Listed, Page
from ui.session import Session
from ui.widgets.boxes import row
from ui.widgets.data_model import Column
from ui.widgets.data_table import DataTable

WIDE: Final = 1600
"""From this width at scale 1.0 every column fits beside the details."""


class Chooses(Protocol):
    """What the page asks of its presenter."""

    @property
    def chosen(self) -> Any:
        """Key of the row that is shown."""

    def choose(self, key: Any, /) -> None:
        """Show a row."""

    def close(self) -> None:
        """Stop hearing."""


class ListPage(Page):
    """ListPage(session, presenter, title). Attributes: `table`, `detail` (after `add_list`).

    A subclass narrows the type of `presenter`, names its `CHAPTER` of the help and answers `_acted`.
    """

    CHAPTER: ClassVar[str]
    presenter: Chooses
    table: DataTable
    detail: DetailCard

    def __init__(self, session: Session, presenter: Chooses, title: str) -> None:
        super().__init__(session.theme, title)
        self.session, self.presenter = session, presenter
        self._heading = title
        self._narrow: tuple[int, ...] = ()
        self._listed = Listed(())

    def add_list(
        self, columns: Sequence[Column], *, name: str, empty: str, narrow: tuple[int, ...] = (), filtered: bool = True
    ) -> None:
        """Put the list and the details into the page; a narrow window hides the columns at `narrow`."""
        self.make_list(columns, name=name, empty=empty, narrow=narrow, filtered=filtered)
        line = row(self.theme, gap=14)
        line.addWidget(self.table, 1)
        line.addWidget(self.detail)
        self.inside.addLayout(line, 1)

    def make_list(
        self, columns: Sequence[Column], *, name: str, empty: str, narrow: tuple[int, ...] = (), filtered: bool = True
    ) -> None:
        """Make the list and the details, for a page that places them itself."""
        self._narrow = narrow
        self._listed = Listed(columns)
        self.table = DataTable(self.theme, columns, self._listed.fetch, name=name, empty=empty, filtered=filtered)
        self.detail = DetailCard(self.theme)
        self.table.chosen.connect(self._choose)
        self.table.highlighted.connect(self._choose)
        self.detail.acted.connect(lambda key: self._acted(str(key)))

    def fill(self, lines: Iterable[Line], words: str | None = None) -> None:
        """Show these rows, and a quiet sentence at the right of the title where one is given."""
        self._listed.take(lines)
        self.table.refresh()
        if words is not None:
            self.set_words(words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More room for the details on a wide screen; what the hidden columns say stands in them anyway."""
        super().resizeEvent(event)
        self.detail.fit(self.width())
        narrow = self.width() / self.theme.scale < WIDE
        for at in self._narrow:
            self.table.view.setColumnHidden(at, narrow)

    def _choose(self, key: Any) -> None:
        if key is not None and key != self.presenter.chosen:
            self.presenter.choose(key)

    def _acted(self, key: str) -> None:
        """Do what was pressed in the details."""
        raise NotImplementedError(key)

    # -- the frame's questions

    def title(self) -> str:
        """The header's title."""
        return self._heading

    def help_key(self) -> str:
        """Chapter of the help."""
        return self.CHAPTER

    def first_field(self) -> QWidget:
        """The list."""
        return self.table.view

    def leave(self) -> None:
        """Stops hearing."""
        self.presenter.close()
