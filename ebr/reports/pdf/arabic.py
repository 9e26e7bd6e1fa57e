"""Lines with Arabic letters: joined as they are written, ordered from right to left, and found again as they are read.

A line becomes pieces from left to right. What Inter has stays in the face of the run; each Arabic word is shaped as a
whole by HarfBuzz and drawn in the Arabic face of the same weight. A drawn glyph has no character of its own, so each
glyph gets a private code; what it stands for is written into the file (ToUnicode), and whoever searches or copies finds
the letters and not the shapes. Programs differ in how they read a glyph of several letters and a mark above the line:
so each glyph stands for one letter, the others of a ligature are carried by empty glyphs, and so is a mark, whose own
drawing says nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ebr import paths
from ebr.reports.pdf import chinese
from ebr.reports.pdf.bidi import MIRRORED, RLM, runs
from ebr.reports.pdf.glyphs import Glyphs, Line
from ebr.reports.pdf.paper import CODE, MEDIUM, STRONG, TEXT

if TYPE_CHECKING:
    import uharfbuzz
    from pikepdf import Pdf
    from reportlab.pdfbase.ttfonts import TTFont

LIGHT, HEAVY = "EbrArabic", "EbrArabicStrong"
FILES: Final = {LIGHT: "EbrArabic-Regular.ttf", HEAVY: "EbrArabic-Bold.ttf"}
BESIDE: Final = {TEXT: LIGHT, CODE: LIGHT, MEDIUM: HEAVY, STRONG: HEAVY}
"""The Arabic face of the same weight."""
BLOCK: Final = range(0x600, 0x700)
JOINERS: Final = (0x200C, 0x200D)
NEAR: Final = 0.5
"""Thousandths of the type size that nobody sees."""
FIRST_CODE: Final = 0xF0000
"""Private codes: they never leave the program."""
UNICODE: Final = re.compile(rb"<([0-9A-F]{2})> <(F[0-9A-F]{4})>")


Widths = Callable[[str], Mapping[int, float]]


class _Codes:
    """Private code of each glyph with the letters it stands for."""

    codes: dict[tuple[str, int, str], int] = {}  # noqa: RUF012 - one table for the process, as ReportLab's fonts are
    letters: dict[int, str] = {}  # noqa: RUF012


def is_arabic(text: str) -> bool:
    """Tell whether a text has letters or marks that Inter cannot draw and whose order is not that of the line."""
    return any(unicodedata.bidirectional(letter) in ("AL", "R", "AN", "FSI", "LRI", "RLI", "PDI") for letter in text)


@lru_cache(maxsize=2)
def face(name: str) -> TTFont:
    """Return an Arabic face, known to ReportLab; OSError when its file is missing."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    font = TTFont(name, str(paths.resources() / "fonts" / FILES[name]), asciiReadable=False, shapable=False)
    font.face.name = name.encode()
    pdfmetrics.registerFont(font)
    return font


@lru_cache(maxsize=1)
def known() -> frozenset[int]:
    """Letters and marks that both Arabic faces have, and what joins or parts them."""
    faces = (face(name).face.charToGlyph for name in FILES)
    both = frozenset.intersection(*(frozenset(code for code in one if code < FIRST_CODE) for one in faces))
    return frozenset(code for code in both if code in BLOCK) | frozenset(JOINERS)


@lru_cache(maxsize=32768)
def line(name: str, text: str, latin: Widths) -> Line:
    """Return a drawable text in a face as it is drawn; `latin` tells the widths of a face's own letters."""
    found: list[Glyphs] = []
    x = 0.0
    for part, level in runs(text):
        for arabic, words in _parts(part, turned=bool(level % 2)):
            glyphs, wide = _shaped(BESIDE[name], words) if arabic else _plain(name, words, latin)
            found += [one._replace(x=one.x + x) for one in glyphs]
            x += wide
    return Line(tuple(_joined(found, latin)), x)


def _parts(run: str, *, turned: bool) -> Iterator[tuple[bool, str]]:
    """Yield Arabic words in the order they are read, and everything else as it stands from left to right."""
    pieces: list[tuple[bool, str]] = []
    for letter in run:
        if unicodedata.category(letter) == "Cf" and letter not in "\u200c\u200d":
            continue
        arabic = ord(letter) in known()
        if pieces and pieces[-1][0] == arabic:
            pieces[-1] = (arabic, pieces[-1][1] + letter)
        else:
            pieces.append((arabic, letter))
    for arabic, words in reversed(pieces) if turned else pieces:
        mirrored = turned and not arabic
        yield arabic, "".join(MIRRORED.get(one, one) for one in reversed(words)) if mirrored else words


