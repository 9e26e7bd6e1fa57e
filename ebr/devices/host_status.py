"""What a label printer says of itself when it is asked with ~HS (ZPL II, "Host Status Return").

Three strings between STX and ETX, fields apart by commas. Kept here: paper, pause, buffer, partial format, head,
ribbon, temperature, and how many labels are still to come.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ebr.domain.refusal import Refusal

ASK: Final = b"~HS\r\n"
STRINGS: Final = 3
FRAME: Final = re.compile(rb"\x02([\x20-\x7e]{1,80})\x03")
FIELDS: Final = (12, 11, 2)
TROUBLES: Final = (
    ("paper_out", "printer_paper_out"),
    ("head_open", "printer_head_open"),
    ("ribbon_out", "printer_ribbon_out"),
    ("too_hot", "printer_too_hot"),
    ("corrupt", "printer_memory"),
    ("buffer_full", "printer_buffer_full"),
    ("paused", "printer_paused"),
)
"""What stands against printing, worst first, and the code of its refusal."""


@dataclass(frozen=True, slots=True)
class HostStatus:
    """One answer to ~HS."""

    paper_out: bool
    paused: bool
    formats: int
    """Formats in the receive buffer that are not printed yet."""
    buffer_full: bool
    partial: bool
    """A format has begun and not ended."""
    corrupt: bool
    too_hot: bool
    head_open: bool
    ribbon_out: bool
    waiting: bool
    """A label waits at the peeler to be taken."""
    remaining: int
    """Labels of the present batch still to print."""

    @property
    def idle(self) -> bool:
        """Whether nothing is left to print."""
        return not (self.formats or self.remaining or self.partial)

    def trouble(self, printer: str) -> Refusal | None:
        """Return what stands against printing, worst first."""
        for name, code in TROUBLES:
            if getattr(self, name):
                return Refusal(code, printer=printer)
        return None


def read_status(data: bytes) -> HostStatus | None:
    """Return the status in what a printer sent; None when it is not whole, or not one."""
    strings = [found.decode("ascii").split(",") for found in FRAME.findall(data)]
    if len(strings) < STRINGS:
        return None
    first, second, third = strings[-STRINGS:]
    if tuple(len(one) for one in (first, second, third)) != FIELDS:
        return None
    try:
        return _status(first, second)
    except ValueError:
        return None


def _status(first: list[str], second: list[str]) -> HostStatus:
    return HostStatus(
        paper_out=_flag(first[1]),
        paused=_flag(first[2]),
        formats=int(first[4]),
        buffer_full=_flag(first[5]),
        partial=_flag(first[7]),
        corrupt=_flag(first[9]),
        too_hot=_flag(first[11]),
        head_open=_flag(second[2]),
        ribbon_out=_flag(second[3]),
        waiting=_flag(second[7]),
        remaining=int(second[8]),
    )


def _flag(text: str) -> bool:
    if text not in ("0", "1"):
        raise ValueError(text)
    return text == "1"
