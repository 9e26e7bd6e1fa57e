"""The help: its chapters at the left, one of them at the right. F1 shows the chapter of the screen that was open."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from ebr.words import tr
from ui.desk import Desk
from ui.first_start.kept import kept
from ui.help.page_text import PageText
from ui.help.presenter import found, read, titles
from ui.session import Session
from ui.widgets.boxes import Scroll, column, panel, row
from ui.widgets.button import Button
from ui.widgets.choice import Choice, Option
from ui.widgets.field import Field
from ui.widgets.label import Label
from ui.widgets.sign_bar import Action, SignBar

LIST: Final = 432
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
        self.search = Field(self.theme, tr("Find in the help"), hint=tr("Find a word"))
        self.search.changed.connect(lambda text: self._narrow(str(text)))
        self.search.entered.connect(lambda _text: self._first())
        inside.addWidget(self.search)
        inside.addSpacing(self.theme.px(10))
        self.none = Label(self.theme, tr("No chapter has all these words"), "meta", wrap=True)
        self.none.hide()
        inside.addWidget(self.none)
        self.chapters = Choice(self.theme, tr("Chapters of the help"), options, columns=1, kind="tile")
        self.chapters.changed.connect(lambda key: self.show_params(str(key)))
        inside.addWidget(self.chapters)
        inside.addStretch(1)
        self._scroll = Scroll(self.theme, inner)
        self._scroll.setFixedWidth(self.theme.px(LIST))
        return self._scroll

    def _narrow(self, words: str) -> None:
        """Shows the chapters in which the words stand."""
        chapters = found(words)
        self.chapters.set_options([Option(key, title) for key, title in chapters])
        self.chapters.set_chosen(self.key if self.key in dict(chapters) else None)
        self.none.setVisible(not chapters)

    def _first(self) -> None:
        """Return opens the first chapter of the list."""
        chapters = found(self.search.text())
        if chapters:
            self.show_params(chapters[0][0])

    def _back(self) -> None:
        if self.session.presence is None:
            self.session.navigate("first_start" if kept(self.session) is not None else "login")
        else:
            self.session.back()

    def show_params(self, chapter: str = "") -> None:
        """Shows a chapter."""
        shown = read(chapter)
        self.key = shown.key
        if shown.key not in dict(found(self.search.text())):  # a link leads out of what was looked for
            self.search.clear()
            self._narrow("")
        self.chapters.set_chosen(shown.key)
        self.text.show_text(shown.title, shown.shown())
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
