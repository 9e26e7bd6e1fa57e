"""The plant in which the tests happen: a site with its people, an approved master and a batch, in a temporary folder.

Everything goes through `Station`, as from a screen, with a simulated clock and a record of the profile "demonstration",
which can never become a production record. Founding is done once for a run; each scenario works on a copy of a stage:

    people      founders and everybody else, all acknowledged
    batch       the master approved and in force, batch B-0001 issued and checked
    cleared     its room cleared, its machines and its identity confirmed
    stocked     issued, with lots, machines and training kept here
    made        every step done and signed, production complete
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from ebr.cli.qualification.sentences import NotAsStated, insist
from ebr.clock import Clock, SimulatedClock, SystemClock
from ebr.domain.batch.commands import RecordValue, SignStep
from ebr.domain.people.commands import EnrolPerson, SignAcknowledgement
from ebr.domain.refusal import Refusal
from ebr.domain.subjects import batch as batch_root
from ebr.station.door import Answer, Answers, FounderAnswers, Station
from ebr.station.qualifying import copied
from ebr.station.questions import AuditRow, AuditTrail, BatchQuestion, EntryAnswer, Preview
from ebr.station.verifying import verify
from ebr.wording import refusal_words

PASSWORD: Final = "copper kettle 47"  # noqa: S105 - of people who live for a minute in a temporary folder
BATCH: Final = "B-0001"
MORNING: Final = datetime(2026, 5, 4, 6, 0, tzinfo=UTC)
IDENTIFIERS: Final[Mapping[str, str]] = {"patient": "PAT-4711", "collection": "COL-0815"}
FOUNDERS: Final = (
    ("aroot", "Anna Root", "administrator", "broot"),
    ("broot", "Ben Root", "administrator", "aroot"),
    ("qlee", "Quinn Lee", "quality", "aroot"),
)
PEOPLE: Final = (
    ("mchen", "Maria Chen", ("operator",)),
    ("jdoe", "John Doe", ("operator",)),
    ("sups", "Sam Super", ("supervisor",)),
    ("lab1", "Lara Lab", ("laboratory",)),
    ("lab2", "Lou Lab", ("laboratory",)),
    ("auth", "Al Author", ("author",)),
    ("qtwo", "Quita Two", ("quality",)),
    ("qper", "Petra Person", ("qualified_person",)),
)
DUTY: Final = ("aroot", "sups", "qlee")
IDS: Final = {name.split()[0]: person for person, name, *_ in (*FOUNDERS, *PEOPLE)}
"""How a sentence calls somebody, and the id."""
Stage = Callable[["Plant"], None]


class Plant:
    """A station with the people in front of it, what they did last, and what came of it."""

    def __init__(self, folder: Path, start: datetime) -> None:
        self.folder = folder
        self.clock = SimulatedClock(start)
        self.station = Station.open(folder, clock=self.clock)
        self.refused: Refusal | None = None
        """The last refusal, until a sentence speaks of it."""
        self.words = ""
        self.before = 0
        self.kept: dict[str, Any] = {}
        """What an earlier sentence made: files, hashes, lists."""

    # The clock, and starting the program again

    def wait(self, seconds: float = 0, **parts: float) -> None:
        """Let time pass."""
        self.clock.advance(seconds + timedelta(**parts).total_seconds())

    def restart(self) -> None:
        """End the program and start it again."""
        self.station.close()
        self.station = Station.open(self.folder, clock=self.clock)

    # People

    def be(self, person: str) -> None:
        """Have somebody signed in; nothing happens when they are."""
        if self.station.present() != person:
            fine(self.station.sign_in(person, PASSWORD))

    def do(self, command: object, by: str) -> None:
        """Ask for a command and remember what came of it."""
        self.be(by)
        self.wait(2)
        self.told(self.station.do(command, by=by))

    def sign(self, command: object, by: str, secret: str = PASSWORD, *, signer: str = "", sheet: bool = False) -> None:
        """Look at the sheet, sign it with a password and remember what came of it.

        `sheet`: in front of whoever is signed in, as a second person; `signer`: whose sheet is shown, if not theirs.
        """
        if not sheet:
            self.be(by)
        self.wait(5)
        try:
            seen = str(self.station.ask(Preview(command, signer or by)).seen)
        except Refusal as refusal:
            self.told(Answer(refusal))
            return
        self.told(self.station.do(command, by=by, secret=secret, seen=seen))

    def done(self, command: object, by: str) -> None:
        """Do it, and nothing is refused."""
        self.do(command, by)
        self.settled()

    def signed(self, command: object, by: str, *, sheet: bool = False) -> None:
        """Sign it, and nothing is refused."""
        self.sign(command, by, sheet=sheet)
        self.settled()

    def told(self, answer: Answer) -> Answer:
        """Remember an answer; a refusal that no sentence spoke of before is not overlooked."""
        self.settled()
        self.refused = answer.refusal
        self.words = refusal_words(answer.refusal) if answer.refusal is not None else ""
        return answer

    def settled(self) -> None:
        """Insist that nothing was refused since a sentence last spoke of a refusal."""
        if self.refused is not None:
            raise NotAsStated(f"refused: {self.words}")

    def enrol(self, person: str, name: str, roles: tuple[str, ...], password: str = PASSWORD, **more: Any) -> None:  # noqa: ANN401 - fields of the command
        """Have the administrator ask and quality sign in the sheet."""
        self.be("aroot")
        asked = EnrolPerson(person, name, roles, "aroot", "passport", "", "", "qlee", **more)
        drafted = self.station.draft_keys(asked, password)
        try:
            seen = str(self.station.ask(Preview(drafted, "aroot")).seen)
        except Refusal as refusal:
            self.told(Answer(refusal))
            return
        assert isinstance(drafted, EnrolPerson)
        self.told(self.station.enrol(drafted, password, by="aroot", secret=PASSWORD, seen=seen))

    def acknowledge(self, person: str, password: str = PASSWORD) -> None:
        """Have somebody accept that the signature binds (11.10(j), 11.100(c))."""
        if self.station.present() != person:
            fine(self.station.sign_in(person, password))
        command = SignAcknowledgement(person, "My signature binds me like the one by hand.")
        seen = str(self.station.ask(Preview(command, person)).seen)
        fine(self.station.do(command, by=person, secret=password, seen=seen))

    # The batch

    @property
    def state(self) -> Any:  # noqa: ANN401 - a batch's state
        """The batch as it stands."""
        return self.station.store.state(batch_root(BATCH))

    def at(self, name: str) -> str:
        """Return the address of a step or an entry by its id."""
        return str(self.state.plan.address(name, {}))

    def record(self, name: str, by: str = "mchen", *, item: int | str = 0, **value: str) -> None:
        """Record a value and remember what came of it."""
        self.do(RecordValue(BATCH, self.at(name), value, int(item)), by)

    def recorded(self, name: str, by: str = "mchen", *, item: int | str = 0, **value: str) -> None:
        """Record a value, and nothing is refused."""
        self.record(name, by, item=item, **value)
        self.settled()

    def sign_step(self, name: str, meaning: str = "performed", by: str = "mchen", *, sheet: bool = False) -> None:
        """Sign a step or an entry, and nothing is refused."""
        self.signed(SignStep(BATCH, self.at(name), meaning), by, sheet=sheet)

    def entry(self, name: str) -> EntryAnswer:
        """Return an entry as the screen shows it."""
        address = self.at(name)
        step = self.station.ask(BatchQuestion(BATCH, "mchen", address.rpartition("/")[0])).step
        entries: tuple[EntryAnswer, ...] = step.entries
        return next(found for found in entries if found.address == address)

    # The record

    def audit(self, kind: str = "", text: str = "") -> tuple[AuditRow, ...]:
        """Return the audit trail, newest first."""
        return tuple(self.station.ask(AuditTrail(kind=kind, text=text, limit=1000)).rows)

    def entries(self) -> int:
        """Return how many entries the station's log has."""
        head = self.station.store.log.head
        return 0 if head is None else int(head.seq)

    def findings(self) -> tuple[str, ...]:
        """Return the codes of what the verifier finds in the folder."""
        return tuple(found.code for found in verify(self.folder).findings)

    def verifies(self) -> None:
        """Insist that the whole record is sound."""
        found = self.findings()
        insist(not found, f"the verifier found: {', '.join(found)}")


