"""Where the devices of a terminal are: one short text for each role, as somebody types it (21 CFR 211.68).

    PROTOCOL LINK PLACE DEVICE [SPEED] [FRAME] [sn=SERIAL]

    mt-sics tcp 192.168.1.20:8001 BAL-01            a balance in the network
    sbi serial /dev/ttyUSB0 BAL-02 9600 8O1         one at a serial port, with its speed and frame
    mt-sics serial COM3 BAL-03 sn=B021002593        one that must say that it has this serial number
    zpl tcp 10.0.0.5:9100 LP-01                     a label printer
    pdf folder /srv/labels LP-02                    labels as files
    mt-sics simulated 250.30g BAL-99                played, with this load; never on a production store (floor-rules 16)

DEVICE is the equipment number: it stands in every reading. A place with blanks is put in quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ebr.domain.refusal import Refusal
from ebr.domain.values import shown_text

BALANCES: Final = ("balance", "balance_2", "balance_3")
"""The roles of balances: a terminal may have three, and the step takes the one that fits."""
BALANCE_TALK: Final[Mapping[str, tuple[str, ...]]] = {
    "mt-sics": ("tcp", "serial", "simulated"),
    "sbi": ("tcp", "serial", "simulated"),
}
ROLES: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    **dict.fromkeys(BALANCES, BALANCE_TALK),
    "scanner": {"lines": ("serial", "tcp", "simulated")},
    "label_printer": {"zpl": ("tcp", "serial", "simulated"), "pdf": ("folder",)},
    "badge_reader": {"lines": ("serial", "tcp", "simulated")},
}
"""What each role of a device may speak, and over what. A role is also the name of the terminal's setting."""
EXAMPLES: Final[Mapping[str, str]] = {
    "balance": "mt-sics tcp 192.168.1.20:8001 BAL-01",
    "balance_2": "sbi tcp 192.168.1.21:8001 BAL-02",
    "balance_3": "mt-sics serial /dev/ttyUSB0 BAL-03 9600 8N1",
    "scanner": "lines serial /dev/ttyACM0 SC-01",
    "label_printer": "zpl tcp 192.168.1.30:9100 LP-01",
    "badge_reader": "lines serial /dev/ttyACM1 BR-01",
}
SIMULATED: Final = "simulated"
WORDS: Final = re.compile(r'"([^"]{1,200})"|([^\s"]+)')
DEVICE: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z._/\-]{0,39}")
HOST_PORT: Final = re.compile(r"(\[[0-9A-Fa-f:]{2,45}\]|[0-9A-Za-z._\-]{1,253}):([0-9]{1,5})")
FRAME: Final = re.compile(r"[78][NEO][12]")
SERIAL: Final = re.compile(r"sn=([\x21\x23-\x7e]{1,30})")
SPEEDS: Final = ("300", "600", "1200", "2400", "4800", "9600", "19200", "38400", "57600", "115200")
LARGEST_PORT: Final = 65535
LONGEST: Final = 300


@dataclass(frozen=True, slots=True)
class DeviceAddress:
    """Where one device is, in its parts."""

    role: str
    protocol: str
    link: str
    place: str
    device: str
    speed: int = 9600
    frame: str = "8N1"
    serial: str = ""

    @property
    def simulated(self) -> bool:
        """Whether it is played."""
        return self.link == SIMULATED

    @property
    def host(self) -> tuple[str, int]:
        """Host and port of a device in the network."""
        host, _, port = self.place.rpartition(":")
        return host.strip("[]"), int(port)


def read_address(role: str, text: str) -> DeviceAddress:
    """Return an address in its parts; raises `Refusal` naming the part that cannot be, with an example."""
    words = [quoted or plain for quoted, plain in WORDS.findall(text)]
    protocols = ROLES[role]
    if len(words) < 4 or WORDS.sub("", text).strip():  # noqa: PLR2004 - protocol, link, place, device
        raise _wrong(role, text)
    protocol, link, place, device, *options = words
    if protocol not in protocols:
        raise Refusal("device_protocol", protocol=shown_text(protocol), known=", ".join(protocols))
    if link not in protocols[protocol]:
        raise Refusal("device_link", protocol=protocol, link=shown_text(link), known=", ".join(protocols[protocol]))
    if not DEVICE.fullmatch(device) or (link == "tcp" and not _host(place)):
        raise _wrong(role, text)
    speed, frame, serial = _options(role, text, options, link)
    return DeviceAddress(role, protocol, link, place, device, speed, frame, serial)


def address_trouble(role: str, text: str, *, production: bool) -> Refusal | None:
    """Refuse an address that cannot be read, and a played device on a production store (floor-rules 16)."""
    try:
        address = read_address(role, text)
    except Refusal as refusal:
        return refusal
    return Refusal("device_simulated", device=address.device) if address.simulated and production else None


def _host(place: str) -> bool:
    found = HOST_PORT.fullmatch(place)
    return found is not None and 0 < int(found[2]) <= LARGEST_PORT


def _options(role: str, text: str, options: list[str], link: str) -> tuple[int, str, str]:
    speed, frame, serial = 9600, "8N1", ""
    for option in options:
        number = SERIAL.fullmatch(option)
        if number is not None and role in BALANCES:
            serial = number[1]
        elif link == "serial" and option in SPEEDS:
            speed = int(option)
        elif link == "serial" and FRAME.fullmatch(option):
            frame = option
        else:
            raise _wrong(role, text)
    return speed, frame, serial


def _wrong(role: str, text: str) -> Refusal:
    return Refusal("device_address", text=shown_text(text, 80), example=EXAMPLES[role])
