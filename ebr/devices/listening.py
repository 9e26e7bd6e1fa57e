"""Devices that speak unasked, line by line: scanners and badge readers.

The line stays open while somebody listens. What such a device sent while nobody did is thrown away when the line is
opened, never kept for later. After a fault the line is let go; the next wait opens it again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Generic, TypeVar

from ebr.devices.transport import Line, Talk
from ebr.domain.refusal import Refusal

LONGEST_CODE: Final = 3200
"""The most a DataMatrix holds is 3116 digits."""
UNREAD: Final = ("scan_without_identifier", "badge_unreadable")
"""Refusals of one line; the device is there all the same."""
T = TypeVar("T")


class Listener(Generic[T]):
    """Listener(open_line, device, read): `next_item(seconds)` waits for one line and returns what `read` makes of it.

    `listen()` opens the line without waiting for anything.
    """

    def __init__(self, open_line: Callable[[], Line], device: str, read: Callable[[bytes, str], T]) -> None:
        self._open, self.device, self._read = open_line, device, read
        self._talk: Talk | None = None

    def next_item(self, seconds: float) -> T | None:
        """Wait so long for one line; None when there was none.

        Raises `Refusal` for a line that is none of its own, and when the device has gone: then call again.
        """
        try:
            line = self.listen().next_line(seconds)
            return self._read(line, self.device) if line is not None else None
        except Refusal as refusal:
            if refusal.code not in UNREAD:
                self.close()
            raise

    def listen(self) -> Talk:
        """Open the line, if it is not; raises `Refusal`."""
        if self._talk is None:
            self._talk = Talk(self._open(), self.device, longest=LONGEST_CODE)
            self._talk.drain()
        return self._talk

    def close(self) -> None:
        """Let go of the line."""
        talk, self._talk = self._talk, None
        if talk is not None:
            talk.close()
