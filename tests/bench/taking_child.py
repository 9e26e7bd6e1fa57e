"""Take a part of what a centre has into a station and print the most memory this process used, in MB."""

from __future__ import annotations

import re
import resource
import sys
from collections.abc import Sequence
from pathlib import Path

from ebr.station.door import Station
from ebr.storage.chain import Entry
from ebr.sync.central import Central
from ebr.sync.other_side import EVERYTHING, Head
from tests.bench.taking import only_take


class Part(Central):
    """The centre as it was when each log had so many times fewer entries."""

    divisor = 1

    def heads(self) -> dict[str, Head]:
        found = {}
        for log, head in super().heads().items():
            seq = max(1, head.seq // self.divisor)
            found[log] = Head(seq, super().read_after(log, seq - 1, 1, EVERYTHING)[0].hash)
        return found

    def read_after(self, log: str, seq: int, limit: int, wanted: frozenset[str]) -> list[Entry]:
        end = max(1, super().heads()[log].seq // self.divisor)
        return super().read_after(log, seq, min(limit, max(0, end - seq)), wanted)


def main(arguments: Sequence[str]) -> None:
    folder, centre = Path(arguments[0]), Part.at(f"sqlite:///{arguments[1]}")
    centre.divisor = int(arguments[2])
    with Station.open(folder) as station:
        # Not a whole round: with a part of the office's entries nobody could prove that this station is admitted.
        only_take(station, centre, lambda job: job())
    print(_peak())


def _peak() -> float:
    """Return the most memory in use, in MB; what getrusage says includes the parent that started this process."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = re.search(r"^VmHWM:\s+(\d+) kB", status.read_text(encoding="ascii"), re.MULTILINE)
    assert found is not None
    return int(found[1]) / 1024


if __name__ == "__main__":
    main(sys.argv[1:])
