"""The clocks of this machine, and a simulated one for every profile but production (floor-rules 15 and 16).

`up` comes from the boot-time clock, which runs through sleep and cannot be set; `boot` names one start of the machine.
Substitutes: macOS has no CLOCK_BOOTTIME, Windows no boot id; there the monotonic clock and the start time rounded to
ten seconds stand in (the same value for every program of that start).
"""

from __future__ import annotations

import hashlib
import secrets
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from ebr.domain.values import Instant

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class Clock(Protocol):
    """Tells the time of one entry."""

    def now(self) -> Instant:
        """Return this moment by every clock."""


def boot_clock() -> int:
    """Return nanoseconds since the machine started, sleep included where the system counts it."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic_ns() if clock is None else time.clock_gettime_ns(clock)


def boot_id() -> str:
    """Return a name for this start of the machine (32 hexadecimal digits)."""
    if sys.platform.startswith("linux") and BOOT_ID.exists():
        return BOOT_ID.read_text(encoding="ascii").strip().replace("-", "")
    started = round((time.time_ns() - boot_clock()) / 1e10)
    return hashlib.sha256(f"boot {started}".encode()).hexdigest()[:32]


def zone_name() -> str:
    """Return the IANA name of the machine's zone, or "UTC" when it has none."""
    link = Path("/etc/localtime")
    if link.is_symlink():
        _, found, name = str(link.readlink()).partition("zoneinfo/")
        if found:
            return name
    return "UTC"


class SystemClock:
    """The machine's own clocks."""

    def __init__(self) -> None:
        self._boot = boot_id()
        self._zone = zone_name()
        self._where = ZoneInfo(self._zone)

    def now(self) -> Instant:
        """Return this moment; 2 microseconds of work."""
        wall = datetime.now(self._where).isoformat(timespec="microseconds")
        return Instant(wall, self._zone, self._boot, boot_clock(), "system")


@dataclass(slots=True)
class SimulatedClock:
    """A clock that is told the time; only stores outside production accept its instants."""

    start: datetime
    zone: str = "Europe/Berlin"
    boot: str = field(default_factory=lambda: secrets.token_hex(16))
    _passed: timedelta = field(default=timedelta())

    def advance(self, seconds: float) -> None:
        """Let so many seconds pass."""
        self._passed += timedelta(seconds=seconds)

    def now(self) -> Instant:
        """Return the simulated moment."""
        wall = (self.start.astimezone(UTC) + self._passed).astimezone(ZoneInfo(self.zone))
        up = int(self._passed.total_seconds() * 1e9)
        return Instant(wall.isoformat(timespec="microseconds"), self.zone, self.boot, up, "simulated")
