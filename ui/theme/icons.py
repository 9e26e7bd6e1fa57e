"""Icons: shipped SVG drawings, coloured by token, sharp at every scale.

Drawn per (name, colour, pixels, ratio) and kept; a drawing is never scaled as a bitmap. A name that is not shipped is a
FileNotFoundError: a missing sign on a floor screen must show up in the first test, not as a blank.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

from ui.theme.places import ICONS

DIRECTED: Final = frozenset(
    {
        "arrow-back-up",
        "arrow-forward-up",
        "arrow-left",
        "arrow-right",
        "chevron-left",
        "chevron-right",
        "door-exit",
        "external-link",
        "logout",
    }
)
"""Icons that point along the line of reading; clocks, checks and what plays stay as they are everywhere."""


@lru_cache(maxsize=256)
def drawing(name: str) -> str:
    """The SVG text of an icon; `-filled` ends the name of a filled variant."""
    return (ICONS / f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=1024)
def pixmap(name: str, colour: str, pixels: int, ratio: float, *, turned: bool = False) -> QPixmap:
    """A square pixmap of the icon; `pixels` are logical, `ratio` is the screen's device pixel ratio.

    `turned`: as in a mirror, for what points along the line where lines are read from right to left.
    """
    from PySide6.QtSvg import QSvgRenderer

    made = QPixmap(round(pixels * ratio), round(pixels * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    svg = drawing(name).replace("currentColor", colour)
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    with QPainter(made) as painter:
        if turned:
            painter.translate(pixels, 0)
            painter.scale(-1, 1)
        renderer.render(painter, QRectF(0, 0, pixels, pixels))
    return made
