"""Devices that are played behind a real TCP port of this computer, for demonstrations and practice (floor-rules 16).

A balance takes a load (`put`); its `place` goes into an address: `sbi tcp {place} BENCH-1`.
"""

from __future__ import annotations

from decimal import Decimal

from ebr.devices.simulators.balance import MtSicsTalk, PlayedBalance, SbiTalk
from ebr.devices.simulators.printer import PlayedPrinter
from ebr.devices.simulators.standing import Standing


class Balance:
    """Balance(pan, standing): a played balance at `place`."""

    def __init__(self, pan: PlayedBalance, standing: Standing) -> None:
        self._pan, self._standing, self.place, self.unit = pan, standing, standing.place, pan.unit

    def put(self, load: Decimal) -> None:
        """Put a load on the pan, in the unit of the balance."""
        self._pan.put(load)

    def close(self) -> None:
        """Let go of the port."""
        self._standing.close()


class LabelPrinter:
    """LabelPrinter(played, standing): a played label printer at `place`."""

    def __init__(self, played: PlayedPrinter, standing: Standing) -> None:
        self._played, self._standing, self.place = played, standing, standing.place

    @property
    def labels(self) -> int:
        """How many labels came out."""
        return self._played.labels

    def close(self) -> None:
        """Let go of the port."""
        self._standing.close()


def played_balance(language: str, *, unit: str, decimals: int, capacity: str, serial: str) -> Balance:
    """Return a balance that stands behind a port, with nothing on its pan; `language` "mt-sics" or "sbi"."""
    pan = PlayedBalance(unit=unit, decimals=decimals, capacity=Decimal(capacity), serial=serial)
    return Balance(pan, Standing(SbiTalk(pan) if language == "sbi" else MtSicsTalk(pan)))


def played_printer() -> LabelPrinter:
    """Return a label printer that stands behind a port and reads ZPL."""
    played = PlayedPrinter()
    return LabelPrinter(played, Standing(played))
