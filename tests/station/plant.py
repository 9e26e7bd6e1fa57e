"""A plant for tests: a real station with people, an approved master and a running batch, in a folder of its own.

Founding and enrolling is done once for a run; every `Plant` works on a copy of that folder. The store is a demonstration: simulated clock, cheap
passwords. Nothing here is played: every word goes through `Station`, as from a screen.
"""

from __future__ import annotations

import atexit
import functools
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from ebr.clock import SimulatedClock
from ebr.domain.batch.commands import (
    CheckIssue,
    CloseItems,
    IssueBatch,
    OpenRound,
    RecordValue,
    SignStep,
    StartTimer,
    StopTimer,
)
from ebr.domain.master.commands import MakeEffective, SignMbr
from ebr.domain.master.rules import adding
from ebr.domain.people.commands import EnrolPerson, SignAcknowledgement
from ebr.domain.subjects import batch as batch_root
from ebr.station.door import Answer, Answers, FounderAnswers, Station
from ebr.station.questions import AuditRow, AuditTrail, BatchQuestion, EntryAnswer, Masters, Preview
from ebr.station.verifying import verify
from ebr.storage.folder import BALLAST, BALLAST_BYTES

COMPACT = Path(__file__).parent / "compact.yaml"
PASSWORD = "copper kettle 47"
BATCH = "B-0001"
MORNING = datetime(2026, 5, 4, 6, 0, tzinfo=UTC)
IDENTIFIERS = {"patient": "PAT-4711", "collection": "COL-0815"}
FOUNDERS = (
    ("aroot", "Anna Root", "administrator", "broot"),
    ("broot", "Ben Root", "administrator", "aroot"),
    ("qlee", "Quinn Lee", "quality", "aroot"),
)
PEOPLE = (
    ("mchen", "Maria Chen", ("operator",)),
    ("jdoe", "John Doe", ("operator",)),
    ("sups", "Sam Super", ("supervisor",)),
    ("lab1", "Lara Lab", ("laboratory",)),
    ("lab2", "Lou Lab", ("laboratory",)),
    ("auth", "Al Author", ("author",)),
    ("qtwo", "Quita Two", ("quality",)),
    ("qper", "Petra Person", ("qualified_person",)),
)
DUTY = ("aroot", "sups", "qlee")


