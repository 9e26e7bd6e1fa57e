"""The help: its chapters at the left, one of them at the right. F1 shows the chapter of the screen that was open."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from ebr.words import tr
from ui.desk import Desk
from ui.first_start.kept import kept
from ui.help.page_text import PageText
from ui.help.presenter import read, titles
from ui.session import Session
from ui.widgets.boxes import Scroll, column, panel, row
from ui.widgets.button import Button
from ui.widgets.choice import Choice, Option
from ui.widgets.sign_bar import Action, SignBar

LIST: Final = 330
READING: Final = 860
"""Width of a column of text that is still easy to read."""


class View(QWidget):
    """View(desk, session)."""

    def __init__(self, _desk: Desk, session: Session) -> None:
        super().__init__()
        self.session, self.theme = session, session.theme
        whole = column(self.theme, self, gap=0)
        line = row(self.theme, gap=0)
        line.addWidget(self._list())
        card = panel("card")
        self.text = PageText(self.theme)
        self.text.setMaximumWidth(self.theme.px(READING))
        self.text.wanted.connect(lambda key: self.show_params(str(key)))
        row(self.theme, card, (24, 18, 8, 12)).addWidget(self.text)
        body = row(self.theme, margins=(16, 14, 24, 14))
        body.addWidget(card, 1)
        line.addLayout(body, 1)
        whole.addLayout(line, 1)
        self.bar = SignBar(self.theme)
        self.bar.set_actions((Action("back", tr("Back"), "arrow-left"),))
        self.bar.set_words(tr("F1 opens the chapter of the screen you are on"))
        self.bar.acted.connect(lambda _key: self._back())
        whole.addWidget(self.bar)
        self.key = ""

    def _list(self) -> QWidget:
        inner = QWidget()
        inside = column(self.theme, inner, (16, 14, 8, 14), 0)
        options = [Option(key, title) for key, title in titles()]
        self.chapters = Choice(self.theme, tr("Chapters of the help"), options, columns=1, kind="tile")
        self.chapters.changed.connect(lambda key: self.show_params(str(key)))
        inside.addWidget(self.chapters)
        inside.addStretch(1)
        self._scroll = Scroll(self.theme, inner)
        self._scroll.setFixedWidth(self.theme.px(LIST))
        return self._scroll

    def _back(self) -> None:
        if self.session.presence is None:
            self.session.navigate("first_start" if kept(self.session) is not None else "login")
        else:
            self.session.back()

    def show_params(self, chapter: str = "") -> None:
        """Shows a chapter."""
        found = read(chapter)
        self.key = found.key
        self.chapters.set_chosen(found.key)
        self.text.show_text(found.title, found.text)
        QTimer.singleShot(0, self, self._show_chosen)

    def _show_chosen(self) -> None:
        """The chosen chapter is in sight in the list, once that has its size."""
        chosen = next((one for one in self.chapters.findChildren(Button) if one.isChecked()), None)
        if chosen is not None:
            self._scroll.ensureWidgetVisible(chosen, 0, self.theme.px(80))

    def title(self) -> str:
        """The header's title."""
        return tr("Help")

    def help_key(self) -> str:
        """The chapter that is shown."""
        return self.key

    def first_field(self) -> QWidget:
        """The text, so that arrow keys scroll it."""
        return self.text
