"""What all played devices have in common: pieces to send, delays, and being unplugged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes to send, so many seconds after the ones before; `cut` hangs up after them."""

    data: bytes
    after: float = 0.0
    cut: bool = False


class Playing(Protocol):
    """A played device."""

    def met(self) -> Sequence[Piece]:
        """Somebody connected: what the device says unasked."""

    def answer(self, data: bytes) -> Sequence[Piece]:
        """Bytes arrived: what goes back."""


FAULTS: Final = ("", "overload", "underload", "silent", "garbage", "half", "late", "unplugged", "error", "endless")
"""What a played balance can have; "" for nothing."""
GARBAGE: Final = b"\xfe\x00S S \x80\x9912.3\x07 kg\r\n"
LATE_SECONDS: Final = 3.0
ENDLESS: Final = b"0123456789" * 60


class Commands:
    """Commands(): cuts what arrives into commands, each ended by CR or LF."""

    def __init__(self) -> None:
        self._left = b""

    def take(self, data: bytes) -> list[bytes]:
        """Return the whole commands in what arrived so far; the rest waits for its end."""
        *whole, self._left = (self._left + data).replace(b"\r", b"\n").split(b"\n")
        self._left = self._left[-256:]
        return [one for one in whole if one]
