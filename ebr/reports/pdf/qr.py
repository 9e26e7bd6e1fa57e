"""The QR code with the head, and the same in words (record-and-sync.md, "Witnesses": a head on paper is a witness)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from ebr.reports.document import Verification
from ebr.reports.pdf.flow import Box, Piece, Squares
from ebr.reports.pdf.paper import BODY, CODE, INK2, LINE, NORMAL, SMALL, STRONG, TEXT
from ebr.reports.pdf.strip import Strip
from ebr.words import tr


@lru_cache(maxsize=8)
def squares(text: str) -> tuple[bytes, ...]:
    """Return the rows of the code, 1 for a dark square; ValueError when the text is too long for any code."""
    import segno

    return tuple(bytes(row) for row in segno.make(text, error="m", micro=False, boost_error=False).matrix)


def verification(block: Verification) -> Iterator[Piece]:
    """Yield the code with its words beside it, in a box."""
    strip = Strip(0.0, BODY)
    side = 104.0
    strip.marks.append(Squares(squares(block.qr), 12, 12, side))
    low = strip.text(side + 28, 12, tr("To check this report"), BODY - side - 40, STRONG, NORMAL + 0.6)
    for words in block.words:
        low = strip.text(side + 28, low + 3, words, BODY - side - 40, TEXT, NORMAL - 0.4)
    low = strip.text(side + 28, low + 4, tr("The code says:"), BODY - side - 40, TEXT, SMALL, INK2)
    low = strip.text(side + 28, low, block.qr, BODY - side - 40, CODE, SMALL, INK2)
    high = max(side + 24, low + 10)
    strip.marks[:0] = [Box(0, 0, BODY, high, "", LINE, 0.6, 3)]
    yield strip.piece(high, 10.0)
