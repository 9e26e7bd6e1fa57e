"""The work queue: what waits for this person, first things first. No batch in the header: nothing is open here."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QFrame, QWidget

from ebr.words import tr
from ui.ask import AskContent, AskField, Question, ask
from ui.desk import Desk
from ui.queue.presenter import QueuePresenter, Work, WorkCard
from ui.session import Session
from ui.theme import Theme
from ui.theme.geometry import THREE_COLUMNS
from ui.widgets.boxes import Scroll, clear, column, panel, row
from ui.widgets.button import Button
from ui.widgets.choice import Choice, Option
from ui.widgets.facts import EmptyState
from ui.widgets.header import Identifier, IdentifierText
from ui.widgets.label import Chip, Label
from ui.widgets.sheet import Sheet
from ui.widgets.sign_bar import Action, SignBar
from ui.widgets.wedge import Scan

LOAD_MS: Final = 150
"""While somebody looks at the list, the screen that comes next is read from the disk."""


class CardRow(QFrame):
    """CardRow(theme, card, first): one piece of work with its one action. Signal: acted(object: WorkCard)."""

    acted = Signal(object)

    def __init__(self, theme: Theme, card: WorkCard, *, first: bool) -> None:
        super().__init__()
        self.theme = theme
        frame = panel("card", state="active" if first else "")
        column(theme, self, gap=0).addWidget(frame)
        line = row(theme, frame, (20, 12, 16, 12), 20)
        words = column(theme, gap=4)
        top = row(theme, gap=12)
        if card.batch:
            top.addWidget(IdentifierText(theme, Identifier(tr("Batch"), card.batch, 0), token="ink"))
        top.addWidget(Label(theme, card.product, "body", "ink2", wrap=True), 1)
        words.addLayout(top)
        words.addWidget(Label(theme, card.step, "h3", wrap=True))
        self._told = row(theme, gap=20)
        self._told.addLayout(words, 1)
        ids = row(theme, gap=20)
        for caption, value in card.identifiers[:2]:
            pair = column(theme, gap=0)
            pair.addWidget(Label(theme, caption, "meta"))
            pair.addWidget(IdentifierText(theme, Identifier(caption, value), token="ink"))
            ids.addLayout(pair)
        ids.addStretch(1)
        self._told.addLayout(ids)
        if card.chip:
            self._told.addWidget(Chip(theme, card.chip, card.tone))
        line.addLayout(self._told, 1)
        self.button = Button(
            theme,
            card.verb,
            "primary" if first else "large",
            name=tr("{verb} {batch}", verb=card.verb, batch=card.batch or f"{card.product} {card.version}"),
        )
        self.button.setFixedWidth(max(theme.px(150), self.button.sizeHint().width()))
        self.button.set_value(card)
        self.button.acted.connect(self.acted)
        line.addWidget(self.button)

    def set_narrow(self, *, narrow: bool) -> None:
        """Identifiers and waiting time below the step instead of beside it: they are never cut."""
        way = QBoxLayout.Direction
        self._told.setDirection(way.TopToBottom if narrow else way.LeftToRight)
        self._told.setSpacing(self.theme.px(8 if narrow else 20))


class View(QWidget):
    """View(desk, session)."""

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__()
        self.session, self.theme = session, session.theme
        name = session.presence.name if session.presence is not None else ""
        self.presenter = QueuePresenter(desk, session.person, name, session.roles)
        whole = column(self.theme, self, gap=0)
        head = row(self.theme, margins=(24, 16, 24, 8), gap=12)
        head.addWidget(Label(self.theme, tr("Your work"), "h1"))
        head.addStretch(1)
        self._tabs = row(self.theme)
        head.addLayout(self._tabs)
        whole.addLayout(head)
        body = QWidget()
        self._cards = column(self.theme, body, (24, 4, 24, 16), 10)
        whole.addWidget(Scroll(self.theme, body), 1)
        self.bar = SignBar(self.theme)
        self.bar.set_actions(self._actions())
        self.bar.set_words(tr("Scan a batch label, bag or equipment tag to go straight to its step"))
        self.bar.acted.connect(lambda key: self._acted(str(key)))
        whole.addWidget(self.bar)
        self._counts: tuple[tuple[str, int], ...] = ()
        self._first: QWidget | None = None
        self._shown: tuple[object, ...] = ()
        self.presenter.on_work, self.presenter.on_go = self.show_work, self._go
        self.presenter.on_unknown = lambda text: session.notice(text, "warn")
        QShortcut(QKeySequence("Ctrl+F"), self, self.find_batch)
        QTimer.singleShot(LOAD_MS, self, lambda: import_module("ui.execution.view"))

    def _actions(self) -> tuple[Action, ...]:
        found = [Action("find", tr("Find batch"), "search")]
        if self.session.may("supervisor"):
            found.append(Action("issue", tr("Issue a batch"), "plus"))
        if self.session.may("author"):
            found.append(Action("masters", tr("Master batch records"), "file-certificate"))
        found.append(Action("menu", tr("More"), "chevron-up"))
        return tuple(found)

    def show_params(self, tab: str = "", text: str = "") -> None:
        """Shows a tab."""
        self.presenter.text = text
        self.presenter.choose(tab or self.presenter.tab)

    def title(self) -> str:
        """Where this station stands."""
        return self.session.setting("room") or (self.session.status.station if self.session.status is not None else "")

    def help_key(self) -> str:
        """Chapter of the help."""
        return "queue"

    def first_field(self) -> QWidget | None:
        """The first action."""
        return self._first

    def leave(self) -> None:
        """Stops hearing."""
        self.presenter.close()

    def take_scan(self, scan: Scan) -> bool:
        """A scan goes straight to its batch."""
        self.presenter.jump(scan.data)
        return True

    def show_work(self, work: Work) -> None:
        """Draws tabs and cards; the same answer again changes nothing."""
        if (work.cards, work.counts, work.tab) == self._shown:
            return
        self._shown = (work.cards, work.counts, work.tab)
        self._show_tabs(work)
        clear(self._cards)
        self._first = None
        for at, card in enumerate(work.cards):
            made = CardRow(self.theme, card, first=at == 0)
            made.acted.connect(self._act)
            made.set_narrow(narrow=self._narrow())
            self._cards.addWidget(made)
            self._first = self._first or made.button
        if not work.cards:
            self._cards.addWidget(self._empty(work), 1)
        else:
            self._cards.addStretch(1)
        if self._first is not None and not self.session.sheets:
            self._first.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may mean another arrangement of the cards."""
        super().resizeEvent(event)
        for card in self.findChildren(CardRow):
            card.set_narrow(narrow=self._narrow())

    def _narrow(self) -> bool:
        return self.width() < self.theme.px(THREE_COLUMNS)

    def _show_tabs(self, work: Work) -> None:
        if work.counts != self._counts:
            names: Mapping[str, str] = {"mine": tr("Mine"), "room": tr("My room"), "verify": tr("To verify")}
            clear(self._tabs)
            options = [Option(key, tr("{name}, {n}", name=names[key], n=count)) for key, count in work.counts]
            self.tabs = Choice(self.theme, tr("Which work"), options)
            self.tabs.changed.connect(lambda tab: self.presenter.choose(str(tab)))
            self._tabs.addWidget(self.tabs)
            self._counts = work.counts
        self.tabs.set_chosen(work.tab)

    def _empty(self, work: Work) -> EmptyState:
        if work.text:
            made = EmptyState(self.theme, "search", tr("Nothing matches {text}", text=work.text), "", tr("Show all"))
            made.acted.connect(lambda _value: self.presenter.search(""))
            return made
        words = {
            "mine": tr("Nothing waits for you. Look at your room, or scan a batch."),
            "room": tr("No batch is open in this room."),
            "verify": tr("Nobody waits for a second person."),
        }[work.tab]
        action = tr("Issue a batch") if self.session.may("supervisor") else ""
        made = EmptyState(self.theme, "circle-check", tr("Nothing to do here"), words, action)
        made.acted.connect(lambda _value: self.session.navigate("issue"))
        return made

    def _act(self, card: object) -> None:
        assert isinstance(card, WorkCard)
        self.presenter.act(card)

    def _go(self, name: str, params: dict[str, str]) -> None:
        self.session.navigate(name, **params)

    def _acted(self, key: str) -> None:
        if key == "find":
            self.find_batch()
        else:
            self.session.navigate({"issue": "issue", "masters": "masters", "menu": "palette"}[key])

    def find_batch(self) -> None:
        """Type a number instead of scanning it."""
        field = AskField("text", tr("Batch number or identifier"), scans=True)
        question = Question(tr("Find batch"), tr("Find"), (field,), icon="search")

        def confirmed(parts: Mapping[str, str], _content: AskContent, sheet: Sheet) -> None:
            sheet.close_sheet()
            self.presenter.jump(parts["text"])

        ask(self.session, question, confirmed)
