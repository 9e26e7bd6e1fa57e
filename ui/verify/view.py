"""Steps that wait for a second person.

Who verifies examines the evidence before the gate the MBR names (floor-rules 5).

One card for each step this person may verify; the step itself opens on the execution screen, where everything
covered is listed.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ebr.words import ntr, tr
from ui.desk import Desk
from ui.pages.page import Page
from ui.queue.presenter import QueuePresenter, Work, WorkCard
from ui.queue.view import CardRow
from ui.session import Session
from ui.widgets.boxes import Scroll, clear, column
from ui.widgets.facts import EmptyState
from ui.widgets.sign_bar import Action
from ui.widgets.wedge import Scan


class View(Page):
    """View(desk, session)."""

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(session.theme, tr("Steps to verify"))
        self.session = session
        self.presenter = QueuePresenter(desk, session.person)
        self.presenter.tab = "verify"
        body = QWidget()
        self._cards = column(self.theme, body, gap=10)
        self.inside.addWidget(Scroll(self.theme, body), 1)
        self.bar.show()
        self.bar.set_actions((Action("queue", tr("Your work"), "list-check"),))
        self.bar.acted.connect(lambda key: session.navigate(str(key)))
        self.bar.set_words(tr("Scan a batch label to go straight to its step"))
        self._first: QWidget | None = None
        self._shown: tuple[WorkCard, ...] | None = None
        self.presenter.on_work, self.presenter.on_go = self.show_work, self._go
        self.presenter.on_unknown = lambda text: session.notice(text, "warn")
        self.presenter.refresh()

    def show_work(self, work: Work) -> None:
        """Draws the cards; the same answer again changes nothing."""
        if work.cards == self._shown:
            return
        self._shown, self._first = work.cards, None
        clear(self._cards)
        for at, card in enumerate(work.cards):
            made = CardRow(self.theme, card, first=at == 0)
            made.acted.connect(self._act)
            self._cards.addWidget(made)
            self._first = self._first or made.button
        if not work.cards:
            words = tr("You verify what somebody else did. Nothing waits for you now.")
            self._cards.addWidget(EmptyState(self.theme, "eye-check", tr("Nobody waits for a second person"), words), 1)
        self._cards.addStretch(1)
        self.set_words(ntr("{n} step waits for you", "{n} steps wait for you", len(work.cards)) if work.cards else "")
        if self._first is not None and not self.session.sheets:
            self._first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _act(self, card: object) -> None:
        assert isinstance(card, WorkCard)
        self.presenter.act(card)

    def _go(self, name: str, params: dict[str, str]) -> None:
        self.session.navigate(name, **params)

    def take_scan(self, scan: Scan) -> bool:
        """A label goes straight to its batch."""
        self.presenter.jump(scan.data)
        return True

    def title(self) -> str:
        """The header's title."""
        return tr("Steps to verify")

    def help_key(self) -> str:
        """Chapter of the help."""
        return "verify"

    def first_field(self) -> QWidget | None:
        """The first action."""
        return self._first

    def leave(self) -> None:
        """Stops hearing."""
        self.presenter.close()
