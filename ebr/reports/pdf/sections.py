"""Which pieces of a paper stay on one page: no section leaves a single line behind, no table a single row.

A short section is one whole, from its title to its last line. Of a long one the first two rows of each table stay
together, and so do the last two with the sentence that closes the section. Of this, the batch record has only `led`,
from form `LED` on, and `signed`, from form `SIGNED` on: its pages are compared with those of earlier versions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from ebr.reports.pdf.flow import Piece

SHORT: Final = 260.0
"""A section of at most this height is never broken."""
SHORT_ROWS: Final = 150.0
"""The same for a section with a table, which can break between its rows."""

LED: Final = 3
"""The form of the batch record (`ebr.reports.pdf.finish.FORM`) from which no page ends with what leads to a listing."""
SIGNED: Final = 4
"""The form of the batch record from which no signature stands at the head of a page without what it signs."""
LINES: Final = 2
"""Pieces before a signature that stand on its page."""
SECOND: Final = 2
LEAD: Final = 200.0
"""A title and words of at most this height stay with the first row of what they lead to."""


def led(laid: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the pieces, the title and the words before a listing kept with its first row."""
    for section in _sections(laid):
        first = next((at for at, piece in enumerate(section) if piece.again is not None), 0)
        low = sum(piece.gap + piece.height for piece in section[:first]) <= LEAD
        yield from (replace(piece, keep=True) if low and at < first else piece for at, piece in enumerate(section))


def signed(laid: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the pieces, a signature kept with the lines before it, and the second one of a block with the first.

    Nobody signs at the head of a page what stands on the page before (21 CFR 11.50).
    """
    held: list[Piece] = []
    block = 0
    for piece in laid:
        block = block + 1 if piece.signs else 0
        if block == 1:
            held = [one if one.signs else replace(one, keep=True) for one in held]
        elif block == SECOND:
            held[-1] = replace(held[-1], keep=True)
        held.append(piece)
        if len(held) > LINES:
            yield held.pop(0)
    yield from held


def together(laid: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the pieces, those kept with the next one that belong together."""
    for section in _sections(laid):
        bound = SHORT_ROWS if any(piece.again is not None for piece in section) else SHORT
        whole = sum(piece.gap + piece.height for piece in section) <= bound
        kept = range(len(section) - 1) if whole else _joined(section)
        places = frozenset(kept)
        yield from (replace(piece, keep=True) if at in places else piece for at, piece in enumerate(section))


def _sections(laid: Iterable[Piece]) -> Iterator[list[Piece]]:
    section: list[Piece] = []
    for piece in laid:
        if section and piece.bookmark is not None:
            yield section
            section = []
        section.append(piece)
    if section:
        yield section


def _joined(section: list[Piece]) -> Iterator[int]:
    """Yield the places of rows that stay with what follows them."""
    for at, piece in enumerate(section[:-1]):
        if piece.again is None:
            continue
        first = section[at - 1].again is not piece.again
        after = section[at + 1]
        last = after.again is piece.again and (at + 2 == len(section) or section[at + 2].again is not piece.again)
        closing = after.again is None and at + 2 == len(section)
        if first or last or closing:
            yield at
