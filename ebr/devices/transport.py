"""The line to a device: serial or TCP, with an end to every wait and to every line (floor-rules 10).

A device may send garbage, half a line, nothing, an answer to an earlier question, or vanish. So a line of text is never
longer than `LONGEST` bytes, no wait is longer than it was asked to be, and whatever ends otherwise is a refusal that
names the device: `device_unreachable`, `device_silent`, `device_unplugged`, `device_garbage`.
"""

from __future__ import annotations

import os
import socket
import time
from typing import Any, Final, Protocol, Self

from ebr.domain.refusal import Refusal
from ebr.domain.values import shown_text

LONGEST: Final = 256
"""Bytes of one line; no balance or scanner has a longer one."""
CONNECT_SECONDS: Final = 3.0
SLICE_SECONDS: Final = 0.05
PRINTABLE: Final = range(0x20, 0x7F)


class Line(Protocol):
    """Bytes to a device and back."""

    def send(self, data: bytes) -> None:
        """Hand over bytes; raises OSError when nobody is there any more."""

    def receive(self, seconds: float) -> bytes:
        """Return what came within so many seconds, b"" for nothing; raises OSError when nobody is there any more."""

    def close(self) -> None:
        """Let go of it."""


class TcpLine:
    """A device in the network, or behind a serial-to-network box; raises `Refusal` when nobody answers there."""

    def __init__(self, host: str, port: int, device: str = "") -> None:
        try:
            self._socket = socket.create_connection((host, port), CONNECT_SECONDS)
        except (OSError, UnicodeError) as error:
            where = f"{host}:{port}"
            raise Refusal("device_unreachable", device=device or where, where=where, why=why_of(error)) from error
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, data: bytes) -> None:
        """As `Line.send`."""
        self._socket.settimeout(CONNECT_SECONDS)
        self._socket.sendall(data)

    def receive(self, seconds: float) -> bytes:
        """As `Line.receive`."""
        self._socket.settimeout(max(seconds, 0.001))
        try:
            data = self._socket.recv(4096)
        except TimeoutError:
            return b""
        if not data:
            raise ConnectionResetError
        return data

    def close(self) -> None:
        """As `Line.close`."""
        self._socket.close()


class SerialLine:
    """A device at a serial port, or at a USB port that plays one; raises `Refusal` when it cannot be opened."""

    def __init__(self, port: str, device: str = "", *, speed: int = 9600, frame: str = "8N1") -> None:
        import serial

        try:
            self._port: Any = serial.serial_for_url(
                port,
                baudrate=speed,
                bytesize=int(frame[0]),
                parity=frame[1],
                stopbits=int(frame[2]),
                timeout=0,
                write_timeout=CONNECT_SECONDS,
            )
        except (OSError, ValueError) as error:  # pyserial's own error is an OSError
            raise Refusal("device_unreachable", device=device or port, where=port, why=why_of(error)) from error

    def send(self, data: bytes) -> None:
        """As `Line.send`."""
        self._port.write(data)
        self._port.flush()

    def receive(self, seconds: float) -> bytes:
        """As `Line.receive`."""
        self._port.timeout = max(seconds, 0.001)
        first: bytes = self._port.read(1)
        return first + self._port.read(self._port.in_waiting) if first else b""

    def close(self) -> None:
        """As `Line.close`."""
        self._port.close()


class Talk:
    """Talk(line, device): questions and answers over a line, each answer one line of text.

    What the line throws becomes `device_unplugged`. `strays` keeps the lines that belonged to no question.
    """

    def __init__(self, line: Line, device: str, *, longest: int = LONGEST) -> None:
        self._line, self.device, self._longest = line, device, longest
        self._left = b""
        self.strays: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the line."""
        self._line.close()

    def say(self, data: bytes) -> None:
        """Send bytes."""
        try:
            self._line.send(data)
        except OSError as error:
            raise self.unplugged() from error

    def hear(self, seconds: float) -> bytes:
        """Return what came within so many seconds; b"" for nothing."""
        try:
            return self._line.receive(seconds)
        except OSError as error:
            raise self.unplugged() from error

    def next_line(self, seconds: float) -> bytes | None:
        """Return the next line without its end, or None when no whole line came in time; refuses endless ones."""
        end = time.monotonic() + seconds
        while True:
            line, found, rest = _cut(self._left)
            if found:
                self._left = rest
                if line:
                    return line
                continue
            if len(self._left) > self._longest:
                raise self.garbage(self._left)
            remaining = end - time.monotonic()
            if remaining <= 0:
                return None
            self._left += self.hear(min(remaining, 1.0))

    def drain(self, quiet: float = SLICE_SECONDS, longest: float = 1.0) -> None:
        """Read away what nobody asked for, until the device is quiet; one that never is talks garbage."""
        end = time.monotonic() + longest
        while data := self.hear(quiet):
            self._left = (self._left + data)[-self._longest :]
            if time.monotonic() > end:
                raise self.garbage(self._left)
        if self._left:
            self.strays.append(shown_bytes(self._left))
        self._left = b""

    def ended_in(self) -> str:
        """Return the half line that never ended, as it can be shown."""
        return shown_bytes(self._left)

    def silent(self, seconds: float) -> Refusal:
        """Return the refusal of a device that said nothing, or only half a line."""
        if self._left:
            return Refusal("device_half", device=self.device, raw=self.ended_in())
        return Refusal("device_silent", device=self.device, seconds=f"{seconds:g}")

    def unplugged(self) -> Refusal:
        """Return the refusal of a device that vanished."""
        return Refusal("device_unplugged", device=self.device)

    def garbage(self, data: bytes) -> Refusal:
        """Return the refusal of bytes that are no answer."""
        return Refusal("device_garbage", device=self.device, raw=shown_bytes(data))


def shown_bytes(data: bytes) -> str:
    """Return bytes as text that can be shown and kept: what is no printable ASCII stands as its hexadecimal number."""
    text = "".join(chr(one) if one in PRINTABLE else f"\\x{one:02x}" for one in data[:LONGEST])
    return shown_text(text, 80)


def why_of(error: Exception) -> str:
    """Return in a few words why a line could not be opened, as the system says it."""
    number = getattr(error, "errno", None)
    if isinstance(error, socket.gaierror) or not number:
        return str(getattr(error, "strerror", None) or error) or type(error).__name__
    return os.strerror(number)


def _cut(data: bytes) -> tuple[bytes, bool, bytes]:
    """Split off the first line: it ends with CR, LF or both."""
    at = min((found for found in (data.find(end) for end in (b"\r", b"\n")) if found >= 0), default=-1)
    return (data[:at], True, data[at + 1 :]) if at >= 0 else (b"", False, data)
