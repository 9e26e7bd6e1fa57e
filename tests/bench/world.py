"""A station with its people, masters and batches, made through the public door as a plant would."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ebr.clock import SystemClock
from ebr.domain.batch.commands import CheckIssue, IssueBatch, RecordValue, SignStep
from ebr.domain.canonical import dumps
from ebr.domain.master.commands import AddMbr, MakeEffective, SignMbr
from ebr.domain.mbr.document import mbr_hash, to_json
from ebr.domain.mbr.model import Mbr
from ebr.domain.people.commands import SignAcknowledgement
from ebr.station.door import Answer, Answers, FounderAnswers, Station
from ebr.station.questions import Preview

PASSWORD = "copper kettle 47"
ROLES = {
    "aone": "administrator", "btwo": "administrator", "author": "author", "quality": "quality",
    "supervisor": "supervisor", "operator": "operator",
}  # fmt: skip
NAMES = dict(
    zip(ROLES, ("Ada One", "Bea Two", "Cid Author", "Dora Quality", "Eve Supervisor", "Finn Operator"), strict=True)
)


class RefusedError(RuntimeError):
    """The station said no where the measurement needs a yes."""


def found(folder: Path) -> None:
    """Make a rehearsal station in which everybody may sign."""
    people = tuple(
        FounderAnswers(who, NAMES[who], (role,), PASSWORD, "btwo" if who == "aone" else "aone", "passport")
        for who, role in ROLES.items()
    )
    Station.create(folder, Answers("Bench", "Station-1", people, "rehearsal", key_store="demonstration"))
    with Station.open(folder) as station:
        for who in ROLES:
            as_person(station, who)
            sign(station, SignAcknowledgement(who, "My signature binds like a handwritten one."), who)


@contextmanager
def opened(folder: Path) -> Iterator[Station]:
    """Open the station for writing, with the operator signed in."""
    with Station.open(folder, clock=SystemClock()) as station:
        as_person(station, "operator")
        yield station


def as_person(station: Station, who: str) -> None:
    """Let another person sign in."""
    if station.present() == who:
        return
    if station.present():
        must(station.sign_out("switch"))
    must(station.sign_in(who, PASSWORD))


def must(answer: Answer) -> Answer:
    """Return the answer; a refusal ends the measurement."""
    if answer.refusal is not None:
        raise RefusedError(f"{answer.refusal.code} {answer.refusal.params}")
    return answer


def sign(station: Station, command: object, who: str) -> Answer:
    """Carry out a command that is signed: look at the sheet, then sign what was seen."""
    seen = station.ask(Preview(command, who)).seen
    return must(station.do(command, by=who, secret=PASSWORD, seen=seen))


def add_master(station: Station, mbr: Mbr) -> None:
    """Bring a version to the station, signed and effective from today."""
    name, version, digest = mbr.header.id, mbr.header.version, mbr_hash(mbr)
    as_person(station, "author")
    must(station.do(AddMbr(name, version, dumps(to_json(mbr)).decode()), by="author"))
    sign(station, SignMbr(name, version, digest, "performed"), "author")
    as_person(station, "quality")
    sign(station, SignMbr(name, version, digest, "approved"), "quality")
    sign(station, MakeEffective(name, version, station.clock.now().wall[:10]), "quality")


def issue(station: Station, mbr: Mbr, *batches: str) -> None:
    """Issue batches and check their issue, then give the station back to the operator."""
    as_person(station, "supervisor")
    for batch in batches:
        sign(station, IssueBatch(batch, mbr.header.id, mbr.header.version, mbr.header.size.nominal), "supervisor")
    as_person(station, "quality")
    for batch in batches:
        sign(station, CheckIssue(batch), "quality")
    as_person(station, "operator")


def value(batch: str, address: str, n: int) -> RecordValue:
    """Return the command that records the n-th temperature; it is inside the limits."""
    return RecordValue(batch, address, {"number": f"{61 + n % 80 / 10:.1f}"})


def perform(station: Station, batch: str, steps: list[list[str]]) -> None:
    """Record and sign whole steps."""
    for slots in steps:
        for n, address in enumerate(slots):
            must(station.do(value(batch, address, n), by="operator"))
        sign(station, SignStep(batch, slots[0].rpartition("/")[0], "performed"), "operator")
