"""A played device behind a real TCP port, on a thread of the test."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ebr.devices.simulators.serving import HOST, listening, serve
from ebr.devices.transport import TcpLine


@contextmanager
def behind_a_port(playing: Any) -> Iterator[int]:
    """Serve a played device; gives the port."""
    waiting, going = listening(), threading.Event()
    going.set()
    thread = threading.Thread(target=serve, args=(playing, waiting, going.is_set), daemon=True)
    thread.start()
    try:
        yield waiting.getsockname()[1]
    finally:
        going.clear()
        thread.join(5)
        waiting.close()
        assert not thread.is_alive()


def line_to(port: int, device: str = "BAL-01"):
    return lambda: TcpLine(HOST, port, device)
