"""`EntryCard`: one entry to make, in one of its forms.

Only the entry whose turn it is stands open (2 px accent); those to come are sunken and short, those done fold to one
line with value, source and time. Attempts that were refused stay readable under the card: nothing that was tried is
lost (floor-rules 10).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ebr.words import tr
from ui.theme import Theme
from ui.widgets.boxes import clear, column, dress, row, show_if
from ui.widgets.button import Button
from ui.widgets.label import Chip, Icon, Label
from ui.widgets.limit_bar import MiniBar
from ui.widgets.limit_scale import LimitScale
from ui.widgets.outline_paint import word_of
from ui.widgets.strip import Strip

ICONS: Final = {
    "todo": ("circle", "edge"),
    "done": ("circle-check", "ink2"),
    "locked": ("lock", "edge"),
    "na": ("circle-minus", "edge"),
}
OPEN: Final = ("active", "out")
WIDE: Final = 640


@dataclass(frozen=True, slots=True)
class CardRow:
    """What a card shows. `state`: todo, active, out, done, locked, na.

    `detail` is the limit, the hint or the reason in words; `value` and `source` belong to done; `message` (with tone
    and the verb of its way out) to active and out; `attempts` are the refused tries, one line each. `change` is the
    verb of the button of a done row ("" for none). `badge` is a word such as "Critical".
    """

    key: str
    title: str
    state: str = "todo"
    detail: str = ""
    badge: str = ""
    value: str = ""
    source_icon: str = ""
    source: str = ""
    scale: LimitScale | None = None
    change: str = ""
    attempts: tuple[str, ...] = ()
    message: str = ""
    message_tone: str = "crit"
    message_action: str = ""
    exception: str = ""


def spoken(card_row: CardRow) -> tuple[str, ...]:
    """Return what a card says beside its title: for who sees neither its icon nor its border."""
    state = "" if card_row.state in OPEN else word_of(card_row.state)
    parts = (card_row.value, state, card_row.detail, card_row.message, card_row.exception)
    return tuple(part for part in parts if part)


class EntryCard(QFrame):
    """EntryCard(theme, card_row, editor=None).

    show_row(CardRow, editor=None) shows it anew; the editor is the open entry's widget. show_message(tone, text,
    action="") speaks in the open card. Signals: change_pressed(object: key), action_pressed(object: key) for the
    strip's button, pressed(object: key) when a card still to do is tapped or confirmed with Return. Attribute:
    editor.
    """

    change_pressed = Signal(object)
    action_pressed = Signal(object)
    pressed = Signal(object)

    def __init__(
        self, theme: Theme, card_row: CardRow, editor: QWidget | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self.editor: QWidget | None = None
        self._strip: Strip | None = None
        self._wide: list[QWidget] = []
        self._narrow: list[QWidget] = []
        self._is_wide: bool | None = None
        self._inside = column(theme, self, (16, 8, 16, 8), 8)
        self.show_row(card_row, editor)

    def show_row(self, card_row: CardRow, editor: QWidget | None = None) -> None:
        """Shows the entry in another form. The editor given stays the caller's to fill; the one before is deleted."""
        clear(self._inside)
        self._row, self.editor, self._strip = card_row, editor, None
        self._wide, self._narrow, self._is_wide = [], [], None
        dress(self, panel="card", state=card_row.state)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if card_row.state == "todo" else Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(card_row.title)
        self.setAccessibleDescription(", ".join(spoken(card_row)))
        if card_row.state in OPEN:
            self._build_open(card_row)
        else:
            self._build_folded(card_row)
        for attempt in card_row.attempts:
            self._inside.addLayout(self._noted("history", "ink3", attempt, ""))
        if card_row.exception:
            self._inside.addLayout(self._noted("alert-triangle-filled", "warnEdge", card_row.exception, "warn"))
        self.setMinimumHeight(self.theme.size("folded"))
        self._arrange()

    def show_message(self, tone: str, text: str, action: str = "") -> None:
        """Says something in the open card without rebuilding it; "" takes it away. Does nothing in a folded card."""
        if self._strip is not None:
            show_if(self._strip, wanted=bool(text))
            self._strip.show_message(tone, text, "", action)
        if self._row.state in OPEN:
            dress(self, panel="card", state="out" if tone == "crit" and text else "active")

    def _build_open(self, card_row: CardRow) -> None:
        self._inside.setContentsMargins(*(self.theme.px(side) for side in (16, 10, 16, 14)))
        beside = self.editor is not None and bool(getattr(self.editor, "inline", False))
        head = self._head_beside(card_row) if beside else self._head_above(card_row)
        self._inside.addLayout(head)
        if self.editor is not None and beside:
            head.addWidget(self.editor)
        elif self.editor is not None:
            self._inside.addWidget(self.editor)
        self._strip = Strip(self.theme, card_row.message_tone, card_row.message, "", card_row.message_action)
        show_if(self._strip, wanted=bool(card_row.message))
        self._strip.acted.connect(lambda _value: self.action_pressed.emit(card_row.key))
        self._inside.addWidget(self._strip)

    def _head_above(self, card_row: CardRow) -> QHBoxLayout:
        head = row(self.theme, gap=12)
        head.addWidget(Label(self.theme, card_row.title, "h2", wrap=True, snug=True))
        if card_row.badge:
            head.addWidget(Chip(self.theme, card_row.badge))
        head.addStretch(1)
        if card_row.detail:
            right = Qt.AlignmentFlag.AlignRight
            head.addWidget(Label(self.theme, card_row.detail, "meta", wrap=True, snug=True, align=right))
        return head

    def _head_beside(self, card_row: CardRow) -> QHBoxLayout:
        head = row(self.theme, gap=12)
        words = column(self.theme, gap=2)
        title = row(self.theme, gap=12)
        title.addWidget(Label(self.theme, card_row.title, "h2", wrap=True, snug=True))
        if card_row.badge:
            title.addWidget(Chip(self.theme, card_row.badge))
        title.addStretch(1)
        words.addLayout(title)
        if card_row.detail:
            words.addWidget(Label(self.theme, card_row.detail, "meta", wrap=True))
        head.addLayout(words, 1)
        return head

    def _build_folded(self, card_row: CardRow) -> None:
        self._inside.setContentsMargins(*(self.theme.px(side) for side in (16, 6, 8, 6)))
        line = row(self.theme, gap=12)
        line.addWidget(Icon(self.theme, *ICONS[card_row.state], 24))
        line.addLayout(self._folded_words(card_row), 1)
        if card_row.badge and card_row.state != "done":
            line.addWidget(Chip(self.theme, card_row.badge))
        if card_row.scale is not None:
            bar = MiniBar(self.theme)
            bar.set_scale(card_row.scale)
            line.addWidget(bar)
            self._wide.append(bar)
        if card_row.source:
            line.addWidget(self._source_beside(card_row))
        if card_row.change:
            button = Button(self.theme, card_row.change, "ghost", name=tr("Change {title}", title=card_row.title))
            button.acted.connect(lambda _value: self.change_pressed.emit(card_row.key))
            line.addWidget(button)
        self._inside.addLayout(line)

    def _folded_words(self, card_row: CardRow) -> QVBoxLayout:
        words = column(self.theme, gap=1)
        words.addStretch(1)
        done = card_row.state == "done"
        words.addWidget(Label(self.theme, card_row.title, "meta" if done else "h3", wrap=True))
        if done:
            words.addWidget(Label(self.theme, card_row.value, "value", wrap=True, code=True))
        elif card_row.detail:
            words.addWidget(Label(self.theme, card_row.detail, "meta", wrap=True))
        if card_row.source:
            below = Label(self.theme, card_row.source, "meta", "ink3", wrap=True)
            words.addWidget(below)
            self._narrow.append(below)
        words.addStretch(1)
        return words

    def _source_beside(self, card_row: CardRow) -> QWidget:
        beside = QWidget()
        beside.setFixedWidth(self.theme.px(222))
        line = row(self.theme, beside, gap=8)
        line.addWidget(Icon(self.theme, card_row.source_icon or "pencil", "ink3", 20))
        line.addWidget(Label(self.theme, card_row.source, "meta", wrap=True, code=True), 1)
        self._wide.append(beside)
        return beside

    def _noted(self, icon: str, token: str, text: str, tone: str) -> QHBoxLayout:
        line = row(self.theme, margins=(36 if self._row.state not in OPEN else 0, 0, 8, 0), gap=8)
        line.addWidget(Icon(self.theme, icon, token, 18), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(Label(self.theme, text, "meta", tone or "ink2", wrap=True), 1)
        return line

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow card puts source and time under the value and leaves the small bar out."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        wide = self.width() >= self.theme.px(WIDE)
        if wide == self._is_wide:
            return
        self._is_wide = wide
        for widget in self._wide:
            show_if(widget, wanted=wide)
        for widget in self._narrow:
            show_if(widget, wanted=not wide)
        # Inside the parent's own layout pass a changed wish for height is forgotten: it is said again afterwards.
        QTimer.singleShot(0, self, self._settle)

    def _settle(self) -> None:
        self._inside.invalidate()
        self.updateGeometry()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A tap on a card still to do asks for it."""
        super().mouseReleaseEvent(event)
        if self._row.state == "todo" and self.rect().contains(event.position().toPoint()):
            self.pressed.emit(self._row.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return on a card still to do asks for it."""
        if self._row.state == "todo" and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit(self._row.key)
            return
        super().keyPressEvent(event)
