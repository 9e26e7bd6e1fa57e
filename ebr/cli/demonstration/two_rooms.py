"""Two stations of the demonstration in the middle of their work: a part taken over, one slot written twice, undecided.

What screens of many stations are shown and tried with: the plan of the demonstration for one batch, played as far as
the decision of quality. The central store is an embedded file, which both stations know.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from ebr.cli.demonstration.plan import plan
from ebr.cli.demonstration.rooms import opened
from ebr.cli.demonstration.script import scripts, site
from ebr.cli.demonstration.together import PLAYED
from ebr.station import credentials

BATCH_OF: Final = "handrub_f1"
UNDECIDED: Final = "resolve"
STATIONS: Final = 2


def prepare_apart(folder: Path) -> str:
    """Play it into DIR/1 and DIR/2 with DIR/centre.db; returns the number of the batch."""
    folder.mkdir(parents=True, exist_ok=True)
    central = f"sqlite:///{folder}/centre.db"
    told, found, records = site(), plan(STATIONS), scripts()
    with opened(folder, central, told, found, None) as rooms:
        for line in found.lines:
            if line.verb == UNDECIDED:
                break
            if line.what == BATCH_OF or line.verb == "meet":
                PLAYED[line.verb](rooms, line, records)
        for room in rooms.rooms.values():
            credentials.remember(room.station, central)
    return records[BATCH_OF].batch
