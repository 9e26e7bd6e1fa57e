"""The four faces of a report, their widths, and what of a text can be drawn.

Inter's ordinary digits have different widths; figures in columns must not. So each face is given the tabular digits
as its digits when it is loaded (OpenType `tnum`), and CODE also `zero` and `ss02`, in which 0 O 1 l I differ. The
text in the file stays the same digits: searching and copying work.

A character that the faces lack, a control character or one that reverses the direction of reading is drawn as its
number, `[U+202E]`: a report never hides and never reorders what was entered. Arabic letters are drawn as they are read
(`ebr.reports.pdf.arabic`); the marks that set values apart in a sentence read from right to left are the program's own
(`ebr.words`), and only there they are known. Chinese characters (`ebr.reports.pdf.chinese`) are drawn where Chinese is
spoken, and elsewhere as their numbers: reports of forms that are sealed were drawn so, and have to be drawn again so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ebr import paths
from ebr.reports.pdf import arabic, chinese
from ebr.reports.pdf.bidi import LRM, RLM, first_level
from ebr.reports.pdf.glyphs import Line
from ebr.reports.pdf.paper import CODE, MEDIUM, STRONG, TEXT
from ebr.wording.han import folded, has_han
from ebr.words import ISOLATE, language, mirrored

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont

FILES: Final = {
    TEXT: "Inter-Regular.ttf",
    MEDIUM: "Inter-Medium.ttf",
    STRONG: "Inter-SemiBold.ttf",
    CODE: "Inter-Medium.ttf",
}
VALUE: Final = re.compile(r"\u2068[^\u2068\u2069 ]*(?: [^\u2068\u2069 ]*){1,3}\u2069")
"""A value of up to four words, set apart in a sentence."""
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
    if not text.isascii() and arabic.is_arabic(text):
        return line(name, text).width
    widths = _widths(name)
    if not text.isascii() and chinese.lacks(text, widths):
        return chinese.line(name, text, widths).width
    return float(sum(widths[ord(letter)] for letter in text))


def whole(text: str) -> bool:
    """Tell whether a drawable text stands in one face from left to right; else `line` says how it is drawn."""
    return text.isascii() or not (arabic.is_arabic(text) or chinese.lacks(text, _widths(TEXT)))


def line(name: str, text: str) -> Line:
    """Return a text with Arabic letters or Chinese characters as it is drawn."""
    return arabic.line(name, text, _widths) if arabic.is_arabic(text) else chinese.line(name, text, _widths(name))


def _widths(name: str) -> Mapping[int, float]:
    widths: Mapping[int, float] = (chinese.face() if name == chinese.HAN else face(name)).face.charWidths
    return widths


def width(text: str, name: str, size: float) -> float:
    """Return how wide a drawable text is, in points."""
    return _units(name, text) * size / 1000.0


def drawable(text: str) -> str:
    """Return the text with every character that cannot be drawn faithfully replaced by its number; newlines stay."""
    return _drawable(text, turned=mirrored(), han=language() == "zh")


@lru_cache(maxsize=65536)
def _drawable(text: str, *, turned: bool, han: bool) -> str:
    known = _known(turned=turned, han=han)
    if all(ord(letter) in known for letter in text):
        return text
    return "".join(letter if ord(letter) in known else f"[U+{ord(letter):04X}]" for letter in text)


@lru_cache(maxsize=1)
def _common() -> frozenset[int]:
    """Characters that every face has and that stand where they are written."""
    both = frozenset.intersection(*(frozenset(face(name).face.charToGlyph) for name in FILES))
    return frozenset(code for code in both if chr(code).isprintable()) | {10}


@lru_cache(maxsize=4)
def _known(*, turned: bool, han: bool) -> frozenset[int]:
    more = chinese.known() if han else frozenset[int]()
    return _common() | arabic.known() | more | (frozenset(map(ord, ISOLATE)) if turned else frozenset())


def wrap(text: str, name: str, size: float, room: float) -> tuple[str, ...]:
    """Return the text in lines no wider than the room; a word that is wider is broken, nothing is ever cut off."""
    return _wrap(drawable(text), name, size, room)


@lru_cache(maxsize=16384)
def _wrap(text: str, name: str, size: float, room: float) -> tuple[str, ...]:
    lines: list[str] = []
    for part in text.split("\n"):
        fits = width(part, name, size) <= room
        lines.extend([part] if fits else _going_on(part, _parted(part, name, size, room)))
    return tuple(lines)


def _parted(part: str, name: str, size: float, room: float) -> list[str]:
    if not has_han(part):
        return _fold(_words(part), name, size, room)
    return list(folded(part, room, lambda text: width(text, name, size)))


def _words(text: str) -> list[str]:
    """Return what stands between blanks; a short value that is set apart is never parted (a time from its zone)."""
    kept = VALUE.sub(lambda value: value[0].replace(" ", "\0"), text)
    return [word.replace("\0", " ") for word in kept.split(" ")]


def _going_on(text: str, lines: list[str]) -> list[str]:
    """Have each line of a text that has Arabic letters go the way of the whole text, whatever letter it begins with."""
    if text.isascii() or not arabic.is_arabic(text):
        return lines
    if first_level(text):
        return [f"{RLM}{one}" for one in lines]
    return [f"{LRM}{one}" if arabic.is_arabic(one) else one for one in lines]  # without Arabic it goes no other way


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
