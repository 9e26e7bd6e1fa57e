"""A temporary station on which a person tries out a master batch record on the real screens (floor-rules 16).

Profile "rehearsal" in its genesis entry, a simulated clock, generated people with one password that is shown: nothing
on it can be taken for a record, and no other store takes anything from it. It lies in a folder of its own and goes with
it. The document is added, signed and put in force as any other, so the screens meet no special case.

    trial = Trial.found(folder, mbr)      founded, everybody acknowledged, MBR in force, one batch issued and checked
    trial.be("operator"), trial.advance(900), trial.codes()
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from ebr.clock import SimulatedClock, zone_name
from ebr.domain import subjects
from ebr.domain.batch.commands import CheckIssue, IssueBatch
from ebr.domain.batch.rules.kinds import expected_scan
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.plan import last_id
from ebr.domain.canonical import dumps
from ebr.domain.master.commands import AddMbr, MakeEffective, SignMbr
from ebr.domain.mbr.check import check, errors
from ebr.domain.mbr.document import mbr_hash, to_json
from ebr.domain.mbr.model import Mbr
from ebr.domain.people.commands import SignAcknowledgement
from ebr.domain.refusal import Refusal
from ebr.domain.station.commands import ChangeAppearance
from ebr.station.door import Answers, FounderAnswers, Station
from ebr.station.questions import Preview, StationStatus
from ebr.wording.problems import problem_words
from ebr.wording.signing import ACKNOWLEDGEMENT
from ebr.words import tr

PROFILE: Final = "rehearsal"
STATION: Final = "Dry-run"
BATCH: Final = "DRY-001"
PASSWORD: Final = "dry-Run-4711-rehearsal"  # noqa: S105 - shown on the panel; it opens nothing but the folder it lies in
BEFORE: Final = timedelta(hours=2)
"""How long before now the simulated clock begins: what is founded takes some of it."""


@dataclass(frozen=True, slots=True)
class Player:
    """Somebody of a trial: id, name, role, and the badge that the panel can hold to the reader."""

    person: str
    name: str
    role: str

    @property
    def badge(self) -> str:
        """What is on the badge."""
        return f"DRY-{self.person.upper()}"


PLAYERS: Final = (
    Player("operator", "Olivia Operator", "operator"),
    Player("second", "Otto Operator", "operator"),
    Player("supervisor", "Susan Supervisor", "supervisor"),
    Player("laboratory", "Lena Laboratory", "laboratory"),
    Player("checker", "Luis Laboratory", "laboratory"),
    Player("quality", "Quinn Quality", "quality"),
    Player("reviewer", "Rita Quality", "quality"),
    Player("certifier", "Petra Qualified-Person", "qualified_person"),
    Player("author", "Arthur Author", "author"),
    Player("admin", "Ada Administrator", "administrator"),
    Player("admin2", "Adam Administrator", "administrator"),
)
"""Generated people, one role each: enough that somebody else can always be the second person."""


@dataclass(frozen=True, slots=True)
class Code:
    """Something that can be scanned: what it is, and the code on it.

    A `wrong` one is for seeing it refused; `wanted` is what the entry in question asks for.
    """

    title: str
    code: str
    wrong: bool = False
    wanted: bool = False


class Trial:
    """A station with its clock. Close it before its folder goes."""

    def __init__(self, station: Station, clock: SimulatedClock, batch: str) -> None:
        self.station, self.clock, self.batch = station, clock, batch

    @classmethod
    def found(cls, folder: Path, mbr: Mbr) -> Trial:
        """Found the station in a new folder and issue a batch on a document that its check lets pass.

        Refusal `mbr_has_errors` with the first problem.
        """
        wrong = errors(check(mbr))
        if wrong:
            raise Refusal("mbr_has_errors", count=str(len(wrong)), first=problem_words(wrong[0]))
        clock = SimulatedClock(datetime.now(UTC) - BEFORE, zone_name())
        Station.create(folder, _answers(), clock)
        trial = cls(Station.open(folder, clock=clock), clock, BATCH)
        try:
            trial._prepare(mbr)
        except BaseException:
            trial.station.close()
            raise
        return trial

    def _prepare(self, mbr: Mbr) -> None:
        for player in PLAYERS:
            self.be(player.person)
            self._sign(SignAcknowledgement(player.person, tr(ACKNOWLEDGEMENT)), player.person)
        header, digest = mbr.header, mbr_hash(mbr)
        self.be("author")
        self._done(self.station.do(AddMbr(header.id, header.version, dumps(to_json(mbr)).decode()), by="author"))
        self._sign(SignMbr(header.id, header.version, digest, "performed"), "author")
        self._sign(SignMbr(header.id, header.version, digest, "approved"), "quality")
        today = datetime.fromisoformat(self.clock.now().wall).date().isoformat()
        self._sign(MakeEffective(header.id, header.version, today), "quality")
        names = {one.id: f"DRY-{one.id.upper().replace('_', '-')}-1" for one in header.identifiers}
        self._sign(IssueBatch(self.batch, header.id, header.version, header.size.nominal, names), "supervisor")
        self._sign(CheckIssue(self.batch), "quality")
        self.be("operator")

    def be(self, person: str) -> None:
        """Have somebody at the terminal; whoever was there is switched out."""
        if self.station.present() == person:
            return
        if self.station.present():
            self.station.sign_out("switch")
        self.clock.advance(2)
        self._done(self.station.sign_in(person, PASSWORD, badge=True))

    def _sign(self, command: object, by: str) -> None:
        self.be(by)
        self.clock.advance(1)
        seen = self.station.ask(Preview(command, by)).seen
        act = secrets.token_hex(16)
        self._done(self.station.do(command, by=by, secret=PASSWORD, seen=seen, command_id=act))

    def _done(self, answer: object) -> None:
        refusal = getattr(answer, "refusal", None)
        if isinstance(refusal, Refusal):
            raise refusal

    def advance(self, seconds: float) -> None:
        """Let simulated time pass."""
        self.clock.advance(seconds)

    def appear(self, theme: str) -> None:
        """Show the screens of this station in a theme; the one that it has already changes nothing."""
        if self.station.ask(StationStatus()).settings.get("theme", "light") == theme:
            return
        self._done(self.station.do(ChangeAppearance({"theme": theme}), by=self.station.present()))

    @property
    def now(self) -> datetime:
        """The simulated moment."""
        return datetime.fromisoformat(self.clock.now().wall)

    def codes(self, entry: str = "") -> tuple[Code, ...]:
        """Return everything that this batch may have scanned, and one code that belongs to nothing.

        What an entry (its address) asks for comes first.
        """
        state = self.station.store.state(subjects.batch(self.batch))
        assert isinstance(state, BatchState)
        asked = _asked(state, entry)
        found = (replace(code, wanted=code.code in asked) for code in _codes_of(state))
        return tuple(sorted(found, key=lambda code: not code.wanted))

    def close(self) -> None:
        """Close the station; its folder is the caller's."""
        self.station.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _asked(state: BatchState, entry: str) -> tuple[str, ...]:
    """Return the codes that an entry asks for."""
    slot = state.plan.slots.get(last_id(entry)) if state.plan is not None and entry else None
    if slot is None or state.plan is None or state.issued is None:
        return ()
    match slot.kind:
        case "identity":
            return tuple(state.issued.identifiers.values())
        case "equipment":
            return (equipment_code(slot.of),)
        case "material" | "qs":
            return (state.plan.materials[slot.of].code,) if slot.of in state.plan.materials else ()
        case "scan":
            return expected_scan(state, slot)
    return ()


def equipment_code(name: str) -> str:
    """Return what is on the label of a piece of equipment of a trial."""
    return f"{name.upper()}-01"


def _codes_of(state: BatchState) -> Iterator[Code]:
    assert state.issued is not None
    assert state.plan is not None
    mbr = state.plan.mbr
    yield Code(tr("Batch label"), state.id)
    labels = {one.id: one.label for one in mbr.header.identifiers}
    for name, value in state.issued.identifiers.items():
        yield Code(labels.get(name, name), value)
    for material in mbr.materials:
        yield Code(material.name, material.code)
    for equipment in mbr.equipment:
        yield Code(equipment.name, equipment_code(equipment.id))
    yield Code(tr("Something else"), "SOMETHING-ELSE-9", wrong=True)


def _answers() -> Answers:
    ids = [player.person for player in PLAYERS]
    founders = tuple(
        FounderAnswers(
            player.person,
            player.name,
            (player.role,),
            PASSWORD,
            ids[at - 1],
            "generated for a dry run",
            player.badge,
        )
        for at, player in enumerate(PLAYERS)
    )
    return Answers(tr("Dry run"), STATION, founders, PROFILE, {"idle_lock": "30"}, key_store="demonstration")
