"""`PlayedLine`: a line to a played device inside this program, for stores outside production."""

from __future__ import annotations

import time
from collections.abc import Sequence

from ebr.devices.simulators.playing import Piece, Playing


class PlayedLine:
    """PlayedLine(playing): a `Line` whose other end is played."""

    def __init__(self, playing: Playing) -> None:
        self._playing = playing
        self._coming: list[tuple[float, Piece]] = []
        self._gone = False
        self._plan(playing.met())

    def send(self, data: bytes) -> None:
        """As `Line.send`."""
        if self._gone:
            raise BrokenPipeError
        self._plan(self._playing.answer(data))

    def receive(self, seconds: float) -> bytes:
        """As `Line.receive`."""
        end = time.monotonic() + seconds
        while True:
            if not self._coming:
                self._plan(self._playing.answer(b""))
            now = time.monotonic()
            if self._coming and self._coming[0][0] <= now:
                return self._take()
            if self._gone:
                raise ConnectionResetError
            if now >= end:
                return b""
            time.sleep(min(0.02, end - now))

    def _take(self) -> bytes:
        piece = self._coming.pop(0)[1]
        if piece.cut:
            self._gone = True
            raise ConnectionResetError
        return piece.data

    def close(self) -> None:
        """As `Line.close`."""
        self._gone = True

    def _plan(self, pieces: Sequence[Piece]) -> None:
        now = time.monotonic()
        self._coming += [(now + piece.after, piece) for piece in pieces]
        self._coming.sort(key=lambda one: one[0])
