"""Makes the station that the package is tried on: `python -m tests.installer.prepared_plant FOLDER`.

A site of the profile "demonstration" with its people and one master in force, no batch yet. Done outside, by the source
and through `Station`, because people enrol in front of a screen one by one, which other tests click through; the batch
itself is made by mouse and keys alone.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from ebr.cli.qualification.plant import PASSWORD, Plant, found
from ebr.cli.qualification.stages import add_master, newest, people
from ebr.clock import SystemClock
from ebr.domain.master.commands import MakeEffective, SignMbr
from ebr.station.door import Station

MASTER = Path(__file__).with_name("solution.yaml")


class Now(Plant):
    """A plant by the machine's own clock: the window on it goes by that clock too."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, datetime.now(UTC))
        self.station.close()
        self.station = Station.open(folder, clock=SystemClock())

    def wait(self, seconds: float = 0, **parts: float) -> None:
        """Nobody waits: the clock is the real one."""


def prepare(folder: Path) -> str:
    """Found the site, enrol everybody, bring the master in force; return the password of all of them."""
    found(folder, SystemClock())
    plant = Now(folder)
    people(plant)
    add_master(plant, MASTER.read_text(encoding="utf-8"))
    row = newest(plant)
    plant.signed(SignMbr(row.mbr, row.version, row.hash, "approved"), "qlee")
    plant.signed(MakeEffective(row.mbr, row.version, datetime.now(UTC).date().isoformat()), "qlee")
    plant.station.sign_out("stop")
    plant.station.close()
    return PASSWORD


if __name__ == "__main__":
    prepare(Path(sys.argv[1]))
