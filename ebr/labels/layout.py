"""Where everything of one label stands, in millimetres: measured, complete, and refused rather than clipped.

A text wraps at spaces into its lines and no further (Chinese between its characters); a word that is wider than its
box, a line too many, a character that the font lacks, a code that reaches over the edge or over a text are refused
with the name of the field. Outside production a black band in the upper and lower margin says the profile.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ebr.domain.label.state.marks import REAL
from ebr.domain.label.state.names import filled, names_in
from ebr.domain.label.state.template import MATRIX, Symbol, Template, Text
from ebr.domain.refusal import Refusal
from ebr.domain.values import plain, shown_text
from ebr.labels import faces, symbols
from ebr.wording.han import units

MM: Final = 72 / 25.4
"""Points in a millimetre."""
LEADING: Final = 1.2
ASCENT: Final = 0.97
"""Share of the size above the base line, as Inter has it."""
BAND_SIZE: Final = 4.4
BAND_GAP: Final = "     "


@dataclass(frozen=True, slots=True)
class Run:
    """One line of text: left end of its base line in millimetres from the upper left corner, size in points."""

    field: str
    x: float
    y: float
    size: float
    bold: bool
    text: str
    white: bool = False


@dataclass(frozen=True, slots=True)
class Dark:
    """A dark rectangle, in millimetres."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Layout:
    """One label, ready to be drawn."""

    width: float
    height: float
    dots: int
    dark: tuple[Dark, ...]
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """The room that a part takes."""

    field: str
    x: float
    y: float
    right: float
    bottom: float


def laid_out(template: Template, contents: Mapping[str, str], profile: str) -> Layout:
    """Return the label with these contents; raises `Refusal` for whatever is missing or does not fit."""
    missing = [name for name in template.placeholders() if not contents.get(name, "").strip()]
    if missing:
        where = next(part for part in template.parts if missing[0] in names_in(_words(part)))
        raise Refusal("label_field_missing", field=where.id, name=missing[0])
    runs, dark, boxes = [], [], []
    for text in template.texts:
        lines = _lines(text, contents)
        runs += _runs(text, lines)
        boxes.append(_box(text))
    for symbol in template.codes:
        rows = symbols.rows(symbol, contents, profile)
        dark += _elements(symbol, rows)
        boxes.append(_symbol_box(symbol, rows))
    _apart(template, boxes)
    if profile != REAL:
        band, words = _bands(template, profile)
        dark, runs = [*dark, *band], [*runs, *words]
    return Layout(float(template.width), float(template.height), template.dots, tuple(dark), tuple(runs))


def _words(part: Text | Symbol) -> str:
    return part.text if isinstance(part, Text) else part.words


def _lines(text: Text, contents: Mapping[str, str]) -> list[str]:
    words = filled(text.text, contents)
    wrong = faces.lacking(words.replace("\n", ""), bold=text.bold)
    if wrong:
        raise Refusal("label_character", field=text.id, character=f"U+{ord(wrong):04X}", text=shown_text(words))
    found = [line for part in words.split("\n") for line in _wrapped(text, part)]
    if len(found) > text.lines:
        raise Refusal(
            "label_text_long",
            field=text.id,
            text=shown_text(words, 80),
            width=plain(text.width),
            lines=str(text.lines),
            needed=str(len(found)),
        )
    return found


def _wrapped(text: Text, words: str) -> list[str]:
    room, size = float(text.width) * MM, float(text.size)
    found = [""]
    for blank, word in units(words):
        longer = f"{found[-1]}{blank}{word}" if found[-1] else word
        if faces.width(longer, size, bold=text.bold) <= room:
            found[-1] = longer
        elif faces.width(word, size, bold=text.bold) > room:
            raise Refusal("label_word_long", field=text.id, word=shown_text(word), width=plain(text.width))
        else:
            found.append(word)
    return found


def _runs(text: Text, lines: list[str]) -> list[Run]:
    size, found = float(text.size), []
    for at, line in enumerate(lines):
        spare = float(text.width) - faces.width(line, size, bold=text.bold) / MM
        x = float(text.x) + {"left": 0.0, "centre": spare / 2, "right": spare}[text.align]
        y = float(text.y) + (ASCENT + at * LEADING) * size / MM
        found.append(Run(text.id, x, y, size, text.bold, line))
    return found


def _box(text: Text) -> Box:
    high = float(text.size) * LEADING * text.lines / MM
    return Box(text.id, float(text.x), float(text.y), float(text.x + text.width), float(text.y) + high)


def _size(symbol: Symbol, rows: symbols.Rows) -> tuple[float, float]:
    wide = float(symbol.module) * len(rows[0])
    return wide, float(symbol.module) * len(rows) if symbol.kind in MATRIX else float(symbol.height)


def _symbol_box(symbol: Symbol, rows: symbols.Rows) -> Box:
    wide, high = _size(symbol, rows)
    return Box(symbol.id, float(symbol.x), float(symbol.y), float(symbol.x) + wide, float(symbol.y) + high)


def _elements(symbol: Symbol, rows: symbols.Rows) -> list[Dark]:
    """Return the dark elements, neighbours of one row joined, so that no hair line parts them."""
    module, found = float(symbol.module), []
    high = module if symbol.kind in MATRIX else float(symbol.height)
    for at, row in enumerate(rows):
        begin = row.find("1")
        while begin >= 0:
            end = row.find("0", begin)
            end = len(row) if end < 0 else end
            x, y = float(symbol.x) + begin * module, float(symbol.y) + at * module
            found.append(Dark(x, y, (end - begin) * module, high))
            begin = row.find("1", end)
    return found


def _apart(template: Template, boxes: list[Box]) -> None:
    """Refuse what reaches into the margin, and two parts in one place."""
    slack = 1e-6
    right, bottom = float(template.width - template.margin), float(template.height - template.margin)
    for box in boxes:
        if (
            min(box.x, box.y) < float(template.margin) - slack
            or box.right > right + slack
            or box.bottom > bottom + slack
        ):
            raise Refusal("label_outside", field=box.field, margin=plain(template.margin))
    for at, one in enumerate(boxes):
        for other in boxes[at + 1 :]:
            beside = one.right <= other.x + slack or other.right <= one.x + slack
            if not (beside or one.bottom <= other.y + slack or other.bottom <= one.y + slack):
                raise Refusal("label_overlap", first=one.field, second=other.field)


def _bands(template: Template, profile: str) -> tuple[list[Dark], list[Run]]:
    once, wide, high = f"NOT REAL \N{EN DASH} {profile.upper()}", float(template.width), float(template.height)
    margin, one = float(template.margin), faces.width(once + BAND_GAP, BAND_SIZE, bold=True) / MM
    words = BAND_GAP.join([once] * max(1, int(wide / one)))
    band = margin - 0.25
    x = max(0.3, (wide - faces.width(words, BAND_SIZE, bold=True) / MM) / 2)
    base = band / 2 + BAND_SIZE * 0.36 / MM
    dark = [Dark(0, 0, wide, band), Dark(0, high - band, wide, band)]
    runs = [
        Run("", x, base, BAND_SIZE, bold=True, text=words, white=True),
        Run("", x, high - band + base, BAND_SIZE, bold=True, text=words, white=True),
    ]
    return dark, runs


def fits(template: Template) -> None:
    """Refuse a template that does not hold the longest contents it foresees, in any profile; raises `Refusal`."""
    for profile in (REAL, "demonstration"):
        laid_out(template, template.longest(), profile)
