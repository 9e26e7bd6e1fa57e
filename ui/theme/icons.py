"""Icons: shipped SVG drawings, coloured by token, sharp at every scale.

Drawn per (name, colour, pixels, ratio) and kept; a drawing is never scaled as a bitmap. A name that is not shipped is a
FileNotFoundError: a missing sign on a floor screen must show up in the first test, not as a blank.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

from ui.theme.places import ICONS


@lru_cache(maxsize=256)
def drawing(name: str) -> str:
    """The SVG text of an icon; `-filled` ends the name of a filled variant."""
    return (ICONS / f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=1024)
def pixmap(name: str, colour: str, pixels: int, ratio: float) -> QPixmap:
    """A square pixmap of the icon; `pixels` are logical, `ratio` is the screen's device pixel ratio."""
    from PySide6.QtSvg import QSvgRenderer

    made = QPixmap(round(pixels * ratio), round(pixels * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    svg = drawing(name).replace("currentColor", colour)
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    with QPainter(made) as painter:
        renderer.render(painter, QRectF(0, 0, pixels, pixels))
    return made
