"""Shapes that tell a state without colour. Each is drawn in the unit square, y upwards, and is different in outline.

Filled shapes ask for attention, outlined ones do not. The words for them are in `MEANING`, printed on the cover.
"""

from __future__ import annotations

from math import cos, pi, sin
from typing import Final, Literal, NamedTuple

from ebr.words import tr

Point = tuple[float, float]


class Stroke(NamedTuple):
    """A path: "fill" closes and fills it, "line" strokes it, "loop" closes and strokes, "hole" fills it in white."""

    how: Literal["fill", "line", "loop", "hole"]
    points: tuple[Point, ...]


def _disc(how: Literal["fill", "loop"], radius: float = 0.46) -> Stroke:
    turn = [index * 2 * pi / 28 for index in range(28)]
    return Stroke(how, tuple((round(0.5 + radius * cos(a), 3), round(0.5 + radius * sin(a), 3)) for a in turn))


_TRIANGLE: Final = ((0.5, 0.95), (1.0, 0.05), (0.0, 0.05))
_DIAMOND: Final = ((0.5, 1.0), (1.0, 0.5), (0.5, 0.0), (0.0, 0.5))
_SQUARE: Final = ((0.06, 0.06), (0.94, 0.06), (0.94, 0.94), (0.06, 0.94))
_OCTAGON: Final = ((0.3, 0.0), (0.7, 0.0), (1.0, 0.3), (1.0, 0.7), (0.7, 1.0), (0.3, 1.0), (0.0, 0.7), (0.0, 0.3))
_CROSS: Final = (Stroke("line", ((0.28, 0.28), (0.72, 0.72))), Stroke("line", ((0.28, 0.72), (0.72, 0.28))))
_BANG: Final = (
    Stroke("hole", ((0.45, 0.68), (0.55, 0.68), (0.53, 0.36), (0.47, 0.36))),
    Stroke("hole", ((0.45, 0.28), (0.55, 0.28), (0.55, 0.18), (0.45, 0.18))),
)

SHAPES: Final[dict[str, tuple[Stroke, ...]]] = {
    "changed": (Stroke("fill", _TRIANGLE),),
    "late": (_disc("loop"), Stroke("line", ((0.5, 0.78), (0.5, 0.5), (0.7, 0.38)))),
    "attempt": (Stroke("loop", _SQUARE), *_CROSS),
    "exception": (Stroke("fill", _DIAMOND),),
    "contested": (Stroke("fill", _SQUARE), Stroke("hole", ((0.44, 0.0), (0.56, 0.0), (0.56, 1.0), (0.44, 1.0)))),
    "valid": (_disc("loop"), Stroke("line", ((0.28, 0.5), (0.44, 0.34), (0.73, 0.66)))),
    "void": (_disc("fill"), Stroke("hole", ((0.2, 0.42), (0.8, 0.42), (0.8, 0.58), (0.2, 0.58)))),
    "minor": (Stroke("loop", _TRIANGLE),),
    "major": (Stroke("fill", _TRIANGLE), *_BANG),
    "critical": (Stroke("fill", _OCTAGON), *_BANG),
    "open": (_disc("loop"),),
    "closed": (Stroke("line", ((0.05, 0.5), (0.36, 0.18), (0.95, 0.82))),),
    "accepted": (_disc("loop"), Stroke("line", ((0.28, 0.5), (0.44, 0.34), (0.73, 0.66)))),
    "rejected": (_disc("fill"), Stroke("hole", ((0.2, 0.42), (0.8, 0.42), (0.8, 0.58), (0.2, 0.58)))),
    "out-of-specification": (Stroke("fill", _TRIANGLE), *_BANG),
    "warn": (Stroke("fill", _TRIANGLE), *_BANG),
}


def meaning(mark: str) -> str:
    """Return the words for a mark in the margin."""
    return {
        "changed": tr("Changed after entry"),
        "late": tr("Late entry"),
        "attempt": tr("Attempted before"),
        "exception": tr("Exception"),
        "contested": tr("Contested, not resolved"),
    }[mark]
