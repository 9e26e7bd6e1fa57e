"""Drawing a paper about a master batch record: first page, contents, chapters; the same paper gives the same bytes.

Product, MBR, version and hash stand on every page with "page x of y" (EU GMP 4.19; 21 CFR 211.186), so a page cannot
be mistaken for one of another version. A store that is not production says so in a band, as on every report.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Final

from ebr.reports.document import Document, Facts, Heading, Identity
from ebr.reports.master_paper import MasterPaper
from ebr.reports.pdf.blocks import facts, heading, notice, pieces
from ebr.reports.pdf.cover import Contents
from ebr.reports.pdf.faces import FILES, drawable, face, width
from ebr.reports.pdf.finish import finish
from ebr.reports.pdf.flow import Box, Page, Piece, paginate
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
    LINE,
    MEDIUM,
    NORMAL,
    SMALL,
    STRONG,
    SUNKEN,
    TEXT,
    TINY,
    WIDTH,
)
from ebr.reports.pdf.signatures import signature
from ebr.reports.pdf.strip import Strip
from ebr.words import language, tr

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

START: Final = HEAD + 52.0
"""Where the contents of a page begin, below the head."""
ROOM: Final = HEIGHT - BOTTOM - START


def draw_paper(paper: MasterPaper) -> bytes:
    """Return the paper as finished PDF/A, ready to be sealed. Raises OSError when a font is missing."""
    for name in FILES:
        face(name)
    return finish(_painted(paper, _laid_out(paper)), _described(paper), {})


def _described(paper: MasterPaper) -> Document:
    """Name the paper as `finish` wants it named: title, MBR with version in place of a batch, product."""
    header, printed = paper.header, paper.printed
    identity = Identity(
        site=printed.site or tr("No site"),
        site_fingerprint=printed.fingerprint,
        profile=printed.profile,
        product=header.product,
        strength=header.strength,
        batch=_name(paper),
        size="",
        mbr_id=header.id,
        mbr_version=paper.version,
        mbr_hash=paper.hash,
        product_profile=header.profile,
        disposition=paper.status,
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


def _name(paper: MasterPaper) -> str:
    return tr("{id} version {version}", id=paper.header.id, version=paper.version)


def _laid_out(paper: MasterPaper) -> list[Page]:
    """Pages of the cover and the body. The cover's length does not depend on the numbers in its contents."""
    body = paginate((piece for block in paper.blocks for piece in pieces(block)), ROOM)
    blank = len(paginate(_cover(paper, _contents(body, 0)), ROOM))
    return [*paginate(_cover(paper, _contents(body, blank)), ROOM), *body]


def _contents(body: list[Page], before: int) -> Contents:
    chapters = ((index, placed.piece.bookmark) for index, page in enumerate(body, 1) for placed in page)
    return [(mark.number, mark.text, before + index) for index, mark in chapters if mark and mark.level == 1]


def _painted(paper: MasterPaper, pages: list[Page]) -> bytes:
    from reportlab import rl_config
    from reportlab.pdfgen.canvas import Canvas

    rl_config.useA85 = 0
    out = BytesIO()
    canvas = Canvas(out, (WIDTH, HEIGHT), pageCompression=1, invariant=1, initialFontName=TEXT, lang=language())
    canvas.setTitle(paper.title)
    depth = -1
    for number, page in enumerate(pages, 1):
        depth = _outlined(canvas, page, depth)
        paint(canvas, [*_frame(paper, number, len(pages)), *((START + one.top, one.piece) for one in page)])
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _outlined(canvas: Canvas, page: Page, depth: int) -> int:
    for index, placed in enumerate(page):
        mark = placed.piece.bookmark
        if mark is None:
            continue
        depth = min(mark.level - 1, depth + 1)
        key = f"p{canvas.getPageNumber()}-{index}"
        canvas.bookmarkHorizontal(key, 0, HEIGHT - START - placed.top + 12)
        canvas.addOutlineEntry(drawable(f"{mark.number}  {mark.text}".strip()), key, depth)
    return depth


