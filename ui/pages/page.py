"""The looks that the desk screens share: a page with a title and a bar, a list with the details of one row beside it.

At the desk a person compares: the list stays in sight while one row is read. A button that is not possible says why
beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Protocol

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from ebr.wording.han import units
from ui.pages.offer import Offer, Shown
from ui.theme import Theme
from ui.widgets.boxes import Scroll, clear, column, dress, panel, row, show_if
from ui.widgets.button import Button
from ui.widgets.data_model import Column, TableRow
from ui.widgets.facts import EmptyState
from ui.widgets.label import Chip, Label
from ui.widgets.sign_bar import SignBar

DETAIL: Final = 400
WIDE_DETAIL: Final = 520
WIDE: Final = 1600
"""From this logical width the details get more room."""


class Page(QWidget):
    """Page(theme, title). Attributes.

    `head` (layout at the right of the title), `inside` (the content), `bar` (hidden until used).
    """

    def __init__(self, theme: Theme, title: str) -> None:
        super().__init__()
        self.theme = theme
        whole = column(theme, self, gap=0)
        body = QWidget()
        self.inside: QVBoxLayout = column(theme, body, (24, 14, 24, 14), 12)
        line = row(theme, gap=12)
        self._title = Label(theme, title, "h1", snug=True, wrap=True)
        self._chip = Chip(theme, "")
        self._chip.hide()
        self._words = Label(theme, "", "meta", wrap=True, align=Qt.AlignmentFlag.AlignRight)
        line.addWidget(self._title)
        line.addWidget(self._chip)
        line.addWidget(self._words, 1)
        self.head = row(theme, gap=8)
        line.addLayout(self.head)
        self.inside.addLayout(line)
        whole.addWidget(body, 1)
        self.bar = SignBar(theme)
        self.bar.hide()
        whole.addWidget(self.bar)

    def set_title(self, title: str, chip: str = "", tone: str = "") -> None:
        """Other words at the top; the chip says a state."""
        self._title.setText(title)
        self._chip.setText(chip)
        self._chip.set_tone(tone)
        show_if(self._chip, wanted=bool(chip))

    def set_words(self, words: str) -> None:
        """A quiet sentence at the right of the title."""
        self._words.setText(words)


class Tall(QWidget):
    """The content of a scroll area, never lower than its wrapped words need.

    A scroll area alone would squash and cut them.
    """

    def event(self, event: QEvent) -> bool:
        """Follows its width and its words."""
        done = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            layout = self.layout()
            if layout is not None and layout.hasHeightForWidth():
                self.setMinimumHeight(layout.totalHeightForWidth(self.width()))
        return done


class DetailCard(QFrame):
    """DetailCard(theme): a card beside a list. begin() empties it and returns its layout; end() fills the rest.

    `widths` are those in a narrow and in a wide window, at scale 1.0. Signal: acted(object: key).
    """

    acted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.widths: tuple[float, float] = (DETAIL, WIDE_DETAIL)
        frame = panel("card")
        column(theme, self, gap=0).addWidget(frame)
        inner = Tall()
        self._inside = column(theme, inner, (18, 16, 14, 16), 12)
        self._scroll = Scroll(theme, inner)
        self._scroll.wishes = False
        foot = Tall()  # what may be done is never squashed: what is read above it scrolls
        foot.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._foot = column(theme, foot, (18, 0, 18, 16), 8)
        whole = column(theme, frame, (1, 4, 1, 1), 8)
        whole.addWidget(self._scroll, 1)
        whole.addWidget(foot)
        self.setFixedWidth(theme.px(DETAIL))

    def begin(self) -> QVBoxLayout:
        """Empty the card."""
        clear(self._inside)
        clear(self._foot)
        return self._inside

    def empty(self, icon: str, title: str, words: str = "") -> None:
        """Nothing is chosen."""
        self.begin().addWidget(EmptyState(self.theme, icon, title, words), 1)

    def title(self, title: str, chip: str = "", tone: str = "") -> None:
        """Name and state of what is shown."""
        line = row(self.theme, gap=8)
        line.addWidget(Label(self.theme, title, "h2", wrap=True, code=True), 1)
        if chip:
            line.addWidget(Chip(self.theme, chip, tone), 0, Qt.AlignmentFlag.AlignTop)
        self._inside.addLayout(line)

    def facts(self, facts: Sequence[Shown]) -> None:
        """Name and value lines."""
        self._inside.addWidget(fact_list(self.theme, facts))

    def words(self, caption: str, text: str) -> None:
        """A paragraph with its caption."""
        pair = column(self.theme, gap=2)
        pair.addWidget(Label(self.theme, caption, "over"))
        pair.addWidget(Label(self.theme, text, "body", wrap=True))
        self._inside.addLayout(pair)

    def end(self, offers: Sequence[Offer] = ()) -> None:
        """The acts, at the bottom and always in sight; an impossible one says why."""
        self._inside.addStretch(1)
        for offer in offers:
            self._foot.addWidget(self._button(offer))
            if offer.reason:
                self._foot.addWidget(Label(self.theme, offer.reason, "meta", wrap=True))
        self._scroll.show_from_top()

    def _button(self, offer: Offer) -> Button:
        made = Button(self.theme, offer.text, "primary" if offer.strong else "plain", offer.icon)
        made.setEnabled(not offer.reason)
        made.setAccessibleDescription(offer.reason)
        made.set_value(offer.key)
        made.acted.connect(self.acted)
        return made

    def fit(self, width: int) -> None:
        """More room on a wide screen."""
        self.setFixedWidth(self.theme.px(self.widths[width / self.theme.scale >= WIDE]))


class FactRows(QFrame):
    """FactRows(theme, facts, names=130): names in a column of fixed width, values beside them.

    A column of fixed width keeps words whole: a grid that shares its width by parts rounds, and a line may then be
    missing.
    """

    def __init__(self, theme: Theme, facts: Sequence[Shown], *, names: float = 130, sunk: bool = False) -> None:
        super().__init__()
        dress(self, panel="sunk" if sunk else "plain")
        edge = 14 if sunk else 0
        inside = column(theme, self, (edge, edge, edge, edge), 6)
        top = Qt.AlignmentFlag.AlignTop
        wide = max(theme.px(names), _longest_word(theme, [fact.name for fact in facts]))
        for fact in facts:
            line = row(theme, gap=14)
            name = Label(theme, fact.name, "meta", wrap=True)
            name.setFixedWidth(wide)
            line.addWidget(name, 0, top)
            pair = column(theme, gap=0)
            pair.addWidget(Label(theme, fact.value, "metastrong", fact.tone, wrap=True, code=True))
            if fact.detail:
                pair.addWidget(Label(theme, fact.detail, "meta", wrap=True))
            line.addLayout(pair, 1)
            inside.addLayout(line)


def _longest_word(theme: Theme, texts: Sequence[str]) -> int:
    """Return how wide the longest word is: names wrap between words, never in one."""
    metrics = QFontMetrics(theme.font("meta"))
    return max((metrics.horizontalAdvance(word) + 2 for text in texts for _blank, word in units(text)), default=0)


def fact_list(theme: Theme, facts: Sequence[Shown], *, names: float = 130, sunk: bool = False) -> FactRows:
    """The facts as a list of names and values; `names` is the width of the first column at scale 1.0."""
    return FactRows(theme, facts, names=names, sunk=sunk)


class Line(Protocol):
    """A row of the list, as a presenter says it: `ListLine`, or a line that says more."""

    @property
    def key(self) -> object:
        """What the presenter chooses by."""

    @property
    def cells(self) -> tuple[str, ...]:
        """One text for each column."""

    @property
    def tone(self) -> str:
        """As of `TableRow`."""

    @property
    def icon(self) -> str:
        """As of `TableRow`."""


class Listed:
    """A list that is here whole: filters by every word in a row and sorts by a column.

    Listed(columns); the owner sets `rows`, or has them made of its presenter's lines.
    """

    def __init__(self, columns: Sequence[Column]) -> None:
        self._keys = [one.key for one in columns]
        self.rows: tuple[TableRow, ...] = ()

    def take(self, lines: Iterable[Line]) -> None:
        """Have these lines as rows."""
        self.rows = tuple(TableRow(one.key, one.cells, one.tone, one.icon) for one in lines)

    def fetch(self, offset: int, limit: int, text: str, order: str) -> Sequence[TableRow]:
        """The rows that have all words in their cells."""
        wanted = text.casefold().split()
        found = [one for one in self.rows if all(any(word in cell.casefold() for cell in one.cells) for word in wanted)]
        if order:
            at = self._keys.index(order.lstrip("-"))
            found.sort(key=lambda one: one.cells[at].casefold(), reverse=order.startswith("-"))
        return found[offset : offset + limit]
