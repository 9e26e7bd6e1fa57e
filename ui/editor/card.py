"""`EditCard`: a part on the page: one folded line, or open with its form.

Only one card is open at a time; the others say in one line what they ask for. The grip at the left is dragged to move
the card, and the buttons do the same by a tap.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from ebr.words import ntr, tr
from ui.editor.field_grid import Completing, FieldGrid
from ui.editor.model import CardShown, Group
from ui.editor.rows import RowsEditor
from ui.editor.strips import SampleStrip
from ui.theme import Theme
from ui.widgets.boxes import clear, column, dress, row, show_if
from ui.widgets.button import Button
from ui.widgets.label import Chip, ElidedLabel, Icon, Label

START: Final = 8
"""Pixels at scale 1.0 from which a press on the grip is a drag."""


class Grip(QWidget):
    """Grip(theme, name): what a card is dragged by. Signals: dragged(object: global place), dropped(same)."""

    dragged = Signal(object)
    dropped = Signal(object)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.theme = theme
        self._from: QPoint | None = None
        self._dragging = False
        line = row(theme, self)
        line.addWidget(Icon(theme, "grip-vertical", "ink3", 22))
        self.setFixedSize(theme.px(28), theme.px(40))
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setToolTip(name)
        self.setAccessibleName(name)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Perhaps a drag begins."""
        self._from = event.globalPosition().toPoint()
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Dragging, once it has moved enough."""
        place = event.globalPosition().toPoint()
        if self._from is not None and (place - self._from).manhattanLength() >= self.theme.px(START):
            self._dragging = True
        if self._dragging:
            self.dragged.emit(place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if self._dragging:
            self.dropped.emit(event.globalPosition().toPoint())
        self._from, self._dragging = None, False


class FormBody(QWidget):
    """FormBody(theme, completing): groups of fields, lists and the sample of a part; show_form(CardShown).

    Signals: typed and done(object: (path, text)), focused(field), rows_acted(object: (list, act, which)).
    """

    typed = Signal(object)
    done = Signal(object)
    focused = Signal(object)
    rows_acted = Signal(object)

    def __init__(self, theme: Theme, completing: Completing) -> None:
        super().__init__()
        self.theme, self._completing = theme, completing
        self._whole = column(theme, self, gap=12)
        self._grids: dict[str, FieldGrid] = {}
        self._folds: dict[str, Button] = {}
        self._said: dict[str, ElidedLabel] = {}
        self._rows: dict[str, RowsEditor] = {}
        self._sample = SampleStrip(theme)
        self._sample.hide()
        self._key: tuple[object, ...] = ()
        self._unfolded: set[str] = set()

    def show_form(self, card: CardShown) -> None:
        """The same part with other values, or another part."""
        key = (card.key, tuple(one.key for one in card.groups), tuple(one.path for one in card.rows))
        if key != self._key:
            if card.key != (self._key[0] if self._key else ""):
                self._unfolded = set()
            self._key = key
            self._rebuild(card)
        for group in card.groups:
            self._show_group(group)
        for one in card.rows:
            self._rows[one.path].show_rows(one)
        for made in (*self._grids.values(), *self._rows.values()):
            made.setEnabled(not card.fixed)
        self._show_sample(card)

    def _rebuild(self, card: CardShown) -> None:
        self._whole.removeWidget(self._sample)
        clear(self._whole)
        self._grids, self._folds, self._rows, self._said = {}, {}, {}, {}
        main = [group for group in card.groups if not group.title]
        other = [group for group in card.groups if group.title]
        for group in main:
            self._whole.addWidget(self._grid(group))
        self._whole.addWidget(self._sample)
        for one in card.rows:
            made = RowsEditor(self.theme, self._completing, one)
            made.typed.connect(self.typed)
            made.done.connect(self.done)
            made.focused.connect(self.focused)
            made.acted.connect(self.rows_acted)
            self._rows[one.path] = made
            self._whole.addWidget(made)
        for group in other:
            fold = Button(self.theme, group.title, "desk-ghost", "chevron-right")
            fold.acted.connect(lambda _value, which=group.key: self._turn(which))
            self._folds[group.key] = fold
            line = row(self.theme, gap=8)
            line.addWidget(fold)
            self._said[group.key] = ElidedLabel(self.theme, "", "detail", "ink3")
            line.addWidget(self._said[group.key], 1)
            self._whole.addLayout(line)
            self._whole.addWidget(self._grid(group))

    def _grid(self, group: Group) -> FieldGrid:
        made = FieldGrid(self.theme, self._completing)
        made.typed.connect(self.typed)
        made.done.connect(self.done)
        made.focused.connect(self.focused)
        self._grids[group.key] = made
        return made

    def _show_group(self, group: Group) -> None:
        grid = self._grids[group.key]
        grid.show_fields(group.fields)
        if group.key in self._said:
            self._said[group.key].setText(group.said)
        if group.title and not group.folded:
            self._unfolded.add(group.key)
        self._fold(group.key)

    def _turn(self, key: str) -> None:
        self._unfolded ^= {key}
        self._fold(key)
        if key in self._unfolded:
            first = next(iter(self._grids[key].cells), "")
            self._grids[key].focus_field(first)

    def _fold(self, key: str) -> None:
        if key in self._folds:
            self._folds[key].set_icon("chevron-down" if key in self._unfolded else "chevron-right")
            show_if(self._grids[key], wanted=key in self._unfolded)
            show_if(self._said[key], wanted=key not in self._unfolded)

    def _show_sample(self, card: CardShown) -> None:
        show_if(self._sample, wanted=bool(card.sample))
        if card.sample:
            self._sample.show_lines(card.sample)

    def focus_field(self, path: str) -> bool:
        """Give a field the focus, opening the group it stands in."""
        for key, grid in self._grids.items():
            if any(one == path or path.startswith(f"{one}.") for one in grid.cells):
                self._unfolded.add(key)
                self._fold(key)
                return grid.focus_field(path)
        return any(one.focus_field(path) for one in self._rows.values())

    def focus_first(self) -> bool:
        """Give the first field the focus."""
        grid = next(iter(self._grids.values()), None)
        return grid is not None and bool(grid.cells) and grid.focus_field(next(iter(grid.cells)))


class EditCard(QFrame):
    """EditCard(theme, completing, shown). show_card(CardShown).

    Signals: pressed(object: key), acted(object: (key, act)) with up, down, copy, remove and note, typed and done
    (object: (key, path, text)), rows_acted(object: (key, list, act, which)), focused(field), dragged and dropped
    (object: (key, global place)).
    """

    pressed = Signal(object)
    acted = Signal(object)
    typed = Signal(object)
    done = Signal(object)
    rows_acted = Signal(object)
    focused = Signal(object)
    dragged = Signal(object)
    dropped = Signal(object)

    def __init__(self, theme: Theme, completing: Completing, shown: CardShown) -> None:
        super().__init__()
        self.theme, self._completing = theme, completing
        self.shown = shown
        self.body: FormBody | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._whole = column(theme, self, (8, 6, 16, 6), 8)
        self._head = QWidget()
        self._whole.addWidget(self._head)
        self._line = row(theme, self._head, gap=10)
        self._drawn: CardShown | None = None
        self.show_card(shown)

    def show_card(self, shown: CardShown) -> None:
        """The same card with other values."""
        self.shown = shown
        if self._drawn is None or head_of(self._drawn) != head_of(shown):
            self._show_head(shown)
        self._drawn = shown
        dress(self, panel="card", state="active" if shown.open else "todo")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if shown.open else Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(shown.title)
        self.setAccessibleDescription(shown.detail)
        self._show_body(shown)

    def _show_body(self, shown: CardShown) -> None:
        if not shown.open:
            if self.body is not None:
                self._whole.removeWidget(self.body)
                self.body.hide()
                self.body.deleteLater()
                self.body = None
            self._whole.setContentsMargins(*(self.theme.px(side) for side in (8, 6, 16, 6)))
            return
        self._whole.setContentsMargins(*(self.theme.px(side) for side in (8, 8, 16, 14)))
        if self.body is None:
            self.body = FormBody(self.theme, self._completing)
            self.body.typed.connect(lambda sent: self.typed.emit((self.shown.key, *sent)))
            self.body.done.connect(lambda sent: self.done.emit((self.shown.key, *sent)))
            self.body.rows_acted.connect(lambda sent: self.rows_acted.emit((self.shown.key, *sent)))
            self.body.focused.connect(self.focused)
            self.body.setContentsMargins(self.theme.px(8), 0, 0, 0)
            self._whole.addWidget(self.body)
        self.body.show_form(shown)

    def _show_head(self, shown: CardShown) -> None:
        clear(self._line)
        grip = Grip(self.theme, tr("Drag to move {name}", name=shown.title))
        grip.dragged.connect(lambda place: self.dragged.emit((self.shown.key, place)))
        grip.dropped.connect(lambda place: self.dropped.emit((self.shown.key, place)))
        show_if(grip, wanted="up" not in shown.without)
        self._line.addWidget(grip)
        self._line.addWidget(Icon(self.theme, shown.icon, "ink2", 22))
        words = column(self.theme, gap=0)
        title = row(self.theme, gap=10)
        title.addWidget(Label(self.theme, shown.title, "h2" if shown.open else "h3", wrap=True, snug=True))
        for badge in shown.badges:
            title.addWidget(Chip(self.theme, badge))
        title.addStretch(1)
        words.addLayout(title)
        if shown.detail and not shown.open:
            words.addWidget(Label(self.theme, shown.detail, "meta", wrap=True))
        self._line.addLayout(words, 1)
        self._marks(shown)
        if shown.open:
            self._acts()

    def _marks(self, shown: CardShown) -> None:
        if shown.notes:
            self._line.addWidget(Chip(self.theme, ntr("{n} comment", "{n} comments", shown.notes)))
        if shown.problems:
            words = ntr("{n} problem", "{n} problems", shown.problems)
            self._line.addWidget(Chip(self.theme, words, shown.tone))
        if shown.changed:
            self._line.addWidget(Chip(self.theme, tr("Changed"), "accent"))

    def _acts(self) -> None:
        acts = (
            ("up", "chevron-up", tr("Move up (Alt+Up)")),
            ("down", "chevron-down", tr("Move down (Alt+Down)")),
            ("copy", "copy", tr("Duplicate (Ctrl+D)")),
            ("note", "message", tr("Comment")),
            ("remove", "trash", tr("Delete")),
        )
        for key, icon, name in acts:
            made = Button(self.theme, "", "desk-ghost", icon, name=name)
            made.acted.connect(lambda _value, act=key: self.acted.emit((self.shown.key, act)))
            show_if(made, wanted=key not in self.shown.without)
            self._line.addWidget(made)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A tap on a folded card opens it."""
        super().mouseReleaseEvent(event)
        if not self.shown.open and self.rect().contains(event.position().toPoint()):
            self.pressed.emit(self.shown.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return on a folded card opens it."""
        if not self.shown.open and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit(self.shown.key)
            return
        super().keyPressEvent(event)


def head_of(card: CardShown) -> CardShown:
    """Return a card without its form: what its head is drawn from."""
    return replace(card, groups=(), rows=(), sample=())
