"""Samples: the laboratory's work list, one sample in detail, and what floor, laboratory and quality do with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ebr.domain.refusal import Refusal
from ebr.wording import refusal_words
from ebr.words import tr
from ui.desk import Answer, Desk
from ui.lots.forms import FormContent, open_form, sign
from ui.lots.more import open_acts
from ui.pages.choose import choose_path
from ui.pages.offer import Offer, Shown
from ui.pages.page import DetailCard, Listed, Page, fact_list
from ui.samples.lines import SampleDetail, SampleLine
from ui.samples.presenter import SamplesPresenter
from ui.session import Session
from ui.widgets.boxes import row, show_if
from ui.widgets.choice import Choice, Option
from ui.widgets.data_model import Column, TableRow
from ui.widgets.data_table import DataTable
from ui.widgets.label import Label
from ui.widgets.sign_bar import Action
from ui.widgets.strip import Strip
from ui.widgets.wedge import Scan

WIDE: Final = 1600
"""From this width at scale 1.0 every column fits beside the details."""
FIRST: Final = 2
"""Facts above the results: what it is, and of which batch."""
HIDDEN: Final = (2, 5, 6)
"""Columns that a narrow screen leaves to the details."""


class View(Page):
    """View(desk, session); show_params(sample="", batch="")."""

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(session.theme, tr("Samples"))
        self.session = session
        self.presenter = SamplesPresenter(desk, session.person, session.roles)
        columns = (
            Column("sample", tr("Sample"), 300),
            Column("label", tr("Name")),
            Column("batch", tr("Batch"), 150),
            Column("waits", tr("What waits"), 150),
            Column("due", tr("Results due"), 205),
            Column("results", tr("Results"), 90),
            Column("place", tr("Place"), 200),
        )
        self._listed = Listed(columns)
        self.filters = Choice(self.theme, tr("Show samples of which something waits"), [])
        self.filters.changed.connect(lambda key: self.presenter.filter(str(key)))
        line = row(self.theme, gap=8)
        line.addWidget(self.filters)
        line.addStretch(1)
        self.inside.addLayout(line)
        self._list(columns)
        self._form: FormContent | None = None
        self._more: tuple[Offer, ...] = ()
        self._bar()
        p = self.presenter
        p.on_lines, p.on_filters, p.on_detail = self.show_lines, self.show_filters, self.show_detail
        p.on_notice = lambda words: session.notice(words, "warn")
        p.refresh()

    def _list(self, columns: tuple[Column, ...]) -> None:
        line = row(self.theme, gap=14)
        empty = tr("Nothing waits. Samples appear here as soon as a batch records that one was taken.")
        self.table = DataTable(self.theme, columns, self._listed.fetch, name=tr("samples"), empty=empty)
        self.detail = DetailCard(self.theme)
        line.addWidget(self.table, 1)
        line.addWidget(self.detail)
        self.inside.addLayout(line, 1)
        self.table.chosen.connect(self._choose)
        self.table.highlighted.connect(self._choose)
        self.detail.acted.connect(lambda key: self._acted(str(key)))

    def _bar(self) -> None:
        self.bar.show()
        self.bar.set_actions([Action("analysis", tr("Certificate of analysis"), "file-certificate")])
        self.bar.acted.connect(lambda key: self._acted(str(key)))
        self.bar.set_words(tr("Scan a label to see its sample"))

    def show_params(self, sample: str = "", batch: str = "") -> None:
        """Show one sample, or the samples of one batch with those still to be taken."""
        if batch:
            self.presenter.stage, self.presenter.batch = "all", batch
            self.presenter.refresh()
        if sample:
            self.presenter.show(sample)

    def here(self) -> dict[str, str]:
        """Where one is, for coming back."""
        found = {"sample": self.presenter.chosen, "batch": self.presenter.batch}
        return {name: text for name, text in found.items() if text}

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More room for the details on a wide screen; what the hidden columns say stands in them anyway."""
        super().resizeEvent(event)
        self.detail.fit(self.width())
        narrow = self.width() / self.theme.scale < WIDE
        for at in HIDDEN:
            self.table.view.setColumnHidden(at, narrow)

    def show_filters(self, filters: tuple[tuple[str, str], ...]) -> None:
        """What waits, with numbers."""
        self.filters.set_options([Option(key, words) for key, words in filters])
        if self.presenter.stage not in [key for key, _ in filters]:
            self.presenter.stage = ""
        self.filters.set_chosen(self.presenter.stage)

    def show_lines(self, lines: tuple[SampleLine, ...], words: str) -> None:
        """Fills the list."""
        self._listed.rows = tuple(TableRow(one.key, one.cells, one.tone, one.icon) for one in lines)
        self.table.refresh()
        self.set_words(words)

    def show_detail(self, detail: SampleDetail | None) -> None:
        """Draws one sample: what is wrong, what it is, each expected result, what else was found, its course."""
        show_if(self.detail, wanted=detail is not None)
        if detail is None:
            return
        inside = self.detail.begin()
        self.detail.title(detail.sample, detail.status, detail.tone)
        if detail.alarm:
            inside.addWidget(Strip(self.theme, "warn", detail.alarm))
        self.detail.facts(detail.facts[:FIRST])
        self._section(inside, tr("Results"), detail.tests, detail.no_tests)
        self._section(inside, tr("Retests, and results set aside"), detail.others, "")
        self._section(inside, tr("Where it is"), detail.facts[FIRST:], "")
        self._section(inside, tr("Course"), detail.course, "")
        self._more = detail.more
        self.detail.end(detail.offers)
        self.table.select_key(detail.sample)

    def _section(self, inside: QVBoxLayout, title: str, facts: tuple[Shown, ...], words: str) -> None:
        if not facts and not words:
            return
        inside.addWidget(Label(self.theme, title, "h3"))
        if facts:
            inside.addWidget(fact_list(self.theme, facts))
        if words:
            inside.addWidget(Label(self.theme, words, "meta", wrap=True))

    def _choose(self, key: Any) -> None:
        if key is not None and key != self.presenter.chosen:
            self.presenter.choose(str(key))

    # -- acts

    def _acted(self, key: str) -> None:
        answer = self.presenter.answer
        if answer is None:
            return
        if key == "more":
            open_acts(self.session, answer.row.sample, self._more, self._acted)
        elif key.startswith("kind:"):
            self._choose_one(answer.row.sample, self.presenter.of_kind(key.partition(":")[2]))
        elif key == "batch":
            self.session.navigate("execution", batch=answer.row.batch)
        elif key == "analysis":
            self._print()
        else:
            self._begin(key)

    def _choose_one(self, sample: str, found: tuple[Offer, ...]) -> None:
        """The only test at once; of several, one is chosen first."""
        if len(found) == 1:
            self._begin(found[0].key)
        else:
            open_acts(self.session, sample, found, self._begin, across=1)

    def _begin(self, key: str) -> None:
        form = self.presenter.form(key)
        if not form.fields:
            sign(self.session, form.command({}), form)
            return
        self._form = open_form(self.session, form, self.presenter.do)
        self.session.sheets[-1].closed.connect(self._closed)

    def _closed(self, _value: object) -> None:
        self._form = None

    def _print(self) -> None:
        name = self.presenter.file_name

        def write(folder: Path, done: Callable[[str], bool]) -> None:
            def written(said: Answer | Refusal) -> None:
                refusal = said if isinstance(said, Refusal) else said.refusal
                if done(refusal_words(refusal) if refusal is not None else "") and refusal is None:
                    self.session.notice(tr("Saved: {file}", file=name))

            self.presenter.print_analysis(folder, written)

        choose_path(self.session, tr("Save the certificate of analysis as PDF"), tr("Save"), write, words=name)

    # -- the frame's questions

    def take_scan(self, scan: Scan) -> bool:
        """A label shows its sample, or fills the open form."""
        if self._form is not None:
            return self._form.take_scan(scan.data)
        self.presenter.scanned(scan.data)
        return True

    def title(self) -> str:
        """The header's title."""
        return tr("Samples")

    def help_key(self) -> str:
        """Chapter of the help."""
        return "samples"

    def first_field(self) -> QWidget:
        """The list."""
        return self.table.view

    def leave(self) -> None:
        """Stops hearing."""
        self.presenter.close()
