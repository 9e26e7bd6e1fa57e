"""Inter as labels use it: its widths, and what it cannot draw. The same file is measured and embedded.

Chinese characters stand in a face of their own, which has one weight; where a text is bold they are drawn with an edge
(`EDGE`) and take no more room.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Final

from ebr import paths

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont

HAN: Final = "EbrLabelHan"
FILES: Final = {"EbrLabel": "Inter-Regular.ttf", "EbrLabelBold": "Inter-Bold.ttf", HAN: "EbrChinese-Regular.ttf"}
EDGE: Final = 0.035
"""How strong the edge of a bold Chinese character is, for each point of type size."""
INVISIBLE: Final = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")


def name_of(*, bold: bool) -> str:
    """Return the name under which ReportLab knows a face."""
    return "EbrLabelBold" if bold else "EbrLabel"


@lru_cache(maxsize=3)
def face(name: str) -> TTFont:
    """Return a face, known to ReportLab; OSError when its file is missing."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    font = TTFont(name, str(paths.resources() / "fonts" / FILES[name]), shapable=False)
    # A face of a report may embed the same file under another name.
    font.face.name = (b"" if name == HAN else b"Inter-") + name.encode()
    pdfmetrics.registerFont(font)
    return font


def width(text: str, size: float, *, bold: bool) -> float:
    """Return how wide a line is, in points."""
    return sum(float(face(name).stringWidth(part, size)) for name, part in parts(text, bold=bold))


def parts(text: str, *, bold: bool) -> Iterator[tuple[str, str]]:
    """Yield a line as it is drawn from left to right: each part with its face."""
    name = name_of(bold=bold)
    own = face(name).face.charToGlyph
    for inter, part in groupby(text, lambda sign: ord(sign) in own):
        yield name if inter else HAN, "".join(part)


def lacking(text: str, *, bold: bool) -> str:
    """Return the first character that the faces cannot draw, "" when there is none."""
    known = face(name_of(bold=bold)).face.charToGlyph
    return next((sign for sign in text if not _drawn(sign, known)), "")


def _drawn(sign: str, known: dict[int, int]) -> bool:
    if sign in INVISIBLE or not sign.isprintable():
        return False
    return ord(sign) in known or ord(sign) in face(HAN).face.charToGlyph
