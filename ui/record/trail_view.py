"""The audit trail as a table.

Chips choose the kind of entry, a field the person, Ctrl+F searches, Ctrl+C copies a cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ebr.station.questions import PersonRow
from ebr.words import tr
from ui.ask import AskContent, Question, ask
from ui.desk import Desk
from ui.record.trail import BATCH_KINDS, KINDS, TrailPresenter
from ui.session import Session
from ui.widgets.boxes import column, row
from ui.widgets.button import Button
from ui.widgets.choice import Choice, Option
from ui.widgets.data_model import Column, TableRow
from ui.widgets.data_table import DataTable
from ui.widgets.label import Label
from ui.widgets.sheet import Sheet

ONE_LINE: Final = 1230


class Trail(QWidget):
    """Trail(desk, session, batch="", tools=None): the trail of a batch, or of the whole station.

    `tools` is where person and order go when the chips need the whole line. close_trail() stops hearing.
    """

    def __init__(self, desk: Desk, session: Session, batch: str = "", tools: QHBoxLayout | None = None) -> None:
        super().__init__()
        self.session, self.theme = session, session.theme
        self.presenter = TrailPresenter(desk, batch)
        self._people: tuple[PersonRow, ...] = ()
        whole = column(self.theme, self, gap=10)
        self._tools: QHBoxLayout | None = None
        whole.addLayout(self._filters(KINDS if not batch else BATCH_KINDS, tools))
        whole.addLayout(self._below)
        columns = (
            Column("when", tr("When"), 304, sortable=False),
            Column("who", tr("Who"), 136, sortable=False),
            Column("what", tr("What"), 170, sortable=False),
            Column("where", tr("Where"), 190, sortable=False),
            Column("old", tr("Before"), 90, sortable=False),
            Column("new", tr("After"), sortable=False),
            Column("reason", tr("Reason"), 140, sortable=False),
            Column("number", tr("Entry"), 76, right=True, sortable=False),
        )
        name, empty = tr("audit trail"), tr("No entry matches")
        self.table = DataTable(self.theme, columns, self._fetch, name=name, empty=empty, page=100)
        self.table.view.horizontalHeader().setMinimumSectionSize(self.theme.px(72))
        whole.addWidget(self.table, 1)
        self.presenter.on_arrived = self.table.refresh
        self.presenter.on_people = self._known
        self.presenter.start()

    def _filters(self, kinds: Iterable[str], tools: QHBoxLayout | None) -> QHBoxLayout:
        line = row(self.theme, gap=12)
        self.kinds = Choice(self.theme, tr("Kind of entry"), [Option(kind, tr(KINDS[kind])) for kind in kinds])
        self.kinds.set_chosen("")
        self.kinds.changed.connect(lambda kind: self.presenter.choose(kind=str(kind)))
        line.addWidget(self.kinds)
        line.addStretch(1)
        self._line, self._below = line, row(self.theme, gap=12)
        if tools is None:
            # Chips and tools share a line only where there is room; until that is known they do not.
            tools = row(self.theme, gap=12)
            self._below.addStretch(1)
            self._below.addLayout(tools)
            self._tools = tools
        self._total = Label(self.theme, "", "meta")
        self.presenter.on_total = self._total.setText
        tools.addWidget(self._total)
        self.person = Button(self.theme, tr("Everybody"), "plain", "user")
        self.person.acted.connect(lambda _value: self.choose_person())
        tools.addWidget(self.person)
        self.order = Button(self.theme, tr("Newest first"), "plain", "sort-descending")
        self.order.acted.connect(lambda _value: self._turn())
        tools.addWidget(self.order)
        return line

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is room, chips and tools share a line."""
        super().resizeEvent(event)
        if self._tools is not None and self.width() >= self.theme.px(ONE_LINE):
            self._below.removeItem(self._tools)
            self._line.addLayout(self._tools)
            self._tools = None

    def _fetch(self, offset: int, limit: int, text: str, order: str) -> Sequence[TableRow]:
        lines = self.presenter.pages.fetch(offset, limit, text, order)
        return [TableRow(line.key, line.cells, line.tone, line.icon) for line in lines]

    def _turn(self) -> None:
        newest = not self.presenter.asked.newest_first
        self.order.set_text(tr("Newest first") if newest else tr("Oldest first"))
        self.order.set_icon("sort-descending" if newest else "sort-ascending")
        self.presenter.newest(first=newest)

    def _known(self, rows: tuple[PersonRow, ...]) -> None:
        self._people = rows

    def choose_person(self) -> None:
        """Ask whose entries to show."""
        tiles = (("", tr("Everybody")), *((row.person, row.name) for row in self._people))
        question = Question(tr("Whose entries?"), tr("Show"), tiles=tiles, tiles_title=tr("Person"), icon="filter")

        def confirmed(parts: dict[str, str], _content: AskContent, sheet: Sheet) -> None:
            sheet.close_sheet()
            names = dict(tiles)
            self.person.set_text(names[parts["tile"]])
            self.presenter.choose(person=parts["tile"])

        ask(self.session, question, confirmed)

    def close_trail(self) -> None:
        """Stop hearing."""
        self.presenter.close()
