"""`Standing`: a played device behind a port of this computer, on a thread of its own, for as long as it is needed.

For the demonstration and for tests: whoever reads it goes through a real socket, as on the floor.
"""

from __future__ import annotations

import socket
import threading
import weakref

from ebr.devices.simulators.playing import Playing
from ebr.devices.simulators.serving import HOST, listening, serve

END_SECONDS = 5.0


class Standing:
    """Standing(playing): begins at once; `place` is "127.0.0.1:port". `close()`, or being forgotten, ends it."""

    def __init__(self, playing: Playing) -> None:
        waiting, going = listening(), threading.Event()
        going.set()
        self.place = f"{HOST}:{waiting.getsockname()[1]}"
        thread = threading.Thread(target=serve, args=(playing, waiting, going.is_set), daemon=True)
        thread.start()
        self._end = weakref.finalize(self, _ended, going, thread, waiting)

    def close(self) -> None:
        """Hang up and let go of the port; a second time nothing happens."""
        self._end()


def _ended(going: threading.Event, thread: threading.Thread, waiting: socket.socket) -> None:
    going.clear()
    thread.join(END_SECONDS)
    waiting.close()
