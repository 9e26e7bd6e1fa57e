"""Looking at the balance while somebody fills: what it shows now, stable or not. No Qt here.

Looking is no reading: nothing of it goes into the record, nothing is repeated by it (floor-rules 10). Only "Take tare"
and "Read gross weight" read (`ui.execution.reading`), and what they read is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Protocol

from ebr.domain.refusal import Refusal
from ebr.station.readings import Reading, in_unit
from ebr.wording import refusal_words
from ebr.words import tr
from ui.dispense.model import Live

OVER: Final = ("device_overload", "device_underload")


class Looking(Protocol):
    """The part of a desk that is needed here."""

    def device(self, work: Callable[[Any], Any], then: Callable[[Any], None]) -> None:
        """Do something with the devices of this terminal."""


class LiveBalance:
    """LiveBalance(desk). `look(unit, then)` asks once; while an answer is awaited nothing more is asked."""

    def __init__(self, desk: Looking) -> None:
        self._desk, self._waiting = desk, False

    def look(self, unit: str, then: Callable[[Live], None], device: str = "") -> None:
        """Ask what a balance shows ("": the only one) and tell it in the unit of the entry."""
        if self._waiting:
            return
        self._waiting = True

        def came(said: Any) -> None:
            self._waiting = False
            then(live_of(said, unit))

        self._desk.device(lambda devices: devices.look_at_balance(device), came)


def live_of(said: Any, unit: str) -> Live:
    """Return what the balance said in words."""
    if isinstance(said, Reading):
        try:
            value = in_unit(said, unit)
        except Refusal as refusal:
            return Live(words=refusal_words(refusal), tone="warn", icon="alert-triangle")
        if said.stable:
            return Live(value, unit, tr("Stable"), "", "circle-check", stable=True)
        return Live(value, unit, tr("Moving"), "", "refresh")
    if isinstance(said, Refusal):
        over = tr("Overload: take load off") if said.code == OVER[0] else tr("Below zero: is the pan in place?")
        words = over if said.code in OVER else refusal_words(said)
        return Live(words=words, tone="crit" if said.code in OVER else "warn", icon="alert-triangle")
    return Live(words=tr("The balance does not answer"), tone="warn", icon="alert-triangle")
