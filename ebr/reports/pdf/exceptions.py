"""An exception in full: how grave by shape and word, where, what happened, what was done, who signed.

A bar at the left holds the card together over pages; it is black for critical, grey for the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from ebr.reports.document import ExceptionCard, Fact, Step
from ebr.reports.pdf.flow import Box, Piece, slices
from ebr.reports.pdf.paper import BODY, CODE, EDGE, INK, INK2, LARGE, LINE, NORMAL, SMALL, STRONG, TEXT
from ebr.reports.pdf.signatures import signature
from ebr.reports.pdf.strip import Strip

INSET: Final = 14.0
ROOM: Final = BODY - INSET
TALL: Final = 300.0


def exception_card(block: ExceptionCard) -> Iterator[Piece]:
    """Yield the card's pieces, the first ones kept together."""
    parts = [_title(block)]
    parts += _story(block.text)
    parts += [_fact(fact) for fact in block.facts]
    parts += [_step(step) for step in block.steps]
    for one in block.signatures:
        parts += [replace(piece, gap=4.0) for piece in signature(one, INSET, ROOM)]
    for index, part in enumerate(parts):
        yield _barred(part, block, first=index == 0, keep=index < min(2, len(parts) - 1))


def _barred(part: Piece, block: ExceptionCard, *, first: bool, keep: bool) -> Piece:
    ink = INK if block.severity == "critical" else EDGE
    above = 0.0 if first else part.gap
    bar = Box(0.0, -above, 3.0, part.height + above, ink)
    return Piece(part.height, part.runs, (bar, *part.marks), part.gap, keep)


def _title(block: ExceptionCard) -> Piece:
    strip = Strip(INSET, ROOM)
    strip.shape(block.severity, 0, 3.2, 11.5)
    strip.text(18, 2, block.number, 60, CODE, LARGE, INK2)
    low = strip.text(78, 2, block.title, ROOM - 188, STRONG, LARGE)
    strip.text(ROOM - 92, 3.2, block.state, 92, STRONG, NORMAL)
    strip.shape("closed" if block.closed else "open", ROOM - 105, 4.4, 8.0)
    low = strip.text(78, low + 0.5, f"{block.severity_words}  ·  {block.where}", ROOM - 188, TEXT, SMALL, INK2)
    return strip.piece(low + 3, 14.0)


def _story(words: str) -> list[Piece]:
    if not words:
        return []
    strip = Strip(INSET, ROOM)
    low = strip.text(0, 2, words, min(ROOM, 440.0))
    return list(slices(strip.piece(low + 4), TALL))


def _fact(fact: Fact) -> Piece:
    strip = Strip(INSET, ROOM)
    strip.text(0, 2.4, fact.label, 72, TEXT, SMALL, INK2)
    strip.text(78, 1.8, fact.value, ROOM - 78, CODE if fact.code else TEXT, NORMAL)
    return strip.piece(strip.bottom + 1.8)


def _step(step: Step) -> Piece:
    strip = Strip(INSET, ROOM)
    strip.text(0, 2.6, step.by, 104, TEXT, SMALL)
    strip.text(112, 2.8, step.at, 104, TEXT, SMALL - 0.4, INK2)
    strip.text(222, 2, step.text, ROOM - 222)
    strip.rule(0, 0.4, LINE)
    return strip.piece(strip.bottom + 2.4)
