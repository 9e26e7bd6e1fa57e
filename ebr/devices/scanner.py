"""Scanners at a serial port or in the network: one code a line, with the symbology (AIM) identifier before it.

The identifier "]d2" says that the code was a GS1 DataMatrix. Without one a separator that was lost cannot be told from
one that was never there, so a code without identifier is refused (ISO/IEC 15424). A scanner that types like a keyboard
is heard by the window (`ui.widgets.wedge`); both give the same code.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ebr.devices.listening import Listener
from ebr.devices.transport import Line, shown_bytes
from ebr.domain.refusal import Refusal

GS: Final = 0x1D
SPACE: Final = 0x20
AIM: Final = re.compile(rb"\][A-Za-z][0-9A-Za-z]")


@dataclass(frozen=True, slots=True)
class Code:
    """One code as it was read: its text with GS between fields, the AIM identifier, and the line."""

    data: str
    aim: str
    raw: str


def read_code(line: bytes, device: str) -> Code:
    """Return the code of a line; raises `Refusal` for one without AIM identifier, or with bytes no code has."""
    found = AIM.match(line)
    if found is None:
        raise Refusal("scan_without_identifier", device=device, raw=shown_bytes(line))
    data = line[found.end() :]
    if not data or any(one < SPACE and one != GS for one in data):
        raise Refusal("device_garbage", device=device, raw=shown_bytes(line))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return Code(text, found[0].decode("ascii"), shown_bytes(line))


def scanner(open_line: Callable[[], Line], device: str) -> Listener[Code]:
    """Return a scanner that waits for codes."""
    return Listener(open_line, device, read_code)
