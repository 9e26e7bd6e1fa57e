"""Bundles in the window: write one for a station, take one in, and the receipts of what was done here."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from ebr.station.questions import StationsAnswer
from ebr.words import tr
from ui.bundles.fact_view import FactCard
from ui.bundles.presenter import SUFFIX, BundlesPresenter, Receipt
from ui.desk import Desk
from ui.pages.choose import choose_path
from ui.pages.offer import Shown
from ui.pages.page import Page, Tall, fact_list
from ui.session import Session
from ui.status.presenter import breakable
from ui.widgets.boxes import Scroll, clear, column, panel, row, show_if
from ui.widgets.button import Button
from ui.widgets.choice import Choice, Option
from ui.widgets.facts import EmptyState
from ui.widgets.label import Icon, Label
from ui.widgets.sign_bar import Action
from ui.widgets.strip import Strip
from ui.widgets.wedge import Scan

ENDINGS: Final = (SUFFIX,)


class View(Page):
    """View(desk, session). Parameters: to (a station that a bundle is for)."""

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(session.theme, tr("Bundles"))
        self.session = session
        station = session.status.station if session.status is not None else ""
        self.presenter = BundlesPresenter(desk, session.person, station, lambda: datetime.now().astimezone())
        self._to = ""
        body = Tall()
        whole = column(self.theme, body, gap=12)
        self.inside.addWidget(Scroll(self.theme, body), 1)
        self._off = Strip(self.theme, "warn", "")
        self._off.hide()
        self._busy = Strip(self.theme, "quiet", "", icon="hourglass")
        self._busy.hide()
        self._busy.acted.connect(lambda _value: self.presenter.stop())
        whole.addWidget(self._off)
        whole.addWidget(self._busy)
        cards = row(self.theme, gap=12)
        cards.addWidget(self._take_card(), 1)
        cards.addWidget(self._write_card(), 1)
        whole.addLayout(cards)
        self._fact = FactCard(desk, session)
        whole.addWidget(self._fact)
        whole.addWidget(Label(self.theme, tr("Receipts since this screen was opened"), "h2"))
        self._receipts = column(self.theme, gap=10)
        whole.addLayout(self._receipts)
        whole.addStretch(1)
        self.bar.show()
        self.bar.set_actions(
            (Action("stations", tr("Stations of the site"), "server"), Action("audit", tr("Audit trail"), "history"))
        )
        self.bar.set_words(tr("A bundle is sealed by its station, and only the station it is for can read it"))
        self.bar.acted.connect(lambda key: session.navigate(str(key)))
        p = self.presenter
        p.on_answer, p.on_receipts, p.on_busy = self.show_answer, self.show_receipts, self._show_busy
        self.show_receipts(())
        p.refresh()

    def show_params(self, to: str = "") -> None:
        """Chooses the station that a bundle is for."""
        self._to = to
        if to in self.presenter.receivers():
            self._stations.set_chosen(to)
            self._refresh()

    def _take_card(self) -> QFrame:
        card = panel("card")
        inside = column(self.theme, card, (20, 16, 20, 16), 10)
        inside.addWidget(self._head("download", tr("Take a bundle in")))
        words = tr(
            "The whole file is checked before anything is taken. If it is not whole, not for this station or not of"
            " this site, nothing is taken and the reason is said."
        )
        inside.addWidget(Label(self.theme, words, "body", wrap=True))
        inside.addStretch(1)
        self._take = Button(self.theme, tr("Choose a bundle to take in"), "primary", "download")
        self._take.acted.connect(lambda _value: self.take())
        inside.addWidget(self._take)
        return card

    def _write_card(self) -> QFrame:
        card = panel("card")
        inside = column(self.theme, card, (20, 16, 20, 16), 10)
        inside.addWidget(self._head("upload", tr("Write a bundle")))
        words = tr("It holds what the station lacks, as far as was last heard from it. Nothing is deleted by writing.")
        inside.addWidget(Label(self.theme, words, "body", wrap=True))
        self._stations = Choice(self.theme, tr("Station"), (), columns=2, kind="tile")
        self._stations.changed.connect(lambda _value: self._refresh())
        inside.addWidget(self._stations)
        inside.addStretch(1)
        self._why = Label(self.theme, "", "meta", wrap=True)
        inside.addWidget(self._why)
        self._write = Button(self.theme, tr("Choose where to write it"), "large", "upload")
        self._write.acted.connect(lambda _value: self.write())
        inside.addWidget(self._write)
        return card

    def _head(self, icon: str, text: str) -> QWidget:
        head = QWidget()
        line = row(self.theme, head, gap=10)
        line.addWidget(Icon(self.theme, icon, "ink2", 28))
        line.addWidget(Label(self.theme, text, "h2"), 1)
        return head

    # -- drawing

    def show_answer(self, answer: StationsAnswer) -> None:
        """Says which stations there are, and whether bundles are allowed."""
        chosen = self._stations.chosen() or self._to
        names = self.presenter.receivers()
        self._stations.set_options([Option(name, name) for name in names])
        if chosen in names or len(names) == 1:
            self._stations.set_chosen(chosen if chosen in names else names[0])
        self._off.show_message("warn", self.presenter.write_reason())
        show_if(self._off, wanted=not answer.bundles)
        self._refresh()

    def _refresh(self) -> None:
        reason = self.presenter.write_reason()
        if not reason and self._stations.chosen() is None:
            reason = tr("Choose: {what}", what=tr("Station"))
        allowed = self.presenter.answer is None or self.presenter.answer.bundles
        self._write.setEnabled(not reason and not self.presenter.busy)
        self._why.setText(reason)
        show_if(self._why, wanted=bool(reason))
        self._take.setEnabled(allowed and not self.presenter.busy)

    def _show_busy(self, words: str) -> None:
        stop = tr("Stop") if self.presenter.can_stop() else ""
        self._busy.show_message("quiet", words, action=stop, icon="hourglass")
        show_if(self._busy, wanted=bool(words))
        self._refresh()

    def show_receipts(self, receipts: tuple[Receipt, ...]) -> None:
        """Draws what was done here, the newest first."""
        clear(self._receipts)
        for one in receipts:
            self._receipts.addWidget(self._receipt(one))
        if not receipts:
            words = tr("Everything that was written or taken in before stands in the audit trail.")
            self._receipts.addWidget(EmptyState(self.theme, "package", tr("Nothing yet"), words))

    def _receipt(self, receipt: Receipt) -> QFrame:
        card = panel("card")
        line = row(self.theme, card, (18, 14, 18, 14), 12)
        icon = ("alert-triangle", "warn") if receipt.tone else ("check", "ink2")
        line.addWidget(Icon(self.theme, icon[0], icon[1]), 0, Qt.AlignmentFlag.AlignTop)
        pair = column(self.theme, gap=8)
        pair.addWidget(Label(self.theme, receipt.text, "h3", wrap=True))
        facts = [Shown(one.name, breakable(one.value), one.detail, one.tone) for one in receipt.facts]
        pair.addWidget(fact_list(self.theme, facts, names=90))
        line.addLayout(pair, 1)
        return card

    # -- acts

    def take(self) -> None:
        """Choose the file."""
        choose_path(
            self.session, tr("Take a bundle in"), tr("Check it and take it in"), self.presenter.take, endings=ENDINGS
        )

    def write(self) -> None:
        """Choose the folder."""
        to = self._stations.chosen() or ""
        choose_path(
            self.session,
            tr("Write a bundle for {station}", station=to),
            tr("Write it here"),
            lambda folder, then: self.presenter.write(to, folder, then),
            words=tr("Choose a folder on the medium. The file gets a name of its own."),
        )

    # -- the frame's questions

    def take_scan(self, scan: Scan) -> bool:
        """A code of a fact is read; anything else is not for this screen."""
        if not self._fact.presenter.is_code(scan.data):
            return False
        self._fact.presenter.read(scan.data)
        return True

    def title(self) -> str:
        """The header's title."""
        return tr("Bundles")

    def help_key(self) -> str:
        """Chapter of the help."""
        return "bundles"

    def first_field(self) -> QWidget | None:
        """Taking in is the first thing that is done with a stick."""
        return self._take if self._take.isEnabled() else self.bar.findChild(Button)

    def leave(self) -> None:
        """Stops hearing."""
        self.presenter.close()
        self._fact.presenter.close()
