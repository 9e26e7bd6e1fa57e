"""Drawing a recall list: first page with what it is about and how many were reached, then the tables.

Number, hash and "page x of y" stand on every page, so no page can be laid to another list. A store that is not
production says so in a band, as on every report (floor-rules 16). The same list gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Final

from ebr.reports.document import Document, Facts, Identity
from ebr.reports.pdf.blocks import facts, notice, pieces
from ebr.reports.pdf.faces import FILES, drawable, face, width
from ebr.reports.pdf.finish import finish
from ebr.reports.pdf.flow import Page, Piece, paginate
from ebr.reports.pdf.frame import BAND, FOOT, HEAD, band, profile_words
from ebr.reports.pdf.paint import paint
from ebr.reports.pdf.paper import (
    BODY,
    BOTTOM,
    CODE,
    EDGE,
    HEIGHT,
    INK,
    INK2,
    INK3,
    LARGE,
    MEDIUM,
    NORMAL,
    SMALL,
    STRONG,
    TEXT,
    TINY,
    WIDTH,
)
from ebr.reports.pdf.sections import together
from ebr.reports.pdf.strip import Strip
from ebr.reports.recall import RecallPaper
from ebr.words import language, tr

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

START: Final = HEAD + 46.0
ROOM: Final = HEIGHT - BOTTOM - START


def draw_recall(paper: RecallPaper) -> bytes:
    """Return the list as finished PDF/A, ready to be sealed. Raises OSError when a font is missing."""
    for name in FILES:
        face(name)
    laid = [*_cover(paper), *together(piece for block in paper.blocks for piece in pieces(block))]
    return finish(_painted(paper, paginate(laid, ROOM)), _described(paper), {})


def _described(paper: RecallPaper) -> Document:
    """Name the list as `finish` wants a paper named."""
    printed = paper.printed
    identity = Identity(
        site=printed.site,
        site_fingerprint=printed.fingerprint,
        profile=printed.profile,
        product=paper.words,
        strength="",
        batch=paper.about,
        size="",
        mbr_id="",
        mbr_version="",
        mbr_hash=paper.hash,
        product_profile="",
        disposition=paper.title,
        outcome="open",
    )
    return Document(
        title=paper.title,
        identity=identity,
        report_no=0,
        copy_no=0,
        printed_at=printed.at,
        printed_by=printed.by,
        made=printed.made,
        blocks=(),
        language=language(),
    )


def _painted(paper: RecallPaper, pages: list[Page]) -> bytes:
    from reportlab import rl_config
    from reportlab.pdfgen.canvas import Canvas

    rl_config.useA85 = 0
    out = BytesIO()
    canvas = Canvas(out, (WIDTH, HEIGHT), pageCompression=1, invariant=1, initialFontName=TEXT, lang=language())
    canvas.setTitle(paper.title)
    for number, page in enumerate(pages, 1):
        _outlined(canvas, page)
        paint(canvas, [*_frame(paper, number, len(pages)), *((START + one.top, one.piece) for one in page)])
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _outlined(canvas: Canvas, page: Page) -> None:
    for index, placed in enumerate(page):
        mark = placed.piece.bookmark
        if mark is not None:
            key = f"p{canvas.getPageNumber()}-{index}"
            canvas.bookmarkHorizontal(key, 0, HEIGHT - START - placed.top + 12)
            canvas.addOutlineEntry(drawable(f"{mark.number}  {mark.text}".strip()), key, 0)


def _frame(paper: RecallPaper, number: int, pages: int) -> Iterator[tuple[float, Piece]]:
    words = profile_words(paper.printed.profile)
    if words:
        yield 0.0, band(words)
        yield HEIGHT - BAND, band(words)
    yield HEAD, _head(paper)
    yield FOOT, _foot(paper, number, pages)


def _head(paper: RecallPaper) -> Piece:
    strip = Strip(0.0, BODY)
    about = drawable(paper.about)
    taken = min(width(about, CODE, NORMAL + 1) + 4, BODY * 0.7)
    strip.text(BODY - taken, 0, about, taken, CODE, NORMAL + 1, right=True)
    strip.text(0, 0, paper.title, BODY - taken - 16, STRONG, NORMAL + 1)
    strip.rule(17.0, 0.8, INK)
    return strip.piece(17.0)


def _foot(paper: RecallPaper, number: int, pages: int) -> Piece:
    strip, printed = Strip(0.0, BODY), paper.printed
    strip.rule(0, 0.4, EDGE)
    strip.text(0, 5, tr("Hash"), 24, STRONG, TINY, INK2)
    strip.text(24, 5, paper.hash, BODY - 150, CODE, TINY, INK2)
    page = tr("Page {number} of {pages}", number=number, pages=pages)
    strip.text(BODY - 120, 4, page, 120, STRONG, SMALL, INK, right=True)
    by = tr("printed {at} by {name}", at=printed.at, name=printed.by)
    strip.text(0, 14.6, by, 330, TEXT, TINY, INK2)
    strip.text(BODY - 200, 14.6, printed.site, 200, TEXT, TINY, INK3, right=True)
    return strip.piece(24)


def _cover(paper: RecallPaper) -> Iterator[Piece]:
    strip = Strip(0.0, BODY)
    low = strip.text(0, 2, paper.title, BODY, MEDIUM, LARGE, INK2)
    low = strip.text(0, low + 5, paper.about, BODY, CODE, 19.0)
    low = strip.text(0, low + 1, paper.words, BODY, TEXT, LARGE + 1, INK2)
    yield strip.piece(low + 8)
    if paper.printed.profile != "production":
        yield notice(profile_words(paper.printed.profile), "critical")
    yield from facts(Facts(paper.facts))
    for remark in paper.remarks:
        yield notice(remark, "warn")
