"""Drawing a paper about a master batch record: first page, contents, chapters; the same paper gives the same bytes.

Product, MBR, version and hash stand on every page with "page x of y" (EU GMP 4.19; 21 CFR 211.186), so a page cannot
be mistaken for one of another version. A store that is not production says so in a band, as on every report.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ebr.reports.document import Document, Facts, Heading, Identity
from ebr.reports.master_paper import MasterPaper
from ebr.reports.pdf.blocks import facts, heading, notice, pieces
from ebr.reports.pdf.faces import drawable, width
from ebr.reports.pdf.finish import finish
from ebr.reports.pdf.flow import Box, Page, Piece, paginate
from ebr.reports.pdf.frame import FOOT, HEAD, bands, profile_words
from ebr.reports.pdf.pages import Contents, contents_of, described, foot, load_faces, painted
from ebr.reports.pdf.paper import (
    BODY,
    BOTTOM,
    CODE,
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
)
from ebr.reports.pdf.sections import signed
from ebr.reports.pdf.signatures import signature
from ebr.reports.pdf.strip import Strip
from ebr.words import language, tr

START: Final = HEAD + 52.0
"""Where the contents of a page begin, below the head."""
ROOM: Final = HEIGHT - BOTTOM - START


def draw_paper(paper: MasterPaper) -> bytes:
    """Return the paper as finished PDF/A, ready to be sealed. Raises OSError when a font is missing."""
    load_faces()
    return finish(_painted(paper), _described(paper), {})


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
    return described(paper.title, identity, printed)


def _name(paper: MasterPaper) -> str:
    return tr("{id} version {version}", id=paper.header.id, version=paper.version)


def _laid_out(paper: MasterPaper) -> list[Page]:
    """Pages of the cover and the body. The cover's length does not depend on the numbers in its contents."""
    body = paginate(signed(piece for block in paper.blocks for piece in pieces(block)), ROOM)
    blank = len(paginate(_cover(paper, contents_of(body, 0)), ROOM))
    return [*paginate(_cover(paper, contents_of(body, blank)), ROOM), *body]


def _painted(paper: MasterPaper) -> bytes:
    pages = _laid_out(paper)
    return painted(paper.title, language(), pages, START, lambda number, of: _frame(paper, number, of))


def _frame(paper: MasterPaper, number: int, pages: int) -> Iterator[tuple[float, Piece]]:
    yield from bands(paper.printed.profile)
    yield HEAD, _head(paper)
    yield FOOT, foot(paper.hash, paper.printed, number, pages)


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
