"""The balances and the label printer of the demonstration: played, each behind a TCP port of this computer.

    scales.read("FLOOR-SCALE-01", "30.00", "kg")    the load is put on the pan, the reading comes over the socket
    scales.printer("PRINTER-01")                    the devices of a terminal with that printer: ZPL over TCP

A device stands from its first use on, until the demonstration ends. What a balance speaks (MT-SICS or SBI), its unit
and resolution are in `resources/demo/floor.yaml`. What the record keeps of a reading is what it keeps of every reading.
Only a store outside production is played to (floor-rules 16).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from ebr.cli.demonstration.script import balance_of
from ebr.clock import Clock
from ebr.domain import units
from ebr.domain.values import plain
from ebr.station.devices import Devices
from ebr.station.played import Balance, LabelPrinter, played_balance, played_printer
from ebr.station.readings import Reading, in_unit

Value = dict[str, str]
MT_SICS: Final = "mt-sics"


class Scales:
    """Scales(clock): the devices that were used so far; `close()` ends them."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._pans: dict[str, Balance] = {}
        self._devices: dict[str, Devices] = {}
        self.printers: dict[str, LabelPrinter] = {}
        """What came out of each label printer, by its equipment number."""

    def read(self, equipment: str, load: str, unit: str) -> tuple[str, Value]:
        """Put a load on a balance; return what it shows in a unit, and what the record keeps of the reading."""
        devices = self._devices.get(equipment) or self._begin(equipment)
        pan = self._pans[equipment]
        pan.put(Decimal(load) * units.factor(unit, pan.unit))
        reading = devices.read_balance(device=equipment)
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

    def printer(self, equipment: str) -> Devices:
        """Return the devices of a terminal that prints labels on this printer."""
        if equipment not in self._devices:
            made = self.printers[equipment] = played_printer()
            self._devices[equipment] = self._terminal({"label_printer": f"zpl tcp {made.place} {equipment}"})
        return self._devices[equipment]

    def close(self) -> None:
        """End every device."""
        for pan in self._pans.values():
            pan.close()
        for printer in self.printers.values():
            printer.close()
        self._pans, self._devices = {}, {}

    def _begin(self, equipment: str) -> Devices:
        told = balance_of(equipment)
        speaks = str(told.get("speaks", MT_SICS))
        pan = self._pans[equipment] = played_balance(
            speaks,
            unit=told["unit"],
            decimals=max(0, -int(Decimal(told["resolution"]).as_tuple().exponent)),
            capacity=told["range"],
            serial=f"SIM-{equipment}",
        )
        made = self._devices[equipment] = self._terminal({"balance": f"{speaks} tcp {pan.place} {equipment}"})
        return made

    def _terminal(self, addresses: Mapping[str, str]) -> Devices:
        return Devices(addresses, production=False, clock=self._clock)


def balance_address(equipment: str, load: str = "0") -> str:
    """Return the address of a balance played inside the program, as a terminal's setting has it."""
    told = balance_of(equipment)
    shown = Decimal(load).quantize(Decimal(told["resolution"]))
    return f"{told.get('speaks', MT_SICS)} simulated {shown:f}{told['unit']} {equipment}"


def source_of(reading: Reading) -> Value:
    """Return what the record keeps of a reading."""
    found = {"device": reading.device, "raw": reading.raw, "at": reading.at, "serial": reading.serial}
    return {name: text for name, text in found.items() if text}