def _frame(paper: MasterPaper, number: int, pages: int) -> Iterator[tuple[float, Piece]]:
    words = profile_words(paper.printed.profile)
    if words:
        yield 0.0, band(words)
        yield HEIGHT - BAND, band(words)
    yield HEAD, _head(paper)
    yield FOOT, _foot(paper, number, pages)


def _head(paper: MasterPaper) -> Piece:
    strip = Strip(0.0, BODY)
    name = drawable(_name(paper))
    taken = width(name, CODE, NORMAL + 1) + 4
    strip.text(BODY - taken, 0, name, taken, CODE, NORMAL + 1, right=True)
    strip.text(0, 0, _short(paper.header.product, BODY - taken - 16), BODY, STRONG, NORMAL + 1)
    strip.text(0, 15.5, paper.title, BODY / 2, TEXT, SMALL, INK2)
    strip.text(BODY / 2, 15.5, paper.status, BODY / 2, STRONG, SMALL, INK2, right=True)
    strip.rule(29.0, 0.8, INK)
    return strip.piece(29.0)


def _short(words: str, room: float) -> str:
    """The product's name may be cut here: it stands in full on the first page."""
    words = drawable(words)
    if width(words, STRONG, NORMAL + 1) <= room:
        return words
    while width(f"{words}…", STRONG, NORMAL + 1) > room:
        words = words[:-1]
    return f"{words.rstrip()}…"


def _foot(paper: MasterPaper, number: int, pages: int) -> Piece:
    strip, printed = Strip(0.0, BODY), paper.printed
    strip.rule(0, 0.4, EDGE)
    strip.text(0, 5, tr("Hash"), 24, STRONG, TINY, INK2)
    strip.text(24, 5, paper.hash, BODY - 150, CODE, TINY, INK2)
    page = tr("Page {number} of {pages}", number=number, pages=pages)
    strip.text(BODY - 120, 4, page, 120, STRONG, SMALL, INK, right=True)
    by = tr("printed {at} by {name}", at=printed.at, name=printed.by) if printed.by else tr("made {at}", at=printed.at)
    strip.text(0, 14.6, by, 330, TEXT, TINY, INK2)
    strip.text(BODY - 200, 14.6, printed.site, 200, TEXT, TINY, INK3, right=True)
    return strip.piece(24)


def _cover(paper: MasterPaper, contents: Contents) -> Iterator[Piece]:
    yield _title(paper)
    if paper.printed.profile != "production":
        yield notice(profile_words(paper.printed.profile), "critical")
    yield _status(paper)
    yield from facts(Facts(paper.facts))
    for remark in paper.remarks:
        yield notice(remark, "warn")
    for one in paper.signatures:
        yield from signature(one)
    if contents:
        yield from heading(Heading(2, "", tr("Contents")))
    for number, title, page in contents:
        yield _content(number, title, page)


def _title(paper: MasterPaper) -> Piece:
    strip = Strip(0.0, BODY)
    low = strip.text(0, 2, paper.title, BODY, MEDIUM, LARGE, INK2)
    low = strip.text(0, low + 5, paper.header.product, BODY, STRONG, 21.0)
    low = strip.text(0, low + 1, paper.header.strength, BODY, TEXT, LARGE + 1, INK2)
    strip.label(0, low + 10, tr("Master batch record"), BODY / 2)
    low = strip.text(0, low + 18, _name(paper), BODY, CODE, 15.0)
    return strip.piece(low + 8)


def _status(paper: MasterPaper) -> Piece:
    strip = Strip(0.0, BODY)
    strip.label(14, 7, tr("Status"), 200)
    low = strip.text(14, 16, paper.status, BODY - 28, STRONG, 12.0) + 7
    strip.marks[:0] = [Box(0, 0, BODY, low, SUNKEN, INK, 1.0, 3)]
    return strip.piece(low, 6.0)


def _content(number: str, title: str, page: int) -> Piece:
    strip = Strip(0.0, BODY)
    strip.text(0, 3, number, 28, STRONG, NORMAL, INK3)
    low = strip.text(30, 3, title, BODY - 90)
    strip.text(BODY - 40, 3, str(page), 40, STRONG, NORMAL, right=True)
    strip.rule(low + 3, 0.4, LINE)
    return strip.piece(low + 3)