class Plant:
    """A station and the people in front of it. `by` is whoever acts; they sign in when they are not there yet."""

    def __init__(self, folder: Path, *, start: datetime = MORNING + timedelta(days=1)) -> None:
        self.folder = folder
        self.clock = SimulatedClock(start)
        self.station = Station.open(folder, clock=self.clock)

    @staticmethod
    def clock_at(start: datetime) -> SimulatedClock:
        """A clock of its own for whoever opens a station without a plant."""
        return SimulatedClock(start)

    def close(self) -> None:
        self.station.close()

    def reopen(self, *, boot: bool = False, hours: float = 0) -> Plant:
        """Start the program again; with `boot`, the machine too, with its clock so many hours on."""
        self.close()
        if boot:
            self.clock = SimulatedClock(datetime.fromisoformat(self.clock.now().wall) + timedelta(hours=hours))
        self.station = Station.open(self.folder, clock=self.clock)
        return self

    def wait(self, seconds: float = 0, **parts: float) -> Plant:
        self.clock.advance(seconds + timedelta(**parts).total_seconds())
        return self

    # People

    def be(self, person: str) -> None:
        if self.station.present() != person:
            fine(self.station.sign_in(person, PASSWORD))

    def do(self, command: object, by: str, command_id: str = "") -> Answer:
        self.be(by)
        self.wait(2)
        return self.station.do(command, by=by, command_id=command_id)

    def done(self, command: object, by: str) -> Answer:
        return fine(self.do(command, by))

    def sign(
        self, command: object, by: str, secret: str = PASSWORD, *, signer: str = "", sheet: bool = False
    ) -> Answer:
        """Look at the sheet and sign; `sheet`: without signing in first; `signer`: whose password it is, if not `by`'s."""
        if not sheet:
            self.be(by)
        self.wait(5)
        seen = self.seen(command, by)
        return self.station.do(command, by=by, secret=secret, seen=seen)

    def signed(self, command: object, by: str, **how: Any) -> Answer:
        return fine(self.sign(command, by, **how))

    def seen(self, command: object, person: str) -> str:
        return str(self.station.ask(Preview(command, person)).seen)

    def enrol(
        self,
        person: str,
        name: str,
        roles: Sequence[str],
        password: str = PASSWORD,
        *,
        temporary: bool = False,
        duty: bool = False,
    ) -> Answer:
        """The administrator asks, quality signs in the sheet."""
        self.be("aroot")
        command = EnrolPerson(
            person,
            name,
            tuple(roles),
            "aroot",
            "passport",
            "",
            "",
            "qlee",
            badge=f"BADGE-{person}",
            duty_unlocker=duty,
            temporary=temporary,
        )
        drafted = self.station.draft_keys(command, password)
        return self.station.enrol(drafted, password, by="aroot", secret=PASSWORD, seen=self.seen(drafted, "aroot"))

    def acknowledge(self, person: str, password: str = PASSWORD) -> Answer:
        if self.station.present() != person:
            fine(self.station.sign_in(person, password))
        command = SignAcknowledgement(person, "My signature binds me like the one by hand.")
        return self.station.do(command, by=person, secret=password, seen=self.seen(command, person))

    # A batch

    @property
    def state(self) -> Any:
        return self.station.store.state(batch_root(BATCH))

    def at(self, name: str, **rounds: str) -> str:
        """The address of a step or an entry by its id."""
        return str(self.state.plan.address(name, rounds))

    def record(self, name: str, /, by: str = "mchen", *, item: int = 0, command_id: str = "", **value: str) -> Answer:
        """Record at an address, or at the one instance of an entry's id."""
        address = name if "/" in name else self.at(name)
        return self.do(RecordValue(BATCH, address, value, item), by, command_id)

    def recorded(self, name: str, /, by: str = "mchen", *, item: int = 0, **value: str) -> Answer:
        return fine(self.record(name, by, item=item, **value))

    def sign_scope(self, name: str, meaning: str = "performed", by: str = "mchen", **how: Any) -> Answer:
        return self.sign(SignStep(BATCH, name if "/" in name else self.at(name), meaning), by, **how)

    def entry(self, name: str) -> EntryAnswer:
        address = name if "/" in name else self.at(name)
        step = self.station.ask(BatchQuestion(BATCH, "mchen", address.rpartition("/")[0])).step
        return next(found for found in step.entries if found.address == address)

    def audit(self, kind: str = "", limit: int = 1000) -> tuple[AuditRow, ...]:
        return tuple(self.station.ask(AuditTrail(kind=kind, limit=limit)).rows)

    def events(self) -> list[str]:
        """The names of the log's events, in order."""
        return [row.event for row in reversed(self.audit())]

    def entries(self) -> int:
        head = self.station.store.log.head
        assert head is not None
        return head.seq

    def verified(self) -> tuple[str, ...]:
        """The codes of what the verifier finds in the folder."""
        return tuple(found.code for found in verify(self.folder).findings)

    # Whole steps of the compact master

    def clear(self) -> None:
        """Clear the room and identify the machines."""
        self.recorded("clearance", no_product="yes", clean="yes")
        self.recorded("card", scan=BATCH)
        fine(self.sign_scope("clear"))
        fine(self.sign_scope("clear", "verified", "jdoe", sheet=True))
        self.recorded("vessel_used", equipment="V-01")
        self.recorded("scale_used", equipment="S-01")
        self.recorded("who", **IDENTIFIERS)
        fine(self.sign_scope("who", "verified", "jdoe", sheet=True))
        fine(self.sign_scope("machines"))

    def weigh(self, temp: str = "20.4") -> None:
        """Weigh, with a temperature that was out of limits at first; both sign."""
        self.weigh_unsigned(temp)
        fine(self.sign_scope("weigh"))
        fine(self.sign_scope("weigh", "verified", "jdoe", sheet=True))

    def weigh_unsigned(self, temp: str = "20.4") -> None:
        """Weigh; only the second person of the weighing has signed."""
        self.recorded("ready", done="yes")
        self.recorded("weighed", lot="L-1", net="10.00", potency="100", lod="0")
        self.done(CloseItems(BATCH, self.at("weighed")), "mchen")
        fine(self.sign_scope("weighed", "verified", "jdoe", sheet=True))
        assert self.record("temp", number="27.0").refusal is not None
        self.recorded("temp", number=temp)
        for item, weight in enumerate(("99", "101", "100"), 1):
            self.recorded("tablets", item=item, number=weight)
        self.done(CloseItems(BATCH, self.at("tablets")), "mchen")

    def mix(self) -> None:
        """Stir for twenty minutes, with a photograph."""
        self.done(StartTimer(BATCH, self.at("hold")), "mchen")
        self.wait(minutes=15)
        self.done(OpenRound(BATCH, self.at("watch")), "mchen")
        speed = next(iter(self.instances("speed")))
        self.recorded(speed, number="100")
        fine(self.sign_scope(speed.rpartition("/")[0]))
        self.wait(minutes=2)
        self.done(StopTimer(BATCH, self.at("hold")), "mchen")
        self.recorded("stirred", number="17")
        self.recorded("look", choice="clear")
        self.recorded("filled_up", number="1000.0")
        fine(self.sign_scope("filled_up", "witnessed", "jdoe", sheet=True))
        self.be("mchen")
        self.recorded(
            "shown", **self.station.attach(b"\x89PNG\r\n\x1a\n a photograph of the mark", "mark.png", "image/png")
        )
        fine(self.sign_scope("mix"))

    def instances(self, name: str) -> list[str]:
        """The addresses of every instance of an entry that repeats."""
        outline = self.station.ask(BatchQuestion(BATCH, "mchen")).outline
        phase = self.state.plan.places[name].path[-2]
        return [
            f"{row.address}/{name}"
            for row in outline
            if row.kind == "step" and row.address.rpartition("/")[2].partition("[")[0] == phase
        ]


