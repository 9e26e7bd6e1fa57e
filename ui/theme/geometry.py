"""Sizes in pixels at scale 1.0, on a grid of 4; every one is multiplied by the terminal's scale before use.

A pixel is no size: 20 mm, where touch speed and errors stop improving, is 73 px on a 24-inch desk screen and 118 px on
a 10-inch panel. So each terminal has a scale, and no widget writes a number of pixels that is not scaled.
"""

from __future__ import annotations

from typing import Final

SIZES: Final[dict[str, int]] = {
    "radius": 8,
    "card_radius": 12,
    "sheet_radius": 16,
    "header": 72,
    "sign_bar": 92,
    "outline": 276,
    "rail": 72,
    "side": 300,
    "centre_max": 1000,
    "touch_header": 44,
    "touch": 56,
    "touch_large": 64,
    "key": 84,
    "row": 56,
    "folded": 60,
    "table_row": 52,
    "ring": 3,
    "ring_gap": 2,
}

THREE_COLUMNS: Final = 1240
"""From this logical width (pixels / scale) outline, centre and context stand side by side."""
RAIL: Final = 960
"""From this logical width the outline is a rail; below, the context becomes a strip above the sign bar."""
