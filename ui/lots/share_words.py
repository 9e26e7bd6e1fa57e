"""Who has how much of a lot, as bars in words and parts of the whole: what is drawn and what may still be drawn."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ebr.station.questions import LotAnswer
from ebr.words import figure, ntr, tr

MOST_BATCHES: Final = 3


@dataclass(frozen=True, slots=True)
class Share:
    """One bar: parts of the whole from 0 to 1, and its words."""

    name: str
    drawn: float
    left: float
    figure: str
    batches: str
    spoken: str


def shares_of(answer: LotAnswer) -> tuple[Share, ...]:
    """Return the bars of a lot; nothing where it is neither parted among stations nor drawn from."""
    parts = [one for one in answer.shares if Decimal(one.drawn) > 0 or Decimal(one.left) > 0]
    if all(not one.station and not one.batches for one in parts):
        return ()
    whole = max(
        Decimal(answer.received or "0"), sum((Decimal(one.drawn) + Decimal(one.left) for one in parts), Decimal(0))
    )
    unit = answer.row.unit
    found = []
    for one in parts:
        name = one.station or tr("Not allocated")
        amount = tr("{left} {unit} left, {drawn} drawn", left=figure(one.left), drawn=figure(one.drawn), unit=unit)
        shown = [
            tr("{batch}: {drawn} {unit}", batch=batch, drawn=figure(much), unit=unit) for batch, much in one.batches
        ]
        more = len(shown) - MOST_BATCHES
        if more > 0:
            shown = [*shown[:MOST_BATCHES], ntr("{n} batch more", "{n} batches more", more)]
        batches = " · ".join(shown)
        spoken = tr("{station}: {figure}", station=name, figure=amount)
        found.append(
            Share(name, float(Decimal(one.drawn) / whole), float(Decimal(one.left) / whole), amount, batches, spoken)
        )
    return tuple(found)
