"""The paper: A4, its margins, inks and type sizes. Every length is in points (1/72 inch), as in PDF.

The inks are the light theme of the screens. Each is told apart in greyscale by a shape or a word as well: colour is the
third cue. Contrast of text to white is at least 4.5 (the lightest, INK3, has 5.7).
"""

from __future__ import annotations

from typing import Final

WIDTH: Final = 595.276
HEIGHT: Final = 841.89
LEFT: Final = 62.0
RIGHT: Final = 42.0
BODY: Final = WIDTH - LEFT - RIGHT
"""Width of the text; the margin marks stand left of it, in the gutter."""
GUTTER: Final = -19.0
BOTTOM: Final = 58.0

INK: Final = "14202B"
INK2: Final = "44525F"
INK3: Final = "5A6875"
LINE: Final = "D3DAE1"
EDGE: Final = "74818E"
SUNKEN: Final = "F4F6F8"
WARN: Final = "7F4A00"
WARN_SOFT: Final = "FFF1D6"
CRIT: Final = "A81E17"
CRIT_SOFT: Final = "FDEBE9"
WHITE: Final = "FFFFFF"

TEXT: Final = "EbrText"
MEDIUM: Final = "EbrMedium"
STRONG: Final = "EbrStrong"
CODE: Final = "EbrCode"
"""Faces; CODE tells 0 from O and 1 from l and I, and is for batch numbers, lots, identifiers and hashes."""

TINY: Final = 6.4
SMALL: Final = 7.2
NORMAL: Final = 8.6
LARGE: Final = 10.0
