"""The parts of the review screen: a list with its detail, and the proof that the rest conforms."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from ebr.words import ntr, tr
from ui.pages.list_line import ListLine
from ui.pages.offer import Shown
from ui.pages.page import DetailCard, Listed, Tall, fact_list
from ui.quality.model import Detail, Proved
from ui.theme import Theme
from ui.trends.chart import chart_of
from ui.widgets.boxes import clear, column, panel, row, show_if
from ui.widgets.control_chart import ControlChart
from ui.widgets.data_model import Column
from ui.widgets.data_table import DataTable
from ui.widgets.facts import StatTile
from ui.widgets.label import Label
from ui.widgets.limit_bar import LimitBar
from ui.widgets.limit_scale import LimitScale


class ListAndDetail(QWidget):
    """ListAndDetail(theme, columns, name, empty, narrow=()). Signals: chosen(object key), acted(object key).

    `narrow` are columns that give way on a small screen: the detail says what they say.
    """

    chosen = Signal(object)
    acted = Signal(object)

    def __init__(
        self, theme: Theme, columns: Sequence[Column], name: str, empty: str, narrow: Sequence[int] = ()
    ) -> None:
        super().__init__()
        self.theme, self._narrow = theme, tuple(narrow)
        self._listed = Listed(columns)
        line = row(theme, self, gap=14)
        self.table = DataTable(theme, columns, self._listed.fetch, name=name, empty=empty)
        self.detail = DetailCard(theme)
        line.addWidget(self.table, 1)
        line.addWidget(self.detail)
        self._shown: Detail | None = None
        self.table.chosen.connect(self.chosen)
        self.table.highlighted.connect(self.chosen)
        self.detail.acted.connect(self.acted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Gives the detail more room where there is some."""
        super().resizeEvent(event)
        self.detail.fit(self.width())
        small = self.width() / self.theme.scale < 1500  # noqa: PLR2004 - where all columns fit beside the detail
        for at in self._narrow:
            self.table.view.setColumnHidden(at, small)

    def show_lines(self, lines: Sequence[ListLine[str]]) -> None:
        """Fills the list."""
        self._listed.take(lines)
        self.table.refresh()
        show_if(self.detail, wanted=bool(lines))

    def show_detail(self, detail: Detail | None) -> None:
        """Draws one line in full."""
        if detail is None or detail == self._shown:
            return
        self._shown = detail
        card, theme = self.detail, self.theme
        inside = card.begin()
        card.title(detail.title, detail.chip, detail.tone)
        if detail.what:
            inside.addWidget(Label(theme, detail.what, "instr", wrap=True))
        if detail.value:
            inside.addWidget(Label(theme, detail.value, "h1", "crit" if detail.scale and detail.scale.outside else ""))
        if detail.scale is not None:
            inside.addWidget(limit_bar(theme, detail.scale))
        if detail.chart is not None and detail.chart.rows:
            inside.addWidget(self._chart(detail))
        for caption, text in detail.written:
            card.words(caption, text)
        card.facts(detail.facts)
        card.end(detail.offers)
        self.table.select_key(detail.key)

    def _chart(self, detail: Detail) -> QWidget:
        assert detail.chart is not None
        body, data = QWidget(), chart_of(detail.chart)
        inside = column(self.theme, body, gap=2)
        count = len(detail.chart.rows)
        inside.addWidget(Label(self.theme, ntr("This batch only", "Last {n} batches", count), "over"))
        chart = ControlChart(self.theme)
        chart.setMinimumWidth(self.theme.px(260))
        chart.setFixedHeight(self.theme.px(200))
        chart.set_data(data)
        inside.addWidget(chart)
        said = Label(self.theme, data.points[-1].spoken if data.points else "", "meta", wrap=True)
        chart.looked.connect(lambda at: said.setText(data.points[at].spoken))
        inside.addWidget(said)
        if data.missing:
            inside.addWidget(Label(self.theme, data.missing, "meta", wrap=True))
        return body


def limit_bar(theme: Theme, found: LimitScale) -> LimitBar:
    """The value between its limits."""
    bar = LimitBar(theme)
    bar.set_scale(found)
    return bar


class Proof(Tall):
    """Proof(theme); show_proof(Proved)."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._inside = column(theme, self, gap=12)
        self._shown: Proved | None = None

    def show_proof(self, proved: Proved) -> None:
        """Draws tiles, identity, yields and void signatures."""
        if proved == self._shown:
            return
        self._shown = proved
        clear(self._inside)
        tiles = row(self.theme, gap=10)
        for tile in proved.tiles:
            tiles.addWidget(StatTile(self.theme, tile.name, tile.value, tile.tone), 1)
        self._inside.addLayout(tiles)
        columns = row(self.theme, gap=12)
        columns.addWidget(self._card(tr("Identity and issue"), proved.identity, tr("Nothing issued")), 1)
        right = column(self.theme, gap=12)
        nothing = tr("This master asks for no yield and no labels")
        right.addWidget(self._card(tr("Yields and reconciliation"), proved.yields, nothing))
        right.addWidget(self._card(tr("Signatures made void by a change"), proved.void, tr("None")))
        right.addStretch(1)
        columns.addLayout(right, 1)
        self._inside.addLayout(columns)
        self._inside.addStretch(1)

    def _card(self, title: str, facts: Sequence[Shown], nothing: str) -> QWidget:
        frame = panel("card")
        inside = column(self.theme, frame, (18, 14, 18, 16), 10)
        inside.addWidget(Label(self.theme, title, "h2"))
        if facts:
            inside.addWidget(fact_list(self.theme, facts, names=190))
        else:
            inside.addWidget(Label(self.theme, nothing, "meta", wrap=True))
        inside.addStretch(1)
        frame.setAccessibleName(title)
        return frame
