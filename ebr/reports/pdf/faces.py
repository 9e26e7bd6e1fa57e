"""The four faces of a report, their widths, and what of a text can be drawn.

Inter's ordinary digits have different widths; figures in columns must not. So each face is given the tabular digits
as its digits when it is loaded (OpenType `tnum`), and CODE also `zero` and `ss02`, in which 0 O 1 l I differ. The
text in the file stays the same digits: searching and copying work.

A character that the faces lack, a control character or one that reverses the direction of reading is drawn as its
number, `[U+202E]`: a report never hides and never reorders what was entered.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ebr import paths
from ebr.reports.pdf.paper import CODE, MEDIUM, STRONG, TEXT

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont

FILES: Final = {
    TEXT: "Inter-Regular.ttf",
    MEDIUM: "Inter-Medium.ttf",
    STRONG: "Inter-SemiBold.ttf",
    CODE: "Inter-Medium.ttf",
}
FIGURES: Final = ("0123456789", {"tnum": True})
DISTINCT: Final = ("".join(map(chr, range(33, 127))), {"tnum": True, "zero": True, "ss02": True})


@lru_cache(maxsize=8)
def face(name: str) -> TTFont:
    """Return the face with this name, known to ReportLab; OSError when its file is missing."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    path = paths.resources() / "fonts" / FILES[name]
    font = TTFont(name, str(path), shapable=False)
    _substitute(font, path.read_bytes(), *(DISTINCT if name == CODE else FIGURES))
    # ReportLab knows an embedded font by this name: two faces of one file need two.
    font.face.name = b"Inter-" + name.removeprefix("Ebr").encode()
    pdfmetrics.registerFont(font)
    return font


def _substitute(font: TTFont, data: bytes, letters: str, features: dict[str, bool]) -> None:
    import uharfbuzz

    shaper = uharfbuzz.Font(uharfbuzz.Face(data))
    for letter in letters:
        buffer = uharfbuzz.Buffer()
        buffer.add_str(letter)
        buffer.guess_segment_properties()
        uharfbuzz.shape(shaper, buffer, features)
        glyph = buffer.glyph_infos[0].codepoint
        font.face.charToGlyph[ord(letter)] = glyph
        font.face.charWidths[ord(letter)] = font.pdfScale(font.face.hmetrics[glyph][0])


@lru_cache(maxsize=65536)
def _units(name: str, text: str) -> float:
    widths = face(name).face.charWidths
    return float(sum(widths[ord(letter)] for letter in text))


def width(text: str, name: str, size: float) -> float:
    """Return how wide a drawable text is, in points."""
    return _units(name, text) * size / 1000.0


@lru_cache(maxsize=65536)
def drawable(text: str) -> str:
    """Return the text with every character that cannot be drawn faithfully replaced by its number; newlines stay."""
    known = _common()
    if all(ord(letter) in known for letter in text):
        return text
    return "".join(letter if ord(letter) in known else f"[U+{ord(letter):04X}]" for letter in text)


@lru_cache(maxsize=1)
def _common() -> frozenset[int]:
    """Characters that every face has and that stand where they are written."""
    both = frozenset.intersection(*(frozenset(face(name).face.charToGlyph) for name in FILES))
    return frozenset(code for code in both if chr(code).isprintable()) | {10}


@lru_cache(maxsize=16384)
def wrap(text: str, name: str, size: float, room: float) -> tuple[str, ...]:
    """Return the text in lines no wider than the room; a word that is wider is broken, nothing is ever cut off."""
    lines: list[str] = []
    for part in drawable(text).split("\n"):
        lines.extend([part] if width(part, name, size) <= room else _fold(part.split(" "), name, size, room))
    return tuple(lines)


def _fold(words: list[str], name: str, size: float, room: float) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in words:
        longer = f"{line} {word}" if line else word
        if width(longer, name, size) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        *broken, line = _broken(word, name, size, room)
        lines.extend(broken)
    return [*lines, line]


def _broken(word: str, name: str, size: float, room: float) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and width(pieces[-1] + letter, name, size) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces
