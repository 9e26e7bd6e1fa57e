"""Lines with Chinese characters: what Inter has stays in the face of the run, the others stand in the Chinese face.

The Chinese face is loaded only where it is needed: it has 21,000 characters. It has one weight; where a run is set
heavier, its characters are drawn with an edge of their own colour (`edge`), and take no more room. Searching and
copying find the characters, as each is written into the file with its own number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Final

from ebr import paths
from ebr.reports.pdf.glyphs import Glyphs, Line
from ebr.reports.pdf.paper import MEDIUM, STRONG

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont

HAN: Final = "EbrChinese"
FILE: Final = "EbrChinese-Regular.ttf"
EDGES: Final[Mapping[str, float]] = {MEDIUM: 0.018, STRONG: 0.028}
"""How strong the edge is, for each point of type size."""


@lru_cache(maxsize=1)
def face() -> TTFont:
    """Return the Chinese face, known to ReportLab; OSError when its file is missing."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    font = TTFont(HAN, str(paths.resources() / "fonts" / FILE), asciiReadable=False, shapable=False)
    font.face.name = HAN.encode()
    pdfmetrics.registerFont(font)
    return font


@lru_cache(maxsize=1)
def known() -> frozenset[int]:
    """Return the numbers of the characters that the face has."""
    return frozenset(code for code in face().face.charToGlyph if chr(code).isprintable() or chr(code) == "\u3000")


def lacks(text: str, widths: Mapping[int, float]) -> bool:
    """Tell whether a drawable text has characters that a face with these widths has not."""
    return any(ord(letter) not in widths for letter in text)


def line(name: str, text: str, widths: Mapping[int, float]) -> Line:
    """Return a drawable text in a face as it is drawn; `widths` are those of the face's own letters."""
    glyphs = tuple(_set(name, text, widths))
    return Line(glyphs, glyphs[-1].x + _wide(glyphs[-1], widths) if glyphs else 0.0)


def _set(name: str, text: str, widths: Mapping[int, float]) -> Iterator[Glyphs]:
    x = 0.0
    for han, part in groupby(text, lambda letter: ord(letter) not in widths):
        one = Glyphs(x, 0.0, HAN if han else name, "".join(part))
        yield one
        x += _wide(one, widths)


def _wide(one: Glyphs, widths: Mapping[int, float]) -> float:
    table = face().face.charWidths if one.face == HAN else widths
    return float(sum(table[ord(letter)] for letter in one.text))


def edge(one: Glyphs, beside: str) -> float:
    """Return how strong the edge of these characters is beside a face, for each point of size; 0 for none."""
    return EDGES.get(beside, 0.0) if one.face == HAN else 0.0
