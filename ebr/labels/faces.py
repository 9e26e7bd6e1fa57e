"""Inter as labels use it: its widths, and what it cannot draw. The same file is measured and embedded."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ebr import paths

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont

FILES: Final = {"EbrLabel": "Inter-Regular.ttf", "EbrLabelBold": "Inter-Bold.ttf"}
INVISIBLE: Final = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")


def name_of(*, bold: bool) -> str:
    """Return the name under which ReportLab knows a face."""
    return "EbrLabelBold" if bold else "EbrLabel"


@lru_cache(maxsize=2)
def face(name: str) -> TTFont:
    """Return a face, known to ReportLab; OSError when its file is missing."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    font = TTFont(name, str(paths.resources() / "fonts" / FILES[name]), shapable=False)
    font.face.name = b"Inter-" + name.encode()  # a face of a report may embed the same file under another name
    pdfmetrics.registerFont(font)
    return font


def width(text: str, size: float, *, bold: bool) -> float:
    """Return how wide a line is, in points."""
    return float(face(name_of(bold=bold)).stringWidth(text, size))


def lacking(text: str, *, bold: bool) -> str:
    """Return the first character that the face cannot draw, "" when there is none."""
    known = face(name_of(bold=bold)).face.charToGlyph
    return next((sign for sign in text if ord(sign) not in known or sign in INVISIBLE or not sign.isprintable()), "")
