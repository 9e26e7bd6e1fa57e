"""MT-SICS: the command set of many balances (Mettler-Toledo "Standard Interface Command Set", levels 0 and 1).

Each reading opens the line, reads away what nobody asked for, and asks I4 (serial number) first: whatever comes before
that answer belongs to an earlier question and is thrown away, also behind a serial-to-network box that keeps old
answers. Then SI is asked until the balance calls the value stable; SI is answered at once, so no question is ever left
behind that a later reading could mistake for its own.

A weight stands right-aligned in exactly ten characters: a line that lost one on its way is refused, not read as ten
times less.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Final

from ebr.devices.reading import Reading, unstable
from ebr.devices.transport import Line, Talk, shown_bytes
from ebr.domain.refusal import Refusal

ANSWER_SECONDS: Final = 2.0
SETTLE_SECONDS: Final = 10.0
AGAIN_SECONDS: Final = 0.15
MOST_STRAYS: Final = 20
"""Lines of other questions that are read away before an answer; more is garbage."""
WEIGHT: Final = re.compile(r"(?:SI?|TI?|TA) ([SD]) (?=.{10} )( *)(-?[0-9]+(?:\.[0-9]+)?) ([A-Za-z\xb5%/]{1,5})")
SERIAL: Final = re.compile(r'I4 A "([\x20-\x21\x23-\x7e]{1,30})"')
FAILED: Final = {
    "+": "device_overload",
    "-": "device_underload",
    "I": "device_busy",
    "L": "device_refuses",
    "ES": "device_refuses",
    "ET": "device_transmission",
    "EL": "device_refuses",
}


def read_weight(line: bytes, device: str, serial: str = "") -> Reading:
    """Return the weight in a line; raises `Refusal` for a line that is an error, or no weight at all."""
    text = line.decode("latin-1")
    failed = failure(line, device)
    if failed is not None:
        raise failed
    found = WEIGHT.fullmatch(text)
    if found is None or len(found[2]) + len(found[3]) != 10:  # noqa: PLR2004 - the width of a weight in the protocol
        raise Refusal("device_garbage", device=device, raw=shown_bytes(line))
    return Reading(found[3], found[4], found[1] == "S", text, device, serial)


def failure(line: bytes, device: str) -> Refusal | None:
    """Return the refusal that a line says: overload, underload, busy, an error of the line or of the command."""
    words = line.decode("latin-1").split(" ")
    if len(words) == 1 and words[0] in ("ES", "ET", "EL"):
        return Refusal(FAILED[words[0]], device=device, raw=words[0])
    if len(words) == 2 and words[1] in FAILED and words[0].isalnum():  # noqa: PLR2004 - command and status
        return Refusal(FAILED[words[1]], device=device, raw=" ".join(words))
    return None


class MtSics:
    """MtSics(open_line, device, serial=""): a balance that speaks MT-SICS.

    With a `serial` the balance must say that it is this one: another at the same socket is refused.
    """

    def __init__(self, open_line: Callable[[], Line], device: str, serial: str = "") -> None:
        self._open, self.device, self.serial = open_line, device, serial

    def read(self, seconds: float = SETTLE_SECONDS) -> Reading:
        """As `Balance.read`."""
        with Talk(self._open(), self.device) as talk:
            serial = self._who(talk)
            end, last = time.monotonic() + seconds, None
            while True:
                last = self._now(talk, serial, last, end)
                if last is not None and last.stable:
                    return last
                if time.monotonic() >= end:
                    raise unstable(self.device, last)
                time.sleep(AGAIN_SECONDS)

    def _now(self, talk: Talk, serial: str, last: Reading | None, end: float) -> Reading | None:
        """Ask once; a balance that is busy is asked again while there is time."""
        try:
            return read_weight(self._ask(talk, b"SI", ("S", "SI")), self.device, serial)
        except Refusal as refusal:
            if refusal.code == "device_busy" and time.monotonic() < end:
                return last
            raise

    def look(self) -> Reading:
        """As `Balance.look`."""
        with Talk(self._open(), self.device) as talk:
            serial = self._who(talk)
            return read_weight(self._ask(talk, b"SI", ("S", "SI")), self.device, serial)

    def zero(self) -> None:
        """As `Balance.zero`; the balance waits until the load is stable."""
        self._do(b"Z", ("Z",))

    def tare(self) -> None:
        """As `Balance.tare`; the balance waits until the load is stable."""
        self._do(b"T", ("T",))

    def clear_tare(self) -> None:
        """Take the tare away."""
        self._do(b"TAC", ("TAC",))

    def model(self) -> str:
        """Return what the balance says that it is (I2)."""
        with Talk(self._open(), self.device) as talk:
            self._who(talk)
            return self._ask(talk, b"I2", ("I2",)).decode("latin-1").partition(" A ")[2].strip('"')

    def _do(self, command: bytes, heads: tuple[str, ...]) -> None:
        with Talk(self._open(), self.device) as talk:
            self._who(talk)
            failed = failure(self._ask(talk, command, heads, SETTLE_SECONDS), self.device)
            if failed is not None:
                raise failed

    def _who(self, talk: Talk) -> str:
        """Read away what is old, up to the answer to I4, and return the serial number; refuse another balance."""
        talk.drain()
        found = SERIAL.fullmatch(self._ask(talk, b"I4", ("I4",)).decode("latin-1"))
        serial = found[1] if found is not None else ""
        if self.serial and serial != self.serial:
            raise Refusal("device_other", device=self.device, wanted=self.serial, found=serial or "?")
        return serial

    def _ask(self, talk: Talk, command: bytes, heads: tuple[str, ...], seconds: float = 0) -> bytes:
        """Return the answer to a command: the first line with its name, or an error without one."""
        seconds = seconds or ANSWER_SECONDS
        talk.say(command + b"\r\n")
        end, seen = time.monotonic() + seconds, b""
        for _ in range(MOST_STRAYS):
            line = talk.next_line(end - time.monotonic())
            if line is None:
                raise self._unanswered(talk, seen, seconds)
            head = line.decode("latin-1").split(" ", 1)[0]
            if head in heads or (line in (b"ES", b"ET", b"EL")):
                return line
            seen = line
            talk.strays.append(shown_bytes(line))
        raise talk.garbage(seen)

    def _unanswered(self, talk: Talk, seen: bytes, seconds: float) -> Refusal:
        return talk.garbage(seen) if seen else talk.silent(seconds)
