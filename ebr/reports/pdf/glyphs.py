"""How a line is drawn whose letters stand in more than one face, or not one behind the other."""

from __future__ import annotations

from typing import NamedTuple


class Glyphs(NamedTuple):
    """Letters drawn in one go: how far right and up of the line's start (in thousandths), face, codes."""

    x: float
    y: float
    face: str
    text: str
    silent: bool = False
    """Drawn only: what it stands for is carried by another."""


class Line(NamedTuple):
    """A line as it is drawn, and how wide it is; both in thousandths of the type size."""

    glyphs: tuple[Glyphs, ...]
    width: float
