"""The plant of the demonstration: founded, everybody enrolled, the example records signed and effective.

Each part looks first whether it is there. The site's root key leaves with nobody: a demonstration has nothing to
recover.
"""

from __future__ import annotations

from pathlib import Path

from ebr import paths
from ebr.cli.demonstration import labels, machines, school, stock
from ebr.cli.demonstration.floor import Floor
from ebr.cli.demonstration.scales import balance_address
from ebr.cli.demonstration.script import Site, Worker, scripts
from ebr.cli.demonstration.spoken import spoken
from ebr.domain.canonical import dumps
from ebr.domain.master.commands import AddMbr, MakeEffective, SignMbr
from ebr.domain.mbr.document import to_json
from ebr.domain.mbr.text import read
from ebr.domain.people.commands import EnrolPerson, SignAcknowledgement
from ebr.domain.station.commands import ChangeTerminal
from ebr.station.door import Answers, FounderAnswers
from ebr.station.questions import MasterRow, Masters, People
from ebr.words import tr

BALANCE, DRUM = "FLOOR-SCALE-01", "32.10"
SECOND_BALANCE, JAR = "BENCH-SCALE-01", "0.5120"
EVIDENCE = "passport, seen by {name}"


def answers(site: Site) -> Answers:
    """Return what the first start asks."""
    founders = tuple(
        FounderAnswers(
            person.id,
            person.name,
            person.roles,
            site.password,
            person.checked_by,
            _evidence(site, person),
            person.badge,
            person.unlocks,
        )
        for person in site.people
        if person.founder
    )
    return Answers(site.site, site.station, founders, "demonstration", key_store="demonstration")


def _evidence(site: Site, person: Worker) -> str:
    return EVIDENCE.format(name=next(other.name for other in site.people if other.id == person.checked_by))


def staff(floor: Floor) -> None:
    """Have everybody enrolled by an administrator, signed for by quality, and their signature acknowledged."""
    known = {row.person: row.state for row in floor.station.ask(People())}
    for person in floor.site.people:
        if person.founder and known.get(person.id) == "to_acknowledge":
            _acknowledge(floor, person)
    for person in floor.site.people:
        if person.id not in known:
            _enrol(floor, person)
        if not person.founder and known.get(person.id, "to_acknowledge") == "to_acknowledge":
            _acknowledge(floor, person)


def _enrol(floor: Floor, person: Worker) -> None:
    administrator, quality = floor.site.with_role("administrator"), floor.site.with_role("quality")
    floor.be_there(administrator.id)
    floor.tick(240)
    command = EnrolPerson(
        person.id,
        person.name,
        person.roles,
        person.checked_by,
        _evidence(floor.site, person),
        "",
        "",
        quality.id,
        person.badge,
        person.unlocks,
        temporary=False,
    )
    floor.enrol(command, administrator.id)


def _acknowledge(floor: Floor, person: Worker) -> None:
    floor.be_there(person.id)
    floor.tick(45)
    floor.sign(SignAcknowledgement(person.id, floor.site.acknowledgement), person.id, f"acknowledge/{person.id}")


def masters(floor: Floor) -> None:
    """Have every example record added and signed by its author, approved by quality and made effective."""
    for path in sorted((paths.resources() / "mbr").glob("*.yaml")):
        master(floor, path)


def master(floor: Floor, path: Path) -> None:
    """Have one record added, signed, approved and made effective, as far as it is not."""
    reading = read(path.read_text(encoding="utf-8"))
    assert reading.mbr is not None
    header = reading.mbr.header
    if _row(floor, header.id) is None:
        author = floor.site.with_role("author").id
        floor.be_there(author)
        floor.tick(600)
        command = AddMbr(header.id, header.version, dumps(to_json(spoken(reading.mbr))).decode())
        floor.do(command, author, f"mbr/{header.id}/add")
    _approve(floor, header.id)


def _row(floor: Floor, mbr: str) -> MasterRow | None:
    rows = floor.station.ask(Masters())
    return next((row for row in rows if row.mbr == mbr), None)


def _approve(floor: Floor, mbr: str) -> None:
    row = _row(floor, mbr)
    assert row is not None
    author, quality = floor.site.with_role("author").id, floor.site.with_role("quality").id
    if row.status == "added":
        floor.sign(SignMbr(mbr, row.version, row.hash, "performed"), author, f"mbr/{mbr}/author")
    _confirm_languages(floor, mbr)
    if row.status in ("added", "signed"):
        floor.be_there(quality)
        floor.tick(1200)
        floor.sign(SignMbr(mbr, row.version, row.hash, "approved"), quality, f"mbr/{mbr}/quality")
    if row.status in ("added", "signed", "approved"):
        today = floor.now.date().isoformat()
        floor.sign(MakeEffective(mbr, row.version, today), quality, f"mbr/{mbr}/effective")


def _confirm_languages(floor: Floor, mbr: str) -> None:
    """Have a supervisor sign that each language says what the originals say."""
    row, person = _row(floor, mbr), floor.site.with_role("supervisor").id
    assert row is not None
    for code in row.languages_left:
        floor.be_there(person)
        command = SignMbr(mbr, row.version, row.hash, "translated", language=code)
        floor.sign(command, person, f"mbr/{mbr}/translated/{code}")


def ready(floor: Floor) -> None:
    """Have the plant ready for batches."""
    staff(floor)
    stock.kept(floor)
    school.trained(floor)
    masters(floor)
    stock.stocked(floor)
    machines.registered(floor)
    labels.approved(floor)


def terminal(floor: Floor) -> None:
    """Have two balances set up at the terminal of a site to work in: played ones, with a drum and a jar on them."""
    if not floor.done("terminal"):
        administrator = floor.site.with_role("administrator").id
        floor.be_there(administrator)
        both = {"balance": balance_address(BALANCE, DRUM), "balance_2": balance_address(SECOND_BALANCE, JAR)}
        command = ChangeTerminal(both, "The floor scale and the bench balance stand beside it")
        floor.do(command, administrator, "terminal")
        floor.leave()


def line(floor: Floor) -> str:
    """Return what the plant has, in one line; the small records come only with their batches."""
    people = len(floor.station.ask(People()))
    records = sum(row.mbr in scripts() for row in floor.station.ask(Masters()))
    return tr(
        "{site}: {people} people, {records} master batch records in force",
        site=floor.site.site,
        people=people,
        records=records,
    )