def fine(answer: Answer) -> Answer:
    """Insist that nothing was refused."""
    assert answer.refusal is None, answer.refusal
    return answer


def code(answer: Answer) -> str:
    """The code of a refusal, "" for none."""
    return "" if answer.refusal is None else answer.refusal.code


def found(
    folder: Path,
    *,
    profile: str = "demonstration",
    clock: Any = None,
    settings: Mapping[str, str] | None = None,
    passphrase: str | None = None,
) -> None:
    """Found the site in an empty folder, with two administrators and one person of quality."""
    founders = tuple(
        FounderAnswers(
            person, name, (role,), PASSWORD, checker, "passport", f"BADGE-{person}", duty_unlocker=person in DUTY
        )
        for person, name, role, checker in FOUNDERS
    )
    key_store = "demonstration" if profile != "production" else "sealed file"
    answers = Answers("Riverside plant", "Room-12", founders, profile, dict(settings or {}), passphrase, key_store)
    Station.create(folder, answers, clock or SimulatedClock(MORNING))


def _home() -> Path:
    place = Path(tempfile.mkdtemp(prefix="ebr-plant-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return place


@functools.cache
def founded() -> Path:
    """A folder with the founders, acknowledged, and everybody else enrolled; copy it before use."""
    folder = _home() / "station"
    found(folder)
    plant = Plant(folder, start=MORNING + timedelta(minutes=1))
    for person, *_ in FOUNDERS:
        fine(plant.acknowledge(person))
    for person, name, roles in PEOPLE:
        fine(plant.enrol(person, name, roles, duty=person in DUTY))
    for person, *_ in PEOPLE:
        fine(plant.acknowledge(person))
    plant.close()
    return folder


@functools.cache
def issued() -> Path:
    """A folder with the compact master in force and batch B-0001 issued and checked."""
    folder = copied(founded(), _home() / "station")
    plant = Plant(folder, start=MORNING + timedelta(hours=1))
    plant.done(adding(COMPACT.read_text(encoding="utf-8")), "auth")
    row = plant.station.ask(Masters())[0]
    plant.signed(SignMbr(row.mbr, row.version, row.hash, "performed"), "auth")
    plant.signed(SignMbr(row.mbr, row.version, row.hash, "approved"), "qlee")
    plant.signed(MakeEffective(row.mbr, row.version, "2026-05-04"), "qlee")
    plant.signed(IssueBatch(BATCH, row.mbr, row.version, "1000", IDENTIFIERS), "sups")
    plant.signed(CheckIssue(BATCH), "qlee")
    plant.close()
    return folder


@functools.cache
def cleared() -> Path:
    """A folder in which the room of the batch is cleared and its machines are identified."""
    folder = copied(issued(), _home() / "station")
    plant = Plant(folder, start=MORNING + timedelta(hours=2))
    plant.clear()
    plant.close()
    return folder


@functools.cache
def busy() -> Path:
    """A folder in which the batch has values, attempts, second persons, a timer, a photograph and a report."""
    folder = copied(cleared(), _home() / "station")
    plant = Plant(folder, start=MORNING + timedelta(hours=3))
    plant.weigh()
    plant.mix()
    plant.be("sups")
    fine(plant.station.report(BATCH, by="sups"))
    plant.close()
    return folder


def copied(source: Path, target: Path) -> Path:
    """Copy a station's folder; the ballast becomes a file of holes, so that a copy costs nothing."""
    shutil.copytree(source, target, ignore=shutil.ignore_patterns(BALLAST))
    with (target / BALLAST).open("wb") as file:
        file.truncate(BALLAST_BYTES)
    return target


def fresh(source: Callable[[], Path]) -> Path:
    """A copy of a prepared folder in a place that is removed when the run ends."""
    return copied(source(), _home() / "station")
