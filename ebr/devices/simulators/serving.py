"""A played device behind a TCP port: one caller at a time, without threads of its own.

A test gives it a thread, `ebr device play` the whole process. A caller who comes while another is connected waits.
"""

from __future__ import annotations

import heapq
import itertools
import socket
import time
from collections.abc import Callable
from typing import Final

from ebr.devices.simulators.playing import Piece, Playing

TURN_SECONDS: Final = 0.02
HOST: Final = "127.0.0.1"


def listening(port: int = 0, host: str = HOST) -> socket.socket:
    """Return a socket that waits for callers; port 0 takes a free one. Raises OSError when the port is taken."""
    return socket.create_server((host, port))


def serve(playing: Playing, waiting: socket.socket, going: Callable[[], bool]) -> None:
    """Answer callers, one after the other, while `going()`."""
    waiting.settimeout(TURN_SECONDS)
    while going():
        try:
            caller, _address = waiting.accept()
        except TimeoutError:
            continue
        with caller:
            _talk(playing, caller, going)


def _talk(playing: Playing, caller: socket.socket, going: Callable[[], bool]) -> None:
    caller.settimeout(TURN_SECONDS)
    order = itertools.count()
    due: list[tuple[float, int, Piece]] = []

    def plan(pieces: list[Piece]) -> None:
        for piece in pieces:
            heapq.heappush(due, (time.monotonic() + piece.after, next(order), piece))

    plan(list(playing.met()))
    while going():
        try:
            if not _send_due(caller, due):
                return
            data = caller.recv(4096)
        except TimeoutError:
            plan(list(playing.answer(b"")))
            continue
        except OSError:
            return
        if not data:
            return
        plan(list(playing.answer(data)))


def _send_due(caller: socket.socket, due: list[tuple[float, int, Piece]]) -> bool:
    """Send what is due; False when the device hung up."""
    while due and due[0][0] <= time.monotonic():
        piece = heapq.heappop(due)[2]
        if piece.data:
            caller.sendall(piece.data)
        if piece.cut:
            return False
    return True
