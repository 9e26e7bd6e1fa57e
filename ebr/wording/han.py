"""Where a line of Chinese may end: between any two characters, not before a mark that closes or behind one that opens.

Chinese has no blanks between words. A text is parted into units that are never parted: one character with the marks
that belong to it, or a run of Latin letters and digits as a whole (a batch number, a value). What a unit is set against
is told with it: a blank, as between the words of other languages, or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

CHARACTERS: Final = "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u312f\u3400-\u9fff\uf900-\ufaff"
FULL: Final = "\u3000-\u3004\u3008-\u3020\u302a-\u303f\uff00-\uffef"
"""Marks as wide as a character."""
OPENING: Final = "（〔［｛〈《「『【〖“‘"
CLOSING: Final = "，。、；：？！）〕］｝〉》」』】〗”’…—～％℃"
FOLLOWING: Final = CLOSING + ",.;:?!)%]"
"""What stays with a character before it; a run of letters has such marks of its own."""
HAN: Final = re.compile(f"[{CHARACTERS}{FULL}]")
_SET: Final = f"{CHARACTERS}{FULL}{OPENING}{CLOSING}"
UNIT: Final = re.compile(
    f"[{OPENING}]*"
    rf"(?:[{CHARACTERS}][{re.escape(FOLLOWING)}]*|[^ {_SET}]+[{CLOSING}]*|[{FULL}{CLOSING}]+)"
    f"|[{OPENING}]+"
)
WORD: Final = re.compile(r"[^ ]+")
Width = Callable[[str], float]


def has_han(text: str) -> bool:
    """Tell whether a text has Chinese characters or marks as wide as they are."""
    return not text.isascii() and HAN.search(text) is not None


def units(text: str) -> Iterator[tuple[str, str]]:
    """Yield what stands before each unit (a blank or nothing) and the unit; together they are the text.

    A text without Chinese is parted at its blanks alone.
    """
    at = 0
    for found in (UNIT if has_han(text) else WORD).finditer(text):
        yield text[at : found.start()], found[0]
        at = found.end()
    if at < len(text):
        yield text[at:], ""


def folded(text: str, room: float, width: Width) -> Iterator[str]:
    """Yield the lines of a text, none wider than the room: a unit that is wider is broken, nothing is ever cut off."""
    line = ""
    for blank, unit in units(text):
        longer = f"{line}{blank}{unit}"
        if width(longer) <= room:
            line = longer
            continue
        if line:
            yield line
        *broken, line = _broken(unit, room, width)
        yield from broken
    if line:
        yield line


def _broken(unit: str, room: float, width: Width) -> list[str]:
    """Part a unit wherever it is full; a mark that closes takes the letter before it along."""
    pieces = [""]
    for letter in unit:
        full = pieces[-1]
        if full and width(full + letter) > room:
            kept = full[:-1] if letter in CLOSING else full
            pieces[-1:] = [kept, full[len(kept) :]] if kept else [full, ""]
        pieces[-1] += letter
    return pieces
