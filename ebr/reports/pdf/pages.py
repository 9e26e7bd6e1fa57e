"""Pages painted one after the other with their bookmarks: what every drawn paper ends in, whatever stands on it.

The same pages give the same bytes. The canvas starts with one of our fonts, because its own default would slip in
unembedded and break PDF/A.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from ebr.reports.document import Document, Identity
from ebr.reports.master_paper import Printed
from ebr.reports.pdf.faces import FILES, drawable, face
from ebr.reports.pdf.flow import Page, Piece
from ebr.reports.pdf.paint import paint
from ebr.reports.pdf.paper import BODY, CODE, EDGE, HEIGHT, INK, INK2, INK3, SMALL, STRONG, TEXT, TINY, WIDTH
from ebr.reports.pdf.strip import Strip
from ebr.words import language, tr

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

Placed = Iterable[tuple[float, Piece]]
"""Pieces with their distance from the top of the paper."""
Contents = Sequence[tuple[str, str, int]]
"""Number, title and page of every chapter."""


def load_faces() -> None:
    """Make every font ready. Raises OSError when one is missing."""
    for name in FILES:
        face(name)


def contents_of(body: Sequence[Page], before: int) -> Contents:
    """Return the chapters of these pages, with so many pages before them."""
    chapters = ((index, placed.piece.bookmark) for index, page in enumerate(body, 1) for placed in page)
    return [(mark.number, mark.text, before + index) for index, mark in chapters if mark and mark.level == 1]


def painted(
    title: str,
    tongue: str,
    pages: Sequence[Page],
    start: float,
    around: Callable[[int, int], Placed],
    *,
    flat: bool = False,
) -> bytes:
    """Return the pages as PDF: `around` gives what stands around the contents of page x of y, which begin at `start`.

    `flat`: all bookmarks lie beside each other, whatever the level of their headings.
    """
    from reportlab import rl_config
    from reportlab.pdfgen.canvas import Canvas

    rl_config.useA85 = 0
    out = BytesIO()
    canvas = Canvas(out, (WIDTH, HEIGHT), pageCompression=1, invariant=1, initialFontName=TEXT, lang=tongue)
    canvas.setTitle(title)
    depth = -1
    for number, page in enumerate(pages, 1):
        depth = _outlined(canvas, page, -1 if flat else depth, start, flat=flat)
        paint(canvas, [*around(number, len(pages)), *((start + one.top, one.piece) for one in page)])
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _outlined(canvas: Canvas, page: Page, depth: int, start: float, *, flat: bool) -> int:
    """Add the bookmarks of a page and return how deep the last one lies; a level may not be left out."""
    for index, placed in enumerate(page):
        mark = placed.piece.bookmark
        if mark is None:
            continue
        depth = 0 if flat else min(mark.level - 1, depth + 1)
        key = f"p{canvas.getPageNumber()}-{index}"
        canvas.bookmarkHorizontal(key, 0, HEIGHT - start - placed.top + 12)
        canvas.addOutlineEntry(drawable(f"{mark.number}  {mark.text}".strip()), key, depth)
    return depth


def described(title: str, identity: Identity, printed: Printed) -> Document:
    """Name a paper that is no batch report as `finish` wants it named."""
    return Document(
        title=title,
        identity=identity,
        report_no=0,
        copy_no=0,
        printed_at=printed.at,
        printed_by=printed.by,
        made=printed.made,
        blocks=(),
        language=language(),
    )


def foot(paper_hash: str, printed: Printed, number: int, pages: int) -> Piece:
    """Return the foot of such a paper: its hash, page x of y, who printed it, the site."""
    strip = Strip(0.0, BODY)
    strip.rule(0, 0.4, EDGE)
    strip.text(0, 5, tr("Hash"), 24, STRONG, TINY, INK2)
    strip.text(24, 5, paper_hash, BODY - 150, CODE, TINY, INK2)
    page = tr("Page {number} of {pages}", number=number, pages=pages)
    strip.text(BODY - 120, 4, page, 120, STRONG, SMALL, INK, right=True)
    by = tr("printed {at} by {name}", at=printed.at, name=printed.by) if printed.by else tr("made {at}", at=printed.at)
    strip.text(0, 14.6, by, 330, TEXT, TINY, INK2)
    strip.text(BODY - 200, 14.6, printed.site, 200, TEXT, TINY, INK3, right=True)
    return strip.piece(24)
