"""`PageView`: one step, one operation, the first page or a table: its own form, then the cards of what stands in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from ebr.words import tr
from ui.editor.card import EditCard, FormBody
from ui.editor.field_grid import Completing
from ui.editor.model import CardShown, PageShown
from ui.editor.table import PartsTable
from ui.pages.page import Tall
from ui.theme import Theme
from ui.widgets.boxes import Scroll, column, panel, row, show_if
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.strip import Strip

NARROW: Final = 660
"""Below this width at scale 1.0 the main button of a page is an icon."""


MOVED: Final = ("phase", "operation", "unit")
ACTS_AT: Final[Mapping[str, tuple[str, ...]]] = {
    "preview": ("phase",),
    "up": MOVED,
    "down": MOVED,
    "copy": MOVED,
    "note": (*MOVED, "header"),
    "remove": MOVED,
    "missing": ("languages",),
}
"""On the pages of which levels an act stands."""


class PageView(QWidget):
    """PageView(theme, completing). show_page(PageShown); focus_field(part, path).

    `completing(part, path, text, caret, then)` tells completions. Signals: typed and done(object: (part, path, text)),
    rows_acted(object: (part, list, act, which)), acted(object: (part, act)), opened(object: part), chosen(object: line
    of a table), added(object: level), dropped(object: (part, over, below)), focused(field).
    """

    typed = Signal(object)
    done = Signal(object)
    rows_acted = Signal(object)
    acted = Signal(object)
    opened = Signal(object)
    chosen = Signal(object)
    added = Signal(object)
    dropped = Signal(object)
    focused = Signal(object)

    def __init__(self, theme: Theme, completing: Any) -> None:
        super().__init__()
        self.theme, self._completing = theme, completing
        self._page: PageShown | None = None
        self._cards: dict[str, EditCard] = {}
        self._head()
        body = Tall()
        self._inside = column(theme, body, (24, 4, 20, 24), 10)
        self._form = FormBody(theme, lambda *asked: self._completing(self._key(), *asked))
        self._form.typed.connect(lambda sent: self.typed.emit((self._key(), *sent)))
        self._form.done.connect(lambda sent: self.done.emit((self._key(), *sent)))
        self._form.rows_acted.connect(lambda sent: self.rows_acted.emit((self._key(), *sent)))
        self._form.focused.connect(self.focused)
        self._table = PartsTable(theme)
        self._table.chosen.connect(self.chosen)
        self._table.edited.connect(self.done)
        self._table.acted.connect(self.acted)
        self._empty = Label(theme, "", "body", "ink2", wrap=True)
        self._mark = panel("rule")
        self._mark.setFixedHeight(theme.px(4))
        self._mark.setStyleSheet("")
        self._mark.hide()
        self._stack = column(theme, gap=10)
        for widget in (self._form, self._table, self._empty):
            self._inside.addWidget(widget)
        self._inside.addLayout(self._stack)
        self._inside.addStretch(1)
        self.sliding = Scroll(theme, body)
        whole = column(theme, self, gap=0)
        whole.addWidget(self._top)
        self._locked = Strip(theme, "quiet")
        self._locked.hide()
        holder = row(theme, margins=(24, 0, 20, 6))
        holder.addWidget(self._locked)
        whole.addLayout(holder)
        whole.addWidget(self.sliding, 1)

    def _head(self) -> None:
        self._top = QWidget()
        line = row(self.theme, self._top, (24, 14, 20, 8), 8)
        words = column(self.theme, gap=0)
        self._above = Label(self.theme, "", "meta", wrap=True)
        self._title = Label(self.theme, "", "h1", wrap=True)
        words.addWidget(self._above)
        words.addWidget(self._title)
        line.addLayout(words, 1)
        self._acts: dict[str, Button] = {}
        acts = (
            ("preview", "eye", tr("Preview on the operator's screen (F5)")),
            ("up", "chevron-up", tr("Move up (Alt+Up)")),
            ("down", "chevron-down", tr("Move down (Alt+Down)")),
            ("copy", "copy", tr("Duplicate (Ctrl+D)")),
            ("note", "message", tr("Comment")),
            ("remove", "trash", tr("Delete")),
            ("missing", "filter", tr("Only texts that are missing, or all")),
        )
        for key, icon, name in acts:
            made = Button(self.theme, "", "desk", icon, name=name)
            made.set_value(key)
            made.acted.connect(lambda act: self.acted.emit((self._key(), act)))
            line.addWidget(made, 0, Qt.AlignmentFlag.AlignBottom)
            self._acts[key] = made
        self.add = Button(self.theme, "", "desk", "plus")
        self.add.acted.connect(lambda _value: self.added.emit(self._adds()))
        line.addWidget(self.add, 0, Qt.AlignmentFlag.AlignBottom)

    def _key(self) -> str:
        return self._page.key if self._page is not None else ""

    def _adds(self) -> str:
        levels = {
            "phase": "slot",
            "operation": "phase",
            "unit": "operation",
            "procedure": "unit",
            "materials": "material",
        }
        return levels.get(self._page.level, "equipment") if self._page is not None else ""

    # -- drawing

    def show_page(self, page: PageShown) -> None:
        """Draws it; another page begins at its top."""
        before, self._page = self._page, page
        fresh = before is None or before.key != page.key
        if fresh:
            self._drop_cards()
        self._above.setText(page.inside)
        show_if(self._above, wanted=bool(page.inside))
        self._title.setText(page.title)
        self._locked.show_message("quiet", page.locked, icon="lock")
        show_if(self._locked, wanted=bool(page.locked))
        self._show_acts(page)
        show_if(self._form, wanted=page.form is not None)
        if page.form is not None:
            self._form.show_form(page.form)
        show_if(self._table, wanted=page.table is not None and bool(page.table.rows))
        if page.table is not None:
            self._table.show_table(page.table, page.cards[0].key if page.cards else "")
        self._empty.setText(page.empty)
        show_if(self._empty, wanted=bool(page.empty))
        self._show_cards(page.cards)
        if fresh:
            self.sliding.show_from_top()

    def _show_acts(self, page: PageShown) -> None:
        for key, made in self._acts.items():
            show_if(made, wanted=page.level in ACTS_AT[key] and key not in page.without)
        show_if(self.add, wanted=bool(page.add))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow page says what is added by its icon."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        words = self._page.add if self._page is not None else ""
        narrow = self.width() / self.theme.scale < NARROW
        self.add.set_text("" if narrow else words, words)
        self.add.setToolTip(words if narrow else "")

    def _drop_cards(self) -> None:
        for card in self._cards.values():
            self._stack.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = {}

    def _show_cards(self, cards: tuple[CardShown, ...]) -> None:
        wanted = [one.key for one in cards]
        for key in [key for key in self._cards if key not in wanted]:
            gone = self._cards.pop(key)
            self._stack.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for at, one in enumerate(cards):
            made = self._cards.get(one.key)
            if made is None:
                made = self._cards[one.key] = self._card(one)
            elif made.shown != one:
                made.show_card(one)
            if self._stack.indexOf(made) != at:
                self._stack.removeWidget(made)
                self._stack.insertWidget(at, made)

    def _completing_of(self, key: str) -> Completing:
        return lambda *asked: self._completing(key, *asked)

    def _card(self, shown: CardShown) -> EditCard:
        made = EditCard(self.theme, self._completing_of(shown.key), shown)
        made.typed.connect(self.typed)
        made.done.connect(self.done)
        made.rows_acted.connect(self.rows_acted)
        made.acted.connect(self.acted)
        made.pressed.connect(self.opened)
        made.focused.connect(self.focused)
        made.dragged.connect(lambda sent: self._dragged(*sent))
        made.dropped.connect(lambda sent: self._dropped(*sent))
        return made

    # -- dragging

    def _under(self, place: QPoint) -> tuple[EditCard, bool] | None:
        for card in self._cards.values():
            spot = card.mapFromGlobal(place)
            if -self.theme.px(10) <= spot.y() <= card.height():
                return card, spot.y() > card.height() // 2
        return None

    def _dragged(self, _key: str, place: QPoint) -> None:
        found = self._under(place)
        self._show_mark(found)
        edge, spot = self.theme.px(40), self.sliding.viewport().mapFromGlobal(place)
        bar = self.sliding.verticalScrollBar()
        step = (spot.y() > self.sliding.viewport().height() - edge) - (spot.y() < edge)
        bar.setValue(bar.value() + step * self.theme.px(16))

    def _show_mark(self, found: tuple[EditCard, bool] | None) -> None:
        show_if(self._mark, wanted=found is not None)
        if found is None:
            return
        card, below = found
        self._mark.setParent(card.parentWidget())
        y = card.geometry().bottom() + self.theme.px(3) if below else card.geometry().top() - self.theme.px(7)
        self._mark.setGeometry(card.geometry().left(), y, card.width(), self.theme.px(4))
        self._mark.raise_()
        self._mark.show()

    def _dropped(self, key: str, place: QPoint) -> None:
        self._mark.hide()
        found = self._under(place)
        if found is not None and found[0].shown.key != key:
            self.dropped.emit((key, found[0].shown.key, found[1]))

    # -- the caret

    def focus_field(self, key: str, path: str) -> None:
        """Give a field of a part the focus, once it is laid out."""
        QTimer.singleShot(0, self, lambda: self._focus(key, path))

    def reveal(self, key: str) -> None:
        """Bring a card into sight, once it is laid out; the caret stays where it is."""
        QTimer.singleShot(0, self, lambda: self._reveal(key))

    def _reveal(self, key: str) -> None:
        card = self._cards.get(key)
        if card is not None:
            self.sliding.ensureVisible(0, card.geometry().bottom(), 0, self.theme.px(16))
            self.sliding.ensureVisible(0, card.geometry().top(), 0, self.theme.px(16))

    def _focus(self, key: str, path: str) -> None:
        card = self._cards.get(key)
        body = card.body if card is not None else self._form if key == self._key() else None
        if body is None:
            if card is not None:
                card.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if not (path and body.focus_field(path)):
            body.focus_first()

    def first_field(self) -> QWidget:
        """The first field of the page, or what is added."""
        return next((one for one in self._form.findChildren(QFrame) if one.focusPolicy()), self.add)
