"""The balances of the demonstration: each plays MT-SICS inside this program and is read like one at a line.

    scales.read("FLOOR-SCALE-01", "30.00", "kg")    the load is put on the pan, the reading comes over the line

A balance is played from its first reading on; its unit and resolution stand in `resources/demo/floor.yaml`. What the
record keeps of a reading is what it keeps of every reading. Only a store outside production plays one (floor-rules 16).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from ebr.cli.demonstration.script import balance_of
from ebr.clock import Clock
from ebr.domain.values import plain
from ebr.station.devices import Devices
from ebr.station.readings import Reading, in_unit

Value = dict[str, str]


class Scales:
    """Scales(clock): the balances that were read so far."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._played: dict[str, Devices] = {}

    def read(self, equipment: str, load: str, unit: str) -> tuple[str, Value]:
        """Put a load on a balance; return what it shows in a unit, and what the record keeps of the reading."""
        devices = self._played.get(equipment) or self._begin(equipment)
        devices.put(load)
        reading = devices.read_balance()
        return in_unit(reading, unit), source_of(reading)

    def weigh(self, equipment: str, told: Mapping[str, str], unit: str) -> tuple[Value, Value]:
        """Return value and source of a weighed row: its net weight, or tare and gross where the script has a tare."""
        if "tare" not in told:
            net, source = self.read(equipment, told["net"], unit)
            return {**told, "net": net}, source
        tare, of_tare = self.read(equipment, told["tare"], unit)
        gross, source = self.read(equipment, plain(Decimal(told["tare"]) + Decimal(told["net"])), unit)
        source |= {f"{name}_tare": text for name, text in of_tare.items()}
        return {**told, "tare": tare, "gross": gross, "net": plain(Decimal(gross) - Decimal(tare))}, source

    def _begin(self, equipment: str) -> Devices:
        address = balance_address(equipment)
        made = self._played[equipment] = Devices({"balance": address}, production=False, clock=self._clock)
        return made


def balance_address(equipment: str, load: str = "0") -> str:
    """Return the address of a played balance with this on its pan, as a terminal's setting has it."""
    told = balance_of(equipment)
    shown = Decimal(load).quantize(Decimal(told["resolution"]))
    return f"mt-sics simulated {shown:f}{told['unit']} {equipment}"


def source_of(reading: Reading) -> Value:
    """Return what the record keeps of a reading."""
    found = {"device": reading.device, "raw": reading.raw, "at": reading.at, "serial": reading.serial}
    return {name: text for name, text in found.items() if text}
