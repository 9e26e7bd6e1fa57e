"""The card beside the list: one thing from batch to batch as a chart, its figures, what was signalled, its batches."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLayout, QWidget

from ebr.domain.trends import RULES, USUAL
from ebr.wording.trends import RULE_SETS
from ebr.words import tr
from ui.pages.page import Listed, Tall
from ui.theme import Theme
from ui.trends.chart import chart_of
from ui.trends.model import Followed
from ui.widgets.boxes import Scroll, clear, column, dress, row, show_if
from ui.widgets.choice import Choice, Option
from ui.widgets.control_chart import ControlChart
from ui.widgets.data_model import Column
from ui.widgets.data_table import DataTable
from ui.widgets.facts import Fact, FactLine
from ui.widgets.label import Icon, Label

SAID: Final = 40
"""Signals that are told in words at most; the newest first."""


class ChartCard(QFrame):
    """ChartCard(theme); show_followed(Followed), fit(wide=).

    Signals: ruled(object: name of the run rules), opened(object: batch).
    """

    ruled = Signal(object)
    opened = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._shown: Followed | None = None
        self._kind = "single"
        dress(self, panel="card")
        inside = column(theme, self, (18, 14, 18, 12), 8)
        self.title = Label(theme, "", "h2", wrap=True)
        self.step = Label(theme, "", "meta", wrap=True, align=Qt.AlignmentFlag.AlignRight)
        head = row(theme, gap=16)
        head.addWidget(self.title, 1)
        head.addWidget(self.step, 1)
        inside.addLayout(head)
        inside.addLayout(self._choices())
        self.chart = ControlChart(theme)
        self.chart.setMinimumHeight(theme.px(150))
        self.chart.looked.connect(self._looked)
        inside.addWidget(self.chart, 5)
        self.said = Label(theme, "", "metastrong", wrap=True)
        self.missing = Label(theme, "", "meta", wrap=True)
        inside.addWidget(self.said)
        inside.addWidget(self.missing)
        self.figures = FactLine(theme)
        self.more = FactLine(theme)
        inside.addWidget(self.figures)
        inside.addWidget(self.more)
        inside.addWidget(self._lower(), 2)

    def _choices(self) -> QLayout:
        line = row(self.theme, gap=16)
        options = (Option("single", tr("Each batch")), Option("weighted", tr("Weighted mean")))
        self.kind = Choice(self.theme, tr("Chart"), options)
        self.kind.set_chosen("single")
        self.kind.changed.connect(self._kind_chosen)
        self.rules = Choice(self.theme, tr("Run rules"), [Option(name, RULE_SETS[name]) for name in RULES])
        self.rules.set_chosen(USUAL)
        self.rules.changed.connect(self.ruled)
        line.addWidget(self.kind, 1)
        line.addWidget(self.rules, 1)
        return line

    def _lower(self) -> QWidget:
        body = QWidget()
        body.setMinimumHeight(self.theme.px(96))
        line = row(self.theme, body, gap=14)
        inner = Tall()
        self._signals = column(self.theme, inner, gap=6)
        scroll = Scroll(self.theme, inner)
        scroll.setAccessibleName(tr("Signals"))
        columns = (
            Column("batch", tr("Batch"), 180),
            Column("value", tr("Value")),
            Column("limits", tr("Limits"), 180),
            Column("state", tr("State"), 130),
        )
        self._listed = Listed(columns)
        self.table = DataTable(
            self.theme, columns, self._listed.fetch, name=tr("batches of this value"), filtered=False
        )
        self.table.chosen.connect(lambda key: self.opened.emit(key) if key is not None else None)
        line.addWidget(scroll, 3)
        line.addWidget(self.table, 5)
        return body

    def fit(self, *, wide: bool) -> None:
        """The list of batches has room on a wide screen; the chart says the same on a small one."""
        show_if(self.table, wanted=wide)

    def show_followed(self, shown: Followed) -> None:
        """Draws one thing."""
        self._shown = shown
        self.title.setText(shown.title)
        self.step.setText(shown.step)
        show_if(self.step, wanted=bool(shown.step))
        facts = [Fact(one.name, one.value) for one in shown.facts]
        indices = [one for one in facts if one.name in ("Cp", "Cpk", "Pp", "Ppk") or one.name == tr("Capability")]
        self.figures.set_facts([one for one in facts if one not in indices])
        self.more.set_facts(indices)
        self._listed.take(shown.lines)
        self.table.refresh()
        self._tell(shown)
        self._draw()

    def _tell(self, shown: Followed) -> None:
        clear(self._signals)
        self._signals.addWidget(Label(self.theme, tr("Signals"), "over"))
        for text in shown.signals[:SAID]:
            line = row(self.theme, gap=8)
            line.addWidget(Icon(self.theme, "alert-circle", "warnEdge", 18))
            line.addWidget(Label(self.theme, text, "body", wrap=True), 1)
            self._signals.addLayout(line)
        rest = len(shown.signals) - SAID
        if rest > 0:
            self._signals.addWidget(
                Label(self.theme, tr("and {n} more: the table holds them", n=rest), "meta", wrap=True)
            )
        if not shown.signals:
            self._signals.addWidget(Label(self.theme, shown.quiet, "meta", wrap=True))
        self._signals.addStretch(1)

    def _draw(self) -> None:
        if self._shown is None:
            return
        data = chart_of(self._shown.answer, self._shown.judged, weighted=self._kind == "weighted")
        self.chart.set_data(data)
        self.said.setText(data.points[-1].spoken if data.points else "")
        self.missing.setText(data.missing)
        show_if(self.missing, wanted=bool(data.missing))

    def _looked(self, at: int) -> None:
        if self._shown is not None:
            data = chart_of(self._shown.answer, self._shown.judged, weighted=self._kind == "weighted")
            self.said.setText(data.points[at].spoken)
            self.table.select_key(self._shown.answer.rows[at].batch)

    def _kind_chosen(self, key: object) -> None:
        self._kind = str(key)
        self._draw()
