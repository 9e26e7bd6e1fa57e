"""The two codes that try a scanner: what they say is known, so what comes is compared sign by sign (ux.md, Hardware).

One is a GS1 DataMatrix with a separator in it, as on the labels of materials; one a plain Code 128, as on many lots and
racks. Both hold the letters that trade places between keyboards (A and Q, Z and W, Y and Z, M), in both cases, and
digits; the matrix holds punctuation as well. They stand for nothing: no lot, no material, no person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ebr.domain.label.state.marks import CHECK, REAL
from ebr.domain.label.state.template import Symbol

MATRIX, BARS = "gs1_datamatrix", "code128"
FIELDS: Final = (("01", "09506000134352"), ("10", CHECK), ("21", "1AQWMZYaqwmzy-/:;?_"))
"""The number of the article is the one that GS1 keeps for examples."""
PLAIN: Final = "CHECK-AQWMZYaqwmzy0189"


@dataclass(frozen=True, slots=True)
class Known:
    """What a scanner that is set up right sends for a code: its symbology identifier, then the text."""

    kind: str
    aim: str
    text: str


KNOWN: Final = (
    Known(MATRIX, "]d2", "".join(f"{ai}{value}" for ai, value in FIELDS[:2]) + "\x1d" + "".join(FIELDS[2])),
    Known(BARS, "]C0", PLAIN),
)


def elements() -> Mapping[str, tuple[str, ...]]:
    """Return rows of "1" (dark) and "0" of each code, with the light zone around it."""
    from ebr.labels.symbols import rows

    nothing = Decimal(0)
    made = (
        Symbol(MATRIX, MATRIX, nothing, nothing, nothing, nothing, fields=FIELDS),
        Symbol(BARS, BARS, nothing, nothing, nothing, nothing, text=PLAIN),
    )
    return {one.kind: rows(one, {}, REAL) for one in made}
