"""Badge readers: a number, from a reader that types like a keyboard or sits at a serial port.

A badge only says who; it never signs and never opens a presence without the password (21 CFR 11.200(a)(1)). Readers
send the number with a prefix of the site ("BADGE:"), so that a badge can never be taken for a material's code.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from ebr.devices.listening import Listener
from ebr.devices.scanner import AIM
from ebr.devices.transport import Line, shown_bytes
from ebr.domain.refusal import Refusal

PREFIX: Final = b"BADGE:"
NUMBER: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z.\-]{1,39}")


def read_badge(line: bytes, device: str) -> str:
    """Return the number of a badge in a line; raises `Refusal` for what is none."""
    found = AIM.match(line)
    rest = line[found.end() :] if found is not None else line
    text = rest.removeprefix(PREFIX).decode("latin-1").strip()
    if not NUMBER.fullmatch(text):
        raise Refusal("badge_unreadable", device=device, raw=shown_bytes(line))
    return text


def badge_reader(open_line: Callable[[], Line], device: str) -> Listener[str]:
    """Return a reader that waits for badges."""
    return Listener(open_line, device, read_badge)
