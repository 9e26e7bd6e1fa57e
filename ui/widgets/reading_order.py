"""The order in which Tab goes: the order in which a page is read, whatever order its parts were made in.

Qt follows the order of making, so a bar made before the page above it would come first and cards made anew would come
last. Here the layouts are asked: they say what stands before what, in every language.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QBoxLayout, QGridLayout, QLayout, QScrollArea, QWidget

BACKWARD = (QBoxLayout.Direction.RightToLeft, QBoxLayout.Direction.BottomToTop)


def stops(root: QWidget) -> list[QWidget]:
    """Return everything in a widget that Tab visits."""
    return [one for one in _inside(root) if _stops(one)]


def step(among: list[QWidget], now: QWidget | None, *, forward: bool, first: QWidget | None = None) -> bool:
    """Give the focus to the stop after (or before) `now`, round the end; tell whether there is one.

    From what is no stop it goes to the first inside it, else to the first inside `first`: what was here is gone.
    """
    if not among:
        return False
    if now in among:
        target = among[(among.index(now) + (1 if forward else -1)) % len(among)]
    else:
        target = next(
            (one for place in (now, first) if place is not None for one in among if place.isAncestorOf(one)), among[0]
        )
    target.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    return True


def focused() -> QWidget | None:
    """Return what has the focus."""
    return QApplication.focusWidget()


def _stops(widget: QWidget) -> bool:
    tabs = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(tabs) and widget.isEnabled() and widget.focusProxy() is None


def _inside(widget: QWidget) -> Iterator[QWidget]:
    for child in _children(widget):
        if child.isVisible():
            yield child
            yield from _inside(child)


def _children(widget: QWidget) -> Iterator[QWidget]:
    """Yield what stands in a widget: first what its layout places, then the rest as it was made.

    A widget that places its parts by hand says their order itself (`in_reading_order()`).
    """
    own = getattr(widget, "in_reading_order", None)
    if callable(own):
        yield from own()
        return
    if isinstance(widget, QScrollArea):
        content = widget.widget()
        if content is not None:
            yield content
        return
    layout = widget.layout()
    placed = list(_placed(layout)) if layout is not None else []
    yield from placed
    known = {id(one) for one in placed}
    yield from (one for one in widget.children() if isinstance(one, QWidget) and id(one) not in known)


def _placed(layout: QLayout) -> Iterator[QWidget]:
    for at in _order(layout):
        item: Any = layout.itemAt(at)
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _placed(inner)


def _order(layout: QLayout) -> list[int]:
    """Return the numbers of a layout's items from the first line's beginning to the last one's end."""
    order = list(range(layout.count()))
    if isinstance(layout, QGridLayout):
        order.sort(key=lambda at: tuple(layout.getItemPosition(at))[:2])  # type: ignore[arg-type]  # four numbers
    elif isinstance(layout, QBoxLayout) and layout.direction() in BACKWARD:
        order.reverse()
    return order
