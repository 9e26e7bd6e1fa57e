"""SBI: the interface of Sartorius balances, asked with ESC P for one printed line.

A line has 16 characters with its end, or 22 with a field of six letters before it ("N", "G#", "Stat"): sign, a blank,
eight for the number, a blank, three for the unit, CR LF. While the load is not stable the unit is blank, so a line
without a unit is never a value. A digit in brackets is one that the balance does not verify.

The protocol has no way to tell whose answer a line is. So the line is read until it is quiet before the question, and
the newest line before it is quiet again is the answer.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Final

from ebr.devices.reading import Reading, unstable
from ebr.devices.transport import Line, Talk, shown_bytes
from ebr.domain.refusal import Refusal

PRINT: Final = b"\x1bP\r\n"
ZERO: Final = b"\x1bV\r\n"
TARE: Final = b"\x1bU\r\n"
ANSWER_SECONDS: Final = 2.0
SETTLE_SECONDS: Final = 10.0
AGAIN_SECONDS: Final = 0.15
QUIET_SECONDS: Final = 0.08
MOST: Final = 20
"""Lines that nobody asked for, before it is garbage."""
SHORT, LONG = 14, 20
"""Characters of a line without its end, without and with the field of six letters."""
BRACKETS: Final = 2
NUMBER: Final = re.compile(r"([+\- ]) *([0-9]{0,10}\.?[0-9]*)(?:\[([0-9])\])? +([A-Za-z\xb5%]{0,3}) *")
SPECIAL: Final = {
    "H": "device_overload",
    "HIGH": "device_overload",
    "HH": "device_overload",
    "L": "device_underload",
    "LOW": "device_underload",
    "LL": "device_underload",
    "CAL": "device_busy",
    "CAL.RUN": "device_busy",
    "--": "device_busy",
}


def read_weight(line: bytes, device: str) -> Reading:
    """Return the weight in a line; raises `Refusal` for overload, an error, or a line that is no weight."""
    text = line.decode("latin-1")
    fits = {SHORT: text, LONG: text[6:], SHORT + BRACKETS: text, LONG + BRACKETS: text[6:]}
    body = fits.get(len(text))
    found = NUMBER.fullmatch(body) if body is not None else None
    digits = found[2] + (found[3] or "") if found is not None else ""
    if found is None or not re.fullmatch(r"[0-9]+(\.[0-9]+)?", digits) or not _brackets_fit(found, text):
        raise _no_weight(text, line, device)
    sign = "-" if found[1] == "-" else ""
    return Reading(sign + digits, found[4], bool(found[4]), text, device, unverified=found[3] or "")


def _brackets_fit(found: re.Match[str], text: str) -> bool:
    """Two more characters than usual are two brackets, nothing else."""
    return len(text) in (SHORT, LONG) or found[3] is not None


def _no_weight(text: str, line: bytes, device: str) -> Refusal:
    words = text[6:].strip() if text[:6].strip() in ("Stat", "Err") else text.strip()
    code = SPECIAL.get(words.upper())
    if code is None and re.fullmatch(r"(?:APP\.|DIS\.|PRT\.)?ERR\.? *[0-9]{0,4}", words.upper()):
        code = "device_refuses"
    raw = shown_bytes(line)
    return Refusal(code or "device_garbage", device=device, raw=raw)


class Sbi:
    """Sbi(open_line, device): a balance that speaks SBI."""

    def __init__(self, open_line: Callable[[], Line], device: str) -> None:
        self._open, self.device = open_line, device

    def read(self, seconds: float = SETTLE_SECONDS) -> Reading:
        """As `Balance.read`."""
        with Talk(self._open(), self.device) as talk:
            end, last = time.monotonic() + seconds, None
            while True:
                try:
                    last = self._printed(talk)
                except Refusal as refusal:
                    if refusal.code != "device_busy":
                        raise
                if last is not None and last.stable:
                    return last
                if time.monotonic() >= end:
                    raise unstable(self.device, last)
                time.sleep(AGAIN_SECONDS)

    def look(self) -> Reading:
        """As `Balance.look`."""
        with Talk(self._open(), self.device) as talk:
            return self._printed(talk)

    def zero(self) -> None:
        """As `Balance.zero`; the protocol does not confirm it."""
        self._do(ZERO)

    def tare(self) -> None:
        """As `Balance.tare`; the protocol does not confirm it."""
        self._do(TARE)

    def _do(self, command: bytes) -> None:
        with Talk(self._open(), self.device) as talk:
            talk.say(command)

    def _printed(self, talk: Talk) -> Reading:
        talk.drain(QUIET_SECONDS)
        talk.say(PRINT)
        line = talk.next_line(ANSWER_SECONDS)
        if line is None:
            raise talk.silent(ANSWER_SECONDS)
        while (newer := talk.next_line(QUIET_SECONDS)) is not None:
            talk.strays.append(shown_bytes(line))
            line = newer
            if len(talk.strays) >= MOST:
                raise talk.garbage(line)
        return read_weight(line, self.device)
