"""A station with a small batch at the door of its release: complete and reviewed, one result comes later."""

from __future__ import annotations

import atexit
import functools
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from ebr.domain.batch.commands import (
    CheckIssue,
    CloseItems,
    CompleteBatch,
    IssueBatch,
    RecordValue,
    ReviewBatch,
    SignStep,
)
from ebr.domain.batch.commands.review import ReadSection, ReviewTrail
from ebr.domain.batch.state import BatchState, reviewing
from ebr.domain.master.commands import MakeEffective, SignMbr
from ebr.domain.master.rules import adding
from ebr.domain.subjects import batch as root_of
from ebr.station.questions import Masters
from ebr.station.questions.releases import ReleaseAnswer, ReleaseQuestion
from tests.station.plant import MORNING, Plant, copied, founded

BATCH = "C-0001"
MBR = Path(__file__).with_name("releasing.yaml")
STEP = "making/fill/filling"
IDENTITY = {"coi": "COI-0001", "patient": "PAT-4711"}
TESTS = "making/fill/testing"


@functools.cache
def made(profile: str = "ATMP") -> Path:
    """Production is complete, the laboratory's first result is checked, nobody has looked at the record yet."""
    home = Path(tempfile.mkdtemp(prefix="ebr-release-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    plant = Plant(copied(founded(), home / "station"), start=MORNING + timedelta(hours=1))
    plant.enrol("spon", "Sybil Sponsor", ("sponsor",))
    plant.acknowledge("spon")
    _master(plant, MBR.read_text(encoding="utf-8").replace("profile: ATMP", f"profile: {profile}"))
    _made(plant)
    plant.close()
    return home / "station"


@functools.cache
def ready(profile: str = "ATMP") -> Path:
    """The same, and quality has reviewed the record."""
    folder = made(profile).with_name("reviewed")
    plant = Plant(copied(made(profile), folder), start=MORNING + timedelta(hours=2))
    review(plant)
    plant.close()
    return folder


def _master(plant: Plant, text: str) -> None:
    plant.done(adding(text), "auth")
    row = next(row for row in plant.station.ask(Masters()) if row.mbr == "releasing")
    plant.signed(SignMbr(row.mbr, row.version, row.hash, "performed"), "auth")
    plant.signed(SignMbr(row.mbr, row.version, row.hash, "approved"), "qlee")
    plant.signed(MakeEffective(row.mbr, row.version, "2026-05-04"), "qlee")
    plant.signed(IssueBatch(BATCH, row.mbr, row.version, "1", IDENTITY), "sups")
    plant.signed(CheckIssue(BATCH), "qlee")


def _made(plant: Plant) -> None:
    plant.done(RecordValue(BATCH, f"{STEP}/clean", {"room": "yes"}), "mchen")
    plant.done(RecordValue(BATCH, f"{STEP}/who", IDENTITY), "mchen")
    plant.signed(SignStep(BATCH, f"{STEP}/who", "verified"), "jdoe")
    plant.done(RecordValue(BATCH, f"{STEP}/cells_used", {"lot": "L-1", "net": "1"}), "mchen")
    plant.done(CloseItems(BATCH, f"{STEP}/cells_used"), "mchen")
    plant.done(RecordValue(BATCH, f"{STEP}/volume", {"number": "20.0"}), "mchen")
    plant.done(RecordValue(BATCH, f"{STEP}/taken", {"sample": "S-1"}), "mchen")
    plant.signed(SignStep(BATCH, STEP, "performed"), "mchen")
    plant.done(RecordValue(BATCH, f"{TESTS}/viability", {"number": "92"}), "lab1")
    plant.signed(SignStep(BATCH, f"{TESTS}/viability", "verified"), "lab2")
    plant.signed(SignStep(BATCH, TESTS, "performed"), "lab1")
    plant.signed(CompleteBatch(BATCH), "sups")


def state(plant: Plant) -> BatchState:
    """The batch as it is folded now."""
    found = plant.station.store.state(root_of(BATCH))
    assert isinstance(found, BatchState)
    return found


def review(plant: Plant) -> None:
    """Quality reads every section, signs the audit trail and the review."""
    for section in reviewing.sections(state(plant)):
        plant.done(ReadSection(BATCH, section), "qtwo")
    if state(plant).reviewing.trail is None:
        plant.signed(ReviewTrail(BATCH), "qtwo")
    plant.signed(ReviewBatch(BATCH, "read"), "qtwo")


def sterility(plant: Plant, choice: str) -> None:
    """The result that comes after the release."""
    plant.done(RecordValue(BATCH, f"{TESTS}/sterility", {"choice": choice}), "lab1")


def at(folder: Path, profile: str = "ATMP") -> Plant:
    """A plant on a copy in this folder."""
    return Plant(copied(ready(profile), folder), start=MORNING + timedelta(days=1))


def unreviewed(folder: Path, profile: str = "ATMP") -> Plant:
    """A plant on a copy whose batch nobody has reviewed."""
    return Plant(copied(made(profile), folder), start=MORNING + timedelta(days=1))


def asked(plant: Plant) -> ReleaseAnswer:
    """Everything the release is decided on."""
    answer = plant.station.ask(ReleaseQuestion(BATCH))
    assert isinstance(answer, ReleaseAnswer)
    return answer


__all__ = ["BATCH", "asked", "at", "review", "state", "sterility", "unreviewed"]
