"""Type: one table of roles, and the fonts registered from files we ship.

Static Inter files only: the variable file renders 500 and 600 as 400 in Qt 6.12. Digits are tabular in the roles that
show numbers, so a changing clock does not dance; running text keeps its own, because tabular hyphens tear words
apart. `code=True` adds a slashed zero and distinct I l 1 for lots, batches and identities, where 0 and O must not be
mistaken.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QFont, QFontDatabase

from ebr.words import language
from ui.theme.places import FONTS

FAMILY: Final = "Inter"
FIRST: Final = "Inter-SemiBold.woff2"
"""Enough for the first painting."""
ARABIC: Final = "EBR Arabic"
"""Letters that Inter has not; its lines are as high as Inter's."""
HALF_BOLD, BOLD = 600, 700
CHINESE: Final = "EBR Chinese"
"""Characters that Inter has not, as high as Inter's lines; one weight, which Qt makes heavier where it is asked to."""
FILES: Final = (
    "Inter-Regular.woff2",
    "Inter-Medium.woff2",
    "Inter-SemiBold.woff2",
    "Inter-Bold.woff2",
    "EbrArabic-Regular.ttf",
    "EbrArabic-Bold.ttf",
    "EbrChinese-Regular.ttf",
)

ROLES: Final[dict[str, tuple[int, int]]] = {
    "over": (14, 600),
    "chip": (14, 600),
    "meta": (15, 400),
    "list": (15, 500),
    "detail": (14, 400),
    "table": (15, 400),
    "cell": (15, 600),
    "metastrong": (15, 600),
    "body": (17, 400),
    "h3": (17, 600),
    "button": (17, 600),
    "instr": (18, 400),
    "value": (18, 600),
    "h2": (18, 600),
    "buttonlarge": (18, 600),
    "input": (18, 400),
    "h1": (24, 600),
    "big": (28, 600),
    "key": (28, 500),
    "letterkey": (20, 500),
    "entry": (32, 600),
    "display": (40, 600),
}
"""Role: pixels at scale 1.0, weight."""
RUNNING: Final = frozenset(
    {
        "over",
        "meta",
        "metastrong",
        "list",
        "detail",
        "body",
        "h1",
        "h2",
        "h3",
        "instr",
        "button",
        "buttonlarge",
        "letterkey",
    }
)
"""Roles of words rather than numbers."""


def register_fonts() -> str:
    """Registers the shipped files once per application and gives the family name.

    A missing file is a broken installation: FileNotFoundError, never a silent fallback (digits would lose their
    widths).
    """
    for name in FILES:
        register_font(name)
    return FAMILY


def register_font(name: str) -> None:
    """Registers one shipped file; raises FileNotFoundError when it is missing."""
    if QFontDatabase.addApplicationFont(str(FONTS / name)) < 0:
        raise FileNotFoundError(FONTS / name)


def font(role: str, scale: float, *, code: bool = False) -> QFont:
    """The font of a role; an unknown role is a KeyError."""
    pixels, weight = ROLES[role]
    made = QFont([FAMILY, ARABIC, CHINESE])
    made.setPixelSize(round(pixels * scale))
    made.setWeight(QFont.Weight(weight_of(weight)))
    if not code and role not in RUNNING:
        made.setFeature(QFont.Tag("tnum"), 1)
    if code:
        made.setFeature(QFont.Tag("zero"), 1)
        made.setFeature(QFont.Tag("ss02"), 1)
    return made


def weight_of(weight: int) -> int:
    """The weight to ask for: Qt makes Chinese characters heavier from 700 on, half bold ones would look like others."""
    return BOLD if weight >= HALF_BOLD and language() == "zh" else weight