def _plain(name: str, words: str, latin: Widths) -> tuple[list[Glyphs], float]:
    widths = latin(name)
    if chinese.lacks(words, widths):
        found = chinese.line(name, words, widths)
        return [Glyphs(one.x, 0.0, one.face, one.text) for one in found.glyphs], found.width
    return [Glyphs(0.0, 0.0, name, words)], float(sum(widths[ord(letter)] for letter in words))


@lru_cache(maxsize=16384)
def _shaped(name: str, words: str) -> tuple[list[Glyphs], float]:
    import uharfbuzz

    buffer = uharfbuzz.Buffer()
    buffer.add_str(words)
    buffer.guess_segment_properties()
    buffer.direction, buffer.cluster_level = "rtl", uharfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS
    uharfbuzz.shape(_shaper(name), buffer, {})
    ends = _ends([one.cluster for one in buffer.glyph_infos], len(words))
    scale = face(name).pdfScale
    glyphs: list[Glyphs] = []
    x = 0.0
    if unicodedata.category(words[-1]) == "Mn":  # readers take a mark at the end of a word for a sign between words
        glyphs.append(Glyphs(x, 0.0, name, chr(_code(name, _empty(name), RLM))))
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        letters = words[info.cluster : ends.pop(info.cluster, info.cluster)]
        silent = bool(place.x_offset or place.y_offset or not place.x_advance)
        carried = letters if silent else letters[1:]
        empty = _empty(name)
        glyphs += [Glyphs(x, 0.0, name, chr(_code(name, empty, one))) for one in reversed(carried)]
        code = chr(_code(name, info.codepoint, "" if silent else letters[:1]))
        glyphs.append(Glyphs(x + scale(place.x_offset), scale(place.y_offset), name, code, silent))
        x += scale(place.x_advance)
    return glyphs, x


@lru_cache(maxsize=2)
def _empty(name: str) -> int:
    """Return the glyph that is nothing and takes no room."""
    return int(face(name).face.charToGlyph[JOINERS[0]])


def _ends(starts: Iterable[int], end: int) -> dict[int, int]:
    """Return where the letters of each glyph end; of several glyphs of the same letters the first has them."""
    ordered = sorted(set(starts))
    return dict(zip(ordered, [*ordered[1:], end], strict=True))


@lru_cache(maxsize=2)
def _shaper(name: str) -> uharfbuzz.Font:
    import uharfbuzz

    return uharfbuzz.Font(uharfbuzz.Face((paths.resources() / "fonts" / FILES[name]).read_bytes()))


def _code(name: str, glyph: int, letters: str) -> int:
    code = _Codes.codes.get((name, glyph, letters))
    if code is None:
        code = _Codes.codes[name, glyph, letters] = FIRST_CODE + len(_Codes.codes)
        _Codes.letters[code] = letters
        font = face(name)
        font.face.charToGlyph[code] = glyph
        font.face.charWidths[code] = font.pdfScale(font.face.hmetrics[glyph][0])
    return code


def _joined(glyphs: Iterable[Glyphs], latin: Widths) -> Iterator[Glyphs]:
    """Draw in one go what follows on itself: a glyph set off by a mark's place or by kerning begins anew."""
    whole: Glyphs | None = None
    end = 0.0
    for one in glyphs:
        widths = face(one.face).face.charWidths if one.face in FILES else latin(one.face)
        wide = sum(widths[ord(letter)] for letter in one.text)
        if whole is not None and whole[1:3] + whole[4:] == one[1:3] + one[4:] and abs(end - one.x) < NEAR:
            whole = whole._replace(text=whole.text + one.text)
        else:
            if whole is not None:
                yield whole
            whole = one
        end = one.x + wide
    if whole is not None:
        yield whole


def told(pdf: Pdf) -> None:
    """Write into a drawn file what its Arabic glyphs stand for."""
    import pikepdf

    for thing in pdf.objects:
        if not isinstance(thing, pikepdf.Dictionary) or thing.get("/Type") != "/Font" or "/ToUnicode" not in thing:
            continue
        if "EbrArabic" in str(thing.get("/BaseFont", "")):
            thing.ToUnicode.write(UNICODE.sub(_meaning, thing.ToUnicode.read_bytes()))


def _meaning(found: re.Match[bytes]) -> bytes:
    """A glyph with no letters of its own (a second one for the same letters) is read as a joiner that nobody sees."""
    letters = _Codes.letters[int(found[2], 16)] or "\u200d"
    return b"<%s> <%s>" % (found[1], letters.encode("utf-16-be").hex().upper().encode())
