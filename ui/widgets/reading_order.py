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
    parts = [one for one in widget.children() if isinstance(one, QWidget)]
    placed = list(_placed(layout, parts)) if layout is not None else []
    yield from placed
    known = {id(one) for one in placed}
    yield from (one for one in parts if id(one) not in known)


def _placed(layout: QLayout, parts: list[QWidget]) -> Iterator[QWidget]:
    """Yield those of the parts that a layout places, in its order.

    The layout is asked for their numbers and never for its items: an item that Qt for Python wraps is counted back once
    too often when its layout goes, which ends the program.
    """
    within: list[QWidget | QLayout] = [*parts, *(one for one in layout.children() if isinstance(one, QLayout))]
    for at, one in sorted(((layout.indexOf(one), one) for one in within), key=lambda found: _rank(layout, found[0])):
        if at < 0:
            continue  # it stands in a layout inside this one, or in none
        if isinstance(one, QLayout):
            yield from _placed(one, parts)
        else:
            yield one


def _rank(layout: QLayout, at: int) -> tuple[int, ...]:
    """Return what orders the items of a layout from the first line's beginning to the last one's end."""
    if at >= 0 and isinstance(layout, QGridLayout):
        place: Any = layout.getItemPosition(at)  # row, column and how many of each; the binding's types do not say so
        return place[0], place[1], at
    if isinstance(layout, QBoxLayout) and layout.direction() in BACKWARD:
        return (-at,)
    return (at,)
