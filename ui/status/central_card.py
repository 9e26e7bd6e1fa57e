"""The card of the central store: facts, a round now with its stages, and batches to fetch."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from ebr.words import ntr, tr
from ui.pages.page import fact_list
from ui.status.central import CentralShown, Missing
from ui.theme import Theme
from ui.widgets.boxes import clear, column, panel, row, show_if
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.progress import Progress

MOST: Final = 6
"""So many batches are listed; the others are counted."""


class CentralCard(QFrame):
    """CentralCard(theme, may_name, may_start): `may_name` offers to name the central store, `may_start` a round now.

    Signals: start(object: None), name(object: None), fetch(object: batch).
    """

    start = Signal(object)
    name = Signal(object)
    fetch = Signal(object)

    def __init__(self, theme: Theme, *, may_name: bool, may_start: bool = True) -> None:
        super().__init__()
        self.theme = theme
        frame = panel("card")
        column(theme, self, gap=0).addWidget(frame)
        inside = column(theme, frame, (18, 14, 18, 16), 10)
        inside.addWidget(Label(theme, tr("Central store"), "h2"))
        self._facts = column(theme, gap=0)
        inside.addLayout(self._facts)
        self._stage = Label(theme, "", "metastrong", wrap=True)
        self._bar = Progress(theme)
        self._words = Label(theme, "", "meta", wrap=True)
        line = row(theme, gap=10)
        self._start = Button(theme, tr("Synchronise now"), "large", "refresh")
        self._start.acted.connect(self.start)
        show_if(self._start, wanted=may_start)
        line.addWidget(self._start, 1)
        self._name = Button(theme, tr("Name a central store"), "large", "link")
        self._name.acted.connect(self.name)
        show_if(self._name, wanted=may_name)
        line.addWidget(self._name, 1)
        for widget in (self._words, self._stage, self._bar):
            inside.addWidget(widget)
        inside.addLayout(line)
        self._missing = column(theme, gap=6)
        inside.addLayout(self._missing)
        self._shown: CentralShown | None = None

    def show_central(self, shown: CentralShown) -> None:
        """Draws what is new; progress alone redraws no facts."""
        before, self._shown = self._shown, shown
        self._stage.setText(shown.progress)
        show_if(self._stage, wanted=bool(shown.progress))
        self._bar.set_progress(shown.done, shown.of)
        show_if(self._bar, wanted=bool(shown.progress))
        self._words.setText("" if shown.progress else shown.words)
        self._words.set_tone(shown.tone)
        show_if(self._words, wanted=bool(self._words.text()))
        self._start.setEnabled(shown.can_start)
        self._name.set_text(tr("Another central store") if shown.named else tr("Name a central store"))
        self._start.setAccessibleDescription(shown.progress or shown.words)
        if before is None or before.facts != shown.facts:
            clear(self._facts)
            self._facts.addWidget(fact_list(self.theme, shown.facts))
        if before is None or before.missing != shown.missing:
            self._show_missing(shown.missing)

    def _show_missing(self, missing: tuple[Missing, ...]) -> None:
        clear(self._missing)
        if not missing:
            return
        words = ntr(
            "The contents of {n} batch are elsewhere only",
            "The contents of {n} batches are elsewhere only",
            len(missing),
        )
        self._missing.addWidget(Label(self.theme, words, "h3", wrap=True))
        for one in missing[:MOST]:
            line = row(self.theme, gap=10)
            line.addWidget(Label(self.theme, one.batch, "body", code=True, wrap=True), 1)
            if one.wanted:
                line.addWidget(Label(self.theme, tr("comes with the next round"), "meta"))
            else:
                fetch = Button(self.theme, tr("Fetch"), "plain", "download", name=tr("Fetch {batch}", batch=one.batch))
                fetch.set_value(one.batch)
                fetch.acted.connect(self.fetch)
                line.addWidget(fetch)
            self._missing.addLayout(line)
        if len(missing) > MOST:
            words = ntr("and {n} more", "and {n} more", len(missing) - MOST)
            self._missing.addWidget(Label(self.theme, words, "meta"))

    def first_field(self) -> Button | None:
        """The round, when one can be done."""
        return self._start if self._start.isEnabled() else None
