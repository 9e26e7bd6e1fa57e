"""Drawing a document: cover, blocks, frame; the same document gives the same bytes, on every run.

Two passes: everything is laid out as pieces first, so that page numbers are known, then painted. What is kept between
is small (about 200 bytes a line of text); pictures are loaded one at a time while painting. Fonts are embedded as
subsets (`ebr.reports.pdf.pages`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ebr.reports.document import Document
from ebr.reports.pdf.blocks import pieces
from ebr.reports.pdf.cover import cover
from ebr.reports.pdf.finish import FORM, finish
from ebr.reports.pdf.flow import Page, Piece, paginate
from ebr.reports.pdf.frame import frame, top
from ebr.reports.pdf.pages import contents_of, load_faces, painted
from ebr.reports.pdf.paper import BOTTOM, HEIGHT
from ebr.reports.pdf.sections import LED, SIGNED, led, signed


def draw(document: Document, attachments: Mapping[str, bytes]) -> bytes:
    """Return the report as finished PDF/A-3b, ready to be sealed, with the attachments (name to bytes) inside.

    A verifier that rebuilds a report gives the same attachments: `ebr.reports.pdf.compare` then expects equal bytes.
    Raises OSError when a font or the colour profile is missing.
    """
    load_faces()
    return finish(_painted(document, _laid_out(document)), document, attachments)


def _laid_out(document: Document) -> list[Page]:
    """Pages of the cover and the body. The cover's length does not depend on the numbers in its contents."""
    room = HEIGHT - BOTTOM - top(document.identity)
    laid = (piece for block in document.blocks for piece in pieces(block))
    body = paginate(_kept(laid, document.form or FORM), room)
    blank = len(paginate(cover(document, contents_of(body, 0)), room))
    return [*paginate(cover(document, contents_of(body, blank)), room), *body]


def _kept(laid: Iterable[Piece], form: int) -> Iterable[Piece]:
    """Return the pieces with what a form of the report keeps on one page."""
    if form < LED:
        return laid
    return led(laid) if form < SIGNED else signed(led(laid))


def _painted(document: Document, pages: list[Page]) -> bytes:
    start = top(document.identity)
    return painted(document.title, document.language, pages, start, lambda number, of: frame(document, number, of))
