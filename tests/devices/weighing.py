"""A station with one batch that is weighed, founded once for a run; and a balance that is played."""

from __future__ import annotations

import atexit
import functools
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from ebr.domain.batch.commands import CheckIssue, IssueBatch, RecordValue
from ebr.domain.master.commands import MakeEffective, SignMbr
from ebr.domain.master.rules import adding
from ebr.domain.station.commands import ChangeTerminal
from ebr.station.questions import BatchQuestion, EntryAnswer, Masters
from tests.station.plant import MORNING, Plant, copied, founded

BATCH = "W-0001"
MBR = Path(__file__).with_name("weighing.yaml")


@functools.cache
def ready() -> Path:
    """The batch is issued and checked."""
    home = Path(tempfile.mkdtemp(prefix="ebr-weighing-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    folder = copied(founded(), home / "station")
    plant = Plant(folder, start=MORNING + timedelta(hours=1))
    plant.done(adding(MBR.read_text(encoding="utf-8")), "auth")
    row = plant.station.ask(Masters())[0]
    plant.signed(SignMbr(row.mbr, row.version, row.hash, "performed"), "auth")
    plant.signed(SignMbr(row.mbr, row.version, row.hash, "approved"), "qlee")
    plant.signed(MakeEffective(row.mbr, row.version, "2026-05-04"), "qlee")
    plant.signed(IssueBatch(BATCH, row.mbr, row.version, "1000"), "sups")
    plant.signed(CheckIssue(BATCH), "qlee")
    assert plant.done(RecordValue(BATCH, entries(plant)["Line clearance"].address, {"clean": "yes"}), "mchen")
    plant.close()
    return folder


def at(folder: Path, **addresses: str) -> Plant:
    """A plant on a copy in this folder, with these devices set up."""
    plant = Plant(copied(ready(), folder), start=MORNING + timedelta(hours=2))
    if addresses:
        plant.done(ChangeTerminal(addresses, "Balance installed"), "sups")
    return plant


def entries(plant: Plant) -> dict[str, EntryAnswer]:
    """The entries of the step, by label."""
    step = plant.station.ask(BatchQuestion(BATCH, "mchen")).step
    assert step is not None
    return {entry.label: entry for entry in step.entries}
