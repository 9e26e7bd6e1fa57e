"""The devices of this terminal, made from the addresses in its settings; used on the desk's device thread.

    devices = station.devices()            at the writer: a plain object that touches no store
    devices.read_balance()                 -> Reading, with the moment it came      (on another thread)
    devices.printer().send(zpl)            -> Outcome

Everything that goes wrong is a `Refusal` with a code "device_...". Simulated devices exist outside production only,
here as in the rule that sets the address (floor-rules 16).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from ebr.clock import Clock
from ebr.devices.badge import badge_reader
from ebr.devices.listening import Listener
from ebr.devices.mt_sics import MtSics
from ebr.devices.printer import FilePrinter, Outcome, Printer, ZplPrinter
from ebr.devices.reading import Balance, Reading
from ebr.devices.sbi import Sbi
from ebr.devices.scanner import Code, scanner
from ebr.devices.transport import Line, SerialLine, TcpLine
from ebr.domain.refusal import Refusal
from ebr.domain.station.state import BALANCES, ROLES, DeviceAddress, read_address, terminal_setting
from ebr.domain.station.state.addresses import SIMULATED
from ebr.station.inside import Inside
from ebr.words import tr

__all__ = ["Code", "Devices", "Outcome", "Printer", "Reading", "devices_of"]

LOAD: Final = re.compile(r"(-?[0-9]{1,6}(?:\.[0-9]{1,6})?)([A-Za-z]{1,3})(?:,([a-z]+))?")
LISTEN_SECONDS: Final = 0.2


class Devices:
    """Devices(addresses by role, production, clock). One thread uses it at a time."""

    def __init__(self, addresses: Mapping[str, str], *, production: bool, clock: Clock) -> None:
        self.addresses = {role: text for role, text in addresses.items() if text}
        self._production, self._clock = production, clock
        self.played: dict[str, Any] = {}
        """What is played in the place of each simulated device, by its equipment number."""
        self._listening: dict[str, Listener[Any]] = {}

    def address(self, role: str) -> DeviceAddress:
        """Return where the device of a role is; raises `Refusal` when none is set up, or none of a production store."""
        text = self.addresses.get(role, "")
        if not text:
            raise Refusal("device_missing", role=role)
        address = read_address(role, text)
        if address.simulated and self._production:
            raise Refusal("device_simulated", device=address.device)
        return address

    def read_balance(self, seconds: float = 10.0, *, device: str = "") -> Reading:
        """Wait for a stable reading and return it with the moment it came; raises `Refusal`.

        `device` is the equipment number of one of this terminal's balances, "" the first.
        """
        return self._stamped(self.balance(device).read(seconds))

    def look_at_balance(self, device: str = "") -> Reading:
        """Return what a balance shows now, stable or not; raises `Refusal`."""
        return self._stamped(self.balance(device).look())

    def balance(self, device: str = "") -> Balance:
        """Return a balance, not asked yet; one that is not set up here is refused, never another taken."""
        address = self.balance_address(device)
        if address.protocol == "sbi":
            return Sbi(lambda: self._line(address), address.device)
        return MtSics(lambda: self._line(address), address.device, address.serial)

    def balance_address(self, device: str = "") -> DeviceAddress:
        """Return where a balance is; raises `Refusal` when this terminal has none, or not this one."""
        roles = [role for role in BALANCES if role in self.addresses]
        every = [self.address(role) for role in roles]
        found = next((one for one in every if device in ("", one.device)), None)
        if found is None:
            raise Refusal("device_missing", role=BALANCES[0])
        return found

    def printer(self, *, print_seconds: float = 30.0) -> Printer:
        """Return the label printer, not asked yet; raises `Refusal` when none is set up."""
        address = self.address("label_printer")
        if address.protocol == "pdf":
            return FilePrinter(Path(address.place), address.device)
        return ZplPrinter(lambda: self._line(address), address.device, print_seconds=print_seconds)

    def next_code(self, seconds: float = LISTEN_SECONDS) -> Code | None:
        """Wait for one code of the serial scanner; None for none; raises `Refusal`."""
        found: Code | None = self._listener("scanner").next_item(seconds)
        return found

    def next_badge(self, seconds: float = LISTEN_SECONDS) -> str | None:
        """Wait for one badge at the serial reader; None for none; raises `Refusal`."""
        found: str | None = self._listener("badge_reader").next_item(seconds)
        return found

    def tried(self, role: str, text: str) -> str:
        """Try an address that is not set up yet and say in words what the device answered; raises `Refusal`."""
        other = Devices({role: text}, production=self._production, clock=self._clock)
        other.played = self.played
        try:
            return other._try(role)
        finally:
            other.close()

    def _try(self, role: str) -> str:
        if role in BALANCES:
            return _reading_words(self.look_at_balance())
        if role == "label_printer":
            trouble = self.printer().trouble()
            if trouble is not None:
                raise trouble
            return tr("{device} is ready to print", device=self.address(role).device)
        self._listener(role).listen()
        return tr("{device} is connected", device=self.address(role).device)

    def put(self, load: str, *, unstable: float = 0.0, device: str = "") -> None:
        """Put a load on a simulated balance; it takes so many seconds to settle. For demonstrations and practice.

        Raises `Refusal` on a production store; a real balance takes no load from here.
        """
        address = self.balance_address(device)
        if not address.simulated:
            raise Refusal("device_link", protocol=address.protocol, link=address.link, known=SIMULATED)
        self._playing(address).balance.put(load, unstable=unstable)

    def close(self) -> None:
        """Let go of every line that is open."""
        for listener in self._listening.values():
            listener.close()

    def _stamped(self, reading: Reading) -> Reading:
        return replace(reading, at=self._clock.now().wall)

    def _listener(self, role: str) -> Listener[Any]:
        address = self.address(role)
        if role not in self._listening:
            made = scanner if role == "scanner" else badge_reader
            self._listening[role] = made(lambda: self._line(address), address.device)
        return self._listening[role]

    def _line(self, address: DeviceAddress) -> Line:
        if address.link == "tcp":
            return TcpLine(*address.host, address.device)
        if address.link == "serial":
            return SerialLine(address.place, address.device, speed=address.speed, frame=address.frame)
        from ebr.devices.simulators.played_line import PlayedLine

        return PlayedLine(self._playing(address))

    def _playing(self, address: DeviceAddress) -> Any:  # noqa: ANN401 - any of the played devices
        if address.device not in self.played:
            self.played[address.device] = played_for(address)
        return self.played[address.device]


def played_for(address: DeviceAddress) -> Any:  # noqa: ANN401 - any of the played devices
    """Return what plays a simulated device; a balance begins with the load in its address ("250.30g,overload")."""
    from ebr.devices.simulators.balance import MtSicsTalk, PlayedBalance, SbiTalk
    from ebr.devices.simulators.playing import FAULTS
    from ebr.devices.simulators.printer import PlayedPrinter
    from ebr.devices.simulators.scanner import PlayedScanner

    if address.role == "label_printer":
        return PlayedPrinter()
    if address.role not in BALANCES:
        return PlayedScanner("]d2" if address.role == "scanner" else "")
    found = LOAD.fullmatch(address.place)
    fault = (found[3] or "") if found is not None else ""
    if found is None or fault not in FAULTS:
        raise Refusal("device_address", text=address.place, example="mt-sics simulated 250.30g BAL-99")
    load = Decimal(found[1])
    decimals = max(0, -int(load.as_tuple().exponent))
    balance = PlayedBalance(load, found[2], decimals, serial=f"SIM-{address.device}", fault=fault)
    return SbiTalk(balance) if address.protocol == "sbi" else MtSicsTalk(balance)


def play_at(language: str, port: int, load: Decimal, fault: str = "") -> None:
    """Play a device at a port of this computer until the process is stopped; raises `Refusal`, or OSError."""
    from ebr.devices.simulators.balance import MtSicsTalk, PlayedBalance, SbiTalk
    from ebr.devices.simulators.playing import FAULTS, Playing
    from ebr.devices.simulators.printer import PlayedPrinter
    from ebr.devices.simulators.serving import listening, serve

    if fault not in FAULTS:
        raise Refusal("setting_choice", name="--fault", value=fault, choices=", ".join(FAULTS[1:]))
    balance = PlayedBalance(load, decimals=max(0, -int(load.as_tuple().exponent)), fault=fault)
    talks: dict[str, Playing] = {"mt-sics": MtSicsTalk(balance), "sbi": SbiTalk(balance), "zpl": PlayedPrinter()}
    with listening(port) as waiting:
        serve(talks[language], waiting, lambda: True)


def devices_of(station: Inside, before: Devices | None) -> Devices:
    """Return the devices that the terminal's settings name; the same object while they name the same."""
    state = station.station_state()
    addresses = {role: text for role in ROLES if (text := terminal_setting(state, role))}
    if before is not None and before.addresses == addresses:
        return before
    made = Devices(addresses, production=state.production, clock=station.clock)
    if before is not None:
        made.played = before.played
    return made


def _reading_words(reading: Reading) -> str:
    shown = {"device": reading.device, "value": reading.value, "unit": reading.unit}
    if not reading.stable:
        return tr("{device} shows {value} {unit}, not stable yet", **shown)
    if not reading.serial:
        return tr("{device} shows {value} {unit}, stable", **shown)
    return tr("{device} shows {value} {unit}, stable (serial number {serial})", **shown, serial=reading.serial)
