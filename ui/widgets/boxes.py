"""Layouts and frames in scaled pixels: the only place where margins and spacings become pixels."""

from __future__ import annotations

from typing import Any, TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from ui.theme import Theme
from ui.widgets.pager import Pager

Margins = tuple[float, float, float, float]
NONE: Margins = (0, 0, 0, 0)
_Box = TypeVar("_Box", bound=QBoxLayout)


def row(theme: Theme, parent: QWidget | None = None, margins: Margins = NONE, gap: float = 8) -> QHBoxLayout:
    """A horizontal layout; margins (left, top, right, bottom) and gap at scale 1.0."""
    return _dressed(QHBoxLayout() if parent is None else QHBoxLayout(parent), theme, margins, gap)


def column(theme: Theme, parent: QWidget | None = None, margins: Margins = NONE, gap: float = 8) -> QVBoxLayout:
    """A vertical layout; margins (left, top, right, bottom) and gap at scale 1.0."""
    return _dressed(QVBoxLayout() if parent is None else QVBoxLayout(parent), theme, margins, gap)


def _dressed(box: _Box, theme: Theme, margins: Margins, gap: float) -> _Box:
    box.setContentsMargins(*(theme.px(side) for side in margins))
    box.setSpacing(theme.px(gap))
    return box


def panel(kind: str, parent: QWidget | None = None, **properties: str) -> QFrame:
    """A frame drawn by the style sheet: card, sunk, strip, left, right, pad, bottom, bar, plain, rule."""
    made = QFrame(parent)
    dress(made, panel=kind, **properties)
    return made


def rule(theme: Theme) -> QFrame:
    """A thin dividing line."""
    made = panel("rule")
    made.setFixedHeight(max(1, theme.px(1)))
    return made


def dress(widget: QWidget, **properties: str) -> None:
    """Sets style properties and lets the style sheet see them at once."""
    if all(widget.property(name) == value for name, value in properties.items()):
        return
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def clear(layout: QLayout) -> None:
    """Empties a layout; its widgets leave the screen at once and are deleted when the event loop is next idle."""
    while layout.count():
        item: Any = layout.takeAt(0)
        inner = item.layout()
        widget = item.widget()
        if inner is not None:
            clear(inner)
            inner.deleteLater()
        elif widget is not None:
            widget.hide()
            widget.deleteLater()


def show_if(widget: QWidget, *, wanted: bool) -> None:
    """Shows or hides a widget, also while it has no parent yet.

    Qt's setVisible(True) would then open a window of its own, which flashes and takes the focus away; a widget that is
    not marked hidden is shown with its parent anyway.
    """
    if widget.parentWidget() is not None or not wanted:
        widget.setVisible(wanted)
    else:
        widget.setAttribute(Qt.WidgetAttribute.WA_WState_Hidden, on=False)
        widget.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, on=False)


class Scroll(QScrollArea):
    """Vertical scrolling around one widget, as tall as its content when there is room for it.

    Scroll(theme, content). Never scrolls sideways: what does not fit must wrap or elide. Whatever has the focus
    inside is brought into sight.
    """

    wishes = True
    """Asks for the height of its content: a layout takes that from what stands beside it, when there is too little."""

    def __init__(self, theme: Theme, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        content.setProperty("scrolled", "yes")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.verticalScrollBar().setSingleStep(theme.px(40))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.content = content
        self.setWidget(content)
        self.setMinimumHeight(theme.px(60))
        self._room = theme.px(24)
        Pager(theme, self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is None or not isValid(self) or not self.content.isAncestorOf(new):
            return
        card = self._card_of(new)
        if card is not None and card.height() <= self.viewport().height():
            self.ensureWidgetVisible(card, 0, self._room // 2)
        self.ensureWidgetVisible(new, 0, self._room)

    def _card_of(self, widget: QWidget) -> QWidget | None:
        """The card around a widget: limits and messages belong to the field somebody is filling."""
        inside: QWidget | None = widget
        while inside is not None and inside is not self.content:
            if inside.property("panel") == "card":
                return inside
            inside = inside.parentWidget()
        return None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Less room must not hide what somebody is filling."""
        super().resizeEvent(event)
        self._follow(None, QApplication.focusWidget())

    def sizeHint(self) -> QSize:
        """The size of the content, so that nothing scrolls while there is room."""
        return self.content.sizeHint()

    def hasHeightForWidth(self) -> bool:
        """Wrapped text inside decides the height."""
        return self.wishes and self.content.hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:
        """The height of the content at a width."""
        return self.content.heightForWidth(width)

    def show_from_top(self) -> None:
        """Goes back to the first line."""
        self.verticalScrollBar().setValue(0)
