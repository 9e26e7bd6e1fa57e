"""A signature as 21 CFR 11.50 wants it: printed name, role, meaning, date and time with zone.

A void signature stays where it was, with a filled shape, the name struck through, the word and the reason: after a
later change the record shows as unsigned (draft Annex 11 13).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ebr.reports.document import Signature
from ebr.reports.pdf.flow import Box, Piece
from ebr.reports.pdf.paper import BODY, EDGE, INK, INK2, LINE, NORMAL, SMALL, STRONG, SUNKEN, TEXT
from ebr.reports.pdf.strip import Strip
from ebr.words import tr


def signature(block: Signature, inset: float = 0.0, room: float = BODY) -> Iterator[Piece]:
    """Yield one signature as a box."""
    strip = Strip(inset, room)
    void = bool(block.void)
    first, second, third = 26.0, 26 + (room - 26) * 0.40, 26 + (room - 26) * 0.70
    strip.label(first, 6, tr("Signed by"), second - first)
    strip.label(second, 6, tr("Meaning"), third - second)
    strip.label(third, 6, tr("Date and time"), room - third)
    low = strip.text(first, 14.5, block.name, second - first - 10, STRONG, NORMAL + 0.6, struck=void)
    strip.text(first, low, f"{block.user}  ·  {block.role}", second - first - 10, TEXT, SMALL, INK2)
    low = strip.text(second, 14.5, block.meaning, third - second - 10, STRONG, NORMAL, struck=void)
    strip.text(second, low + 0.8, block.covers, third - second - 10, TEXT, SMALL, INK2)
    strip.text(third, 14.5, block.at, room - third - 8, TEXT, NORMAL - 0.6)
    strip.shape("void" if void else "valid", 8, 15, 10.5, INK)
    low = strip.bottom
    if void:
        words = tr("Void: {why}", why=block.void)
        low = strip.text(first, low + 2.5, words, room - first - 8, STRONG, SMALL)
    strip.marks[:0] = [Box(inset, 0, room, low + 5, SUNKEN if void else "", EDGE if void else LINE, 0.6, 3)]
    yield replace(strip.piece(low + 5, 6.0), signs=True)
