"""`PlayedPrinter`: a label printer that keeps what it printed, answers ~HS, and can die at the worst moment."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from ebr.devices.simulators.playing import Piece

FORMAT: Final = re.compile(rb"\^XA.*?\^XZ", re.DOTALL)
STATUS: Final = b"~HS"
COPIES: Final = re.compile(rb"\^PQ([0-9]{1,6})")


@dataclass(slots=True)
class PlayedPrinter:
    """One printer. `dies` is "" or when it goes: "before" taking a job, "during" it, or "after" printing it.

    `slow` is how many times it is asked before a job is done; `stops` is a flag it raises during a job ("paper_out",
    "head_open", "ribbon_out").
    """

    printed: list[bytes] = field(default_factory=list)
    paper_out: bool = False
    head_open: bool = False
    ribbon_out: bool = False
    paused: bool = False
    dies: str = ""
    slow: int = 0
    stops: str = ""
    silent: bool = False
    garbage: bool = False
    _left: bytes = b""
    _waiting: int = 0

    @property
    def labels(self) -> int:
        """How many labels came out: a job may ask for several of one kind."""
        return sum(copies_of(one) for one in self.printed)

    def met(self) -> Sequence[Piece]:
        """As `Playing.met`."""
        self._left = b""
        return ()

    def answer(self, data: bytes) -> Sequence[Piece]:
        """As `Playing.answer`: status is answered at once, formats are printed."""
        self._left += data
        asked = self._left.count(STATUS)
        self._left = self._left.replace(STATUS + b"\r\n", b"").replace(STATUS, b"")
        pieces = list(self._jobs())
        if not pieces and asked and not self.silent:
            pieces = [Piece(self._status())] * asked
        return pieces

    def _jobs(self) -> Sequence[Piece]:
        for found in FORMAT.findall(self._left):
            self._left = self._left.replace(found, b"", 1).lstrip()
            if self.dies == "during":
                return (Piece(b"", cut=True),)
            if self.stops:
                setattr(self, self.stops, True)
                continue
            self.printed.append(found)
            self._waiting = self.slow
            if self.dies == "after":
                return (Piece(b"", cut=True),)
        return ()

    def _status(self) -> bytes:
        if self.garbage:
            return b"\x02what is this\x03\r\n" * 3
        waiting, self._waiting = self._waiting, max(0, self._waiting - 1)
        partial = int(b"^XA" in self._left)
        first = f"030,{int(self.paper_out)},{int(self.paused)},1245,{waiting:03},0,0,{partial},000,0,0,0"
        second = f"000,0,{int(self.head_open)},{int(self.ribbon_out)},1,2,6,0,{waiting:08},1,000"
        return b"".join(b"\x02" + one.encode("ascii") + b"\x03\r\n" for one in (first, second, "1234,0"))


def copies_of(job: bytes) -> int:
    """Return how many labels a format asks for."""
    found = COPIES.search(job)
    return int(found[1]) if found is not None else 1
