"""Drawing a document: cover, blocks, frame; the same document gives the same bytes, on every run.

Two passes: everything is laid out as pieces first, so that page numbers are known, then painted. What is kept between
is small (about 200 bytes a line of text); pictures are loaded one at a time while painting. Fonts are embedded as
subsets; the canvas starts with one of them, because its own default would slip in unembedded and break PDF/A.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING

from ebr.reports.document import Document
from ebr.reports.pdf.blocks import pieces
from ebr.reports.pdf.cover import Contents, cover
from ebr.reports.pdf.faces import FILES, drawable, face
from ebr.reports.pdf.finish import finish
from ebr.reports.pdf.flow import Page, paginate
from ebr.reports.pdf.frame import frame, top
from ebr.reports.pdf.paint import paint
from ebr.reports.pdf.paper import BOTTOM, HEIGHT, TEXT, WIDTH
from ebr.reports.pdf.sections import LED, led

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas


def draw(document: Document, attachments: Mapping[str, bytes]) -> bytes:
    """Return the report as finished PDF/A-3b, ready to be sealed, with the attachments (name to bytes) inside.

    A verifier that rebuilds a report gives the same attachments: `ebr.reports.pdf.compare` then expects equal bytes.
    Raises OSError when a font or the colour profile is missing.
    """
    for name in FILES:
        face(name)
    return finish(_painted(document, _laid_out(document)), document, attachments)


def _laid_out(document: Document) -> list[Page]:
    """Pages of the cover and the body. The cover's length does not depend on the numbers in its contents."""
    room = HEIGHT - BOTTOM - top(document.identity)
    laid = (piece for block in document.blocks for piece in pieces(block))
    body = paginate(laid if 0 < document.form < LED else led(laid), room)
    blank = len(paginate(cover(document, _contents(body, 0)), room))
    return [*paginate(cover(document, _contents(body, blank)), room), *body]


def _contents(body: list[Page], before: int) -> Contents:
    chapters = ((index, placed.piece.bookmark) for index, page in enumerate(body, 1) for placed in page)
    return [(mark.number, mark.text, before + index) for index, mark in chapters if mark and mark.level == 1]


def _painted(document: Document, pages: list[Page]) -> bytes:
    from reportlab import rl_config
    from reportlab.pdfgen.canvas import Canvas

    rl_config.useA85 = 0
    out = BytesIO()
    canvas = Canvas(out, (WIDTH, HEIGHT), pageCompression=1, invariant=1, initialFontName=TEXT, lang=document.language)
    canvas.setTitle(document.title)
    depth, start = -1, top(document.identity)
    for number, page in enumerate(pages, 1):
        depth = _outlined(canvas, page, depth, start)
        paint(canvas, [*frame(document, number, len(pages)), *((start + one.top, one.piece) for one in page)])
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _outlined(canvas: Canvas, page: Page, depth: int, start: float) -> int:
    """Add the bookmarks of a page and return how deep the last one lies; a level may not be left out."""
    for index, placed in enumerate(page):
        mark = placed.piece.bookmark
        if mark is None:
            continue
        depth = min(mark.level - 1, depth + 1)
        key = f"p{canvas.getPageNumber()}-{index}"
        canvas.bookmarkHorizontal(key, 0, HEIGHT - start - placed.top + 12)
        canvas.addOutlineEntry(drawable(f"{mark.number}  {mark.text}".strip()), key, depth)
    return depth
