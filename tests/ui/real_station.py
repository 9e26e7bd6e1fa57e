"""A real station for the tests of the screens: a demonstration site with people of every role, a master in force, a batch under way.

It is founded once for a test run; each test works on a copy of its folder.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ebr.clock import SimulatedClock
from ebr.domain.batch import commands as c
from ebr.domain.master.commands import MakeEffective, SignMbr
from ebr.domain.people.commands import EnrolPerson, SignAcknowledgement
from ebr.paths import resources
from ebr.station.door import Answers, FounderAnswers, Station, adding
from ebr.station.questions import BatchQuestion, Masters, Preview
from ui.desk import Answer, InlineDesk

SECRET = "copper kettle 47"
BATCH = "HR-0001"
NOW = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)
PEOPLE = {
    "mchen": ("Maria Chen", "operator"), "jdoe": ("John Doe", "operator"), "sups": ("Sam Super", "supervisor"),
    "auth": ("Al Author", "author"), "qper": ("Quentin Perez", "qualified_person"), "qtwo": ("Rita Two", "quality"),
}  # fmt: skip


def signed(station: Station, command: Any, by: str, asker: str = "") -> Any:
    """Sign a command with the sheet that would be shown; refused: an assertion that names it."""
    seen = station.ask(Preview(command, asker or by)).seen
    answer = station.do(command, by=asker or by, secret=SECRET, seen=seen)
    assert answer.refusal is None, answer.refusal
    return answer


def founder(person: str, name: str, role: str, checker: str) -> FounderAnswers:
    """One of the first people."""
    return FounderAnswers(person, name, (role,), SECRET, checker, "passport seen", duty_unlocker=True)


def founders() -> tuple[FounderAnswers, ...]:
    """Two administrators and one person of quality."""
    return (
        founder("aroot", "Anna Root", "administrator", "broot"), founder("broot", "Ben Root", "administrator", "aroot"),
        founder("qlee", "Quinn Lee", "quality", "aroot"),
    )  # fmt: skip


def build(folder: Path) -> None:
    """Found the site, enrol everybody, bring a master in force, issue a batch and record a little in it."""
    clock = SimulatedClock(NOW)
    Station.create(
        folder, Answers("Demo plant", "Room-1", founders(), "demonstration", key_store="demonstration"), clock
    )
    with Station.open(folder, clock=clock) as station:
        _people(station)
        _master(station)
        _batch(station)


def _people(station: Station) -> None:
    for person in ("aroot", "broot", "qlee"):
        station.sign_in(person, SECRET)
        signed(station, SignAcknowledgement(person, "I accept"), person)
    station.sign_in("aroot", SECRET)
    for person, (name, role) in PEOPLE.items():
        draft = EnrolPerson(
            person, name, (role,), "aroot", "passport", "", "", "qlee", badge=f"B-{person}", temporary=False
        )
        command = station.draft_keys(draft, SECRET)
        seen = station.ask(Preview(command, "aroot")).seen
        assert station.enrol(command, SECRET, by="aroot", secret=SECRET, seen=seen).refusal is None
    for person in PEOPLE:
        station.sign_in(person, SECRET)
        signed(station, SignAcknowledgement(person, "I accept"), person)


def _master(station: Station) -> None:
    station.sign_in("auth", SECRET)
    assert (
        station.do(adding((resources() / "mbr" / "handrub_f1.yaml").read_text(encoding="utf-8")), by="auth").refusal
        is None
    )
    row = station.ask(Masters())[0]
    signed(station, SignMbr(row.mbr, row.version, row.hash, "performed"), "auth")
    station.sign_in("qlee", SECRET)
    signed(station, SignMbr(row.mbr, row.version, row.hash, "approved"), "qlee")
    signed(station, MakeEffective(row.mbr, row.version, "2026-11-01"), "qlee")


def _batch(station: Station) -> None:
    row = station.ask(Masters())[0]
    station.sign_in("sups", SECRET)
    signed(station, c.IssueBatch(BATCH, row.mbr, row.version, row.size), "sups")
    station.sign_in("qlee", SECRET)
    signed(station, c.CheckIssue(BATCH), "qlee")
    station.sign_in("mchen", SECRET)
    step = station.ask(BatchQuestion(BATCH, "mchen")).step
    clearance, scan = step.entries
    every = {item: "yes" for item, *_rest in clearance.items}
    assert station.do(c.RecordValue(BATCH, clearance.address, every), by="mchen").refusal is None
    wrong = station.do(c.RecordValue(BATCH, scan.address, {"scan": "HR-9999"}), by="mchen")
    assert wrong.refusal is not None
    assert station.do(c.RecordValue(BATCH, scan.address, {"scan": BATCH}), by="mchen").refusal is None
    raised = c.RaiseException(BATCH, step.address, "Waiting time", "The room was not free.", "minor")
    assert station.do(raised, by="mchen").refusal is None


@dataclass
class Floor:
    """A station at work with its desk; `sign` plays the signature sheet."""

    station: Station
    desk: InlineDesk = field(init=False)
    signed: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.desk = InlineDesk(self.station)

    def enter(self, person: str) -> None:
        """Somebody signs in."""
        assert self.station.sign_in(person, SECRET).refusal is None

    def sign(self, command: Any, by: str, asker: str = "") -> Answer:
        """Sign, as the sheet does."""
        seen = self.station.ask(Preview(command, asker or by)).seen
        said: list[Answer] = []
        self.desk.do(command, by=asker or by, secret=SECRET, seen=seen, then=said.append)
        return said[0]


def copied(origin: Path, target: Path) -> Station:
    """Open a copy of a built station."""
    shutil.copytree(origin, target)
    return Station.open(target, clock=SimulatedClock(NOW.replace(hour=10)))
