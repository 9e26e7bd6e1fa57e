"""`PlayedScanner`: sends the codes held to it, with AIM identifier, as a scanner in serial mode does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ebr.devices.simulators.playing import Piece


@dataclass(slots=True)
class PlayedScanner:
    """One scanner (or badge reader, with `aim` empty): `hold(code)` holds a code to it; it leaves when it is heard."""

    aim: str = "]d2"
    _held: list[bytes] = field(default_factory=list)

    def hold(self, code: str) -> None:
        """Hold a code to it."""
        self._held.append(f"{self.aim}{code}\r\n".encode())

    def hold_bytes(self, data: bytes) -> None:
        """Let it send these bytes as they are."""
        self._held.append(data)

    def met(self) -> Sequence[Piece]:
        """As `Playing.met`."""
        return ()

    def answer(self, data: bytes) -> Sequence[Piece]:  # noqa: ARG002 - it is told nothing; it is asked in vain
        """As `Playing.answer`; asked now and then with nothing, it sends what was held to it."""
        held, self._held = self._held, []
        return [Piece(one) for one in held]
