"""The cover: what this is, how it ended, the figures to judge it by, and where to check it.

The first page answers an inspector's first questions without turning: which batch, by which instructions, certified
or not, how many exceptions and changes. After it come contents, the marks' meaning and the heads of the logs.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from ebr.reports.document import (
    MARKS,
    Cell,
    Column,
    Count,
    Document,
    Fact,
    Facts,
    Head,
    Heading,
    Identity,
    Paragraph,
    Table,
)
from ebr.reports.pdf.blocks import facts, heading, notice, paragraph
from ebr.reports.pdf.flow import Box, Piece, Squares
from ebr.reports.pdf.frame import profile_words
from ebr.reports.pdf.pages import Contents
from ebr.reports.pdf.paper import (
    BODY,
    CODE,
    EDGE,
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
from ebr.reports.pdf.qr import squares, verification
from ebr.reports.pdf.shapes import meaning
from ebr.reports.pdf.signatures import signature
from ebr.reports.pdf.strip import Strip
from ebr.reports.pdf.tables import table
from ebr.words import ntr, tr

CODE_SIDE = 92.0
TILES = 4


def cover(document: Document, contents: Contents) -> Iterator[Piece]:
    """Yield the pieces of the first pages; they take the same room whatever the page numbers in `contents` are."""
    identity = document.identity
    yield _title(document)
    if identity.profile != "production":
        yield notice(profile_words(identity.profile), "critical")
    yield _disposition(identity)
    yield from _tiles(document.summary)
    yield from _identity(identity)
    yield from _history(document)
    for one in document.signatures:
        yield from signature(one)
    yield from _contents(contents)
    yield from _legend()
    yield from _heads(document)


def _title(document: Document) -> Piece:
    identity = document.identity
    strip = Strip(0.0, BODY)
    room = BODY - CODE_SIDE - 24
    low = strip.text(0, 2, document.title, room, MEDIUM, LARGE, INK2)
    low = strip.text(0, low + 5, identity.product, room, STRONG, 23.0)
    low = strip.text(0, low + 1, identity.strength, room, TEXT, LARGE + 1, INK2)
    strip.label(0, low + 12, tr("Batch"), room)
    low = strip.text(0, low + 20, identity.batch, room, CODE, 17.0)
    if document.verification is not None:
        strip.marks.append(Squares(squares(document.verification.qr), BODY - CODE_SIDE, 4, CODE_SIDE))
        strip.label(BODY - CODE_SIDE, CODE_SIDE + 8, tr("Head of the record"), CODE_SIDE, right=True)
    return strip.piece(max(low, CODE_SIDE + 16) + 6)


def _disposition(identity: Identity) -> Piece:
    strip = Strip(0.0, BODY)
    strip.label(40, 8, tr("Disposition"), 200)
    low = strip.text(40, 17, identity.disposition, BODY - 56, STRONG, 13.0) + 8
    strip.shape(identity.outcome, 13, low / 2 - 8, 16)
    strip.marks[:0] = [Box(0, 0, BODY, low, SUNKEN, INK, 1.0, 3)]
    return strip.piece(low, 8.0)


def _tiles(summary: tuple[Count, ...]) -> Iterator[Piece]:
    wide = (BODY - (TILES - 1) * 8) / TILES
    for start in range(0, len(summary), TILES):
        strip = Strip(0.0, BODY)
        for column, count in enumerate(summary[start : start + TILES]):
            x = column * (wide + 8)
            strip.box(x, 0, wide, 42, "", EDGE if count.loud else LINE, 3)
            strip.text(x + 10, 5, count.value, wide - 20, STRONG, 15.0, INK)
            strip.text(x + 10, 26, count.label, wide - 20, TEXT, SMALL, INK if count.loud else INK2)
            if count.loud:
                strip.shape("exception", x + wide - 19, 9, 9)
        yield strip.piece(max(42, strip.bottom + 4), 8.0)


def _identity(identity: Identity) -> Iterator[Piece]:
    rows = [
        Fact(tr("Batch size"), identity.size),
        Fact(tr("Product profile"), identity.product_profile),
        *(Fact(label, value, code=True) for label, value in identity.chain),
        Fact(tr("Master batch record"), tr("{id} version {version}", id=identity.mbr_id, version=identity.mbr_version)),
        Fact(tr("Site"), identity.site),
        *(Fact(label, value) for label, value in identity.more),
        Fact(tr("Hash of the MBR"), identity.mbr_hash, code=True),
        Fact(tr("Site fingerprint"), identity.site_fingerprint, code=True),
    ]
    yield from facts(Facts(tuple(rows)))


def _history(document: Document) -> Iterator[Piece]:
    if document.supersedes:
        yield from paragraph(Paragraph(document.supersedes, "warn"))
        for change in document.changes:
            yield _bullet(change)
    for remark in document.remarks:
        yield notice(remark, "warn")


def _bullet(words: str) -> Piece:
    strip = Strip(0.0, BODY)
    strip.marks.append(Box(10, 8.2, 3.2, 3.2, INK2))
    return strip.piece(strip.text(26, 3, words, BODY - 30))


def _contents(contents: Contents) -> Iterator[Piece]:
    yield Piece(0.0, needs=inf, keep=True)
    yield from heading(Heading(1, "", tr("About this report")))
    yield from heading(Heading(2, "", tr("Contents")))
    for number, title, page in contents:
        strip = Strip(0.0, BODY)
        strip.text(0, 3, number, 28, STRONG, NORMAL, INK3)
        low = strip.text(30, 3, title, BODY - 90)
        strip.text(BODY - 40, 3, str(page), 40, STRONG, NORMAL, right=True)
        strip.rule(low + 3, 0.4, LINE)
        yield strip.piece(low + 3)


def _legend() -> Iterator[Piece]:
    yield from heading(Heading(2, "", tr("Marks in the margin")))
    strip = Strip(0.0, BODY)
    for index, mark in enumerate(MARKS):
        x, y = (index % 3) * BODY / 3, 4 + (index // 3) * 15
        strip.shape(mark, x, y + 1.4, 8.0)
        strip.text(x + 15, y, meaning(mark), BODY / 3 - 20)
    yield strip.piece(strip.bottom + 2)
    words = tr(
        "Struck-through values were in the record and are kept. Times are the recording station's, with their zone."
    )
    yield from paragraph(Paragraph(words, "quiet"))


def _heads(document: Document) -> Iterator[Piece]:
    yield from heading(Heading(2, "", tr("Heads of the logs")))
    yield _witnessed(document)
    columns = (
        Column(tr("Station"), 1.0),
        Column(tr("Entries"), 0.55, "right"),
        Column(tr("Witnessed up to"), 0.6, "right"),
        Column(tr("Not witnessed"), 0.6, "right"),
        Column(tr("Log"), 2.3, code=True),
        Column(tr("Hash of the last entry"), 2.3, code=True),
    )
    rows = [
        (head.station, str(head.seq), str(head.covered) if head.covered else "-", _left(head), head.log, head.hash)
        for head in document.heads
    ]
    yield from table(Table(columns, rows, dense=True))
    yield from _countersigned(document)
    if document.verification is not None:
        yield from verification(document.verification)


def _left(head: Head) -> str | Cell:
    return Cell(str(head.unwitnessed), tone="strong") if head.unwitnessed else "0"


def _witnessed(document: Document) -> Piece:
    count = document.unwitnessed
    if not count:
        (piece,) = paragraph(Paragraph(tr("Every entry is witnessed on another machine."), "quiet"))
        return piece
    if not document.countersigned:
        none = ntr(
            "No independent witness: {n} entry not witnessed.",
            "No independent witness: {n} entries not witnessed.",
            count,
        )
        return notice(none, "warn")
    return notice(ntr("{n} entry not witnessed.", "{n} entries not witnessed.", count), "warn")


def _countersigned(document: Document) -> Iterator[Piece]:
    """Say what a witness signed: name, size and root of its tree, time; the key is what a reader compares."""
    if not document.countersigned:
        return
    yield from heading(Heading(2, "", tr("Countersigned by a witness")))
    columns = (
        Column(tr("Station"), 0.9),
        Column(tr("Up to entry"), 0.5, "right"),
        Column(tr("Witness"), 0.9),
        Column(tr("Time"), 0),
        Column(tr("Entries in its tree"), 0.7, "right"),
        Column(tr("Root of its tree"), 3.0, code=True),
    )
    rows = [
        (one.station, str(one.upto), one.witness, one.when, str(one.size), one.root) for one in document.countersigned
    ]
    yield from table(Table(columns, rows, dense=True))
    words = tr("What stands before the entry named existed at that time; entries behind it were written later.")
    yield from paragraph(Paragraph(words, "quiet"))
    for name, key in dict.fromkeys((one.witness, one.key) for one in document.countersigned):
        yield from paragraph(Paragraph(tr("Key of the witness {name}: {key}", name=name, key=key), "quiet"))