def fine(answer: Answer) -> Answer:
    """Insist that nothing was refused."""
    if answer.refusal is not None:
        raise NotAsStated(f"refused: {refusal_words(answer.refusal)}")
    return answer


def founded_now(folder: Path) -> Path:
    """Found the same site by the machine's own clock, to seal a report; returns the folder."""
    found(folder, SystemClock())
    return folder


def found(folder: Path, clock: Clock | None = None) -> None:
    """Found the site with its first station and its first three people."""
    founders = tuple(
        FounderAnswers(person, name, (role,), PASSWORD, checker, "passport", f"BADGE-{person}", person in DUTY)
        for person, name, role, checker in FOUNDERS
    )
    answers = Answers("Qualification plant", "Room-12", founders, "demonstration", key_store="demonstration")
    Station.create(folder, answers, clock or SimulatedClock(MORNING))


class Stages:
    """Prepared folders, each made from the one before it when it is first wanted."""

    def __init__(self, place: Path, stages: Mapping[str, tuple[str, Stage]]) -> None:
        self._place = place
        self._stages = stages
        self._made: dict[str, Path] = {}
        self._count = 0

    def plant(self, stage: str) -> Plant:
        """Return a plant of its own at a stage; the caller closes it."""
        source = self._folder(stage)
        self._count += 1
        return Plant(copied(source, self._place / f"test-{self._count}"), MORNING + timedelta(days=2))

    def _folder(self, stage: str) -> Path:
        if stage not in self._made:
            folder = self._place / stage
            before, make = self._stages[stage]
            if before:
                copied(self._folder(before), folder)
            else:
                found(folder)
            plant = Plant(folder, MORNING + timedelta(hours=len(self._made) + 1))
            make(plant)
            plant.station.close()
            self._made[stage] = folder
        return self._made[stage]
