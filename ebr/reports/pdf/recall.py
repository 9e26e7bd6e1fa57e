"""Drawing a recall list: first page with what it is about and how many were reached, then the tables.

Number, hash and "page x of y" stand on every page, so no page can be laid to another list. A store that is not
production says so in a band, as on every report (floor-rules 16). The same list gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ebr.reports.document import Document, Facts, Identity
from ebr.reports.pdf.blocks import facts, notice, pieces
from ebr.reports.pdf.faces import drawable, width
from ebr.reports.pdf.finish import finish
from ebr.reports.pdf.flow import Page, Piece, paginate
from ebr.reports.pdf.frame import FOOT, HEAD, bands, profile_words
from ebr.reports.pdf.pages import described, foot, load_faces, painted
from ebr.reports.pdf.paper import (
    BODY,
    BOTTOM,
    CODE,
    HEIGHT,
    INK,
    INK2,
    LARGE,
    MEDIUM,
    NORMAL,
    STRONG,
    TEXT,
)
from ebr.reports.pdf.sections import signed, together
from ebr.reports.pdf.strip import Strip
from ebr.reports.recall import RecallPaper
from ebr.words import language

START: Final = HEAD + 46.0
ROOM: Final = HEIGHT - BOTTOM - START


def draw_recall(paper: RecallPaper) -> bytes:
    """Return the list as finished PDF/A, ready to be sealed. Raises OSError when a font is missing."""
    load_faces()
    laid = [*_cover(paper), *signed(together(piece for block in paper.blocks for piece in pieces(block)))]
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
    return described(paper.title, identity, printed)


def _painted(paper: RecallPaper, pages: list[Page]) -> bytes:
    return painted(paper.title, language(), pages, START, lambda number, of: _frame(paper, number, of), flat=True)


def _frame(paper: RecallPaper, number: int, pages: int) -> Iterator[tuple[float, Piece]]:
    yield from bands(paper.printed.profile)
    yield HEAD, _head(paper)
    yield FOOT, foot(paper.hash, paper.printed, number, pages)


def _head(paper: RecallPaper) -> Piece:
    strip = Strip(0.0, BODY)
    about = drawable(paper.about)
    taken = min(width(about, CODE, NORMAL + 1) + 4, BODY * 0.7)
    strip.text(BODY - taken, 0, about, taken, CODE, NORMAL + 1, right=True)
    strip.text(0, 0, paper.title, BODY - taken - 16, STRONG, NORMAL + 1)
    strip.rule(17.0, 0.8, INK)
    return strip.piece(17.0)


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
